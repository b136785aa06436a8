"""What holds for whatever is typed into the door for HTML."""

import sys
from concurrent.futures import ThreadPoolExecutor
from unicodedata import east_asian_width

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from opinion import html
from opinion.html import cleaning
from tests.html_policies import (
    ALLOWED,
    ARTICLE,
    assert_within,
    leads_somewhere_honest,
    tree,
)

TAGS = [*ARTICLE, *cleaning.READ, "font", "u", "svg", "math", "mtext", "mglyph", "template"]
TAGS += ["select", "option", "textarea", "xmp", "plaintext", "body", "head", "html", "form", "o:p"]
TAGS = sorted(set(TAGS))
ATTRIBUTES = ["", " href=https://x.example/?a=1&b=2", " href=javascript:x", " src=/media/a.png"]
ATTRIBUTES += [' title="a<b>\'c"', " lang=en", " dir=rtl", " style=font-weight:700", " class=x"]
ATTRIBUTES += [
    " style=mso-list:l0",
    " style=mso-list:Ignore",
    " scope=col",
    " alt='&lt;'",
    " <",
    ' "',
    " data-note=k",
    " data-note=l",
    " data-notes",
    " data-picture=7",
]
WORDS = [
    "a",
    " ",
    "\n",
    "\xa0",
    "&amp;",
    "&lt;",
    "&#x3c;",
    "&nbsp;",
    "e",
    "\u0301",
    "&#769;",
    "\u0338",
]
WORDS += [
    "\u200d",
    "\u200c",
    "ب",
    "👩",
    "<",
    "</",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?",
    "&",
    "&#0;",
]
WORDS += ["&#8238;", "\x00", "\u202e", "\r", "\t", "\ud800", "&copy", "1.", "=", "'", '"', ">", "/"]

starts = st.builds("<{}{}{}>".format, *map(st.sampled_from, (TAGS, ATTRIBUTES, ["", "/", " "])))
ends = st.builds("</{}>".format, st.sampled_from(TAGS))
soups = st.lists(st.one_of(starts, ends, st.sampled_from(WORDS), st.text(max_size=3)), max_size=25)
soup = soups.map("".join)


@pytest.mark.parametrize("each", ALLOWED, ids=["article", "note", "comment", "inline"])
@settings(max_examples=80, deadline=None)
@given(typed=soup)
@example(typed="<pre>\n\n\nx</pre>")
@example(typed="e<b></b>\u0301")
@example(typed="<a href=/x><table><td><a href=/y>")
def test_cleaning_twice_is_cleaning_once_and_nh3_finds_nothing_to_change(each, typed):
    bleached = cleaning.cleaned_by_bleach(typed, each)
    cleaned = cleaning.checked_by_nh3(bleached, each)
    assert tree(cleaned) == tree(bleached)
    assert cleaning.clean(cleaned, each) == cleaned
    assert_within(ALLOWED[each], cleaned)


MARKS = st.sampled_from(
    ["*", "**", "_", "> ", ">", "\n", "\n\n", "(", ")", "http://", "x.y", "<", "&"]
)
WRITING = st.lists(st.one_of(MARKS, st.text(max_size=4)), max_size=40).map("".join)


def spoken(text):
    """The words, and each Chinese or Japanese letter: nothing but a mark may part those."""
    apart = (f" {letter} " if east_asian_width(letter) in "WF" else letter for letter in text)
    return "".join(letter if letter.isalnum() else " " for letter in "".join(apart)).split()


@settings(max_examples=150, deadline=None)
@given(typed=WRITING)
@example(typed="a*_b_*c **d**e > f http://x.y*g*")
def test_a_comment_says_every_word_that_the_reader_typed(typed):
    assert spoken(html.plain_text(html.comment(typed))) == spoken(html.clean_text(typed))


@settings(max_examples=150, deadline=None)
@given(typed=st.one_of(st.text(), soup))
@example(typed="ب\u061c\u200c\u200d")
@example(typed="\r\x00\n")
def test_cleaning_a_plain_text_again_changes_nothing(typed):
    cleaned = html.clean_text(typed)
    assert html.clean_text(cleaned) == cleaned
    assert html.clean_line(html.clean_line(typed)) == html.clean_line(typed)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([*"htps:/.@\\[]%?#& ", "http://", "x.example", "é", "\t"])))
def test_an_address_that_passes_passes_again_and_is_honest(pieces):
    kept = html.safe_url("".join(pieces), mail=True)
    assert kept is None or (html.safe_url(kept, mail=True) == kept and leads_somewhere_honest(kept))


def test_threads_get_no_piece_of_each_others_texts():
    def document(thread, number):
        words = " ".join(f"w{thread}x{number}y{word}" for word in range(20))
        return f"<div><b>{words}</b><script>{words}</script><p>{words}<ul><li>{words}</div>"

    def clean_all(thread):
        return [html.article(document(thread, number)) for number in range(60)]

    alone = [clean_all(thread) for thread in range(8)]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(8) as pool:
            together = list(pool.map(clean_all, range(8)))
    finally:
        sys.setswitchinterval(interval)
    assert together == alone
