"""The front is composed in a real browser: by dragging, and by the numbers for who cannot drag."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from opinion.articles.models import FrontPlace
from tests.browser.axe import violations
from tests.newsroom import MORNING, make_article, make_publication, make_user


@pytest.fixture
def articles(transactional_db):
    publication = make_publication()
    articles = [make_article(f"Article {n}", at=MORNING + timedelta(hours=n)) for n in (1, 2, 3)]
    for position, article in enumerate(articles[:2], start=1):
        FrontPlace.objects.create(publication=publication, position=position, article=article)
    return articles


def test_the_front_is_composed_by_drag_and_by_keyboard(articles, staff_page):
    editor = make_user("editor", group="Editors")
    page = staff_page(editor)
    page.goto("/admin/articles/front/")
    rows = page.locator(".ordered-rows tr.form-row:not(.empty-form)")
    second = rows.nth(1).locator(".drag-handle")
    box = rows.nth(0).bounding_box()
    second.hover()
    page.mouse.down()
    page.mouse.move(box["x"] + 40, box["y"] - 10, steps=4)
    page.mouse.up()
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Preview").click()
    preview = opened.value
    expect(preview.locator(".lead-headline")).to_contain_text("Article 2")
    assert violations(preview) == []
    preview.close()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    page.goto("/")
    expect(page.locator(".lead-headline")).to_contain_text("Article 2")
    page.goto("/admin/articles/front/")
    place = rows.nth(0).locator("input.place")
    place.focus()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("9")
    page.keyboard.press("Enter")
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    page.goto("/")
    expect(page.locator(".lead-headline")).to_contain_text("Article 1")
    articles[0].withdraw(by=editor, reason="Wrong.")
    page.reload()
    expect(page.locator(".lead-headline")).to_contain_text("Article 2")
