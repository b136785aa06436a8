"""A file that is dropped or chosen on the page where an op-ed is written."""

import base64

import pytest
from playwright.sync_api import expect

from tests.browser.editor_page import plain_keys, written
from tests.newsroom import make_draft, make_user
from tests.test_documents import WHOLE

DROP = """(element, [name, data]) => {
    const dataTransfer = new DataTransfer();
    const bytes = Uint8Array.from(atob(data), (letter) => letter.codePointAt(0));
    dataTransfer.items.add(new File([bytes], name));
    const options = { dataTransfer, bubbles: true, cancelable: true };
    element.dispatchEvent(new DragEvent("drop", options));
}"""


@pytest.fixture
def page(publication, staff_page):
    page = staff_page(make_user("editor", group="Editors"))
    page.goto(f"/admin/articles/article/{make_draft(headline='', body='').pk}/change/")
    return page


def drop(page, name, data):
    sheet = page.locator(".writing-sheet [contenteditable]").first
    sheet.evaluate(DROP, [name, base64.b64encode(data).decode()])


def test_a_dropped_file_becomes_the_draft_and_can_be_taken_back(page):
    drop(page, "train.docx", WHOLE)
    expect(page.get_by_label("Headline")).to_have_value("The Last Train")
    line = page.locator(".richtext-full .richtext-note")
    expect(line).to_have_text(
        "Filled in from the file, please check: Text; Headline; Paste references, one per line."
    )
    assert plain_keys(written(page)) == (
        '<p>Trains stop<a data-note="k1"></a></p>\n'
        '<section data-notes=""><ol><li data-note="k1">At Inverey.</li></ol></section>'
    )
    # What is there already stays, also the headline.
    drop(page, "more.md", b"# Another title\n\nMore words.")
    expect(
        page.locator(".writing-sheet [contenteditable] p", has_text="More words.")
    ).to_be_visible()
    assert "<h2>Another title</h2>\n<p>More words.</p>\n<section" in written(page)
    page.locator(".richtext-offers").get_by_role("button", name="Undo").click()
    assert "More words." not in written(page)
    drop(page, "train.docm", WHOLE)
    expect(page.get_by_role("status").get_by_text("This file has macros.")).to_be_visible()
    expect(page.get_by_label("Headline")).to_have_value("The Last Train")
