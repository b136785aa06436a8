"""What is filled in when a text is drawn: figures, which the editor keeps, and notes."""

import re

import pytest
from django.core.files.base import ContentFile
from playwright.sync_api import expect

from opinion.demonstration.pictures import jpeg
from opinion.pictures.models import Picture
from tests.bibliography import make_citing_draft, make_work
from tests.browser.editor_page import open_desk, plain_keys, text_of, tool, written
from tests.newsroom import make_draft, make_use, make_user

CALL = '<a data-note="k"></a>'
TEXTS = '<section data-notes=""><ol><li data-note="k">At <em>Inverey</em>.</li></ol></section>'
SELECT_FIRST_PARAGRAPH = """() => {
  document.getSelection().selectAllChildren(document.querySelector(".body p"));
  return document.getSelection().toString();
}"""


@pytest.fixture
def editor(publication):
    return make_user("editor", group="Editors")


def test_notes_and_figures_outlive_an_editors_changes(editor, staff_page):
    chart = Picture.objects.keep(ContentFile(jpeg("rings", 1), name="chart.jpg"))
    figure = f'<figure data-picture="{chart.pk}"></figure>'
    draft = make_draft(body=f"<p>Trains stop{CALL} here.</p>{figure}<p>So.</p>{TEXTS}")
    page = staff_page(editor)
    page.goto(f"/admin/articles/article/{draft.pk}/change/")
    text_of(page, "Text").get_by_text("Trains stop").click()
    page.keyboard.press("Home")
    page.keyboard.type("Many ")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Draft saved.")).to_be_visible()
    draft.refresh_from_db()
    assert draft.body_html == (f"<p>Many Trains stop{CALL} here.</p>{figure}<p>So.</p>{TEXTS}")


@pytest.mark.urls("tests.browser.editor_page")
def test_notes_are_written_where_they_are_called_and_follow_their_calls(page):
    text = open_desk(page, "?body=<p>Trains stop here.</p><p>So.</p>")
    text.evaluate("(element) => element.editor.commands.setTextSelection(12) && 0")
    tool(page, "Note").click()
    page.keyboard.type("At Inverey.")
    expect(page.locator("li.is-open")).to_have_text("At Inverey.")
    page.keyboard.press("Escape")
    page.keyboard.type(" often")
    note = '<li data-note="k1">At Inverey.</li>'
    first = '<p>Trains stop<a data-note="k1"></a> often here.</p>'
    assert plain_keys(written(page)) == f"{first}\n<p>So.</p>\n{section(note)}"
    # One before it takes the first place, and its text too.
    text.evaluate("(element) => element.editor.commands.setTextSelection(2) && 0")
    page.keyboard.press("Control+Alt+f")
    page.keyboard.type("Zero")
    texts = page.locator("[contenteditable] section li")
    expect(texts).to_have_text(["Zero", "At Inverey."])
    # Cut and pasted, a call has its text again; deleted, it takes it along.
    text.evaluate("(element) => element.editor.commands.setTextSelection({ from: 1, to: 4 }) && 0")
    page.keyboard.press("Control+X")
    expect(texts).to_have_text(["At Inverey."])
    page.keyboard.press("Control+V")
    expect(texts).to_have_text(["Zero", "At Inverey."])
    text.evaluate("(element) => element.editor.commands.setTextSelection(3) && 0")
    page.keyboard.press("Backspace")
    expect(texts).to_have_text(["At Inverey."])
    # A note without a word is taken back by the key that would delete one more.
    page.keyboard.press("Control+Alt+f")
    page.keyboard.press("Backspace")
    expect(texts).to_have_text(["At Inverey."])
    page.get_by_role("button", name="Note 1", exact=True).click()
    page.keyboard.type(" So.")
    expect(texts).to_have_text(["At Inverey. So."])


def section(notes):
    return f'<section data-notes=""><ol>{notes}</ol></section>'


@pytest.mark.urls("tests.browser.editor_page")
def test_tables_get_captions_and_paragraphs_become_pull_quotes(page):
    table = "<table><caption>Ships</caption><tbody><tr><td>Ayr</td></tr></tbody></table>"
    text = open_desk(page, f"?body={table}<p>The tide is out.</p>")
    text.get_by_text("Ships").click()
    page.keyboard.press("End")
    page.keyboard.type(" in")
    text.get_by_text("Ayr").click()
    page.keyboard.press("End")
    page.keyboard.type("!")
    text.get_by_text("The tide").click()
    tool(page, "Pull quote").click()
    expect(tool(page, "Pull quote")).to_have_attribute("aria-pressed", "true")
    quote = "<figure><blockquote><p>The tide is out.</p></blockquote></figure>"
    table = table.replace("Ships", "Ships in").replace("Ayr", "Ayr!")
    assert written(page) == f"{table}\n{quote}"
    tool(page, "Pull quote").click()
    assert written(page) == f"{table}\n<p>The tide is out.</p>"


def test_a_reader_goes_to_a_note_and_back_and_quotes_without_its_number(publication, page):
    chart = Picture.objects.keep(ContentFile(jpeg("rings", 1), name="chart.jpg"))
    figure = f'<figure data-picture="{chart.pk}"></figure>'
    work = make_work(title="Red Signals")
    cited = f'<p>As was said <a href="#work-{work.pk}">there</a>.</p>'
    draft = make_citing_draft(work, body=f"<p>Trains stop{CALL} here.</p>{figure}{cited}{TEXTS}")
    make_use(draft, chart, caption="A chart.")
    draft.publish(by=None)
    page.goto(draft.get_absolute_url())
    call = page.get_by_role("link", name="Note 1", exact=True)
    call.press("Enter")
    in_place = page.get_by_role("note", name="Note 1")
    expect(in_place).to_be_focused()
    expect(in_place).to_contain_text("At Inverey.")
    page.keyboard.press("Escape")
    expect(call).to_be_focused()
    call.click()
    in_place.get_by_role("link", name="All notes").click()
    expect(page).to_have_url(re.compile("#note-1$"))
    expect(page.get_by_role("listitem").get_by_text("At Inverey.")).to_be_in_viewport()
    expect(in_place).to_be_hidden()
    page.get_by_role("link", name="Back to call 1 of note 1").click()
    expect(page).to_have_url(re.compile("#n1-1$"))
    expect(page.locator(".body figcaption")).to_have_text("A chart.")
    reference = page.get_by_role("link", name="Reference 1", exact=True)
    reference.click()
    in_place = page.get_by_role("note", name="Reference 1")
    expect(in_place).to_contain_text("Red Signals")
    expect(in_place.get_by_role("link", name="All notes")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(reference).to_be_focused()
    reference.click()
    in_place.get_by_role("link", name="All references").click()
    expect(page).to_have_url(re.compile("#ref-1$"))
    selected = page.evaluate(SELECT_FIRST_PARAGRAPH)
    assert selected.strip() == "Trains stop here."
