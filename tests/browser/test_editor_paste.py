"""What writers paste: from Word, Google Docs, web pages and plain text."""

import re

import pytest
from playwright.sync_api import expect

from opinion import html
from tests.browser.editor_page import (
    LEFT_OUT,
    SAMPLES,
    note_under,
    open_desk,
    paste,
    plain_keys,
    text_of,
    written,
)
from tests.browser.editor_page import body as body
from tests.browser.editor_page import page as page

pytestmark = pytest.mark.urls("tests.browser.editor_page")


@pytest.mark.parametrize(
    ("sample", "note"),
    [
        (
            "word",
            "Left out when pasting: passages marked as deleted (1); "
            "links that wouldn't work for readers (1); pictures (1) after “Ask them again.”; "
            "margin comments (1).",
        ),
        (
            "google_docs",
            "Changed when pasting: redirects taken off links (1). "
            "Left out when pasting: pictures (1) after “note2 and a picture:”.",
        ),
        ("word_on_the_web", ""),
        (
            "web_page",
            "Left out when pasting: links that wouldn't work for readers (2); "
            "pictures (1) with the caption “The old bridge.”; "
            "videos and other embedded objects (1) after “A neighbour”.",
        ),
    ],
)
def test_a_paste_arrives_clean_and_tells_what_it_left_out(page, body, sample, note):
    paste(body, html=(SAMPLES / f"{sample}.html").read_text(), plain="not this")
    assert plain_keys(written(page)) == (SAMPLES / f"{sample}.clean.html").read_text().strip()
    expect(note_under(page)).to_have_text(note)
    assert page.title() == "Desk"


def test_plain_text_with_blank_lines_becomes_paragraphs_and_lists(page, body):
    paste(body, plain=(SAMPLES / "letter.txt").read_text().replace("\n", "\r\n"))
    assert written(page) == (SAMPLES / "letter.clean.html").read_text().strip()


def test_plain_lines_without_blank_ones_are_paragraphs_of_their_own(page, body):
    paste(body, plain="One.\nTwo.\n1. January was cold.")
    assert written(page) == "<p>One.</p>\n<p>Two.</p>\n<p>1. January was cold.</p>"


WITHIN_A_LINE = {
    # A few words keep the spaces at their ends.
    "<b style='font-weight:normal'><span> two </span></b>": "one two three",
    # Text that only looks like markup stays text.
    "a &lt;p style=x&gt; b": "onea &lt;p style=x&gt; bthree",
    # An unquoted attribute with an apostrophe does not hide the next one.
    "<i title=don't style='font-style:normal'>two</i>": "onetwothree",
    "<a href='https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2F'>x</a>": (
        'one<a href="https://example.org/">x</a>three'
    ),
    "<a href='https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org'>"
    "x</a>": ('one<a href="https://example.org">x</a>three'),
    # A redirect to what is no web address is left as it is.
    "<a href='https://www.google.com/url?q=javascript:alert(1)'>x</a>": (
        'one<a href="https://www.google.com/url?q=javascript:alert(1)">x</a>three'
    ),
}


def within_a_line(page, before="one", after="three"):
    """The editor on a fresh page, with one line of text and the caret within it.

    The editor is told where: a caret that keys move it takes for its own only when it finds time.
    """
    text = open_desk(page, f"?body=%3Cp%3E{before}{after}%3C/p%3E")
    text.evaluate(f"(element) => element.editor.commands.setTextSelection({len(before) + 1}) && 0")
    return text


def test_words_pasted_into_a_line_stay_in_it(page):
    for pasted, expected in WITHIN_A_LINE.items():
        paste(within_a_line(page), html=pasted, plain="-")
        assert written(page) == f"<p>{expected}</p>"


def test_a_line_of_plain_text_keeps_the_spaces_at_its_ends(page):
    paste(within_a_line(page), plain=" two ")
    assert written(page) == "<p>one two three</p>"


ODD = {
    # Word's list paragraphs, as other programs forward them: without any style.
    "<p class=MsoListParagraphCxSpFirst>·&nbsp;&nbsp;&nbsp; one</p>"
    "<p class=MsoListParagraphCxSpLast>·&nbsp;&nbsp;&nbsp; two</p>": (
        "<ul><li>one</li><li>two</li></ul>"
    ),
    # A table of one column, or around tables, is only a layout.
    "<table><tr><th colspan=2><h2>a</h2></th></tr><tr><td rowspan=2>b</td><td>c</td></tr>"
    "<tr><td><p>d</p><p>e</p></td></tr></table>": (
        '<table><tbody><tr><th colspan="2">a</th></tr><tr><td rowspan="2">b</td><td>c</td></tr>'
        "<tr><td><p>d</p><p>e</p></td></tr></tbody></table>"
    ),
    "<table><tr><td>only</td></tr></table>": "<p>only</p>",
    "<table><tr><td><table><tr><td>a</td></tr></table></td><td>b</td></tr></table>": (
        "<p>a</p>\n<p>b</p>"
    ),
    "<p dir=ltr>hello</p><p dir=rtl>سلام <s>x</s></p>": (
        '<p>hello</p>\n<p dir="rtl">سلام <s>x</s></p>'
    ),
    # Comments of an exported Google document.
    "<p>Kept<sup><a href='#cmnt1' id='cmnt_ref1'>[a]</a></sup></p>"
    "<div><p><a href='#cmnt_ref1' id='cmnt1'>[a]</a><span>Really?</span></p></div>": "<p>Kept</p>",
    # Bold that is switched off again, and a heading that is bold anyway.
    "<h3><b>Head</b></h3><p><b>bold <span style='font-weight:400'>not</span></b></p>": (
        "<h3>Head</h3>\n<p><strong>bold</strong> not</p>"
    ),
    # French and figures keep their single non-breaking spaces; runs of them go.
    "<p>«&nbsp;Oui&nbsp;» 10&nbsp;% a&nbsp;b&nbsp;&nbsp;c</p>": (
        "<p>«&nbsp;Oui&nbsp;» 10&nbsp;% a b c</p>"
    ),
    "<div style='white-space:pre-wrap'>one\ntwo</div>": "<p>one<br>two</p>",
    # A second paragraph of a Word list item stays with its item.
    "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>a)"
    "<span>&nbsp; </span></span>one</p><p class=MsoListParagraph>more</p>": (
        "<ol><li><p>one</p><p>more</p></li></ol>"
    ),
    "<li>lost</li>": "<ul><li>lost</li></ul>",
    "<p>broken <b>markup <i>everywhere</p><p>end": (
        "<p>broken <strong>markup <em>everywhere</em></strong></p>\n"
        "<p><strong><em>end</em></strong></p>"
    ),
}


def test_odd_pastes_become_ordinary_text(page, body):
    for pasted, expected in ODD.items():
        page.keyboard.press("Control+A")
        page.keyboard.press("Delete")
        paste(body, html=pasted, plain="-")
        assert written(page) == expected


def kinds():
    """The cases of kinds.txt: a name, what is pasted, what is written, what the line says."""
    for case in (SAMPLES / "kinds.txt").read_text().split("\n=== ")[1:]:
        name, _, rest = case.partition("\n")
        pasted, _, rest = rest.partition("\n->\n")
        expected, _, told = rest.partition("\n!! ")
        yield name, pasted, expected.strip(), told.strip()


# All of them in one go, each into an empty text: what is written then, and what the line says.
PASTE_EACH = """(element, pastes) => pastes.map((data) => {
    element.editor.commands.clearContent(true);
    const clipboardData = new DataTransfer();
    for (const [type, value] of Object.entries(data)) clipboardData.setData(type, value);
    const options = { clipboardData, bubbles: true, cancelable: true };
    element.dispatchEvent(new ClipboardEvent("paste", options));
    const line = element.closest(".richtext").querySelector(".richtext-note");
    return [document.getElementById("id_body").value, line.textContent];
})"""


def clipboard(name, pasted):
    if name.startswith("plain "):
        return {"text/plain": pasted}
    return {"text/html": pasted, "text/plain": "-"}


def test_each_kind_of_paste_comes_out_right_and_readers_get_the_same(body):
    cases = list(kinds())
    results = body.evaluate(PASTE_EACH, [clipboard(*case[:2]) for case in cases])
    for (name, _, expected, told), (found, line) in zip(cases, results, strict=True):
        assert (plain_keys(found), line) == (expected, told), name
        unbroken = re.sub(r"(?<=>)\n(?=<)", "", found)
        assert html.article(unbroken).replace(' rel="noopener"', "") == unbroken, name


def offer(page, name):
    return page.locator(".richtext-full .richtext-offers").get_by_role("button", name=name)


def test_headline_standfirst_headings_and_quotes_are_offered(page, body):
    paste(
        body,
        html="<p class=MsoTitle>The Last Train</p><p class=MsoSubtitle>It leaves at nine.</p>"
        "<p>Plain &quot;words&quot; -- here.</p><p><b>A short one</b></p><p>So it was.</p>",
    )
    offer(page, "Use “The Last Train” as the headline").click()
    offer(page, "Make headings of “A short one”").click()
    offer(page, "Set quotation marks and dashes").click()
    assert written(page) == (
        "<p>It leaves at nine.</p>\n<p>Plain “words” – here.</p>\n"
        "<h2>A short one</h2>\n<p>So it was.</p>"
    )
    expect(page.get_by_label("Headline")).to_have_value("The Last Train")


def test_markdown_is_taken_back_to_what_was_pasted_and_then_to_nothing(page, body):
    paste(body, plain="# Title\n\nA **bold** word")
    assert written(page) == "<h2>Title</h2>\n<p>A <strong>bold</strong> word</p>"
    offer(page, "Undo").click()
    assert written(page) == "<p># Title</p>\n<p>A **bold** word</p>"
    expect(note_under(page)).to_be_empty()
    page.keyboard.press("Control+Z")
    assert written(page) == ""


def test_a_few_words_of_markdown_stay_in_their_line(page):
    paste(within_a_line(page), plain="**two**")
    assert written(page) == "<p>one<strong>two</strong>three</p>"


def test_undo_takes_back_a_paste_and_nothing_before_it(page, body):
    page.keyboard.type("Words")
    paste(body, html="<p>A <b>paste</b></p>")
    page.keyboard.press("Control+Z")
    assert written(page) == "<p>Words</p>"


def test_a_pasted_picture_alone_changes_nothing_but_is_mentioned(page, body):
    page.keyboard.type("Words")
    page.keyboard.press("Control+A")
    paste(body, html='<img src="https://example.org/bridge.jpg" alt="A bridge">')
    assert written(page) == "<p>Words</p>"
    expect(note_under(page)).to_have_text(f"{LEFT_OUT}pictures (1) at the beginning.")
    paste(body, plain="Other")
    expect(note_under(page)).to_be_empty()


def test_a_screenshot_from_the_clipboard_is_mentioned(page, body):
    body.evaluate(
        """(element) => {
            const clipboardData = new DataTransfer();
            clipboardData.items.add(new File(["x"], "screen.png", { type: "image/png" }));
            const options = { clipboardData, bubbles: true, cancelable: true };
            element.dispatchEvent(new ClipboardEvent("paste", options));
        }"""
    )
    expect(note_under(page)).to_have_text(f"{LEFT_OUT}pictures (1).")
    assert written(page) == ""


def test_copying_from_one_editor_to_the_other_keeps_what_a_note_may_have(page, body):
    paste(body, html="<h2>Head</h2><p>A <b>bold</b> <a href='https://example.org/'>link</a></p>")
    page.keyboard.press("Control+A")
    page.keyboard.press("Control+C")
    text_of(page, "Note").click()
    page.keyboard.press("Control+V")
    assert written(page, "note") == (
        '<p>Head</p>\n<p>A <strong>bold</strong> <a href="https://example.org/">link</a></p>'
    )


def test_cutting_and_pasting_keeps_a_picture_of_this_site(page):
    figure = '<figure><img src="/media/a.png" alt="A"><figcaption>A boat.</figcaption></figure>'
    page.route("**/media/a.png", lambda route: route.fulfill(body="", content_type="image/png"))
    open_desk(page, f"?body={figure}<p>Words</p>")
    page.keyboard.press("Control+A")
    page.keyboard.press("Control+X")
    assert written(page) == ""
    page.keyboard.press("Control+V")
    assert written(page) == f"{figure}\n<p>Words</p>"


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.clean.html")), ids=lambda path: path.name)
def test_what_a_paste_leaves_in_the_editor_is_what_readers_get(sample):
    written = re.sub(r"(?<=>)\n(?=<)", "", sample.read_text().strip())
    assert html.article(written).replace(' rel="noopener"', "") == written
