"""The whole loop on one real page: written, published, answered, approved, read.

The op-ed comes as text copied from a browser, with all the noise that editors paste. Our own page
is always tried; the one that OPED_PAGE names as well.
"""

import re

import pytest

from authors.models import User
from tests import op_ed
from tests.newsroom import make_author, make_publication, make_section, make_type, make_user

MOMENT = r"[A-Z][a-z]+ \d{1,2}, \d{4} at \d{1,2}:\d{2} [ap]m"


@pytest.fixture(params=op_ed.pages(), ids=lambda path: path.parent.name)
def op(request):
    return op_ed.read(request.param)


@pytest.fixture
def newsroom(transactional_db, op):
    """What a publication has on its first day: staff, an author, a section, a type."""
    make_publication()
    make_section()
    make_type(op.suffix, explanation="A signed opinion from outside the newsroom.")
    make_author(op.author, bio=op.bio, disclaimer=op.disclaimer)
    for username, group in (("editor", "Editors"), ("moderator", "Moderators")):
        make_user(username, group=group, password="opinion-demo")


def log_in(page, username):
    page.goto("/admin/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill("opinion-demo")
    page.get_by_role("button", name="Log in").click()


def write(page, op):
    """Enter the op-ed as an editor does: typed, and pasted."""
    page.goto("/admin/articles/article/add/")
    page.get_by_label("Headline").fill(op.headline)
    page.get_by_label("Type").select_option(label=op.suffix)
    page.get_by_label("Section").select_option(label="World")
    page.get_by_label("Author", exact=True).first.fill(op.author)
    type_paragraphs(page, "body", op.paragraphs)
    type_paragraphs(page, "note", [op.note])
    page.get_by_label("Paste references, one per line").fill("\n".join(op.references))


def type_paragraphs(page, field, paragraphs):
    """Into the rich editor that stands where the field's textarea was."""
    editor = page.locator(f".richtext:has(+ #id_{field}) .richtext-text")
    editor.click()
    for number, paragraph in enumerate(paragraphs):
        if number:
            page.keyboard.press("Enter")
        page.keyboard.insert_text(paragraph)


def answer(page, op, address):
    page.goto(address)
    page.get_by_label("Name").fill("Ana Reader")
    page.get_by_label("Email").fill("ana@readers.example.org")
    page.get_by_label("Comment").fill("\n\n".join(op.comment))
    page.get_by_role("button", name="Post Comment").click()
    assert "waiting for a moderator" in page.locator("main").inner_text()


def approve(page):
    log_in(page, "moderator")
    page.goto("/admin/comments/comment/")
    page.get_by_role("button", name="Approve").first.click()


def clean(line):
    """A reference as readers should see it: the noise that this page's lines carry taken away."""
    line = re.sub(r"\[(\S+?)\]\(\1\)", r"\1", line.replace("\u00a0", " "))
    return " ".join(line.strip().lstrip("•").strip().removeprefix("Ø ").split())


def parts_in_order(op):
    """What the page says, from top to bottom, each as a pattern."""
    said = re.escape
    yield said("A signed opinion from outside the newsroom.")
    yield said(f"{op.headline} – {op.suffix}")
    yield r"By\s+" + said(op.author)
    yield r"[A-Z][a-z]+ \d{1,2}, \d{4}"
    yield from map(said, op.paragraphs)
    yield "About the author:"
    yield said(op.note)
    yield "References"
    yield from (said(clean(line)) for line in op.references)
    yield said(op.author)
    yield said(op.bio)
    yield said(op.disclaimer)
    yield said(f"One thought on “{op.headline} – {op.suffix}”")
    yield "Ana Reader"
    yield MOMENT
    yield "Permalink"
    yield from map(said, op.comment)
    yield "Reply"
    yield "Leave a Reply"
    yield said("Your email address will not be published. Required fields are marked *")
    yield from ("guidelines", "privacy", "Name", "Email", "Comment", "Post Comment")


def test_an_op_ed_is_written_published_answered_approved_and_read(newsroom, op, open_page):
    desk = open_page()
    log_in(desk, "editor")
    write(desk, op)
    desk.get_by_role("button", name="Publish now").click()
    desk.get_by_role("link", name="View live").click()
    address = desk.url
    answer(open_page(), op, address)
    approve(open_page())

    page = open_page(java_script_enabled=False)
    page.goto(address)
    text = re.sub(r"[ \u00a0]+", " ", page.locator("main").inner_text())
    position = 0
    for part in parts_in_order(op):
        found = re.compile(part, re.IGNORECASE).search(text, position)
        assert found, (part, text[position : position + 300])
        position = found.end()
    by_the_author = page.get_by_role("link", name=op.author).first.get_attribute("href")
    assert by_the_author.startswith("/author/")
    assert not User.objects.filter(username=op.author).exists()
