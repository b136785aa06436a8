"""An op-ed of everything in a real browser: wide, narrow, light, dark and printed."""

import pytest
from playwright.sync_api import expect

from opinion.pictures import tasks
from opinion.pictures.models import Picture
from tests.browser.looks import WIDER, assert_accessible_and_fits
from tests.test_renditions import photograph
from tests.whole_op_ed import make_whole_draft

# Each is looked at; what three hundred cost is asked elsewhere.
NOTES = 12
# Of each picture the width that `sizes` promises, which is its natural one once it has come, and
# the width at which it stands.
WIDTHS = """Promise.all([...document.querySelectorAll(".picture img")].map(async (picture) => {
    picture.loading = "eager";
    await picture.decode();
    return [picture.naturalWidth, picture.getBoundingClientRect().width];
}))"""
ROOM = """[...document.querySelectorAll(".body .picture img")].map(
    (picture) => picture.offsetHeight / picture.offsetWidth)"""


def test_an_op_ed_of_everything_fits_every_page(publication, live_server, page):
    draft = make_whole_draft(count=NOTES)
    lead = photograph(1_200, 400, alt="A quay.")
    draft.pictures.create(picture=lead, role="lead", position=0, alt="A quay.")
    for picture in Picture.objects.all():
        tasks.make_renditions(picture.pk)
    draft.publish(by=None)
    page.goto(draft.get_absolute_url())
    for look in [(1440, "light"), (390, "dark")]:
        assert_accessible_and_fits(page, wanted=[look])
        pictures = page.evaluate(WIDTHS)
        assert len(pictures) == 3
        for promised, shown in pictures:
            assert promised == pytest.approx(shown, rel=0.1), (look, pictures)
    # Each has its room before it comes: nothing gives way then.
    awaited = []
    page.route("**/media/**", lambda route: awaited.append(route))
    page.reload(wait_until="domcontentloaded")
    assert page.evaluate(ROOM) == pytest.approx([1 / 2, 1 / 2], rel=0.05)
    for route in awaited:
        route.continue_()
    page.unroute("**/media/**")
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
