"""An op-ed of everything in a real browser: wide, narrow, light, dark and printed."""

from playwright.sync_api import expect

from tests.browser.looks import WIDER, assert_accessible_and_fits
from tests.whole_op_ed import make_whole_draft

# Each is looked at; what three hundred cost is asked elsewhere.
NOTES = 12


def test_an_op_ed_of_everything_fits_every_page(publication, live_server, page):
    draft = make_whole_draft(count=NOTES)
    draft.publish(by=None)
    page.goto(draft.get_absolute_url())
    assert_accessible_and_fits(page, wanted=[(1440, "light"), (390, "dark")])
    # The table is read sideways, by keys as well, and the last note opens beside its number.
    frame = page.get_by_role("group", name="Arrivals")
    frame.focus()
    assert frame.evaluate("frame => frame.scrollWidth > frame.clientWidth")
    page.locator(".note-call a").last.click()
    expect(page.locator("aside.note-place")).to_contain_text(f"Remark {NOTES - 1}.")
    page.keyboard.press("Escape")

    page.set_viewport_size({"width": 658, "height": 930})
    page.emulate_media(media="print", color_scheme="light")
    assert page.evaluate(WIDER) <= 0
    expect(page.locator(".embed-card")).to_be_visible()
    expect(page.get_by_text("Loads from")).to_be_hidden()
    expect(page.get_by_role("link", name="tv.example.org/watch/x1")).to_be_visible()
    expect(page.locator(".notes > ol > li")).to_have_count(NOTES)
