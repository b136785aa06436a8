"""What a comment meets is asked in SQL of its own: it says what the models say."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments.models import (
    Closed,
    Contact,
    Hold,
    ParentGone,
    Policy,
    RateLimited,
    SectionPolicy,
    Thread,
)
from comments.models.arrival import Arrival
from comments.models.contact import submission_digest
from tests.newsroom import make_article, make_comment, make_published_comment, make_section

pytestmark = pytest.mark.django_db

ANA, HERS = "ana@readers.example.org", "2001:db8:1:1::1"
NOW = timezone.now()


def arrival(article, parent=None, email=ANA, address=HERS, text="x", at=NOW):
    submission = submission_digest(article.pk, parent, email, text)
    with Thread.objects.locked(article):
        return Arrival.of(article, parent, at, Contact.of(email, address, submission, at))


# --- Whether the thread takes it


@pytest.mark.parametrize("own", ["", *Policy.values])
@pytest.mark.parametrize("of_section", ["", *Policy.values])
@pytest.mark.parametrize("is_merged", [False, True])
def test_the_policy_is_that_of_the_thread(publication, editor, own, of_section, is_merged):
    rail, trains = make_section("Rail"), make_section("Trains")
    article = make_article(section=rail)
    Thread.objects.create(article=article, policy=own)
    if is_merged:
        rail.merge_into(trains, by=editor)
    if of_section:
        SectionPolicy(section=trains if is_merged else rail).set_policy(of_section, by=editor)
    thread = Thread.objects.for_article(article)
    met = arrival(article)
    assert (met.policy, met.trusts) == (thread.policy_in_force, thread.trusts)
    if thread.is_open:
        met.refuse_unacceptable()
    else:
        with pytest.raises(Closed):
            met.refuse_unacceptable()


def test_what_readers_see_of_its_section_decides_and_not_the_draft(publication, editor):
    article = make_article(section=make_section("Rail"))
    SectionPolicy(section=make_section("Trains")).set_policy("closed", by=editor)
    article.section = SectionPolicy.objects.get().section
    article.save()
    assert arrival(article).policy == "moderated"


def test_a_withdrawn_article_takes_nothing(article, editor):
    article.withdraw(by=editor, reason="Wrong.")
    with pytest.raises(Closed):
        arrival(article).refuse_unacceptable()


# --- What it answers, and what it says again


def test_only_what_is_published_under_the_article_is_answered(article, moderator):
    shown, waits = make_published_comment(article), make_comment(article, "Waits.")
    elsewhere = make_published_comment(make_article("Elsewhere"), "There.")
    arrival(article, shown).refuse_unacceptable()
    for parent in (waits, elsewhere):
        with pytest.raises(ParentGone):
            arrival(article, parent).refuse_unacceptable()


def test_of_several_that_say_the_same_it_repeats_the_first(article):
    made = {"text": "x", "email": ANA}
    old = make_comment(article, at=NOW - timedelta(minutes=21), **made)
    first = make_comment(article, at=NOW - timedelta(seconds=599), **made)
    assert old != first
    assert arrival(article).repeats == first.pk
    assert arrival(article, at=NOW + timedelta(minutes=11)).repeats is None
    assert arrival(article, text="X").repeats is None


# --- Who wrote it


def test_its_household_is_counted_within_the_window(article, settings):
    for minutes in (11, 9, 1):
        make_comment(article, f"{minutes}", address=HERS, at=NOW - timedelta(minutes=minutes))
    settings.COMMENTS_PER_NETWORK, settings.COMMENTS_PER_NETWORK_MINUTES = 2, 10
    assert arrival(article, address="2001:db8:1:1:ffff::2").written == 2
    assert arrival(article, address="2001:db8:1:2::1").written == 0
    with pytest.raises(RateLimited):
        arrival(article).refuse_unacceptable()


@pytest.mark.parametrize("kind", Hold.Kind.values)
def test_the_holds_are_those_on_its_contact(article, moderator, kind):
    comment = make_comment(article, email=ANA, address=HERS)
    for day, reason in enumerate(["First", "Second"], start=1):
        Hold.objects.place(comment, kind, NOW + timedelta(days=day), reason, moderator)
    Hold.objects.place(comment, kind, NOW - timedelta(days=1), "Over", moderator)
    Hold.objects.place(comment, kind, NOW + timedelta(days=1), "Lifted", moderator)
    Hold.objects.get(reason="Lifted").lift(by=moderator)
    for email, address in [
        (ANA, HERS),
        (ANA, "203.0.113.9"),
        ("bo@readers.example.org", HERS),
        ("bo@readers.example.org", "2001:db8:1:2::1"),
        ("bo@readers.example.org", "203.0.113.9"),
    ]:
        contact = Contact.of(email, address, b"", NOW)
        held = [hold.reason for hold in Hold.objects.active(NOW).on(contact)]
        assert arrival(article, email=email, address=address).held_for == held
    assert arrival(article).held_for == ["Second", "First"]


def test_staff_repeat_nothing_are_not_counted_and_not_held(article, moderator, settings):
    settings.COMMENTS_PER_NETWORK = 1
    comment = make_comment(article, email=ANA, address=HERS)
    Hold.objects.place(comment, "email", NOW + timedelta(days=1), "Rude", moderator)
    met = Arrival.of(article, None, NOW)
    assert (met.repeats, met.written, met.held_for) == (None, 0, [])
    met.refuse_unacceptable()
