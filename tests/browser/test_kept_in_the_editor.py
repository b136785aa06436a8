"""What the editor cannot insert yet, it keeps: figures of the library, and notes."""

import re

import pytest
from django.core.files.base import ContentFile
from playwright.sync_api import expect

from opinion.demonstration.pictures import jpeg
from opinion.pictures.models import Picture
from tests.browser.editor_page import text_of
from tests.newsroom import make_draft, make_picture, make_use, make_user

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
    figure = f'<figure data-picture="{make_picture().pk}"></figure>'
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


def test_a_reader_goes_to_a_note_and_back_and_quotes_without_its_number(publication, page):
    chart = Picture.objects.keep(ContentFile(jpeg("rings", 1), name="chart.jpg"))
    figure = f'<figure data-picture="{chart.pk}"></figure>'
    draft = make_draft(body=f"<p>Trains stop{CALL} here.</p>{figure}{TEXTS}")
    make_use(draft, chart, caption="A chart.")
    draft.publish(by=None)
    page.goto(draft.get_absolute_url())
    page.get_by_role("link", name="Note 1", exact=True).click()
    expect(page).to_have_url(re.compile("#note-1$"))
    expect(page.get_by_text("At Inverey.")).to_be_in_viewport()
    page.get_by_role("link", name="Back to call 1 of note 1").click()
    expect(page).to_have_url(re.compile("#n1-1$"))
    expect(page.locator(".body figcaption")).to_have_text("A chart.")
    selected = page.evaluate(SELECT_FIRST_PARAGRAPH)
    assert selected.strip() == "Trains stop here."
