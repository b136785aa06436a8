"""What never came to us is kept in the browser of whoever typed it, for them alone."""

import pytest
from playwright.sync_api import expect

from opinion.articles.models import Article, Revision
from tests.browser.conftest import log_in
from tests.newsroom import make_author, make_draft, make_user

STORED = "Object.keys(localStorage).filter((key) => key.startsWith('unsaved:')).length"
LOGIN = {"status": 200, "content_type": "text/html", "body": "Log in"}


@pytest.fixture
def draft(publication):
    return make_draft(authors=[make_author()], references=["Rolt, L. T. C. Red for Danger. 1955."])


def open_form(page, article):
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    expect(page.locator(".field-body [contenteditable]")).to_be_visible()


def type_while_away(page):
    """A headline, more text, a topicless row more of references: none of it comes to the server."""
    page.route("**/autosave/", lambda route: route.fulfill(**LOGIN))
    page.get_by_label("Headline").fill("Typed in the tunnel")
    page.locator(".field-body [contenteditable]").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" And on.")
    page.locator("#references-group .add-row a").click()
    page.locator("[name=references-2-text]").fill("Faith, Nicholas. The World. 1990.")
    expect(page.locator(".save-state")).to_contain_text("kept in this browser")
    page.unroute("**/autosave/")


def offer(page):
    return page.get_by_role("region", name="You typed this on", exact=False)


def come_back(page, article):
    page.on("dialog", lambda dialog: dialog.accept())
    open_form(page, article)


def test_words_that_never_came_are_offered_compared_and_put_back(staff_page, editor, draft):
    page = staff_page(editor)
    open_form(page, draft)
    type_while_away(page)
    come_back(page, draft)
    expect(page.get_by_label("Headline")).to_have_value("The Last Train")
    page.locator(".browser-copy").get_by_role("button", name="Compare").click()
    compared = page.locator(".versions-of-copy")
    expect(compared.get_by_role("heading", name="Headline")).to_be_visible()
    expect(compared).to_contain_text("Typed in the tunnel")
    page.locator(".browser-copy").get_by_role("button", name="Restore it").click()
    expect(page.get_by_label("Headline")).to_have_value("Typed in the tunnel")
    expect(page.locator(".ProseMirror").first).to_contain_text("And on.")
    expect(page.locator("[name=references-2-text]")).to_have_value(
        "Faith, Nicholas. The World. 1990."
    )
    expect(page.locator(".browser-copy")).to_be_hidden()
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".messagelist")).to_contain_text("Draft saved.")
    saved = Article.objects.get()
    assert saved.headline == "Typed in the tunnel"
    assert "And on." in saved.body_html
    assert saved.references.count() == 2
    assert page.evaluate(STORED) == 0


def test_once_the_server_has_the_words_the_browser_keeps_none(staff_page, editor, draft):
    page = staff_page(editor)
    open_form(page, draft)
    type_while_away(page)
    assert page.evaluate(STORED) == 1
    page.get_by_label("Headline").fill("Back in the open")
    expect(page.locator(".save-state")).to_contain_text("Saved at")
    assert page.evaluate(STORED) == 0
    assert "Back in the open" in str(Revision.objects.get(kind="autosave").document)


def test_words_that_wait_for_a_decision_are_not_written_over(staff_page, editor, draft):
    page = staff_page(editor)
    open_form(page, draft)
    type_while_away(page)
    come_back(page, draft)
    page.get_by_label("Standfirst").fill("Typed before anything was decided.")
    expect(page.locator(".save-state")).to_contain_text("Saved at")
    open_form(page, draft)
    page.locator(".browser-copy").get_by_role("button", name="Restore it").click()
    expect(page.get_by_label("Headline")).to_have_value("Typed in the tunnel")


def test_words_typed_while_others_are_on_their_way_are_kept(staff_page, editor, draft):
    page = staff_page(editor)
    open_form(page, draft)

    sent = []

    def answer_late(route):
        sent.append(route)
        if len(sent) > 1:
            return route.fulfill(**LOGIN)
        answer = route.fetch()
        # Typed while the answer is on its way.
        page.locator("#id_standfirst").fill("Typed meanwhile.")
        return route.fulfill(response=answer)

    page.route("**/autosave/", answer_late)
    page.get_by_label("Headline").fill("On its way")
    expect(page.locator(".save-state")).to_contain_text("kept in this browser")
    page.unroute("**/autosave/")
    come_back(page, draft)
    page.locator(".browser-copy").get_by_role("button", name="Restore it").click()
    expect(page.get_by_label("Standfirst")).to_have_value("Typed meanwhile.")


def test_words_that_were_thrown_away_are_not_offered_again(staff_page, editor, draft):
    page = staff_page(editor)
    open_form(page, draft)
    type_while_away(page)
    come_back(page, draft)
    page.locator(".browser-copy").get_by_role("button", name="Discard").click()
    expect(page.locator(".browser-copy")).to_be_hidden()
    page.reload()
    expect(page.locator(".browser-copy")).to_be_hidden()
    assert page.evaluate(STORED) == 0


def test_nobody_else_in_this_browser_sees_them(staff_page, editor, draft, live_server):
    page = staff_page(editor)
    open_form(page, draft)
    type_while_away(page)
    log_in(page, make_user("nora", group="Editors"), live_server.url)
    come_back(page, draft)
    expect(page.locator(".browser-copy")).to_be_hidden()
    assert page.evaluate(STORED) == 0


def test_logging_out_forgets_them(staff_page, editor, draft):
    page = staff_page(editor)
    open_form(page, draft)
    type_while_away(page)
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", name="Logged out")).to_be_visible()
    assert page.evaluate(STORED) == 0


def test_a_browser_without_room_says_so(staff_page, editor, draft):
    page = staff_page(editor)
    open_form(page, draft)
    page.evaluate("void (Storage.prototype.setItem = () => { throw new DOMException('full'); })")
    page.route("**/autosave/", lambda route: route.fulfill(**LOGIN))
    page.get_by_label("Headline").fill("Typed in the tunnel")
    expect(page.locator(".save-state")).to_contain_text("this browser has no room to keep a copy")
