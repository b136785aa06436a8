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


def come_back(page, article):
    page.on("dialog", lambda dialog: dialog.accept())
    open_form(page, article)


def copy_of(page):
    return page.locator(".browser-copy")


def test_words_that_never_came_are_offered_compared_and_put_back(staff_page, editor, draft):
    page = staff_page(editor)
    open_form(page, draft)
    type_while_away(page)
    come_back(page, draft)
    expect(page.get_by_label("Headline")).to_have_value("The Last Train")
    copy_of(page).get_by_role("button", name="Compare").click()
    compared = page.locator(".versions-of-copy")
    expect(compared.get_by_role("heading", name="Headline")).to_be_visible()
    expect(compared).to_contain_text("Typed in the tunnel")
    copy_of(page).get_by_role("button", name="Restore it").click()
    expect(page.get_by_label("Headline")).to_have_value("Typed in the tunnel")
    expect(page.locator(".ProseMirror").first).to_contain_text("And on.")
    expect(page.locator("[name=references-2-text]")).to_have_value(
        "Faith, Nicholas. The World. 1990."
    )
    expect(copy_of(page)).to_be_hidden()
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".messagelist")).to_contain_text("Draft saved.")
    saved = Article.objects.get()
    assert saved.headline == "Typed in the tunnel"
    assert "And on." in saved.body_html
    assert saved.references.count() == 2
    assert page.evaluate(STORED) == 0
    a_browser_without_room_says_so(page)


def a_browser_without_room_says_so(page):
    page.evaluate("void (Storage.prototype.setItem = () => { throw new DOMException('full'); })")
    page.route("**/autosave/", lambda route: route.fulfill(**LOGIN))
    page.get_by_label("Headline").fill("Typed in the next tunnel")
    expect(page.locator(".save-state")).to_contain_text("this browser has no room to keep a copy")


def test_words_wait_for_a_decision_and_thrown_away_are_not_offered_again(staff_page, editor, draft):
    page = staff_page(editor)
    open_form(page, draft)
    type_while_away(page)
    come_back(page, draft)
    page.get_by_label("Standfirst").fill("Typed before anything was decided.")
    expect(page.locator(".save-state")).to_contain_text("Saved at")
    # They are not written over.
    open_form(page, draft)
    copy_of(page).get_by_role("button", name="Compare").click()
    expect(page.locator(".versions-of-copy")).to_contain_text("Typed in the tunnel")
    copy_of(page).get_by_role("button", name="Discard").click()
    expect(copy_of(page)).to_be_hidden()
    page.reload()
    expect(page.locator(".field-body [contenteditable]")).to_be_visible()
    expect(copy_of(page)).to_be_hidden()
    assert page.evaluate(STORED) == 0


def test_the_browser_keeps_what_the_server_does_not_have_and_no_more(staff_page, editor, draft):
    page = staff_page(editor)
    open_form(page, draft)
    type_while_away(page)
    assert page.evaluate(STORED) == 1
    page.get_by_label("Headline").fill("Back in the open")
    expect(page.locator(".save-state")).to_contain_text("Saved at")
    assert page.evaluate(STORED) == 0
    assert "Back in the open" in str(Revision.objects.get(kind="autosave").document)
    words_typed_while_others_are_on_their_way_are_kept(page, draft)


def words_typed_while_others_are_on_their_way_are_kept(page, draft):
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
    copy_of(page).get_by_role("button", name="Restore it").click()
    expect(page.get_by_label("Standfirst")).to_have_value("Typed meanwhile.")


def test_nobody_else_in_this_browser_sees_them_and_logging_out_forgets_them(
    staff_page, editor, draft, live_server
):
    page = staff_page(editor)
    open_form(page, draft)
    type_while_away(page)
    log_in(page, make_user("nora", group="Editors"), live_server.url)
    come_back(page, draft)
    expect(copy_of(page)).to_be_hidden()
    assert page.evaluate(STORED) == 0
    type_while_away(page)
    assert page.evaluate(STORED) == 1
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", name="Logged out")).to_be_visible()
    assert page.evaluate(STORED) == 0
