"""Several rules read one text: it is read once within a post, and kept nowhere after it."""

import pytest

from comments.rules.folding import readings, words
from comments.rules.links import links
from comments.rules.remembering import read_once, remembered
from tests.answers import send


def test_within_a_block_each_text_is_read_once():
    read = []
    reading = read_once(lambda text: read.append(text) or text.upper())
    assert [reading("a"), reading("a")] == ["A", "A"]
    assert read == ["a", "a"]
    with remembered():
        assert [reading("b"), reading("b"), reading("c")] == ["B", "B", "C"]
    assert read == ["a", "a", "b", "c"]
    with remembered():
        reading("b")
    assert read[-1] == "b", "nothing is kept beyond it"


def test_two_readers_of_one_text_have_answers_of_their_own():
    upper, length = read_once(str.upper), read_once(len)
    with remembered():
        assert (upper("abc"), length("abc")) == ("ABC", 3)


@pytest.mark.parametrize("text", ["", "So *it* <b>w</b>as.", "See www.pills.example now"])
def test_what_is_remembered_is_what_is_read(text):
    apart = words(text), [*readings(text)], links(text)
    with remembered():
        for _twice in range(2):
            assert (words(text), [*readings(text)], links(text)) == apart


@pytest.mark.django_db
def test_a_post_that_fails_remembers_nothing(article):
    read = []
    reading = read_once(lambda text: read.append(text))
    send(text="", email="none")
    send(to="987654")
    reading("a")
    reading("a")
    assert len(read) == 2
