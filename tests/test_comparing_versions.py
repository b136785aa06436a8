"""Two texts compared as their readers meet them: by blocks, then by words."""

import pytest

from opinion import html
from opinion.articles.history import comparison
from tests.growth import MOST, growth

NOTED = (
    '<p>One<a data-note="k"></a> two.</p><figure data-picture="3"><figcaption>A train</figcaption>'
    "</figure><blockquote><p>Said</p></blockquote><ul><li>a<ul><li>b</li></ul></li></ul><hr>"
    '<section data-notes=""><ol><li data-note="k">A note</li></ol></section>'
)


def told(before, after):
    """Each row: what became of it, and its pieces."""
    part = comparison.part("Text", html.blocks(before), html.blocks(after))
    return [
        (row.change, [(piece.change, str(piece.html)) for piece in row.pieces]) for row in part.rows
    ]


def test_every_block_is_read_once_and_its_notes_last():
    found = [(block.kind, block.text or block.picture) for block in html.blocks(NOTED)]
    assert found == [
        ("p", "One* two."),
        ("figure", "3"),
        ("p", "A train"),
        ("p", "Said"),
        ("li", "a"),
        ("li", "b"),
        ("hr", ""),
        ("li", "A note"),
    ]


def test_emphasis_and_a_link_that_changed_are_changes():
    before = '<p>The <em>last</em> <a href="https://a.example/">train</a> leaves.</p>'
    after = '<p>The last <a href="https://b.example/">train</a> leaves.</p>'
    assert told(before, after) == [
        (
            "changed",
            [
                ("", "The "),
                ("del", '<em>last</em> <u title="https://a.example/">train</u>'),
                ("ins", 'last <u title="https://b.example/">train</u>'),
                ("", " leaves."),
            ],
        )
    ]


def test_a_paragraph_put_before_another_is_not_taken_for_it():
    before = "<p>The last train leaves at nine.</p>"
    after = "<p>Something quite new.</p><p>The last train leaves at ten.</p>"
    rows = told(before, after)
    assert rows[0] == ("ins", [("ins", "Something quite new.")])
    assert rows[1] == (
        "changed",
        [("", "The last train leaves at "), ("del", "nine."), ("ins", "ten.")],
    )


def test_a_sentence_added_changes_no_word_before_it():
    rows = told("<p>It was late.</p>", "<p>It was late. Again.</p>")
    assert rows == [("changed", [("", "It was late. "), ("ins", "Again.")])]


def test_what_somebody_typed_is_never_markup():
    rows = told("<p>a</p>", "<p>&lt;script&gt;alert(1)&lt;/script&gt; a</p>")
    assert "&lt;script&gt;" in rows[0][1][0][1]


def every_other_word(size, other):
    return " ".join(f"a {other}{n}" for n in range(size // 2))


@pytest.mark.parametrize("of_blocks", [True, False])
def test_two_texts_are_compared_in_proportion(of_blocks):
    """All blocks are alike and none is the same; or one block is all there is."""

    def make(size):
        length, count = (40, size // 40) if of_blocks else (size, 1)
        texts = [every_other_word(length, other) for other in "xy"]
        return ["".join(f"<p>{text} {n}</p>" for n in range(count)) for text in texts]

    def compare(pair):
        return comparison.part("text", *map(html.blocks, pair))

    assert growth(compare, make, 1_600) <= MOST
