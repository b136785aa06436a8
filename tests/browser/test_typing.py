"""Words typed into the editor, and what it makes of them."""

import pytest
from playwright.sync_api import expect

from tests.browser.editor_page import body as body
from tests.browser.editor_page import page as page
from tests.browser.editor_page import tool, written

pytestmark = pytest.mark.urls("tests.browser.editor_page")


def test_what_is_typed_is_in_the_form_at_once(page, body):
    page.keyboard.type("Plain, ")
    page.keyboard.press("Control+B")
    page.keyboard.type("bold")
    page.keyboard.press("Control+B")
    page.keyboard.press("Enter")
    page.keyboard.type("Next.")
    assert written(page) == "<p>Plain, <strong>bold</strong></p>\n<p>Next.</p>"


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("1. One", "<ol><li>One</li></ol>"),
        ("3) Three", '<ol start="3"><li>Three</li></ol>'),
        ("- One", "<ul><li>One</li></ul>"),
        ("1986. A year", "<p>1986. A year</p>"),
    ],
)
def test_a_number_or_a_dash_begins_a_list_and_a_year_does_not(page, body, typed, html):
    page.keyboard.type(typed)
    assert written(page) == html


def test_a_typed_address_is_a_link_once_it_ends(page, body):
    page.keyboard.type("See https://example.org/a?b=1, and example.org or a.b ")
    assert written(page) == (
        '<p>See <a href="https://example.org/a?b=1">https://example.org/a?b=1</a>,'
        " and example.org or a.b </p>"
    )


def test_an_address_that_ends_a_line_is_a_link_and_undo_takes_it_back(page, body):
    page.keyboard.type("(https://example.org/a).")
    page.keyboard.press("Enter")
    linked = '<p>(<a href="https://example.org/a">https://example.org/a</a>).</p>\n<p></p>'
    assert written(page) == linked
    tool(page, "Undo").click()
    assert "<a" not in written(page)


@pytest.mark.parametrize(
    ("language", "typed", "expected"),
    [
        ("en", "\"It's\" -- 'so' he said... 1914--18", "“It’s” – ‘so’ he said… 1914–18"),
        ("de", "\"Er sagt's\" - 'so'", "„Er sagt’s“ – ‚so‘"),
        ("fr", 'Il dit "oui".', "Il dit «\u202foui\u202f»."),
        ("en", "Nothing to set", "Nothing to set"),
    ],
)
def test_quotation_marks_and_dashes_are_set_as_the_language_has_them(
    page, body, language, typed, expected
):
    body.evaluate("(text, language) => { text.lang = language; }", language)
    page.keyboard.type(typed)
    tool(page, "Set quotation marks and dashes").click()
    assert written(page) == f"<p>{expected}</p>"
    if expected != typed:
        tool(page, "Undo").click()
        assert '"' in written(page)


def test_code_and_what_is_not_selected_keep_their_marks(page, body):
    page.keyboard.type('`"a"` and "b" ')
    page.keyboard.press("Enter")
    page.keyboard.type('"c"')
    page.keyboard.press("Control+A")
    tool(page, "Set quotation marks and dashes").click()
    assert written(page) == '<p><code>"a"</code> and “b” </p>\n<p>“c”</p>'


def test_what_is_deleted_again_leaves_an_empty_field(page, body):
    page.keyboard.type("No.")
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    assert written(page) == ""


def test_the_toolbar_is_worked_by_keyboard_alone(page, body):
    page.keyboard.type("One")
    page.keyboard.press("Shift+Tab")
    expect(tool(page, "Paragraph")).to_be_focused()
    for _ in range(9):
        page.keyboard.press("ArrowRight")
    expect(tool(page, "Bulleted list")).to_be_focused()
    page.keyboard.press("Enter")
    expect(body).to_be_focused()
    expect(tool(page, "Bulleted list")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Enter")
    page.keyboard.type("Two")
    page.keyboard.press("Control+]")
    assert written(page) == "<ul><li>One<ul><li>Two</li></ul></li></ul>"


def test_the_toolbar_is_a_single_stop_whose_ends_meet(page, body):
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowLeft")
    expect(tool(page, "Redo")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_label("Headline")).to_be_focused()


def test_tab_leaves_the_text_even_from_within_a_list(page, body):
    page.keyboard.type("- one")
    page.keyboard.press("Enter")
    page.keyboard.type("two")
    page.keyboard.press("Tab")
    expect(tool(page, "Bold", editor="note")).to_be_focused()
    assert written(page) == "<ul><li>one</li><li>two</li></ul>"


def test_a_press_on_the_toolbar_keeps_focus_and_selection_in_the_text(page, body):
    body.evaluate("text => text.addEventListener('blur', () => { document.title = 'Blurred'; })")
    page.keyboard.type("A heading")
    page.keyboard.press("Control+A")
    tool(page, "Heading").click()
    tool(page, "Italic").click()
    assert written(page) == "<h2><em>A heading</em></h2>"
    assert page.title() == "Desk"
    expect(tool(page, "Heading")).to_have_attribute("aria-pressed", "true")
    expect(tool(page, "Paragraph")).to_have_attribute("aria-pressed", "false")


def test_each_button_writes_its_tag(page, body):
    tags = {
        "Subheading": "<h3>Words</h3>",
        "Quotation": "<blockquote><p>Words</p></blockquote>",
        "Numbered list": "<ol><li>Words</li></ol>",
        "Superscript": "<p><sup>Words</sup></p>",
        "Subscript": "<p><sub>Words</sub></p>",
    }
    page.keyboard.type("Words")
    page.keyboard.press("Shift+Home")
    for name, expected in tags.items():
        tool(page, name).click()
        expect(tool(page, name)).to_have_attribute("aria-pressed", "true")
        assert written(page) == expected
        tool(page, name).click()
        expect(tool(page, name)).to_have_attribute("aria-pressed", "false")
        assert written(page) == "<p>Words</p>"


def test_a_dividing_line_and_undo(page, body):
    page.keyboard.type("Words")
    expect(tool(page, "Redo")).to_have_attribute("aria-disabled", "true")
    tool(page, "Dividing line").click()
    assert written(page).startswith("<p>Words</p>\n<hr>")
    tool(page, "Undo").click()
    assert written(page) == "<p>Words</p>"
    expect(tool(page, "Redo")).to_have_attribute("aria-disabled", "false")


def test_a_table_is_made_filled_and_removed(page, body):
    expect(tool(page, "Add a row below")).to_be_hidden()
    tool(page, "Table").click()
    page.keyboard.type("Year")
    tool(page, "Remove the row").click()
    tool(page, "Remove the row").click()
    tool(page, "Add a column after").click()
    page.keyboard.type("41,300")
    assert written(page).startswith(
        "<table><tbody><tr><td>41,300</td><td></td><td></td></tr></tbody></table>"
    )
    page.keyboard.press("Tab")
    expect(tool(page, "Bold", editor="note")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    tool(page, "Remove the table").click()
    assert written(page) == ""
    expect(tool(page, "Add a row below")).to_be_hidden()


def test_a_slash_in_an_empty_line_offers_what_can_stand_there(page, body):
    options = page.get_by_role("listbox", name="Insert").get_by_role("option")
    page.keyboard.type("and/or")
    page.keyboard.press("Enter")
    expect(options).to_have_count(0)
    page.keyboard.type("/")
    expect(options).to_have_count(8)
    page.keyboard.type("sub")
    expect(options).to_have_text(["Subheading"])
    page.keyboard.press("Enter")
    page.keyboard.type("The line")
    page.keyboard.press("Enter")
    page.keyboard.type("/")
    page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    page.keyboard.type("etc")
    assert written(page) == "<p>and/or</p>\n<h3>The line</h3>\n<p>/etc</p>"
