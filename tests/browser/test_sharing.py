"""The card beside an article's form, in a real browser."""

import re

from playwright.sync_api import expect

from tests.browser import axe
from tests.newsroom import make_draft, make_user
from tests.test_renditions import photograph


def test_the_card_follows_what_is_typed_and_the_picture_that_is_chosen(publication, staff_page):
    # axe writes styles of its own into the page, which our policy rightly blocks.
    desk = staff_page(make_user("editor", group="Editors"), bypass_csp=True)
    draft, harbour = make_draft(), photograph(alt="A harbour.")
    desk.goto(f"/admin/articles/article/{draft.pk}/change/")
    card = desk.locator(".share-card")
    title, image = card.locator(".share-title"), card.get_by_role("img")
    desk.get_by_role("textbox", name="Headline").fill("Typed")
    expect(title).to_have_text("Typed – OpEd")
    expect(image).to_have_attribute("src", re.compile(r"card\.png\?headline=Typed"))
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") == 1200
    desk.get_by_role("textbox", name="Title when shared").fill("Shared")
    expect(title).to_have_text("Shared")
    desk.get_by_role("button", name="Find one in the library").click()
    desk.get_by_role("dialog").get_by_role("button", name="A harbour.").click()
    expect(image).to_have_attribute("src", re.compile("/media/pictures/"))
    assert axe.violations(desk, within=".share-card") == []
    desk.get_by_role("button", name="Save draft").click()
    expect(desk.get_by_text("Draft saved.")).to_be_visible()
    assert draft.pictures.get(role="social").picture == harbour
