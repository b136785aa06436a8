"""References as an editor meets them: pasted, looked at, confirmed, printed for readers."""

import pytest
from playwright.sync_api import expect

from opinion.articles import rendered_references
from opinion.references import line_cleaning
from tests.browser.looks import assert_accessible_and_fits
from tests.newsroom import make_draft
from tests.test_pasting import PASTE

# Somebody has to look at it: what stands before it is no part of the work.
DOUBTFUL = f"See also {line_cleaning.clean(PASTE[7]).text}"
OTHER = "Faith, Nicholas. The World the Railways Made. London: Pimlico, 1990."
LINES = [*PASTE[:7], DOUBTFUL]


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize("scripts", [True, False])
def test_lines_are_pasted_looked_at_confirmed_and_printed(publication, editor, staff_page, scripts):
    draft = make_draft()
    page = staff_page(editor, java_script_enabled=scripts)
    page.goto(f"/admin/articles/article/{draft.pk}/change/")
    box = page.get_by_label("Paste references, one per line")
    box.fill("\n".join(LINES))
    press(page, "Check before saving")
    found = page.locator("#found-references")
    assert "8 found, 7 recognised, 1 to check. Nothing is saved yet." in found.inner_text()
    # Nothing is wrong, so nothing says so, and the answer is where one looks.
    expect(page.locator(".errornote, .errorlist, .problems")).to_have_count(0)
    expect(found.get_by_role("heading", name="References found")).to_be_focused()
    expect(found.get_by_role("heading", name="References found")).to_be_in_viewport()
    assert "Braudel, Fernand" in found.inner_text()
    assert "Please check" in found.inner_text()
    assert not draft.references.exists()

    press(page, "Save draft")
    assert "8 found, 7 recognised" in page.inner_text(".messagelist")
    gazette = draft.references.get(position=8)
    assert gazette.state == "look"
    page.locator("[name=references-7-known]").check()
    press(page, "Publish now")
    draft.refresh_from_db()
    rendered_references.print_all(draft)

    page.goto(draft.get_absolute_url())
    lines = page.locator("section.references > ol > li")
    assert lines.count() == 8
    assert lines.nth(7).inner_text().startswith("Outer Isles Gazette.")
    assert lines.nth(4).locator("em").inner_text() == "The Death and Life of Great American Cities"


def test_what_comes_back_of_a_new_article_takes_the_focus(publication, editor, staff_page):
    page = staff_page(editor)
    page.goto("/admin/articles/article/add/")
    page.get_by_label("Paste references, one per line").fill("\n".join(LINES))
    press(page, "Check before saving")
    expect(page.get_by_role("heading", name="References found")).to_be_focused()
    expect(page.locator(".errornote, .errorlist, .problems")).to_have_count(0)
    # The words are in the form: nothing has to be brought back.
    expect(page.locator(".browser-copy")).to_be_hidden()
    press(page, "Save draft")
    expect(page.locator(".problems")).to_be_focused()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_field_is_corrected_beside_its_line(publication, editor, staff_page, scripts):
    draft = make_draft()
    page = staff_page(editor, java_script_enabled=scripts)
    page.goto(f"/admin/articles/article/{draft.pk}/change/")
    page.get_by_label("Paste references, one per line").fill(DOUBTFUL)
    press(page, "Check before saving")
    found = page.locator("#found-references li")
    found.get_by_text("Correct", exact=True).click()
    found.get_by_label("People").fill("The Gazette")
    press(page, "Check before saving")
    # It comes back open, with the reason beside the field and what was typed.
    expect(found.get_by_text("start with a role")).to_be_visible()
    expect(found.get_by_label("People")).to_have_value("The Gazette")
    found.get_by_label("People").fill("author: The Gazette")
    press(page, "Save draft")
    expect(page.get_by_text("1 found, 0 recognised")).to_be_visible()
    assert draft.references.get().work.record.names("author")[0].literal == "The Gazette"

    row = page.locator("#references-0")
    row.get_by_text("Correct", exact=True).click()
    row.get_by_label("Published in").fill("The Gazette of the Outer Isles")
    press(page, "Save draft")
    expect(row.get_by_text("The Gazette of the Outer Isles").first).to_be_visible()
    reference = draft.references.get()
    assert reference.work.container == "The Gazette of the Outer Isles"
    assert reference.pasted == DOUBTFUL


def test_what_was_found_can_be_read_by_everybody_and_corrected(publication, editor, staff_page):
    draft = make_draft()
    # axe writes styles of its own into the page, which our policy rightly blocks.
    page = staff_page(editor, bypass_csp=True)
    page.goto(f"/admin/articles/article/{draft.pk}/change/")
    page.get_by_label("Paste references, one per line").fill("\n".join(LINES))
    press(page, "Check before saving")
    assert_accessible_and_fits(page, within="#found-references")
    press(page, "Save draft")
    page.get_by_label("Paste references, one per line").fill(OTHER)
    press(page, "Check before saving")
    places = ("#found-references li", "#references-7 .field-reading")
    for place in places:
        page.locator(place).get_by_text("Correct", exact=True).click()
        expect(page.locator(place).get_by_label("People")).to_be_visible()
    assert_accessible_and_fits(page, within={"include": [[place] for place in places]})
