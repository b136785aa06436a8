"""A site moved in at the desk, in a real browser: without a script, and as it looks."""

import pytest
from playwright.sync_api import expect

from opinion.articles.models import Article
from opinion.moving import tasks
from opinion.moving.models import MoveIn, MoveOut
from tests.browser.looks import assert_accessible_and_fits
from tests.newsroom import make_author, make_publication, make_user
from tests.wordpress_files import category, comment, item, wxr

EXPORT = wxr(*(
    item(number, f"Title {number} – OpEd", "[acme x=1]\x02", creator=f"writer-{number % 40}", raw=category(f"Section {number % 8}") + comment(number))
    for number in range(1, 61)
))  # fmt: skip


@pytest.fixture
def editor(transactional_db, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    make_publication()
    make_author("writer-3", slug="writer-3")
    return make_user("editor", group="Editors")


def test_a_site_is_sent_confirmed_tried_and_moved_in(editor, staff_page):
    page = staff_page(editor, bypass_csp=True)
    page.goto("/admin/moving/movein/add/")
    page.get_by_role("button", name="Look at it").click()
    page.get_by_label("Export files").set_input_files(
        {"name": "words.xml", "mimeType": "text/xml", "buffer": b"words"}
    )
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_text("no export that we know")).to_be_visible()
    page.get_by_label("Export files").set_input_files(
        {"name": "old.xml", "mimeType": "text/xml", "buffer": EXPORT.encode()}
    )
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("heading", name="Looking at the files")).to_be_visible()
    number = MoveIn.objects.get().pk
    tasks.look(number)
    # The page looks again by itself.
    expect(page.get_by_role("heading", name="To be confirmed")).to_be_visible(timeout=15_000)
    page.reload()
    expect(page.get_by_text("is writer-3, whom you have already")).to_be_visible()
    page.get_by_label("writer-5", exact=True).fill("Ngaire Whitcombe")
    check(page, "tables")
    page.get_by_role("button", name="Try it out").click()
    expect(page.get_by_role("heading", name="Being tried out")).to_be_visible()
    tasks.try_out(number)
    page.goto(f"/admin/moving/movein/{number}/change/")
    page.get_by_text("unknown shortcodes, which stay visible (60)").click()
    page.get_by_role("button", name="Move in").click()
    expect(page.get_by_role("heading", name="Moving in")).to_be_visible()
    tasks.move(number)
    page.goto(f"/admin/moving/movein/{number}/change/")
    expect(page.get_by_role("heading", name="Moved in")).to_be_visible()
    check(page, "moved")
    assert Article.objects.published().count() == 60
    assert Article.objects.filter(bylines__author__name="Ngaire Whitcombe").exists()
    page.goto("/admin/moving/movein/out/")
    page.get_by_role("button", name="Write the file").click()
    expect(page.get_by_label("Written so far")).to_be_visible()
    tasks.write_out(MoveOut.objects.get().pk)
    page.reload()
    check(page, "out")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename == "opinion-archive.zip"


def check(page, name):
    assert_accessible_and_fits(page, name, within="#content")
