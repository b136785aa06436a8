"""What is typed into an article's form is kept while it is typed, in a real browser."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from opinion.articles.models import Article, Revision
from tests.newsroom import make_draft, make_section, make_type, make_user

SAVED = re.compile(r"^Saved at \d+:\d\d [ap]m$")


@pytest.fixture
def draft(publication):
    return make_draft()


def open_form(staff_page, user, article=None, **options):
    page = staff_page(user, **options)
    page.goto(f"/admin/articles/article/{f'{article.pk}/change' if article else 'add'}/")
    expect(page.locator(".field-body [contenteditable]")).to_be_visible()
    return page


def state(page):
    return page.locator(".save-state")


def write(page, text):
    page.locator(".field-body [contenteditable]").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def test_words_are_kept_offered_after_a_reload_and_restored(staff_page, editor, draft):
    page = open_form(staff_page, editor, draft)
    page.get_by_label("Headline").fill("The First Train")
    write(page, " Or does it?")
    expect(state(page)).to_have_text("Unsaved changes")
    expect(state(page)).to_have_text(SAVED)
    assert Article.objects.get().headline == "The Last Train"
    write(page, " It does.")
    expect(state(page)).to_have_text("Unsaved changes")
    expect(state(page)).to_have_text(SAVED)
    assert Revision.objects.count() == 1
    page.reload()
    expect(page.get_by_label("Headline")).to_have_value("The Last Train")
    page.get_by_role("button", name="Restore it").click()
    expect(page.get_by_label("Headline")).to_have_value("The First Train")
    assert Article.objects.get().body_html.endswith(" Or does it? It does.</p>")


def test_who_types_without_a_pause_is_not_kept_waiting(staff_page, editor, draft):
    page = staff_page(editor)
    page.clock.install()
    page.goto(f"/admin/articles/article/{draft.pk}/change/")
    expect(page.locator(".field-body [contenteditable]")).to_be_visible()
    page.clock.pause_at(timezone.now() + timedelta(minutes=1))
    with page.expect_response("**/autosave/"):
        for word in ("On", "and", "on", "it", "went"):
            write(page, f" {word}")
            page.clock.run_for(1_500)
    assert " On and on" in str(Revision.objects.get().document)


def test_a_new_article_is_a_draft_after_the_first_words(staff_page, editor, publication):
    make_type(), make_section()
    page = open_form(staff_page, editor)
    page.get_by_label("Headline").fill("The First Train")
    expect(state(page)).to_have_text(SAVED)
    draft = Article.objects.get()
    assert page.url.endswith(f"/admin/articles/article/{draft.pk}/change/")
    page.get_by_label("Type", exact=False).first.select_option(label="OpEd")
    page.get_by_label("Section").select_option(label="World")
    page.keyboard.press("Control+s")
    expect(page.locator(".messagelist")).to_contain_text("Draft saved.")
    draft = Article.objects.get()
    assert (draft.headline, draft.slug, draft.version) == ("The First Train", "the-first-train", 1)
    assert [one.kind for one in Revision.objects.all()] == ["save"]


def test_who_leaves_is_asked_only_about_words_that_are_kept_nowhere(staff_page, editor, draft):
    page = open_form(staff_page, editor, draft)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_label("Headline").fill("Saved at once")
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".messagelist")).to_contain_text("Draft saved.")
    page.get_by_label("Headline").fill("Kept by itself")
    expect(state(page)).to_have_text(SAVED)
    page.goto("/admin/")
    assert asked == []
    assert Article.objects.get().headline == "Saved at once"

    page.goto(f"/admin/articles/article/{draft.pk}/change/")
    expect(page.locator(".field-body [contenteditable]")).to_be_visible()
    login = {"status": 200, "content_type": "text/html", "body": "Log in"}
    page.route("**/autosave/", lambda route: route.fulfill(**login))
    page.get_by_label("Headline").fill("Not kept anywhere")
    expect(state(page)).to_contain_text("Not saved, kept in this browser. Are you still logged in?")
    page.goto("/admin/")
    assert asked == ["beforeunload"]


def test_two_editors_see_each_other_and_one_takes_over(staff_page, editor, draft):
    nora = make_user("nora", group="Editors", first_name="Nora", last_name="Felgate")
    first = open_form(staff_page, nora, draft)
    expect(first.locator(".presence")).to_be_hidden()
    second = open_form(staff_page, editor, draft)
    expect(second.locator(".presence")).to_contain_text("Nora Felgate has had this open since")
    with second.expect_response("**/presence/take-over/"):
        second.get_by_role("button", name="Take over").click()
    with first.expect_response("**/presence/"):
        first.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(first.locator(".presence")).to_contain_text("editor took this over at")
