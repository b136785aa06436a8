"""A bibliography brought in at the desk, in a real browser: without a script, and with it."""

import pytest
from playwright.sync_api import expect

from opinion.references import formats
from opinion.references.models import Import
from opinion.references.models import importing as importing_models
from opinion.references.record import Name, Record
from tests.browser.looks import assert_accessible_and_fits
from tests.newsroom import make_publication, make_user

BOOKS = [
    Record("book", (("author", Name("Whitcombe", "Ngaire")),), f"The Line {number}")
    for number in range(3)
]


@pytest.fixture
def editor(transactional_db, monkeypatch):
    monkeypatch.setattr(importing_models, "BATCH", 2)
    make_publication()
    return make_user("editor", group="Editors")


def bring(page):
    page.goto("/admin/references/work/")
    page.get_by_role("link", name="Import a bibliography").click()
    text = (formats.write(BOOKS, "ris") + "TY  - NONE\nER  - \n").encode()
    page.get_by_label("File").set_input_files(
        {"name": "line.ris", "mimeType": "text/plain", "buffer": text}
    )
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_text("0 of 4 entries read.")).to_be_visible()
    return Import.objects.get()


def test_a_bibliography_is_brought_and_looked_at_again_without_a_script(editor, staff_page):
    page = staff_page(editor, java_script_enabled=False, viewport={"width": 390, "height": 844})
    begun = bring(page)
    begun.carry_on()
    page.get_by_role("link", name="Refresh").click()
    expect(page.get_by_text("2 of 4 entries read.")).to_be_visible()
    while begun.carry_on():
        pass
    page.get_by_role("link", name="Refresh").click()
    expect(page.get_by_role("heading", name="Done")).to_be_visible()
    expect(page.get_by_text("“NONE” is not a RIS type.")).to_be_visible()
    page.get_by_role("link", name="View", exact=True).click()
    expect(page.get_by_role("link", name="The Line 2")).to_be_visible()


def test_the_page_follows_the_import_by_itself(editor, staff_page):
    page = staff_page(editor)
    begun = bring(page)
    begun.carry_on()
    expect(page.get_by_text("2 of 4 entries read.")).to_be_visible()
    while begun.carry_on():
        pass
    expect(page.get_by_role("heading", name="Done")).to_be_visible()
    expect(page.get_by_text("“NONE” is not a RIS type.")).to_be_visible()


def test_the_pages_are_accessible_and_fit_their_screen(editor, staff_page):
    page = staff_page(editor, bypass_csp=True)
    begun = bring(page)
    check(page, "at work")
    while begun.carry_on():
        pass
    page.reload()
    page.get_by_text("Original text").click()
    check(page, "done")
    page.goto("/admin/references/import/add/")
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_text("Choose a file or paste text")).to_be_visible()
    # Rules about stylesheets are left out: axe asks for those of Django's form at wrong addresses.
    rules = {"type": "rule", "values": ["color-contrast", "label", "link-in-text-block", "list"]}
    check(page, "form", rules=rules)


def check(page, name, **asked):
    assert_accessible_and_fits(page, name, within="#content", **asked)
