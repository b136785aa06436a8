"""Where rules found something, the typed text says so; wherever they may point."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.desk.card import Card
from comments.desk.marking import Run, runs
from comments.models import Comment, Signal, SignalDraft
from tests.newsroom import make_article, make_comment, make_published_comment


def found(text, *marks):
    """The runs of a text, in which each of `marks` is the list of places of one finding."""
    return runs(text, [Signal(marks=places) for places in marks])


def test_a_text_in_which_nothing_was_found_is_one_piece():
    assert found("Trains are late.") == [Run("Trains are late.")]
    assert found("") == []


def test_what_was_found_is_a_piece_of_its_own_with_the_number_of_the_finding():
    assert found("Buy cialis now", [], [[4, 10]]) == [
        Run("Buy "),
        Run("cialis", (2,)),
        Run(" now"),
    ]


def test_places_that_overlap_share_a_piece():
    assert found("abcdef", [[0, 4]], [[2, 6]]) == [
        Run("ab", (1,)),
        Run("cd", (1, 2)),
        Run("ef", (2,)),
    ]


def test_places_count_letters_and_not_bytes():
    assert found("🚂🚃 spät", [[3, 7]]) == [Run("🚂🚃 "), Run("spät", (1,))]


@pytest.mark.parametrize("mark", [[4, 99], [3, 3], [5, 2], [-1, 2], ["a", 2], [1], 7, None, {}])
def test_what_is_no_place_in_the_text_marks_nothing(mark):
    assert found("Trains", [mark]) == [Run("Trains")]


@given(
    st.text(max_size=40),
    st.lists(st.lists(st.lists(st.integers(-3, 45), min_size=2, max_size=2), max_size=4)),
)
def test_the_pieces_together_are_the_whole_text(text, marks):
    assert "".join(run.text for run in found(text, *marks)) == text


# --- On a card


def card(comment):
    return Card(Comment.objects.get(pk=comment.pk), back="/")


def kinds(comment):
    return [signal.kind for signal in card(comment).signals]


HASTE, WORDS = SignalDraft("too_fast"), SignalDraft("words", "pills", marks=((4, 9),))
BROKEN = SignalDraft("unscreened", "Words")


@pytest.mark.django_db
def test_a_card_marks_what_was_found_in_the_text_it_shows(publication):
    comment = make_comment(make_article(), "Buy pills", signals=[HASTE, WORDS])
    assert kinds(comment) == ["too_fast", "words"]
    assert card(comment).marked == [Run("Buy "), Run("pills", (2,))]
    comment.edit("Buy books")
    assert (kinds(comment), card(comment).marked) == (["too_fast"], [])


@pytest.mark.django_db
def test_of_a_new_text_that_waits_the_card_marks_what_was_found_in_that(publication, moderator):
    comment = make_published_comment(make_article(), "Buy books", by=moderator, signals=[HASTE])
    comment.edit("Buy pills", signals=[WORDS, BROKEN])
    assert kinds(comment) == ["too_fast", "words", "unscreened"]
    assert card(comment).marked == [Run("Buy "), Run("pills", (2,))]
    comment.decide("reject_edit", by=moderator, reason="advertising")
    assert (kinds(comment), card(comment).marked) == (["too_fast"], [])
    comment.decide("reverse", by=moderator)
    comment.decide("accept_edit", by=moderator)
    assert kinds(comment) == ["too_fast", "words", "unscreened"]


@pytest.mark.django_db
def test_a_card_names_the_rule_beside_its_number_and_in_the_text(client, publication, moderator):
    client.force_login(moderator)
    make_comment(
        make_article(), "Buy <b>pills</b>", signals=[SignalDraft("words", marks=((7, 12),))]
    )
    page = client.get("/admin/comments/comment/").text
    assert "<strong>Words and phrases</strong>" in page
    assert "Buy &lt;b&gt;<mark" in page
    assert "pills" in page.partition("<mark")[2].partition("</mark>")[0]
