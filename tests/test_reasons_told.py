"""What a writer is told of why: the reason's public wording, or a moderator's own words."""

import pytest

from comments.models import Decision, DecisionNote, Reason
from tests.followers import make_followed_comment, work
from tests.newsroom import make_comment, make_published_comment
from tests.receipts import address_of, read

pytestmark = pytest.mark.django_db

NOTE = "Ana again, see Tuesday."
ATTACK = "It attacks a person."
TOLD = "Leave the driver in peace."


@pytest.fixture
def comment(article):
    return make_comment(article)


@pytest.mark.parametrize(
    ("words", "told", "not_told"),
    [
        ({"reason": "attack"}, ATTACK, "Personal attack"),  # the label is the desk's
        ({"reason": "attack", "message_to_writer": TOLD}, TOLD, ATTACK),
        ({"reason": "attack", "note": NOTE}, ATTACK, NOTE),
        ({"reason": "other", "note": NOTE, "message_to_writer": TOLD}, TOLD, NOTE),
    ],
)
def test_the_writer_reads_the_wording_or_the_words_and_never_the_note(
    comment, moderator, words, told, not_told
):
    comment.refuse(by=moderator, **words)
    page = read(address_of(comment))
    assert f"Reason: {told}" in page
    assert not_told not in page


def test_a_published_comment_taken_down_tells_its_own_reason(comment, moderator):
    comment.refuse(by=moderator, reason="attack", message_to_writer=TOLD)
    comment.approve(by=moderator)
    comment.take_down(by=moderator, reason="off_topic")
    page = read(address_of(comment))
    assert "Reason: It is not about the article." in page
    assert TOLD not in page


def test_a_refused_edit_tells_why(article, moderator):
    comment = make_published_comment(article)
    comment.edit("Worse.")
    comment.decide("reject_edit", by=moderator, reason="attack", message_to_writer=TOLD)
    assert TOLD in read(address_of(comment))


def test_a_mail_tells_what_the_page_tells(article, moderator, mail_server):
    comment = make_followed_comment(article)
    comment.refuse(by=moderator, reason="attack", message_to_writer=TOLD, note=NOTE)
    work()
    (text,) = mail_server.texts()
    assert TOLD in text
    assert ATTACK not in text and NOTE not in text


def test_a_reason_that_the_outlet_rewords_is_told_in_its_new_words(comment, moderator):
    comment.refuse(by=moderator, reason="attack")
    Reason.objects.filter(code="attack").update(wording="Please argue, and do not insult.")
    assert "Please argue, and do not insult." in read(address_of(comment))


def test_a_reason_that_is_no_longer_offered_is_still_told(comment, moderator):
    comment.refuse(by=moderator, reason="attack")
    Reason.objects.filter(code="attack").update(is_offered=False)
    assert ATTACK in read(address_of(comment))


def test_own_words_are_text_and_nothing_else(comment, moderator):
    comment.refuse(
        by=moderator, reason="attack", message_to_writer="<script>alert(1)</script> & so on"
    )
    assert "<script>alert(1)</script> & so on" in read(address_of(comment))


def test_words_and_notes_are_erased_with_the_comment_and_the_decision_stays(comment, moderator):
    comment.refuse(by=moderator, reason="attack", message_to_writer=TOLD, note=NOTE)
    comment.erase()
    assert not DecisionNote.objects.exists()
    decision = Decision.objects.with_display_data().get()
    assert (decision.kind, decision.reason, decision.public_reason) == ("refuse", "attack", ATTACK)


def test_a_decision_without_words_keeps_no_empty_note(comment, moderator):
    comment.refuse(by=moderator, reason="attack")
    comment.approve(by=moderator)
    assert not DecisionNote.objects.exists()
