"""Two texts of one are put together by paragraphs, and no paragraph of either is lost."""

import random

import pytest

from opinion import html
from opinion.articles.history.three_way import TextMerge
from tests.growth import MOST, growth


def text(words):
    return "\n".join(f"<p>{word}</p>" for word in words.split())


def merged(base, mine, theirs, **choices):
    merge = TextMerge.of(text(base), text(mine), text(theirs))
    said = merge.text({int(name[1:]): choice for name, choice in choices.items()})
    return said and " ".join(piece[3:-4] for piece in html.pieces(html.article(said)))


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "together"),
    [
        ("a b c", "A b c", "a b C", "A b C"),
        ("a b c", "A b c", "a B c", "A B c"),
        ("a b c", "b c", "a b c d", "b c d"),
        ("a b c", "a x b c", "a b c", "a x b c"),
        ("a b c", "x a b c", "A b c", "x A b c"),
        ("a b c", "A b c", "A b c", "A b c"),
        ("a b c", "", "a b c", ""),
        ("", "a", "", "a"),
    ],
)
def test_what_touches_no_other_paragraph_goes_together(base, mine, theirs, together):
    assert (merged(base, mine, theirs) or "") == together


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "both"),
    [
        ("a b c", "a x c", "a y c", "a x y c"),
        ("a b", "a x b", "a y b", "a x y b"),
        ("a b c", "a c", "a B c", "a B c"),
        ("a b c d", "a x d", "a b y d", "a x b y d"),
    ],
)
def test_what_touches_the_same_paragraph_waits_for_a_choice(base, mine, theirs, both):
    assert merged(base, mine, theirs) is None
    assert merged(base, mine, theirs, c0="mine") == mine
    assert merged(base, mine, theirs, c0="theirs") == theirs
    assert merged(base, mine, theirs, c0="both") == both


def changed(words, chance, name):
    said = []
    for word in words:
        what = chance.random()
        if what < 0.15:
            said.append(f"{name}{chance.randrange(100_000)}")
        if not 0.1 < what < 0.2:
            said.append(word)
    return said


def test_no_new_paragraph_of_either_is_lost_in_two_hundred_merges():
    chance = random.Random(13)
    for _time in range(200):
        base = [f"b{number}" for number in range(chance.randrange(12))]
        mine, theirs = changed(base, chance, "m"), changed(base, chance, "t")
        merge = TextMerge.of(*(text(" ".join(words)) for words in (base, mine, theirs)))
        said = merge.text(dict.fromkeys(range(len(merge.conflicts)), "both"))
        for word in {*mine, *theirs} - {*base}:
            assert f"<p>{word}</p>" in said


def test_a_text_is_taken_apart_into_whole_pieces():
    source = (
        '<h2>A</h2><p>x &gt; y <a href="https://a.example/?b=%3E">l</a></p><hr>'
        "<blockquote><p>q</p><p>r</p></blockquote><ul><li>a<ul><li>b</li></ul></li></ul>"
        "<table><tbody><tr><td>1<br>2</td></tr></tbody></table>"
    )
    cleaned = html.article(source)
    found = html.pieces(cleaned)
    assert "".join(found) == cleaned.replace("\n", "")
    assert [piece[1:3] for piece in found] == ["h2", "p>", "hr", "bl", "ul", "ta"]
    assert all(html.article(piece) == piece for piece in found)


def test_two_texts_are_put_together_in_proportion():
    def make(size):
        words = [f"w{number}" for number in range(size)]
        return [text(" ".join(f"{side}{word}" for word in words)) for side in ("", "m", "t")]

    assert growth(lambda texts: TextMerge.of(*texts).key, make, 100) <= MOST
