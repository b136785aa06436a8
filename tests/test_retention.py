"""What is forgotten by the clock, and that nothing else is."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from comments import tasks
from comments.models import (
    Comment,
    Confirmation,
    Contact,
    Hold,
    Notice,
    Reader,
    Receipt,
    Report,
    Subscription,
    Thread,
)
from comments.privacy import retention
from tests.newsroom import make_article, make_comment, make_published_comment

pytestmark = pytest.mark.django_db

ANA = "ana@readers.example.org"
DAY = timedelta(days=1)


@pytest.fixture
def now():
    return timezone.now()


def long_ago(settings, setting="CONTACT_RETENTION_DAYS"):
    return timezone.now() - timedelta(days=getattr(settings, setting), minutes=1)


def lately(settings, setting="CONTACT_RETENTION_DAYS"):
    return timezone.now() - timedelta(days=getattr(settings, setting), minutes=-1)


# --- Who wrote, asked, followed and reported


def test_addresses_are_forgotten_after_the_days_that_the_page_promises(article, settings):
    reader = Reader.objects.confirm(ANA)
    old = make_comment(article, "Old.", at=long_ago(settings))
    new = make_comment(article, "New.", at=lately(settings))
    for comment in (old, new):
        comment.contact.belongs_to(reader)
    tasks.blank_contacts(timestamp=0)
    kept = {contact.pk: contact for contact in Contact.objects.all()}
    assert kept[new.pk].export()["email"] == ANA
    blank = kept[old.pk]
    emptied = [
        field.name for field in Contact._meta.fields if getattr(blank, field.attname) is None
    ]
    assert {*emptied} == {
        "email",
        "address",
        "email_digest",
        "household_digest",
        "network_digest",
        "submission_digest",
        "reader",
    }
    assert Comment.objects.get(pk=old.pk).text == "Old."


def test_a_reports_fingerprint_goes_and_the_report_stays(article, settings):
    comment = make_published_comment(article)
    for address, at in (("203.0.113.1", long_ago(settings)), ("203.0.113.2", lately(settings))):
        Report.objects.receive(comment, "attack", address, at=at)
    retention.forget_contacts()
    assert [bool(report.household_digest) for report in Report.objects.all()] == [False, True]


def test_an_expired_receipt_is_deleted_and_a_good_one_is_not(article, settings):
    comment = make_comment(article)
    Receipt.objects.issue(comment, at=long_ago(settings))
    token = Receipt.objects.issue(comment, at=lately(settings))
    retention.forget_contacts()
    assert Receipt.objects.get() == Receipt.objects.opened_by(token)


def test_an_old_question_is_deleted_and_a_good_one_is_not(article, settings, now):
    old = now - timedelta(hours=settings.CONFIRMATION_HOURS, minutes=1)
    for at in (old, now):
        Confirmation.objects.ask(ANA, "203.0.113.1", article, at=at)
    retention.forget_contacts()
    assert Confirmation.objects.get().at == now


def test_a_notice_and_an_ended_subscription_are_deleted_in_time(article, settings, now):
    reader = Reader.objects.confirm(ANA)
    comments = [make_published_comment(article, f"{n}", name="Bo") for n in range(4)]
    following = Subscription.objects.start(reader, "thread", article)
    told = {"reader": reader, "subscription": following}
    Notice.objects.create(comment=comments[0], sent_at=long_ago(settings), **told)
    Notice.objects.create(comment=comments[1], dropped_at=long_ago(settings), **told)
    Notice.objects.create(comment=comments[2], sent_at=lately(settings), **told)
    Notice.objects.create(comment=comments[3], created_at=long_ago(settings), **told)
    ended = [
        Subscription.objects.start(reader, "replies", article, comment=comment)
        for comment in comments[:2]
    ]
    for subscription, at in zip(ended, (long_ago(settings), lately(settings)), strict=True):
        Subscription.objects.filter(pk=subscription.pk).end(at)
    retention.forget_contacts()
    assert [notice.comment for notice in Notice.objects.order_by("pk")] == comments[2:]
    assert [*Subscription.objects.all()] == [following, ended[1]]


def test_a_hold_that_is_over_forgets_whom_it_was_on(article, settings, moderator, now):
    comment = make_comment(article, email=ANA)
    over = Hold.objects.place(comment, "email", long_ago(settings), "Loud", moderator)
    just_over = Hold.objects.place(comment, "email", lately(settings), "Loud", moderator)
    active = Hold.objects.place(comment, "email", now + DAY, "Loud", moderator)
    retention.forget_contacts()
    marked = {hold.pk: bool(bytes(hold.digest)) for hold in Hold.objects.all()}
    assert marked == {over.pk: False, just_over.pk: True, active.pk: True}


# --- Readers whom nothing needs


@pytest.fixture
def known(article):
    """A reader who was confirmed long ago."""
    return Reader.objects.confirm(ANA, at=timezone.now() - 30 * DAY)


def test_a_reader_without_anything_is_forgotten(known):
    assert [*Reader.objects.forgotten()] == [known]
    retention.forget_contacts()
    assert not Reader.objects.exists()


def test_a_reader_who_confirmed_today_is_not_forgotten_yet(known, now):
    Reader.objects.update(confirmed_at=now)
    assert not Reader.objects.forgotten().exists()


def test_a_reader_with_a_comment_is_not_forgotten(known, article):
    make_comment(article).contact.belongs_to(known)
    assert not Reader.objects.forgotten().exists()


def test_a_reader_who_follows_something_is_not_forgotten(known, article):
    running = Subscription.objects.start(known, "thread", article)
    other = make_article("Another")
    Subscription.objects.start(known, "thread", other)
    Subscription.objects.filter(article=other).end()
    assert not Reader.objects.forgotten().exists()
    Subscription.objects.filter(pk=running.pk).end()
    assert [*Reader.objects.forgotten()] == [known]


def test_a_reader_whose_contacts_are_all_blanked_is_forgotten(known, article, settings):
    comment = make_comment(article, at=long_ago(settings))
    comment.contact.belongs_to(known)
    retention.forget_contacts()
    assert not Reader.objects.exists()


# --- What was refused


def hidden(article, text, status, since):
    comment = make_comment(article, text)
    Comment.objects.filter(pk=comment.pk).update(status=status, hidden_since=since)
    return comment


@pytest.mark.parametrize("status", ["refused", "spam", "taken_down", "withdrawn"])
def test_what_is_hidden_long_enough_is_erased(article, settings, status):
    old = hidden(article, "Old.", status, long_ago(settings, "REFUSED_RETENTION_DAYS"))
    new = hidden(article, "New.", status, lately(settings, "REFUSED_RETENTION_DAYS"))
    tasks.erase_hidden(timestamp=0)
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.text, old.name, old.is_erased, old.status) == ("", "", True, status)
    assert (new.text, new.is_erased) == ("New.", False)
    assert [contact.comment for contact in Contact.objects.all()] == [new]


def test_what_waits_or_is_published_is_never_erased(article, settings):
    years_ago = timezone.now() - 3000 * DAY
    waiting = make_comment(article, "It waits.", at=years_ago)
    published = make_published_comment(article, "It stands.", at=years_ago)
    # Even where a moment was left standing.
    Comment.objects.update(hidden_since=years_ago)
    assert retention.erase_hidden() == 0
    assert {*Comment.objects.values_list("text", flat=True)} == {waiting.text, published.text}


def test_a_decision_that_was_reversed_starts_the_clock_again(article, settings, moderator):
    comment = make_comment(article)
    long = long_ago(settings, "REFUSED_RETENTION_DAYS")
    comment.refuse(by=moderator, reason="attack", at=long)
    comment.decide("reverse", by=moderator)
    assert retention.erase_hidden() == 0
    comment.refuse(by=moderator, reason="attack")
    assert retention.erase_hidden() == 0


def test_what_was_published_a_moment_before_its_turn_stays(article, settings, moderator, now):
    long = long_ago(settings, "REFUSED_RETENTION_DAYS")
    comment = hidden(article, "Rude?", "refused", long)
    assert [*retention.due_for_erasure(now)] == [comment]
    comment.refresh_from_db()
    comment.approve(by=moderator)
    assert not retention.erase_if_due(comment.pk, now)
    comment.refresh_from_db()
    assert (comment.status, comment.text) == ("published", "Rude?")


def test_many_are_erased_in_batches_and_a_stop_is_made_good(article, settings, monkeypatch):
    long = long_ago(settings, "REFUSED_RETENTION_DAYS")
    monkeypatch.setattr(retention, "BATCH", 2)
    for number in range(5):
        hidden(article, f"{number}", "spam", long)
    whole, done = Comment.erase, []

    def stops(comment, at=None):
        if len(done) == 3:
            raise ConnectionError
        done.append(comment)
        whole(comment, at)

    monkeypatch.setattr(Comment, "erase", stops)
    with pytest.raises(ConnectionError):
        retention.erase_hidden()
    monkeypatch.setattr(Comment, "erase", whole)
    assert retention.erase_hidden() == 2
    assert retention.erase_hidden() == 0


def test_replies_stay_when_what_they_answer_is_erased(article, settings, moderator, client):
    parent = make_published_comment(article, "Rude.")
    make_published_comment(article, "That was rude.", parent=parent)
    long = long_ago(settings, "REFUSED_RETENTION_DAYS")
    parent.take_down(by=moderator, reason="attack", at=long)
    assert retention.erase_hidden() == 1
    page = client.get(article.get_absolute_url()).text
    assert "That was rude." in page


def test_every_duty_has_a_clock():
    from procrastinate.contrib.django import app

    names = {task.task.name for task in app.periodic_registry.periodic_tasks.values()}
    assert {"comments.tasks.blank_contacts", "comments.tasks.erase_hidden"} <= names


# --- Counts


@pytest.fixture
def town(article, moderator):
    """A published comment with a published reply, which has a published one and a hidden one."""
    root = make_published_comment(article, "Root.")
    reply = make_published_comment(article, "Reply.", parent=root)
    make_published_comment(article, "Below.", parent=reply)
    make_published_comment(article, "Hidden.", parent=reply).take_down(by=moderator, reason="hate")
    return [root, reply]


def counts():
    return [*Comment.objects.order_by("pk").values_list("published_below", flat=True)]


def test_a_recount_finds_nothing_where_all_is_exact(town, capsys):
    before = counts()
    assert before == [2, 1, 0, 0]
    call_command("recount_threads")
    assert capsys.readouterr().out == "0 of 1 threads were wrong.\n"
    assert counts() == before


def test_a_recount_mends_what_stands_below_each_comment(town, article, capsys):
    exact = counts()
    other = make_published_comment(make_article("Another"))
    Comment.objects.filter(article=article).update(published_below=7)
    call_command("recount_threads")
    told = capsys.readouterr().out
    assert f"Article {article.pk}: below 4 of its comments" in told
    assert "1 of 2 threads were wrong." in told
    assert counts() == [*exact, 0]
    assert Comment.objects.get(pk=other.pk).published_below == 0


def test_a_recount_mends_both_counts_at_once(town, article, capsys):
    Thread.objects.update(published_count=9)
    Comment.objects.filter(pk=town[0].pk).update(published_below=0)
    call_command("recount_threads")
    assert Thread.objects.get().published_count == 3
    assert counts() == [2, 1, 0, 0]
    assert "1 of 1 threads were wrong." in capsys.readouterr().out


def test_a_recount_asks_as_often_for_many_threads_as_for_one(town, django_assert_num_queries):
    for number in range(4):
        make_published_comment(make_article(f"Article {number}"))
    with django_assert_num_queries(3):
        call_command("recount_threads", stdout=StringIO())
