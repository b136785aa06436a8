"""The rich text editor: what is typed and pressed, and what the form posts."""

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from django.contrib.staticfiles import finders
from django.core.files.storage import FileSystemStorage
from playwright.sync_api import expect

from opinion import html
from opinion.static import HashedStorage
from tests.browser.axe import violations
from tests.browser.editor_page import (
    SAMPLES,
    address_field,
    open_desk,
    paste,
    text_of,
    tool,
    written,
)
from tests.browser.editor_page import body as body
from tests.browser.editor_page import page as page
from tests.browser.looks import looks

pytestmark = pytest.mark.urls("tests.browser.editor_page")


# --- Links


def test_a_link_is_set_changed_and_removed(page, body):
    page.keyboard.type("the report")
    page.keyboard.press("Control+A")
    page.keyboard.press("Control+k")
    expect(address_field(page)).to_be_focused()
    page.keyboard.type("example.org/report?page=4")
    page.keyboard.press("Enter")
    expect(body).to_be_focused()
    assert written(page) == '<p><a href="https://example.org/report?page=4">the report</a></p>'

    # Told, for a caret that keys move is put back by the editor until it finds time for it.
    body.evaluate("(element) => element.editor.commands.setTextSelection(4) && 0")
    expect(tool(page, "Link")).to_have_attribute("aria-pressed", "true")
    tool(page, "Link").click()
    expect(address_field(page)).to_have_value("https://example.org/report?page=4")
    address_field(page).fill("ida@example.org")
    page.get_by_role("button", name="Set link").click()
    assert written(page) == '<p><a href="mailto:ida@example.org">the report</a></p>'

    tool(page, "Link").click()
    page.get_by_role("button", name="Remove link").click()
    assert written(page) == "<p>the report</p>"


def test_a_bad_address_is_refused_and_said_so(page, body):
    page.keyboard.type("words")
    page.keyboard.press("Control+A")
    page.keyboard.press("Control+k")
    for address in ["javascript:alert(1)", "no address", "//evil.example", ""]:
        address_field(page).fill(address)
        page.keyboard.press("Enter")
        problem = page.locator(".richtext-full").get_by_role("alert")
        expect(problem).to_contain_text("web address")
        expect(address_field(page)).to_be_focused()
    page.keyboard.press("Escape")
    expect(body).to_be_focused()
    assert written(page) == "<p>words</p>"


# --- The form around it


def test_the_form_posts_what_was_typed(page, body):
    page.get_by_label("Headline").fill("A ferry")
    body.click()
    page.keyboard.type("Words.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#posted")).to_have_text("<p>Words.</p>")


def test_an_error_elsewhere_brings_the_text_back(page, body):
    page.locator("form").evaluate("form => { form.noValidate = true; }")
    page.keyboard.type("Words.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("An article needs a headline.")).to_be_visible()
    expect(text_of(page, "Body")).to_have_text("Words.")
    assert written(page) == "<p>Words.</p>"


def test_an_error_of_the_text_is_told_with_it(page, body):
    page.get_by_label("Headline").fill("A ferry")
    page.get_by_role("button", name="Save").click()
    text = text_of(page, "Body")
    expect(text).to_have_attribute("aria-invalid", "true")
    expect(text).to_have_accessible_description(re.compile("As readers will see it"))


def test_start_again_empties_the_editor(page):
    text = open_desk(page, "?body=<p>First.</p>")
    page.keyboard.press("End")
    page.keyboard.type(" Second.")
    assert written(page) == "<p>First. Second.</p>"
    page.get_by_role("button", name="Start again").click()
    expect(text).to_have_text("First.")
    assert written(page) == "<p>First.</p>"


def test_the_browsers_back_button_brings_the_text_back(page, body):
    page.keyboard.type("Words.")
    page.goto("/desk/?body=elsewhere")
    page.go_back()
    expect(text_of(page, "Body")).to_have_text("Words.")
    assert written(page) == "<p>Words.</p>"


def test_two_editors_on_a_page_do_not_disturb_each_other(page, body):
    page.keyboard.type("Body.")
    page.get_by_text("Note:", exact=True).click()
    expect(text_of(page, "Note")).to_be_focused()
    page.keyboard.type("Note.")
    assert (written(page), written(page, "note")) == ("<p>Body.</p>", "<p>Note.</p>")
    expect(page.get_by_role("toolbar", name="Formatting")).to_have_count(2)
    expect(tool(page, "Heading", editor="note")).to_have_count(0)


def test_opening_a_text_does_not_change_it(page):
    source = "<p>As it was,</p><p>in <b>two</b> lines.</p>"
    open_desk(page, f"?body={source}")
    assert written(page) == source


EVERYTHING = """<h2 lang="de" dir="ltr">Kopf</h2><h3>Head</h3>
<p dir="rtl">a<br>b <strong>c</strong> <em>d</em> <s>e</s> <em><code>f</code></em>
H<sub>2</sub>O 10<sup>6</sup> <q lang="fr">oui</q> <cite>Title</cite>
<abbr title="European Union">EU</abbr> <span lang="la">sic</span> <img src="/media/a.png" alt="">
<a href="/about/" title="About us">g</a> <a href="mailto:ida@example.org">h</a></p>
<blockquote lang="fr"><h3>i</h3><p>j</p><ul><li>k<ol><li>l</li></ol></li><li><p>m</p><p>n</p></li>
</ul></blockquote><hr><pre>one
  two</pre><figure><img src="/media/a.png" alt="A" width="3" height="4"><figcaption>A <em>boat</em>.
</figcaption></figure><figure><blockquote><p>o</p></blockquote><figcaption>Ida</figcaption></figure>
<table><thead><tr><th scope="col">p</th><th></th></tr></thead><tbody><tr><td><p>q</p><p>r</p></td>
<td>s</td></tr></tbody></table>"""


def test_everything_that_an_article_may_hold_survives_the_editor(page):
    page.route("**/media/a.png", lambda route: route.fulfill(body="", content_type="image/png"))
    source = html.article(EVERYTHING)
    open_desk(page, "?body=" + quote(source))
    page.keyboard.press("Control+Home")
    page.keyboard.type("x")
    page.keyboard.press("Backspace")
    assert written(page) != source
    # One difference is meant: rows of headings are told by their cells, without a <thead>.
    source = source.replace("</thead><tbody>", "").replace("thead>", "tbody>")
    assert html.article(written(page)) == html.article(source)


def test_text_typed_without_javascript_opens_as_paragraphs(page):
    text = open_desk(page, "?body=One%20%26%20<b>only</b>.%0A%0ATwo.")
    expect(text.locator("p")).to_have_text(["One & only.", "Two."])
    expect(text.locator("strong")).to_have_text("only")


def test_without_javascript_it_is_a_textarea(open_page):
    page = open_page(java_script_enabled=False)
    page.goto("/desk/")
    page.get_by_label("Headline").fill("A ferry")
    page.get_by_label("Body").fill("One.\n\nTwo.")
    page.get_by_role("button", name="Save").click()
    assert page.locator("#posted").text_content().split() == ["One.", "Two."]


def test_stored_markup_of_any_kind_neither_runs_nor_breaks_the_policy(page):
    hostile = (
        '<p style="color:red" onclick="document.title=1">A<img src="/x" onerror="document.title=1">'
        "<script>document.title=1</script><style>p{}</style></p>"
    )
    page.route("**/x", lambda route: route.fulfill(body="", content_type="image/png"))
    text = open_desk(page, f"?body={hostile.replace('=', '%3D').replace('#', '%23')}")
    expect(text).to_contain_text("A")
    assert page.title() == "Desk"


# --- For everybody


def test_the_editor_is_accessible_and_fits(page):
    text = open_desk(page)
    paste(text, html=(SAMPLES / "word.html").read_text())
    page.keyboard.press("Control+k")
    page.keyboard.press("Enter")
    fits = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    for look in looks(page, height=844):
        assert violations(page, rules=None) == [], look
        assert page.evaluate(fits), look


def test_the_toolbar_stays_in_view_while_the_page_scrolls(page, body):
    paste(body, plain="\n\n".join(["A line of a long article."] * 80))
    body.locator("p").nth(70).scroll_into_view_if_needed()
    assert page.evaluate("scrollY") > 900
    assert page.locator(".richtext-tools").first.bounding_box()["y"] == 0
    expect(tool(page, "Bold")).to_be_in_viewport()


def test_a_line_holds_about_68_characters(page, body):
    words = "The ferry leaves at six, and whoever misses it waits on the quay until noon. " * 20
    page.keyboard.insert_text(words)
    paragraph = body.locator("p").bounding_box()
    lines = paragraph["height"] / body.evaluate("el => parseFloat(getComputedStyle(el).lineHeight)")
    # WCAG 1.4.8 ends at 80. How many it is depends on the serif letters that the machine has.
    assert 60 <= len(words) / lines <= 80


# --- Served with hashed names


def test_hashed_names_are_written_into_every_import(tmp_path, monkeypatch):
    # Compressed forms have the names of the others, and take ten times as long.
    monkeypatch.setattr(HashedStorage, "compress_files", lambda storage, names: [])
    storage = HashedStorage(location=tmp_path, base_url="/static/")
    folder = Path(finders.find("js"))
    modules = [f"js/{part.relative_to(folder)}" for part in sorted(folder.rglob("*.js"))]
    bundle = ["django_prose_editor/editor.js", "django_prose_editor/editor.js.map"]
    sources = {}
    for name in modules + bundle:
        folder = FileSystemStorage(Path(finders.find(name)).parents[name.count("/")])
        sources[name] = (folder, name)
        with folder.open(name) as source:
            storage.save(name, source)
    problems = [
        name for name, _, outcome in storage.post_process(sources) if isinstance(outcome, Exception)
    ]
    assert problems == []
    for name in modules:
        hashed = tmp_path / storage.stored_name(name)
        for address in re.findall(r'^(?:import .*|\}) from "(.+)"', hashed.read_text(), re.M):
            assert re.search(r"\.[0-9a-f]{12}\.js$", address), f"{name} imports {address}"
            assert (hashed.parent / address).exists()
