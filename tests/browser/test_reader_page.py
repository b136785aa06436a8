"""The pages of a person who asks what is kept about them, in a real browser."""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from comments.mailing import asking
from comments.models import Comment, Confirmation, Reader, Subscription
from tests.browser.looks import assert_accessible_and_fits
from tests.newsroom import make_article, make_comment, make_publication, make_published_comment

ANA = "ana@readers.example.org"


@pytest.fixture
def ana(transactional_db):
    """A reader with comments, something followed, and a comment that was never confirmed."""
    make_publication(contact_email="letters@signal-box.example")
    article = make_article()
    reader = Reader.objects.confirm(ANA)
    for text in ("I was on that train.", "x" * 400):
        comment = make_published_comment(article, text, email=ANA)
        comment.contact.belongs_to(reader)
        Subscription.objects.start(reader, "replies", article, comment=comment)
    Subscription.objects.start(reader, "thread", article, rhythm="daily")
    make_comment(article, "Not proved.", email=ANA)
    return reader


def ask_for_the_link(page, live_server) -> str:
    """Ask on the site; what the mail says."""
    page.goto(f"{live_server.url}/reader/")
    page.get_by_label("Email").fill(ANA)
    page.get_by_role("button", name="Send me the link").click()
    assert "we've sent it an email with a link" in page.get_by_role("status").inner_text()
    asking.ask(Confirmation.objects.get().pk)
    return live_server.url + re.search(r"http://[^/]+(/reader/\S+)", mail.outbox[-1].body)[1]


def test_a_person_asks_looks_stops_and_erases_without_a_script(ana, open_page, live_server):
    page = open_page(java_script_enabled=False)
    page.goto(ask_for_the_link(page, live_server))
    page.get_by_role("button", name="Confirm and show my data").click()
    expect(page.get_by_text("I was on that train.").first).to_be_visible()
    form = page.get_by_role("listitem").filter(has_text="All new comments")
    form.get_by_label("How often").select_option("Immediately")
    form.get_by_role("button", name="Change").click()
    assert "Saved" in page.get_by_role("status").inner_text()
    assert ana.subscriptions.get(kind="thread").rhythm == "at_once"
    page.get_by_role("button", name="Stop all alerts").click()
    assert not ana.subscriptions.active().exists()
    page.get_by_role("link", name="Erase everything").click()
    page.get_by_role("button", name="Erase everything").click()
    assert "Everything has been erased" in page.get_by_role("status").inner_text()
    assert not Reader.objects.exists()
    assert Comment.objects.filter(text="", erased_at__isnull=False).count() == 2


def test_the_pages_are_accessible_and_within_their_width(ana, live_server, page):
    for name in visited(page, live_server):
        assert_accessible_and_fits(page, name)


def visited(page, live_server):
    page.goto(f"{live_server.url}/privacy/")
    yield "privacy"
    page.goto(f"{live_server.url}/reader/")
    yield "ask"
    link = ask_for_the_link(page, live_server)
    yield "asked"
    page.goto(link)
    yield "enter"
    page.get_by_role("main").get_by_role("button").click()
    yield "reader"
    page.get_by_role("button", name="Stop", exact=True).first.click()
    yield "stopped"
    page.get_by_role("link", name="Erase everything").click()
    yield "erase"
