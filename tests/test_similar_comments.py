"""Comments that are nearly the same gather; short ones and different ones do not."""

import os
import random
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comments.rules.similarity import EXACT_FROM, NEAR_FROM, likeness, traits
from tests.steps import assert_grows_with_length

ADVERTISEMENT = (
    "I lost my job last year and then I found a wonderful doctor who helped me to win back "
    "everything within three days, so if you need help of any kind write to him today and your "
    "life will change for ever as mine did, may he be blessed for all his good work"
)
OTHER = (
    "The ferry timetable was cut in January and nobody on the island was asked, although the "
    "council had promised a hearing before any change; the minister should come here in winter, "
    "stand on the pier with our children at six, and explain to them how they get to school"
)


def exact(text):
    return {trait for trait in traits(text) if trait % 2}


def near(text):
    return traits(text) - exact(text)


SAME = {
    "capitals": str.upper,
    "white space": lambda text: text.replace(" ", "\n\n  "),
    "zero-widths": lambda text: "\u200b".join(text),
    "look-alikes": lambda text: text.translate(str.maketrans("aeop", "аеор")),
    "emphasis": lambda text: text.replace("wonderful", "*wonderful*"),
    "punctuation": lambda text: text.replace(",", " —") + "!!!",
}


@pytest.mark.parametrize("disguise", SAME.values(), ids=SAME)
def test_a_text_is_the_same_in_any_disguise(disguise):
    assert traits(disguise(ADVERTISEMENT)) == traits(ADVERTISEMENT)
    assert likeness(disguise(ADVERTISEMENT), ADVERTISEMENT) == 1


CHANGED = {
    "another name": ADVERTISEMENT.replace("doctor", "healer"),
    "a greeting": f"Hello everybody! {ADVERTISEMENT}",
    "without its end": ADVERTISEMENT.removesuffix(", may he be blessed for all his good work"),
}


@pytest.mark.parametrize("changed", CHANGED.values(), ids=CHANGED)
def test_a_text_that_is_a_little_changed_gathers_with_what_it_was(changed):
    assert likeness(changed, ADVERTISEMENT) >= 0.7
    assert near(changed) & near(ADVERTISEMENT)
    assert exact(changed) != exact(ADVERTISEMENT)


def test_other_texts_and_other_orders_do_not_gather():
    assert likeness(OTHER, ADVERTISEMENT) == 0
    assert not traits(OTHER) & traits(ADVERTISEMENT)
    backwards = " ".join(reversed(ADVERTISEMENT.split()))
    assert not traits(backwards) & traits(ADVERTISEMENT)


def test_short_texts_do_not_gather():
    words = ADVERTISEMENT.split()
    for count in range(EXACT_FROM):
        assert traits(" ".join(words[:count])) == set()
    assert traits("I agree.") == traits("\u200b!?") == traits("") == set()
    for count in (EXACT_FROM, NEAR_FROM - 1):
        text = " ".join(words[:count])
        assert len(exact(text)) == 1 and not near(text)
    assert len(near(" ".join(words[:NEAR_FROM]))) == 20


def test_the_likeness_of_short_texts_is_that_of_their_words():
    assert likeness("I agree", "i AGREE!") == 1
    assert likeness("I agree", "I disagree") == 0
    assert likeness("", "") == likeness("!", "?") == likeness("", "I agree") == 0
    assert likeness("one two three four", "one two three five") == pytest.approx(1 / 3)


def test_traits_are_the_same_numbers_in_every_process_and_version():
    """A database is full of them: when these change, all texts are to be read anew."""
    text = "we all agree with every word of this"
    assert traits(text) == {-5549553110696768517}
    assert sum(traits(OTHER)) == 21027252791569607847
    program = f"from comments.rules.similarity import traits; print(sorted(traits({OTHER!r})))"
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", program],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.strip() == str(sorted(traits(OTHER)))


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_traits_fit_a_signed_number_of_64_bits(text):
    assert all(-(2**63) <= trait < 2**63 for trait in traits(text))
    assert likeness(text, text) in (0, 1)


def pair(chance, shared, own):
    """Two texts with `shared` shingles in common, and `own` more each."""
    words = [f"w{chance.getrandbits(40)}" for _ in range(shared + 2 + 2 * own)]
    both = words[: shared + 2]
    return " ".join(both + words[shared + 2 :][:own]), " ".join(both + words[shared + 2 + own :])


@pytest.mark.parametrize(
    ("shared", "own", "alike", "least", "most"),
    [(80, 10, 0.8, 0.98, 1), (50, 25, 0.5, 0.18, 0.36), (30, 35, 0.3, 0, 0.05)],
)
def test_texts_share_a_band_as_often_as_their_likeness_promises(shared, own, alike, least, most):
    chance = random.Random(2026)
    pairs = [pair(chance, shared, own) for _ in range(200)]
    assert likeness(*pairs[0]) == pytest.approx(alike)
    together = sum(bool(near(a) & near(b)) for a, b in pairs)
    assert least <= together / len(pairs) <= most


@pytest.mark.parametrize("piece", ["a ", "a", "<b", "\u200b", "我", "one two three ", "a\u0301"])
def test_the_work_grows_no_faster_than_the_text(piece):
    assert_grows_with_length(traits, piece)
    assert_grows_with_length(lambda text: likeness(text, text[1:]), piece)
