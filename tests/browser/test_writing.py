"""An editor writes an article in a real browser: with the editor, and without any JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from authors.models import Author, User
from opinion.articles.models import Article
from tests.browser import axe
from tests.browser.looks import looks
from tests.newsroom import (
    make_article,
    make_author,
    make_draft,
    make_section,
    make_topic,
    make_type,
    make_user,
)

BODY = ["The last train leaves at nine.", "Fish & chips cost < 5."]
NOTE = "Ngaire Whitcombe minds a signal box."
PASTE = """\
Ø  Rolt, L. T. C. Red for Danger. London: Bodley Head, 1955.
•\u00a0\u00a0\u00a0Wolmar, Christian. Fire and Steam. London: Atlantic, 2007.
1. Simmons, Jack. The Railway in Town and Country. 1986.
- “Timetable of the Night Trains,” Trains Institute, 2023-11-20, [https://trains.example.org/a](https://trains.example.org/a)

Ø\u00a0\u00a0Schivelbusch, Wolfgang. The Railway Journey. 1977.
· Freeman, Michael. Railways and the Victorian Imagination. 1999.
– Faith, Nicholas. The World the Railways Made. 2020.
Faith, Nicholas. The World the Railways Made. 2011."""
REFERENCES = [
    "Rolt, L. T. C. Red for Danger. London: Bodley Head, 1955.",
    "Wolmar, Christian. Fire and Steam. London: Atlantic, 2007.",
    "Simmons, Jack. The Railway in Town and Country. 1986.",
    "“Timetable of the Night Trains,” Trains Institute, 2023-11-20",
    "Schivelbusch, Wolfgang. The Railway Journey. 1977.",
    "Freeman, Michael. Railways and the Victorian Imagination. 1999.",
    "Faith, Nicholas. The World the Railways Made. 2020.",
    "Faith, Nicholas. The World the Railways Made. 2011.",
]


@pytest.fixture
def newsroom(publication):
    make_type("OpEd")
    make_section("World")
    make_topic("Trains")
    make_author("Ngaire Whitcombe", bio="She minds trains.")
    make_user("editor", group="Editors", password="a long password")


def log_in(page):
    page.goto("/admin/articles/article/add/")
    page.get_by_label("Username").fill("editor")
    page.get_by_label("Password").fill("a long password")
    page.get_by_role("button", name="Log in").click()


def type_in_editor(page):
    for field, paragraphs in (("body", BODY), ("note", [NOTE])):
        page.locator(f".field-{field} [contenteditable=true]").click()
        for number, paragraph in enumerate(paragraphs):
            if number:
                page.keyboard.press("Enter")
            page.keyboard.type(paragraph)


def type_in_textareas(page):
    page.locator("#id_body").fill("\n\n".join(BODY))
    page.locator("#id_note").fill(NOTE)


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def references(page):
    return [
        " ".join(line.split()) for line in page.locator("section.references li").all_inner_texts()
    ]


@pytest.mark.parametrize(
    ("scripts", "type_words"), [(True, type_in_editor), (False, type_in_textareas)]
)
def test_an_editor_writes_previews_and_publishes(newsroom, open_page, scripts, type_words):
    page = open_page(java_script_enabled=scripts)
    log_in(page)
    page.get_by_label("Headline").fill("The Last Train")
    page.get_by_label("Type", exact=False).first.select_option(label="OpEd")
    page.get_by_label("Section").select_option(label="World")
    page.get_by_label("Trains").check()
    page.get_by_label("Author", exact=True).first.fill("Ngaire Whitcombe")
    type_words(page)
    page.get_by_label("Paste references, one per line").fill(PASTE)
    press(page, "Save draft")
    assert "Draft saved." in page.inner_text(".messagelist")
    assert "Draft" in page.inner_text(".standing")

    press(page, "Save and preview")
    assert page.url.endswith(f"/preview/{Article.objects.get().pk}/")
    assert "The Last Train – OpEd" in page.inner_text("h1")
    page.get_by_role("link", name="Back to editing").click()

    press(page, "Publish now")
    assert "Published. Readers now see edition 1." in page.inner_text(".messagelist")
    page.get_by_role("link", name="View live").click()
    assert re.search(r"/\d{4}/\d\d/the-last-train/$", page.url)
    assert "The Last Train – OpEd" in page.inner_text("h1")
    assert page.locator(".body p").all_inner_texts() == BODY
    assert NOTE in page.inner_text("main")
    shown = references(page)
    assert [line[: len(text)] for line, text in zip(shown, REFERENCES, strict=True)] == REFERENCES
    assert page.locator('.references a[href="https://trains.example.org/a"]').count() == 1


def open_form(page, article):
    page.goto(f"/admin/articles/article/{article.pk}/change/")


def save(page):
    with page.expect_navigation():
        press(page, "Save draft")
    expect(page.locator(".messagelist")).to_contain_text("Draft saved.")


def rows_are_ordered_by_dragging(page, draft):
    handles = page.locator("#references-group .drag-handle")
    first, third = handles.nth(0), page.locator("#references-2")
    first.scroll_into_view_if_needed()
    first.hover()
    page.mouse.down()
    box = third.bounding_box()
    page.mouse.move(box["x"] + 60, box["y"] + box["height"] - 4, steps=8)
    page.mouse.up()
    save(page)
    assert [line.text for line in draft.references.all()] == ["Two", "Three", "One"]


def another_row_is_added_with_a_handle(page, draft):
    page.locator("#references-group .add-row a").click()
    page.locator("[name=references-4-text]").fill("Fifth")
    page.locator("[name=references-3-text]").fill("Fourth")
    assert page.locator("#references-4 .drag-handle").is_visible()
    save(page)
    lines = [line.text for line in draft.references.all()]
    assert lines == ["Two", "Three", "One", "Fourth", "Fifth"]


def an_author_is_suggested_while_the_name_is_typed(page, draft):
    make_author("Bo Lind", slug="bo-lind")
    make_author("Bo Lind", slug="bo-lind-2", role="Engineer")
    field = page.locator("[name=bylines-0-author]")
    expect(field).to_have_value("Ngaire Whitcombe")
    field.fill("")
    field.press_sequentially("bo l")
    offered = page.locator("#author-names option")
    expect(offered).to_have_count(2)
    assert offered.nth(1).get_attribute("value") == "Bo Lind (bo-lind-2)"
    field.fill("Bo Lind (bo-lind-2)")
    save(page)
    assert draft.bylines.get().author.slug == "bo-lind-2"


def an_author_added_in_passing_stands_there_by_name(page):
    with page.expect_popup() as opened:
        page.locator("#add_id_bylines-1-author").click()
    opened.value.get_by_label("Name", exact=False).first.fill("Cy Lund")
    opened.value.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("[name=bylines-1-author]")).to_have_value("Cy Lund")


def test_rows_are_ordered_and_added_and_authors_found(newsroom, staff_page, editor_account):
    draft = make_draft(references=["One", "Two", "Three"], authors=[Author.objects.get()])
    page = staff_page(editor_account)
    open_form(page, draft)
    rows_are_ordered_by_dragging(page, draft)
    another_row_is_added_with_a_handle(page, draft)
    an_author_is_suggested_while_the_name_is_typed(page, draft)
    an_author_added_in_passing_stands_there_by_name(page)


@pytest.mark.parametrize("scripts", [True, False])
def test_an_expired_login_gives_the_words_back(newsroom, open_page, scripts):
    draft = make_draft(authors=[Author.objects.get()])
    page = open_page(java_script_enabled=scripts)
    log_in(page)
    open_form(page, draft)
    page.get_by_label("Headline").fill("Typed before the login ran out")
    page.context.clear_cookies(name="sessionid")
    press(page, "Save draft")
    assert "What you typed is still here" in page.inner_text("main")
    page.get_by_label("Username").fill("editor")
    page.get_by_label("Password").fill("a long password")
    press(page, "Log in")
    press(page, "Send again")
    assert "Draft saved." in page.inner_text(".messagelist")
    draft.refresh_from_db()
    assert draft.headline == "Typed before the login ran out"
    if not scripts:
        a_wrong_name_is_told_with_those_that_are_near(page)


def a_wrong_name_is_told_with_those_that_are_near(page):
    make_author("Tomasz Wieczorek")
    page.locator("[name=bylines-0-author]").fill("Tomas Wieczoreck")
    press(page, "Save draft")
    expect(page.get_by_text("Did you mean Tomasz Wieczorek?")).to_be_visible()
    expect(page.locator("[name=bylines-0-author]")).to_have_value("Tomas Wieczoreck")


@pytest.fixture
def editor_account(newsroom):
    return User.objects.get(username="editor")


# Django's own pages have findings of their own; these are the parts that we added.
OURS = [".standing", ".comparison", ".publishing-row", ".editions"]


def test_what_we_add_to_the_desk_is_accessible_and_fits(newsroom, staff_page, editor_account):
    article = make_article(references=["One"])
    # axe writes styles of its own into the page, which our policy rightly blocks.
    page = staff_page(editor_account, bypass_csp=True)
    change = f"/admin/articles/article/{article.pk}/change/"
    page.goto(change)
    page.get_by_label("Headline").fill("Mine")
    Article.objects.update(version=9, headline="Theirs", edited_by=editor_account)
    press(page, "Save draft")
    page.locator(".comparison").wait_for()
    assert page.locator(".comparison mark").count() == 2
    for look in looks(page):
        assert violations(page, OURS) == [], look
        assert fits(page, OURS), look
    page.context.clear_cookies(name="sessionid")
    press(page, "Save draft")
    for look in looks(page):
        assert violations(page, ["main"]) == [], look


def violations(page, selectors):
    within = {"include": [[selector] for selector in selectors]}
    return axe.violations(page, rules=None, within=within)


def fits(page, selectors):
    width = page.viewport_size["width"]
    boxes = [page.locator(selector).first.bounding_box() for selector in selectors]
    return all(box["x"] + box["width"] <= width for box in boxes)


def test_no_page_of_the_desk_breaks_the_content_policy(newsroom, staff_page, editor_account):
    article, draft = make_article(), make_draft("Another Train")
    page = staff_page(editor_account)
    for url in [
        "/admin/",
        "/admin/articles/article/",
        "/admin/articles/article/add/",
        f"/admin/articles/article/{article.pk}/change/",
        f"/admin/articles/article/{article.pk}/history/",
        f"/admin/articles/article/{draft.pk}/delete/",
        f"/admin/articles/edition/{article.live_edition_id}/change/",
        "/admin/articles/publication/1/change/",
        "/admin/articles/section/",
        "/admin/authors/author/add/",
        "/admin/password_change/",
    ]:
        response = page.goto(url)
        assert (url, response.status) == (url, 200)
    press(page, "Log out")
    page.goto("/admin/login/")
