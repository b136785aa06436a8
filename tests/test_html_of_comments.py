"""Comments and lines: plain text with a tiny markup; and what is said without any."""

import pytest

from opinion import html
from tests.html_policies import (
    elements,
)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("One.\n\nTwo,\nthree.", "<p>One.</p><p>Two,<br>three.</p>"),
        ("5 < 6 & <b>x</b> &lt;", "<p>5 &lt; 6 &amp; &lt;b&gt;x&lt;/b&gt; &amp;lt;</p>"),
        ("<b>x</b> *y* &amp; <", "<p>&lt;b&gt;x&lt;/b&gt; <em>y</em> &amp;amp; &lt;</p>"),
        ("*so* _it_ **is**", "<p><em>so</em> <em>it</em> <strong>is</strong></p>"),
        ("**a *b* c**", "<p><strong>a <em>b</em> c</strong></p>"),
        ("*a **b* c**", "<p><em>a **b</em> c**</p>"),
        ("2*3*4 snake_case_name * x * __init__", "<p>2*3*4 snake_case_name * x * __init__</p>"),
        ("*open and **never closed", "<p>*open and **never closed</p>"),
        ("彼は*本当に*言った", "<p>彼は<em>本当に</em>言った</p>"),
        ("> said\n> so\n\nNo.", "<blockquote><p>said<br>so</p></blockquote><p>No.</p>"),
        (
            "> a\n>> b\n>>>> c",
            "<blockquote><p>a</p><blockquote><p>b<br>c</p></blockquote></blockquote>",
        ),
        (">:( and ->", "<p>&gt;:( and -&gt;</p>"),
        ("(*_*) *_a_* ***b***", "<p>(*_*) <em>a</em> ***b***</p>"),
        (" \n\t\n", ""),
    ],
)
def test_a_comment_is_plain_text_with_a_tiny_markup(typed, shown):
    assert html.comment(typed) == shown


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("see https://x.example/a.", "https://x.example/a"),
        ("(https://x.example/a_(b))", "https://x.example/a_(b)"),
        ("*https://x.example/?a=1&b=2*", "https://x.example/?a=1&b=2"),
        ("https://x.example/?a=1&copy;b", "https://x.example/?a=1&copy;b"),
        ("“https://x.example/é”", "https://x.example/é"),
        ("見る：https://x.example/a。次", "https://x.example/a"),
    ],
)
def test_a_bare_address_in_a_comment_becomes_a_link(typed, address):
    (link,) = [each for each in elements(html.comment(typed)) if each.tag == "a"]
    assert link.attrib == {"href": address, "rel": "nofollow ugc noopener"}
    assert link.text == address


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("See www.x.example.", "www.x.example"),
        ("(WWW.x.example/a?b=c#d)", "WWW.x.example/a?b=c#d"),
        ("*www.x.example*", "www.x.example"),
    ],
)
def test_what_begins_with_www_becomes_a_link(typed, address):
    (link,) = [each for each in elements(html.comment(typed)) if each.tag == "a"]
    assert link.attrib == {"href": f"https://{address}", "rel": "nofollow ugc noopener"}
    assert link.text == address


HEAPED = [
    ("क" + "\u093f" * 9, "क" + "\u093f" * 6),
    ("ལ" + "\u0f74" * 9, "ལ" + "\u0f74" * 6),
    ("Z\u0351\u036b\u0343\u036a\u0302\u036bo\u0300\u0301\u0302", "Z\u0351\u036b\u00f2\u0301\u0302"),
    ("\u0e01" + "\u0e47" * 40, "\u0e01" + "\u0e47" * 3),
    (
        "Vi\u1ec7t, \u05e9\u05c1\u05b8, \u0642\u0650\u0645\u064e",
        "Vi\u1ec7t, \u05e9\u05b8\u05c1, \u0642\u0650\u0645\u064e",
    ),
]


@pytest.mark.parametrize(("typed", "kept"), HEAPED)
def test_marks_heaped_upon_a_letter_are_cut_to_what_can_be_read(typed, kept):
    assert html.clean_text(typed) == kept
    assert html.clean_text(kept) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "www.example",
        "a@www.x.example",
        "a/www.x.example",
        "www. x.example",
        "a@b.example",
        "https://u@x.example",
        "https://",
        "//x",
    ],
)
def test_nothing_else_in_a_comment_becomes_a_link(typed):
    assert html.comment(typed) == f"<p>{typed}</p>"


def test_a_printed_reference_keeps_its_emphasis_and_links_and_loses_ids_and_classes():
    printed = '<p id="r"><i>The <span class="x">Sea</span></i>. <a class="u" href="http://a.example">a</a>'
    assert html.printed(printed) == (
        '<em>The Sea</em>. <a href="http://a.example" rel="noopener">a</a>'
    )


def test_a_reference_line_has_links_and_emphasis_and_no_paragraph():
    assert html.inline(" Ask, A. *The Sea*.\nhttps://x.example/a_b_c. 1 < 2") == (
        'Ask, A. <em>The Sea</em>. <a href="https://x.example/a_b_c" rel="noopener">'
        "https://x.example/a_b_c</a>. 1 &lt; 2"
    )


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<p>a <em>b</em>&amp;amp;</p><p>c</p>", "a b&amp;\n\nc"),
        ("<p>a<br>b</p>", "a\nb"),
        ("<ul><li>a</li><li>b</li></ul>", "a\n\nb"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
        ("<script>x</script><p>1 &lt; 2</p>", "1 < 2"),
    ],
)
def test_the_words_of_a_text_come_without_its_markup(markup, words):
    assert html.plain_text(markup) == words


@pytest.mark.parametrize(
    ("markup", "words", "short"),
    [
        ("<p>one two, three</p>", 2, "one two…"),
        ("<p>one</p><p>two</p>", 2, "one two"),
        ("<p>" + "海" * 30 + "</p>", 2, "海" * 24 + "…"),
        ("<p>" + "x" * 11 + "e\u0323\u0302y</p>", 1, "x" * 11 + "ệ…"),
        ("<p>" + "x" * 11 + "👩\u200d🚒y</p>", 1, "x" * 11 + "…"),
    ],
)
def test_an_excerpt_ends_with_dots_where_it_was_cut(markup, words, short):
    assert html.excerpt(markup, words) == short
