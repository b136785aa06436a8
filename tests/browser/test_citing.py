"""An editor cites a work from the toolbar, and a reader goes to the reference and back."""

import pytest
from playwright.sync_api import expect

from opinion.articles.models import Reference
from tests.browser import axe
from tests.browser.editor_page import text_of, tool, written
from tests.newsroom import make_draft, make_user
from tests.test_citations import cite, make_work

CITED = "Westad. The Cold War. 2017."


@pytest.fixture
def works(publication):
    return [make_work("The Cold War"), make_work("Red for Danger", "Rolt", 1955)]


@pytest.fixture
def draft(works):
    draft = make_draft(references=["Timetable"], body="<p>Trains stop here.</p>")
    Reference.objects.create(article=draft, text="Cold", work=works[0], position=2)
    return draft


@pytest.fixture
def desk(draft, staff_page):
    # axe writes styles of its own into the page, which our policy rightly blocks.
    page = staff_page(make_user("editor", group="Editors"), bypass_csp=True)
    page.goto(f"/admin/articles/article/{draft.pk}/change/")
    return page


def field(page):
    return page.get_by_role("combobox", name="Find a work by title, person or year")


def options(page):
    return page.get_by_role("listbox", name="Works").get_by_role("option")


def at_the_end_of_the_text(page):
    text = text_of(page, "Text")
    text.click()
    page.keyboard.press("Control+End")
    return text


def test_a_work_is_cited_by_keyboard_and_a_reader_goes_there_and_back(desk, works):
    cold, red = works
    at_the_end_of_the_text(desk)
    tool(desk, "Cite").focus()
    desk.keyboard.press("Enter")
    expect(field(desk)).to_be_focused()
    expect(options(desk)).to_have_text([f"Westad 2017 {CITED} in the references"])
    desk.keyboard.type("rolt")
    expect(options(desk)).to_have_text(["Rolt 1955 Rolt. Red for Danger. 1955."])
    desk.keyboard.press("Enter")
    expect(field(desk)).to_be_hidden()
    expect(text_of(desk, "Text")).to_be_focused()
    desk.keyboard.type(" And on.")
    body = f"<p>Trains stop here. {cite(red.pk, 'Rolt 1955')} And on.</p>"
    assert written(desk) == body

    desk.get_by_role("button", name="Save and preview", exact=True).click()
    number = desk.locator("[role=doc-biblioref]")
    expect(number).to_have_accessible_name("Reference 3")
    number.click()
    desk.get_by_role("link", name="All references").click()
    reference = desk.locator("li:target")
    assert "Red for Danger" in reference.inner_text()
    reference.locator("[role=doc-backlink]").click()
    expect(desk.locator("sup a:target")).to_have_text("3")
    assert axe.violations(desk, rules=None, within={"include": [[".column"]]}) == []


def test_the_arrows_choose_and_escape_gives_the_focus_back(desk, works):
    make_work("The Waterworks", "Cobb", 1984)
    # Only the text of an article can cite.
    expect(tool(desk, "Cite")).to_have_count(1)
    expect(tool(desk, "Cite", "note")).to_have_count(0)
    text = at_the_end_of_the_text(desk)
    tool(desk, "Cite").click()
    expect(options(desk)).to_have_count(1)
    desk.keyboard.press("Escape")
    expect(text).to_be_focused()
    assert "#work" not in written(desk)

    tool(desk, "Cite").click()
    desk.keyboard.type("w")
    expect(options(desk)).to_have_count(2)
    expect(options(desk).nth(0)).to_have_attribute("aria-selected", "true")
    desk.keyboard.press("ArrowUp")
    expect(options(desk).nth(1)).to_have_attribute("aria-selected", "true")
    shown = options(desk).nth(1).get_attribute("id")
    expect(field(desk)).to_have_attribute("aria-activedescendant", shown)
    within = {"include": [[".richtext-cite"]]}
    assert axe.violations(desk, rules=None, within=within) == []
    options(desk).nth(0).click()
    assert written(desk) == f"<p>Trains stop here. {cite(works[0].pk)}</p>"
    what_is_not_known_is_said(desk)


def what_is_not_known_is_said(desk):
    at_the_end_of_the_text(desk)
    tool(desk, "Cite").click()
    desk.keyboard.type("nobody")
    expect(desk.get_by_text("No matching work.")).to_be_visible()
    desk.keyboard.press("Enter")
    expect(field(desk)).to_be_focused()


def test_without_scripts_the_link_is_typed(draft, works, open_page, staff_page):
    page = staff_page(make_user("editor", group="Editors"), java_script_enabled=False)
    page.goto(f"/admin/articles/article/{draft.pk}/change/")
    page.locator("#id_body").fill(f"<p>So {cite(works[1].pk, 'Rolt')}.</p>")
    page.get_by_role("button", name="Save draft", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("Added to the references: Red for Danger")
