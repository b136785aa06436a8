"""The private page of a comment in a real browser: without script, on a phone, in the dark."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from comments.models import Comment, Confirmation, Reader, Receipt, Subscription
from tests.browser.looks import MIRRORED, PAIR, assert_accessible, assert_accessible_where_new
from tests.newsroom import (
    make_article,
    make_comment,
    make_publication,
    make_published_comment,
)

TEXT = "I was on that *train*; see https://example.org/" + "long/" * 40


@pytest.fixture
def article(transactional_db):
    make_publication()
    return make_article()


@pytest.fixture
def waiting(article):
    return make_comment(article, TEXT, name="W" * 60, signals=[("untimed", "")])


@pytest.fixture
def published(article):
    comment = make_published_comment(article, f"{TEXT} Twice.", name="W" * 60)
    comment.edit("I was on the last train.")
    reader = Reader.objects.confirm("ana@readers.example.org")
    comment.contact.belongs_to(reader)
    Subscription.objects.start(reader, "replies", article, comment, "daily")
    return comment


def address_of(comment):
    return f"/receipt/{Receipt.objects.issue(comment)}/"


@pytest.mark.parametrize(("language", "wanted"), [("en", PAIR), ("ar", MIRRORED)])
def test_every_page_of_a_receipt_is_accessible_and_fits(
    open_page, waiting, published, language, wanted
):
    make_publication(language=language)
    page, seen = open_page(locale="en"), set()
    for comment in (waiting, published):
        address = address_of(comment)
        for door in ("?told=asked", "edit/", "withdraw/", "follow/", "erase/"):
            page.goto(address + door)
            assert_accessible_where_new(page, seen, wanted=wanted)
    page.goto(f"{address_of(waiting)}follow/")
    page.locator(".receipt-follow button").click()
    expect(page.locator(".form-errors")).to_be_visible()
    assert_accessible_where_new(page, seen, wanted=wanted)
    page.goto(f"{address}edit/")
    page.locator("form.form").evaluate("form => { form.noValidate = true }")
    page.locator("textarea").fill("")
    page.locator("form.form [type=submit]").click()
    expect(page.locator(".form-error")).to_have_count(1)
    assert_accessible_where_new(page, seen, wanted=wanted)


def test_a_reader_without_script_does_everything(open_page, article, waiting):
    page = open_page(java_script_enabled=False)
    page.goto(address_of(waiting))
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    assert page.locator(".receipt-comment a").count() == 0

    page.get_by_role("link", name="Edit it").click()
    page.get_by_label("Comment").fill("I was on the last train.")
    page.get_by_role("button", name="Send my edit").click()
    expect(page.get_by_role("status")).to_have_text("We have received your edit.")
    expect(page.locator(".receipt-comment .comment-text")).to_have_text("I was on the last train.")

    page.get_by_label("When someone replies to my comment").check()
    page.get_by_label("Daily digest").check()
    page.get_by_role("button", name="Send me these alerts").click()
    expect(page.get_by_role("status")).to_contain_text("Check your inbox")
    assert Confirmation.objects.get().wishes == [["replies", "daily"]]

    with page.expect_download() as download:
        page.get_by_role("link", name="Download your data").click()
    kept = json.loads(Path(download.value.path()).read_text("utf-8"))
    assert kept["comment"]["text"] == "I was on the last train."

    page.get_by_role("link", name="Withdraw it").click()
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You have withdrawn your comment")
    address = page.url
    page.get_by_role("link", name="Erase it").click()
    page.get_by_role("button", name="Erase it for good").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Comment erased")
    assert Comment.objects.get().is_erased
    assert page.goto(address).status == 404


def test_both_texts_are_shown_while_an_edit_waits_and_mails_are_stopped(page, published):
    page.goto(address_of(published))
    assert page.locator(".receipt-comment").count() == 2
    page.get_by_label("When someone replies to my comment").uncheck()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_be_visible()
    assert not Subscription.objects.active().exists()


def test_who_comes_too_late_can_copy_the_text(page, article):
    comment = make_comment(article, "Early.")
    page.goto(f"{address_of(comment)}edit/")
    page.get_by_label("Comment").fill("Too late.")
    comment.withdraw()
    page.get_by_role("button", name="Send my edit").click()
    expect(page.get_by_label("What you wrote")).to_have_value("Too late.")
    assert_accessible(page)


def test_a_browser_never_tells_another_site_or_our_log_where_it_was(page, published):
    """The links of the page carry no referrer, and the policy keeps it from other sites."""
    page.goto(address_of(published))
    with page.expect_request("**/comment/*/") as request:
        page.get_by_role("link", name="View it in the thread").click()
    assert "referer" not in request.value.headers
