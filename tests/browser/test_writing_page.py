"""The page where an op-ed is written: what stays in view, and what shortens the way."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.looks import ALL, looks
from tests.newsroom import make_author, make_draft, make_topic, make_user

LONG = "<p>" + "</p><p>".join(["A paragraph of the long text that scrolls."] * 80) + "</p>"
TOPICS = ["Café life", "Climate", "Housing", "Law", "Orbit", "Ports", "Rail", "Water", "Work"]
SIZES = [(1440, 900), (1280, 800), (390, 844)]
OPEN_ALL = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"


@pytest.fixture
def open_draft(transactional_db, staff_page):
    """The page of a long draft with many topics, for an editor; `options` are the browser's."""

    def open_page(**options):
        editor = make_user("nora", "Editors")
        for name in TOPICS:
            make_topic(name)
        draft = make_draft(authors=[make_author()], body=LONG)
        page = staff_page(editor, **options)
        page.goto(f"/admin/articles/article/{draft.pk}/change/")
        return page

    return open_page


def buttons_stay_in_view_wherever_one_writes(page):
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.mouse.move(200, 300)
        for place in (-20_000, 1500):
            page.mouse.wheel(0, place)
            button = page.get_by_role("button", name="Save draft")
            expect(button).to_be_in_viewport(ratio=1)
        expect(page.get_by_label("Headline")).to_be_attached()


def on_a_screen_of_a_few_lines_the_buttons_cover_nothing(page):
    """As at 400 % of a screen of 1280 × 1024 (WCAG 1.4.10, 2.4.11)."""
    page.set_viewport_size({"width": 320, "height": 256})
    bar = page.locator(".writing-bar")
    assert bar.evaluate("bar => getComputedStyle(bar).position") == "static"
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def text_begins_high_and_in_the_readers_type(page):
    page.set_viewport_size({"width": 1440, "height": 900})
    text = page.locator(".field-body .ProseMirror")
    assert text.bounding_box()["y"] < 420
    assert "Opinion Serif" in text.evaluate("text => getComputedStyle(text).fontFamily")


def a_panel_stays_as_it_was_left(page):
    panel = page.locator("details", has=page.get_by_role("heading", name="Address"))
    expect(page.locator("#id_slug")).to_be_visible()
    panel.locator("summary").click()
    expect(page.locator("#id_slug")).to_be_hidden()
    page.reload()
    expect(page.locator("#id_slug")).to_be_hidden()


def the_page_is_accessible(page):
    page.evaluate(OPEN_ALL)
    for look in looks(page, ALL):
        assert violations(page) == [], look


def test_what_stays_in_view_on_every_screen_and_how_one_gets_elsewhere(open_draft):
    page = open_draft()
    text_begins_high_and_in_the_readers_type(page)
    buttons_stay_in_view_wherever_one_writes(page)
    on_a_screen_of_a_few_lines_the_buttons_cover_nothing(page)
    a_panel_stays_as_it_was_left(page)
    the_page_is_accessible(page)
    the_outline_leads_to_each_heading(page)


def enter_leads_from_the_headline_to_the_standfirst(page):
    headline = page.locator("#id_headline")
    headline.focus()
    headline.press("Enter")
    expect(page.locator("#id_standfirst")).to_be_focused()
    expect(headline).to_have_value("The Last Train")


def words_are_counted_while_one_writes(page):
    counted = page.locator(".word-count")
    expect(counted).to_have_text("Words: 640 · minutes to read: 3")
    page.locator(".field-body .ProseMirror").click()
    page.keyboard.press("Home")
    page.keyboard.type("Two words ")
    expect(counted).to_have_text("Words: 642 · minutes to read: 3")
    # What is said in a note is read apart.
    page.keyboard.press("Control+Alt+f")
    page.keyboard.type("Not counted.")
    page.keyboard.press("Escape")
    page.keyboard.type(" one ")
    expect(counted).to_have_text("Words: 643 · minutes to read: 3")


def the_outline_leads_to_each_heading(page):
    expect(page.get_by_role("navigation", name="Outline")).to_be_hidden()
    page.locator(".field-body .ProseMirror").click()
    page.keyboard.press("Control+End")
    page.keyboard.type("The end of the line")
    page.keyboard.press("Control+Alt+2")
    page.mouse.wheel(0, -20_000)
    outline = page.get_by_role("navigation", name="Outline")
    outline.get_by_role("button", name="The end of the line").click()
    expect(page.locator(".ProseMirror h2")).to_be_in_viewport()
    page.keyboard.type("!")
    expect(outline.get_by_role("button", name="The end of the line!")).to_be_visible()


def all_but_the_sheet_and_the_buttons_can_be_put_away(page):
    button = page.get_by_role("button", name="Text only")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_label("Section")).to_be_hidden()
    expect(page.get_by_role("button", name="Save draft")).to_be_in_viewport()
    button.click()
    expect(page.get_by_label("Section")).to_be_visible()


def a_topic_is_found_by_typing_without_its_accents_and_taken_with_enter(page):
    field = page.get_by_role("searchbox", name="Find a topic")
    field.fill("cafe")
    expect(page.get_by_label("Climate")).to_be_hidden()
    field.press("Enter")
    expect(page.get_by_label("Café life")).to_be_checked()
    expect(page.get_by_label("Climate")).to_be_visible()


def what_is_to_be_corrected_is_said_first_and_leads_there(page):
    page.locator("#id_headline").fill("")
    page.locator("[name=bylines-0-author]").fill("Nobody of that name")
    page.get_by_role("button", name="Save draft").click()
    problems = page.locator(".problems")
    expect(problems).to_be_focused()
    expect(problems.get_by_role("link")).to_have_text(["Headline", "Byline, row 1"])
    problems.get_by_role("link", name="Headline").click()
    expect(page.locator("#id_headline")).to_be_in_viewport()
    expect(page.locator(".field-headline")).to_contain_text("This field is required.")


def test_what_shortens_the_way_of_who_writes(open_draft):
    page = open_draft()
    enter_leads_from_the_headline_to_the_standfirst(page)
    words_are_counted_while_one_writes(page)
    all_but_the_sheet_and_the_buttons_can_be_put_away(page)
    a_topic_is_found_by_typing_without_its_accents_and_taken_with_enter(page)
    what_is_to_be_corrected_is_said_first_and_leads_there(page)


def test_without_script_the_buttons_stay_and_mistakes_are_told(open_draft):
    page = open_draft(java_script_enabled=False)
    buttons_stay_in_view_wherever_one_writes(page)
    what_is_to_be_corrected_is_said_first_and_leads_there(page)
