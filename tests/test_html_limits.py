"""No text costs more than in proportion to its size, and none is cut."""

import sys

import pytest
from django.utils.translation import override

from opinion import html


@pytest.mark.parametrize(
    ("door", "limit"),
    [
        (html.article, html.ARTICLE_LIMIT),
        (html.note, html.NOTE_LIMIT),
        (html.comment, html.COMMENT_LIMIT),
        (html.inline, html.INLINE_LIMIT),
        (html.printed, html.NOTE_LIMIT),
    ],
)
def test_a_text_over_its_limit_is_refused_and_never_cut(door, limit):
    assert len(html.plain_text(door("x" * limit))) == limit
    with pytest.raises(html.TooLong) as refusal:
        door("x" * (limit + 1))
    with override("en"):
        assert str(refusal.value) == (
            f"This text is {limit + 1} characters long. The limit is {limit}."
        )


def test_a_line_break_counts_once_as_browsers_count_it():
    assert html.comment("a\r\n" * (html.COMMENT_LIMIT // 2))


@pytest.mark.parametrize(
    "tangle",
    [
        "<blockquote>" * 10_000,
        "<div title='</div>'>" * 10_000,
        "<b>" * 10_000,
        "<table><tr><td>" * 5_000,
        "<p>" + "".join(f"<b id={number}>" for number in range(60)) + "<p>x" * 20_000,
        "<p " + " ".join(f"a{number}" for number in range(50_000)) + ">",
        "<table>" + "x<br>" * 30_000,
        "<br>" * 90_000,
    ],
    ids=["quotes", "false ends", "bold", "tables", "reopened", "attributes", "misplaced", "breaks"],
)
def test_a_tangle_is_refused_before_it_costs_anything(tangle):
    with pytest.raises(html.TooDeep) as refusal:
        calls(html.article, tangle, at_most=3_000_000)
    with override("en"):
        assert "plain text" in str(refusal.value)


class TooManyCalls(AssertionError):
    pass


def calls(function, argument, at_most=sys.maxsize):
    """How many calls `function(argument)` makes: a clock that no busy machine disturbs."""
    made = 0

    def count(frame, event, callee):
        nonlocal made
        made += event in ("call", "c_call")
        if made > at_most:
            raise TooManyCalls

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        function(argument)
    finally:
        sys.setprofile(before)
    return made


@pytest.mark.parametrize(
    "unit",
    [
        "x",
        "&",
        "<",
        "\n\nx",
        "> ",
        "> a\nb\n",
        "*a* ",
        "*a _b **c ",
        "_",
        "http://",
        "http://a.example ",
        "https://a/(",
        "https://a.example/)))))",
        "[a](",
        "\u200d",
        "a\u0301",
        "<b>",
        "&#x26;",
        "]](",
    ],
)
def test_a_comment_ten_times_as_long_costs_ten_times_as_much(unit):
    short, long = ((unit * size)[:size] for size in (1_000, 10_000))
    assert calls(html.comment, long) < 12 * calls(html.comment, short)
