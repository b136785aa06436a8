"""How a comment looks: capitals, repetition, length; each with the places to mark."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comments.rules import shape
from tests.steps import assert_grows_with_length


def marked(text, places):
    return places and [text[place.start : place.end] for place in places]


SHOUTS = [
    ("THIS IS ALL WRONG!", ["THIS IS ALL WRONG"]),
    ("THIS is ALL WRONG", ["THIS", "ALL WRONG"]),  # only what is loud is marked
    ("ЭТО ВСЁ НЕПРАВДА", ["ЭТО ВСЁ НЕПРАВДА"]),
    ("ΟΛΑ ΑΥΤΑ ΕΙΝΑΙ", ["ΟΛΑ ΑΥΤΑ ΕΙΝΑΙ"]),
    ("ＴＨＩＳ ＩＳ ＬＯＵＤ", ["ＴＨＩＳ ＩＳ ＬＯＵＤ"]),  # full width
    ("This is all right, said NATO.", None),
    ("NATO", None),  # too few letters to say
    ("这都是错的，完全不对，我说过很多次了", None),  # no case
    ("هذا كله خطأ وقد قلت ذلك مرات عديدة", None),
    ("12345 67890 !!!", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "loud"), SHOUTS)
def test_capitals_shout_when_they_are_most_of_many_letters(text, loud):
    assert marked(text, shape.shouting(text, share=0.7, letters=10)) == loud


def test_the_share_of_capitals_is_reached_exactly():
    assert shape.shouting("ABCde", share=0.6, letters=5)
    assert not shape.shouting("ABCde", share=0.61, letters=5)
    assert not shape.shouting("ABCde", share=0.6, letters=6)


LETTERS = [
    ("This is sooooo good!!!!!!", ["ooooo", "!!!!!!"]),
    ("NoOoOoO", ["oOoOoO"]),  # in any case
    ("so\u200bo\u200bo\u200bo\u200bo", ["o\u200bo\u200bo\u200bo\u200bo"]),  # invisible between
    ("哈哈哈哈哈", ["哈哈哈哈哈"]),
    ("a      b\n\n\n\n\n\nc", None),  # white space is none
    ("a a a a a a", None),
    ("good", None),
]


@pytest.mark.parametrize(("text", "runs"), LETTERS)
def test_a_letter_is_repeated_without_another_between(text, runs):
    assert marked(text, shape.same_letter(text, times=5)) == runs


WORDS = [
    ("Now buy buy Buy BUY, please", ["buy buy Buy BUY"]),
    ("buy now buy now, buy now!", ["buy now buy now, buy now"]),  # a refrain
    ("one two three four one two three four one two three four.", None),  # marked below
    ("b\u200buy <b>b</b>uy bυy", ["b\u200buy <b>b</b>uy bυy"]),  # as the eye reads it
    ("ha ha ha ha ha ha", ["ha ha ha ha ha ha"]),  # marked once
    ("no no, yes yes", None),
    ("that that is is that that is not is not is that it it is", None),
]


@pytest.mark.parametrize(("text", "runs"), WORDS)
def test_a_word_or_a_refrain_is_repeated_over_and_over(text, runs):
    runs = [text[:-1]] if text.startswith("one") else runs
    assert marked(text, shape.same_word(text, times=3)) == runs


def test_a_line_is_repeated_wherever_it_stands():
    text = "Buy now!\nA word.\nbuy NOW\n\n\n\n---\n---\n---\nb\u200buy now"
    assert marked(text, shape.same_line(text, times=3)) == ["Buy now!", "buy NOW", "b\u200buy now"]
    assert shape.same_line(text, times=4) is None


def test_a_text_is_longer_than_so_many_words_or_characters():
    assert marked("one two three", shape.longer("one two three", than_words=2)) == ["three"]
    assert marked("one two", shape.longer("one two", than_characters=5)) == ["wo"]
    assert marked("a b c d", shape.longer("a b c d", than_words=3, than_characters=2)) == ["b c d"]
    assert shape.longer("one two", than_words=2, than_characters=7) is None
    assert shape.longer("one two") is None
    assert marked("我们都说", shape.longer("我们都说", than_words=3)) == ["说"]  # no spaces


def test_a_text_is_shorter_than_so_many_words_or_characters():
    assert marked(" First! ", shape.shorter(" First! ", than_words=2)) == [" First! "]
    assert marked("ok", shape.shorter("ok", than_characters=3)) == ["ok"]
    assert shape.shorter("one two", than_words=2, than_characters=7) is None
    assert shape.shorter("", than_words=1) == [(0, 0)]
    assert shape.shorter("") is None


QUESTIONS = {
    "shouting": lambda text: shape.shouting(text, share=0.1, letters=2),
    "same letter": lambda text: shape.same_letter(text, times=2),
    "same word": lambda text: shape.same_word(text, times=2),
    "same line": lambda text: shape.same_line(text, times=2),
    "longer": lambda text: shape.longer(text, than_words=2, than_characters=5),
    "shorter": lambda text: shape.shorter(text, than_words=2, than_characters=5),
}


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
@given(text=st.text(st.sampled_from("aAb.<>*\u200b\n 我") | st.characters(), max_size=60))
@settings(max_examples=100, deadline=None)
def test_places_stand_in_the_text_one_after_the_other(question, text):
    places = question(text)
    assert places is None or places
    end = 0
    for place in places or []:
        assert end <= place.start <= place.end <= len(text)
        end = place.end


@pytest.mark.parametrize(
    "piece", ["a", "A ", "aA", "buy now ", "a\n", "\n", "\u200b", "<b", "我", "!"]
)
@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_the_work_grows_no_faster_than_the_text(question, piece):
    assert_grows_with_length(question, piece)
