"""A writer changes the text of a comment: at once while it waits, by a moderator's leave after.

Failure 13 of the field: what was edited between view and decision is not decided.
"""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from comments.models import Comment, Edit, StaleVersion, Thread, TooLate, Unacceptable
from tests.newsroom import MORNING, make_comment, make_published_comment

pytestmark = pytest.mark.django_db

SOON = MORNING + timedelta(minutes=5)
FIRST = "I was on that train."
SECOND = "I was on the *last* train."


@pytest.fixture
def waiting(article):
    return make_comment(article, FIRST, at=MORNING)


@pytest.fixture
def published(article):
    return make_published_comment(article, FIRST, at=MORNING)


def count(article):
    return Thread.objects.for_article(article).published_count


def stored(comment):
    return Comment.objects.get(pk=comment.pk)


# --- While it waits


def test_a_waiting_comment_takes_the_text_and_keeps_the_one_before(waiting):
    edit = waiting.edit(SECOND, at=SOON)
    assert (waiting.text, waiting.html) == (SECOND, "<p>I was on the <em>last</em> train.</p>")
    assert (edit.status, edit.before, edit.text, edit.at) == ("taken", FIRST, SECOND, SOON)
    assert stored(waiting).html == waiting.html
    assert waiting.edited_at is None


@pytest.mark.parametrize("kind", ["approve", "spam"])
def test_who_read_the_text_before_cannot_decide_about_the_new_one(waiting, moderator, kind):
    seen = waiting.version
    waiting.edit(SECOND)
    with pytest.raises(StaleVersion) as overtaken:
        waiting.decide(kind, moderator, version=seen)
    assert overtaken.value.decision is None
    assert stored(waiting).status == "waiting"
    waiting.approve(by=moderator, version=seen + 1)
    assert stored(waiting).is_published


def test_what_was_noticed_about_it_stays(article):
    comment = make_comment(article, FIRST, signals=[("untimed", "")])
    comment.edit(SECOND)
    assert [signal.kind for signal in comment.signals.all()] == ["untimed"]


@pytest.mark.parametrize("end", ["refuse", "spam", "withdraw", "erase"])
def test_what_is_no_longer_waiting_or_published_takes_no_text(waiting, moderator, end):
    if end in ("withdraw", "erase"):
        getattr(waiting, end)()
    else:
        waiting.decide(end, by=moderator, reason="attack" if end == "refuse" else "")
    with pytest.raises(TooLate):
        waiting.edit(SECOND)
    assert not Edit.objects.exists()


def test_what_staff_answered_is_not_edited_from_a_receipt(article, moderator):
    answer = Thread.objects.for_article(article).answer(by=moderator, text="We checked it.")
    assert not answer.may_be_edited()
    with pytest.raises(TooLate):
        answer.edit(SECOND)


def test_a_comment_is_not_edited_without_end(waiting, monkeypatch):
    monkeypatch.setattr("comments.models.edit.MOST_EDITS", 2)
    waiting.edit("One.")
    waiting.edit("Two.")
    version = waiting.version
    with pytest.raises(Unacceptable, match="too many times"):
        waiting.edit("Three.")
    assert (stored(waiting).text, stored(waiting).version) == ("Two.", version)
    assert Edit.objects.count() == 2


# --- Once it is published


def test_a_published_text_stays_until_a_moderator_has_read_the_new_one(
    article, published, moderator
):
    edit = published.edit(SECOND, at=SOON)
    assert (published.text, published.status, edit.status) == (FIRST, "published", "waiting")
    assert [*Edit.objects.waiting()] == [edit]
    published.decide("accept_edit", by=moderator, version=published.version, at=SOON)
    assert (published.text, published.edited_at) == (SECOND, SOON)
    assert stored(published).html == "<p>I was on the <em>last</em> train.</p>"
    assert not Edit.objects.waiting().exists()
    assert count(article) == 1


def test_a_new_text_can_be_refused_and_the_old_one_stays(article, published, moderator):
    edit = published.edit(SECOND, at=SOON)
    published.decide("reject_edit", by=moderator, reason="attack", note="Worse.")
    edit.refresh_from_db()
    assert (stored(published).text, published.edited_at, edit.status) == (FIRST, None, "dropped")
    assert count(article) == 1


def test_refusing_a_new_text_needs_a_reason(published, moderator):
    published.edit(SECOND, at=SOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        published.decide("reject_edit", moderator)


@pytest.mark.parametrize("verb", ["accept_edit", "take_down"])
def test_who_read_the_first_new_text_does_not_decide_about_the_second(published, moderator, verb):
    published.edit(SECOND, at=SOON)
    seen = published.version
    published.edit("Something else.", at=SOON)
    reason = {} if verb == "accept_edit" else {"reason": "attack"}
    with pytest.raises(StaleVersion):
        published.decide(verb, by=moderator, version=seen, **reason)
    assert (stored(published).text, stored(published).status) == (FIRST, "published")


def test_a_second_new_text_takes_the_place_of_the_first(published):
    first = published.edit(SECOND, at=SOON)
    second = published.edit("Something else.", at=SOON)
    assert (first.pk, Edit.objects.get().text) == (second.pk, "Something else.")


@pytest.mark.parametrize("verb", ["accept_edit", "reject_edit"])
def test_without_a_new_text_there_is_nothing_to_decide(published, moderator, verb):
    reason = {} if verb == "accept_edit" else {"reason": "attack"}
    with pytest.raises(ValidationError, match="no edit"):
        published.decide(verb, by=moderator, **reason)


def test_the_time_for_editing_ends_some_minutes_after_publication(published, settings):
    end = MORNING + timedelta(minutes=settings.EDIT_MINUTES)
    assert published.may_be_edited_until == end
    assert published.may_be_edited(end - timedelta(seconds=1))
    assert not published.may_be_edited(end)
    with pytest.raises(TooLate):
        published.edit(SECOND, at=end)
    assert published.edit(SECOND, at=end - timedelta(seconds=1))


def test_the_time_begins_with_publication_however_long_it_waited(waiting, moderator):
    waiting.approve(by=moderator, at=MORNING + timedelta(days=2))
    assert waiting.edit(SECOND, at=MORNING + timedelta(days=2, minutes=5)).status == "waiting"


def test_a_new_text_of_a_comment_that_is_gone_is_in_no_queue(published, moderator):
    published.edit(SECOND, at=SOON)
    published.take_down(by=moderator, reason="attack")
    assert not Edit.objects.waiting().exists()
    with pytest.raises(ValidationError):
        published.decide("accept_edit", by=moderator)
    published.decide("reverse", by=moderator)
    assert Edit.objects.waiting().exists()


# --- Taking a decision about it back


def test_a_taken_text_is_taken_back_and_waits_again(published, moderator):
    edit = published.edit(SECOND, at=SOON)
    published.decide("accept_edit", by=moderator)
    published.decide("reverse", by=moderator)
    edit.refresh_from_db()
    assert (stored(published).text, published.edited_at, edit.status) == (FIRST, None, "waiting")
    published.decide("accept_edit", by=moderator)
    assert stored(published).text == SECOND


def test_a_dropped_text_waits_again(published, moderator):
    edit = published.edit(SECOND, at=SOON)
    published.decide("reject_edit", by=moderator, reason="attack")
    published.decide("reverse", by=moderator)
    edit.refresh_from_db()
    assert (stored(published).text, edit.status) == (FIRST, "waiting")


def test_taking_back_the_second_text_leaves_the_day_of_the_first(published, moderator):
    first, second = SOON, SOON + timedelta(minutes=5)
    published.edit(SECOND, at=SOON)
    published.decide("accept_edit", by=moderator, at=first)
    published.edit("A third.", at=SOON)
    published.decide("accept_edit", by=moderator, at=second)
    assert published.edited_at == second
    published.decide("reverse", by=moderator)
    assert (published.text, published.edited_at) == (SECOND, first)
    published.decide("reject_edit", by=moderator, reason="attack")
    assert (published.text, published.edited_at) == (SECOND, first)


def test_a_decision_is_not_taken_back_over_a_text_that_came_since(published, moderator):
    published.edit(SECOND, at=SOON)
    published.decide("accept_edit", by=moderator)
    published.edit("A third.", at=SOON)
    with pytest.raises(ValidationError, match="another edit"):
        published.decide("reverse", by=moderator)
    assert stored(published).text == SECOND


def test_what_was_taken_back_is_decided_again_by_reading_it(published, moderator):
    """To reverse a reversal would show a text that its writer may have changed since."""
    published.edit(SECOND, at=SOON)
    published.decide("accept_edit", by=moderator)
    published.decide("reverse", by=moderator)
    published.edit("Unread.", at=SOON)
    decided = published.decisions.count()
    with pytest.raises(ValidationError, match="is waiting again"):
        published.decide("reverse", by=moderator)
    assert (stored(published).text, published.decisions.count()) == (FIRST, decided)


def test_a_text_given_up_while_it_waits_again_is_never_published(published, moderator):
    """Approval taken back, a newer text sent: the one proposed before is no longer meant."""
    published.edit(SECOND, at=SOON)
    published.decide("reverse", by=moderator)
    assert published.status == "waiting"
    published.edit("The newest.", at=SOON)
    published.approve(by=moderator)
    assert stored(published).text == "The newest."
    assert published.proposed_edit is None
    with pytest.raises(ValidationError):
        published.decide("accept_edit", by=moderator)
