"""The pages of an article's history in a real browser: to be seen, heard and reached by keys."""

import pytest
from playwright.sync_api import expect

from opinion import html
from opinion.articles.models import Article, Revision
from tests.browser.looks import assert_accessible_and_fits
from tests.newsroom import make_article, make_draft, make_user, publish_again


@pytest.fixture
def article(publication, editor):
    article = make_article(references=["Rolt. Red for Danger."])
    publish_again(article, by=editor, change="update", note="The timetable has changed.")
    body = "<h2>At night</h2><p>The last train leaves at ten, and the town stays up with it.</p>"
    article.headline, article.body = "The Last Train at Ten", body
    article.edited(editor)
    article.save()
    article.keep_revision(editor)
    return article


def assert_accessible(page, within):
    assert_accessible_and_fits(page, rules=None, within={"include": [[within]]})


def test_two_versions_are_chosen_compared_and_one_restored(staff_page, editor, article):
    # axe writes styles of its own into the page, which our policy rightly blocks.
    page = staff_page(editor, bypass_csp=True)
    page.goto(f"/admin/articles/article/{article.pk}/history/")
    assert_accessible(page, ".history")
    page.get_by_role("radio", name="Earlier version: Edition 1").check()
    page.get_by_role("button", name="Compare").click()
    expect(page.locator("del").first).to_be_visible()
    expect(page.get_by_text("Inserted: At night")).to_be_attached()
    assert_accessible(page, ".compared")
    page.get_by_role("link", name="Restore the earlier version").click()
    assert_accessible(page, "#content")
    page.get_by_role("button", name="Restore", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("Restored: Edition 1")
    assert Article.objects.get().headline == "The Last Train"


def test_what_waits_who_is_here_and_what_both_changed_are_accessible(
    staff_page, editor, publication
):
    draft = make_draft(body="<p>One stands here.</p><p>Two stands here.</p>")
    draft.keep_revision(editor)
    nora = make_user("nora", group="Editors", first_name="Nora", last_name="Felgate")
    page = staff_page(editor, bypass_csp=True)
    page.goto(f"/admin/articles/article/{draft.pk}/change/")
    draft.edited(nora)
    draft.body = "<p>Hers stands here.</p><p>Two stands here.</p>"
    draft.save()
    draft.keep_revision(nora)
    Revision.objects.autosave(draft, draft.manuscript().document() | {"typed": []}, editor, 1)
    page.locator(".field-body [contenteditable]").click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("Mine: ")
    page.keyboard.press("Control+s")
    expect(page.locator(".merge")).to_contain_text("You both changed one paragraph")
    assert_accessible(page, ".merge")
    page.get_by_role("radio", name="Both, one after the other").check()
    page.get_by_role("button", name="Take both texts and save").click()
    expect(page.locator(".messagelist")).to_contain_text("Draft saved.")
    said = "Mine: One stands here.\n\nHers stands here.\n\nTwo stands here."
    assert html.plain_text(Article.objects.get().body_html) == said
    kept = Article.objects.get().manuscript().document()
    kept["content"]["headline"] = "Not saved"
    Revision.objects.autosave(draft, kept | {"typed": []}, editor, 3)
    other = staff_page(nora)
    other.goto(f"/admin/articles/article/{draft.pk}/change/")
    page.reload()
    expect(page.locator(".presence")).to_contain_text("Nora Felgate has had this open since")
    expect(page.locator(".unsaved")).to_contain_text("it was not saved")
    for part in (".presence", ".unsaved"):
        assert_accessible(page, part)
