"""Known readers appear at once where an article or section says so; everybody else waits."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from comments.models import Confirmation, Hold, Reader, SectionPolicy, Thread
from tests.newsroom import make_article, make_comment, make_section

pytestmark = pytest.mark.django_db
ANA = "ana@readers.example.org"
DAY = timedelta(days=1)


@pytest.fixture
def article(publication, editor):
    """An article that trusts known readers."""
    article = make_article()
    set_policy(article, "trusted", editor)
    return article


@pytest.fixture
def ana(db):
    """A reader who has confirmed her address."""
    return Reader.objects.confirm(ANA)


@pytest.fixture
def known(ana, article, moderator):
    """The same, after two of her comments were approved."""
    for number in (1, 2):
        write(article, ana, f"Thought {number}").approve(by=moderator)
    return ana


def set_policy(article, policy, by):
    thread, _created = Thread.objects.get_or_create(article=article)
    thread.set_policy(policy, by=by)


def write(article, reader=None, text="I was on that train.", **values):
    return make_comment(article, text, email=ANA, reader=reader, **values)


def confirm(comment, at=None, **values):
    """The writer of a comment clicks the link in the mail."""
    values = {"email": ANA, "address": "198.51.100.9", "article": comment.article} | values
    Confirmation.objects.ask(comment=comment, **values).confirm(at)
    comment.refresh_from_db()
    return comment


def count(article):
    return Thread.objects.for_article(article).published_count


# --- Whom trust shows at once


def test_a_known_reader_appears_at_once(article, known):
    comment = write(article, known)
    assert (comment.status, count(article)) == ("published", 3)
    decision = comment.decisions.get()
    assert (decision.kind, decision.by, decision.status_before) == ("trust", None, "waiting")
    assert decision.decider == "Opinion (automatic)"


def test_a_reply_by_a_known_reader_is_counted_below_what_it_answers(article, known):
    parent = known.comments.last()
    write(article, known, parent=parent)
    parent.refresh_from_db()
    assert parent.published_below == 1


def test_a_known_reader_appears_on_confirming_by_mail(article, known):
    comment = write(article)
    assert comment.status == "waiting"
    confirm(comment)
    assert (comment.status, comment.decisions.get().kind) == ("published", "trust")
    assert comment.contact.reader == known


def test_confirming_twice_publishes_once(article, known):
    comment = write(article)
    confirmation = Confirmation.objects.ask(ANA, "198.51.100.9", article, comment)
    for _time in range(2):
        confirmation.confirm()
    comment.refresh_from_db()
    assert (comment.decisions.count(), count(article)) == (1, 3)


def test_a_typed_address_earns_nobodys_trust(article, known):
    # Failure 9 of the field.
    comment = write(article)
    assert comment.status == "waiting"
    assert comment.contact.reader is None


def test_confirming_ones_own_address_lends_no_trust_to_a_comment_of_another(article, known):
    stranger = make_comment(article, "Buy pills", email="bo@readers.example.org")
    confirm(stranger)
    assert stranger.status == "waiting"
    assert stranger.contact.reader is None


@pytest.mark.parametrize("policy", ["moderated", ""])
def test_where_the_article_does_not_trust_a_known_reader_waits(article, known, editor, policy):
    set_policy(article, policy, editor)
    assert write(article, known).status == "waiting"
    assert confirm(write(article, text="Again")).status == "waiting"


def test_a_section_that_trusts_is_followed(article, known, editor):
    SectionPolicy(section=make_section()).set_policy("trusted", by=editor)
    set_policy(article, "", editor)
    assert write(article, known).status == "published"


@pytest.mark.parametrize("policy", ["read_only", "closed"])
def test_confirming_after_the_thread_closed_publishes_nothing(article, known, editor, policy):
    comment = write(article)
    set_policy(article, policy, editor)
    assert confirm(comment).status == "waiting"


# --- Who is known


def test_one_approval_is_not_enough(article, ana, moderator):
    write(article, ana, "First").approve(by=moderator)
    assert write(article, ana).status == "waiting"


def test_how_many_approvals_are_needed_is_set(article, ana, moderator, settings):
    settings.TRUST_AFTER_COMMENTS = 1
    write(article, ana, "First").approve(by=moderator)
    assert write(article, ana).status == "published"


def test_what_trust_published_earns_no_trust(article, known, settings):
    for number in range(3):
        assert write(article, known, f"More {number}").status == "published"
    settings.TRUST_AFTER_COMMENTS = 3
    assert not known.is_trusted()


def test_an_approval_that_was_taken_back_earns_nothing(article, known, moderator):
    known.comments.first().decide("reverse", by=moderator)
    assert write(article, known).status == "waiting"


@pytest.mark.parametrize("judge", ["refuse", "spam", "take_down"])
def test_nothing_may_have_been_refused_lately(article, known, moderator, settings, judge):
    now = timezone.now()
    bad = write(article, None, "Bad")
    bad.contact.belongs_to(known)
    if judge == "take_down":
        bad.approve(by=moderator, at=now)
    reason = {} if judge == "spam" else {"reason": "attack"}
    bad.decide(judge, by=moderator, at=now, **reason)
    assert write(article, known, at=now + DAY).status == "waiting"
    later = now + (settings.TRUST_DAYS + 1) * DAY
    assert write(article, known, "Later", at=later).status == "published"


@pytest.mark.parametrize("signal", ["too_fast", "untimed", "staff_name"])
def test_whatever_was_noticed_keeps_a_known_reader_waiting(article, known, signal):
    assert write(article, known, signals=[(signal, "")]).status == "waiting"
    assert confirm(write(article, text="Again", signals=[(signal, "")])).status == "waiting"


def test_a_filled_in_hidden_field_is_spam_whoever_sends_it(article, known):
    assert write(article, known, signals=[("honeypot", "", "spam")]).status == "spam"


def test_a_hold_keeps_a_known_reader_waiting(article, known, moderator):
    until = timezone.now() + 7 * DAY
    Hold.objects.place(known.comments.first(), "email", until, "Three attacks", moderator)
    assert write(article, known).status == "waiting"


def test_a_hold_placed_before_the_click_keeps_the_comment_waiting(article, known, moderator):
    comment = write(article)
    until = timezone.now() + 7 * DAY
    Hold.objects.place(known.comments.first(), "email", until, "Three attacks", moderator)
    assert confirm(comment).status == "waiting"


# --- What becomes of it


def test_what_trust_published_is_taken_back_and_stays_so(article, known, moderator):
    comment = write(article, known)
    comment.decide("reverse", by=moderator)
    assert (comment.status, count(article)) == ("waiting", 2)
    assert confirm(comment).status == "waiting"


def test_what_trust_published_is_taken_down_like_anything_else(article, known, moderator):
    comment = write(article, known)
    comment.take_down(by=moderator, reason="attack")
    assert (comment.status, count(article)) == ("taken_down", 2)
    assert write(article, known, "Again").status == "waiting"


def test_moderators_are_not_called_for_what_trust_published(article, known):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    calls = ProcrastinateJob.objects.filter(task_name="comments.tasks.tell_moderators")
    write(article, known)
    assert not calls.exists()
    write(article, None, "From elsewhere")
    assert calls.count() == 1
