"""A writer takes a comment away, or has it erased: the counts stay exact, and nothing stays behind.

Failures 8 and 14 of the field.
"""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from comments.models import (
    Comment,
    Confirmation,
    Contact,
    ContactLook,
    Decision,
    DecisionNote,
    Edit,
    Fingerprint,
    Notice,
    PersonNote,
    Reader,
    Receipt,
    Report,
    Signal,
    Subscription,
    Thread,
)
from tests.newsroom import MORNING, make_article, make_comment, make_published_comment

pytestmark = pytest.mark.django_db

BELONGINGS = [
    Contact,
    ContactLook,
    Confirmation,
    DecisionNote,
    Edit,
    Fingerprint,
    Notice,
    PersonNote,
    Receipt,
    Report,
    Signal,
    Subscription,
]


@pytest.fixture
def family(article):
    """Published: a comment, its two replies, and a reply to the second of them."""
    parent = make_published_comment(article, "Parent")
    first = make_published_comment(article, "First", parent=parent)
    second = make_published_comment(article, "Second", parent=parent)
    return parent, first, second, make_published_comment(article, "Child", parent=second)


def assert_counts_are_exact(article):
    rows = [*Comment.objects.filter(article=article)]
    shown = [row for row in rows if row.is_published]
    assert Thread.objects.get(article=article).published_count == len(shown)
    for row in rows:
        below = [one for one in shown if row.pk in one.path[:-1]]
        assert row.published_below == len(below), row


def stored(comment):
    return Comment.objects.get(pk=comment.pk)


# --- Withdrawing


@pytest.mark.parametrize("verb", ["withdraw", "erase"])
def test_counts_stay_exact_wherever_in_a_thread_somebody_leaves(article, family, verb):
    for comment in reversed(family):
        getattr(comment, verb)()
        assert_counts_are_exact(article)
    assert Thread.objects.get(article=article).published_count == 0


@pytest.mark.parametrize("verb", ["withdraw", "erase"])
def test_a_waiting_comment_leaves_without_being_counted(article, family, verb):
    comment = make_comment(article, "Waits", parent=family[1])
    getattr(comment, verb)()
    assert comment.status == "withdrawn"
    assert_counts_are_exact(article)
    assert Thread.objects.get(article=article).published_count == 4


@pytest.mark.parametrize("verb", ["withdraw", "erase"])
def test_the_place_stays_where_somebody_answered_and_only_there(article, family, verb):
    parent, first, second, child = family
    getattr(second, verb)()
    getattr(first, verb)()
    assert {*Comment.objects.standing()} == {parent, second, child}
    assert {*Comment.objects.published()} == {parent, child}


def test_what_is_withdrawn_keeps_its_words_until_it_is_erased(article, moderator):
    comment = make_published_comment(article, "Mine.")
    comment.withdraw(at=MORNING)
    assert (comment.status, comment.text, comment.hidden_since) == ("withdrawn", "Mine.", MORNING)
    assert comment.contact.email
    assert not Decision.objects.filter(comment=comment, kind="take_down").exists()


def test_withdrawn_twice_is_withdrawn_once(article, family):
    parent = family[0]
    parent.withdraw(at=MORNING)
    version = parent.version
    parent.withdraw()
    assert (parent.version, parent.hidden_since) == (version, MORNING)
    assert_counts_are_exact(article)


@pytest.mark.parametrize("status", ["refused", "spam", "taken_down"])
def test_what_moderators_hid_keeps_its_state(article, moderator, status):
    comment = make_comment(article)
    if status == "taken_down":
        comment.approve(by=moderator)
        comment.take_down(by=moderator, reason="attack")
    elif status == "spam":
        comment.decide("spam", by=moderator)
    else:
        comment.refuse(by=moderator, reason="attack")
    comment.withdraw()
    assert stored(comment).status == status


@pytest.mark.parametrize(
    ("kind", "reason"),
    [("approve", ""), ("refuse", "attack"), ("spam", ""), ("take_down", "attack"), ("reverse", "")],
)
def test_no_decision_brings_a_withdrawn_comment_back(article, moderator, kind, reason):
    comment = make_published_comment(article)
    comment.withdraw()
    with pytest.raises(ValidationError):
        comment.decide(kind, moderator, reason=reason)
    assert stored(comment).status == "withdrawn"
    assert_counts_are_exact(article)


# --- Erasing


def plant(article, moderator):
    """A published reply with everything that can belong to one."""
    parent = make_published_comment(article, "Parent")
    comment = make_comment(
        article, "Mine.", name="Zora Q.", parent=parent, signals=[("untimed", "")], passage="train"
    )
    comment.edit("Mine, too.")
    comment.approve(by=moderator)
    comment.take_down(by=moderator, reason="attack", note="About Zora.")
    comment.decide("reverse", by=moderator)
    comment.edit("Mine, still.")
    comment.contact.look(by=moderator)
    PersonNote.objects.write(comment, "About Zora, too.", by=moderator)
    reader = Reader.objects.confirm("zora@readers.example.org")
    subscription = Subscription.objects.start(reader, "replies", article, comment)
    Notice.objects.create(reader=reader, comment=comment, subscription=subscription)
    Report.objects.receive(comment, "attack", "203.0.113.9")
    Confirmation.objects.ask("zora@readers.example.org", "203.0.113.9", article, comment)
    Receipt.objects.issue(comment)
    return comment


def belongings(comment):
    paths = {ContactLook: "contact__comment", DecisionNote: "decision__comment"}
    return {
        model
        for model in BELONGINGS
        if model.objects.filter(**{paths.get(model, "comment"): comment})
    }


def test_erasing_leaves_a_place_and_what_was_decided_and_nothing_else(article, moderator):
    comment = plant(article, moderator)
    assert belongings(comment) == {*BELONGINGS}
    kinds = [one.kind for one in comment.decisions.all()]
    comment.erase(at=MORNING)
    assert belongings(comment) == set()
    row = stored(comment)
    assert (row.name, row.text, row.html, row.passage) == ("", "", "", "")
    assert (row.status, row.erased_at) == ("withdrawn", MORNING)
    assert [one.kind for one in row.decisions.all()] == kinds
    assert_counts_are_exact(article)


def test_no_table_keeps_a_word_of_it(article, moderator):
    """Looked for in every row of every table, as text: also in what nobody thought of."""
    comment = plant(article, moderator)
    assert tables_that_say("Zora", "Mine,", "Mine.")
    comment.erase()
    assert tables_that_say("Zora", "Mine,", "Mine.") == set()


def tables_that_say(*words):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        found = set()
        for table in tables:
            cursor.execute(
                f'SELECT 1 FROM "{table}" AS one WHERE one::text LIKE ANY(%s) LIMIT 1',
                [[f"%{word}%" for word in words]],
            )
            if cursor.fetchone():
                found.add(table)
    return found


def test_erasing_one_comment_takes_nothing_from_another(article, moderator):
    comment, other = plant(article, moderator), plant(make_article("Another"), moderator)
    kept = belongings(other)
    comment.erase()
    assert belongings(other) == kept
    assert stored(other).text == "Mine, too."


@pytest.mark.parametrize("status", ["refused", "spam", "withdrawn", "waiting"])
def test_a_comment_is_erased_in_any_state(article, moderator, status):
    comment = make_comment(article)
    if status == "refused":
        comment.refuse(by=moderator, reason="attack")
    elif status == "spam":
        comment.decide("spam", by=moderator)
    elif status == "withdrawn":
        comment.withdraw()
    comment.erase()
    expected = "withdrawn" if status == "waiting" else status
    assert (stored(comment).status, stored(comment).text) == (expected, "")
    assert not Contact.objects.exists()


def test_erased_twice_is_erased_once(article):
    comment = make_comment(article)
    comment.erase(at=MORNING)
    version = comment.version
    comment.erase()
    assert (comment.erased_at, comment.version) == (MORNING, version)


# Failure 14: an erasure that is undone shows more than before.
@pytest.mark.parametrize(
    ("kind", "reason"), [("approve", ""), ("refuse", "attack"), ("spam", ""), ("reverse", "")]
)
@pytest.mark.parametrize("before", ["refuse", "spam", "approve"])
def test_no_decision_brings_an_erased_comment_back(article, moderator, before, kind, reason):
    comment = make_comment(article)
    comment.decide(before, moderator, reason="attack" if before == "refuse" else "")
    comment.erase()
    status = comment.status
    with pytest.raises(ValidationError, match="erased"):
        comment.decide(kind, moderator, reason=reason)
    assert stored(comment).status == status
    assert_counts_are_exact(article)


@pytest.mark.parametrize("change", [{"status": "published"}, {"text": "Back"}, {"name": "Zora"}])
def test_the_database_itself_keeps_an_erased_comment_empty(article, change):
    comment = make_published_comment(article)
    comment.erase()
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=comment.pk).update(**change)


# --- At the same time


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("leave", ["withdraw", "erase"])
def test_who_leaves_while_a_moderator_approves_is_gone_and_counted_once(article, moderator, leave):
    parent = make_published_comment(article, "Parent")
    for number in range(8):
        comment = make_comment(article, f"Reply {number}", parent=parent)
        together(
            lambda comment=comment: getattr(stored(comment), leave)(),
            lambda comment=comment: approve_if_still_there(stored(comment), moderator),
        )
        assert stored(comment).status == "withdrawn"
        assert_counts_are_exact(article)


def approve_if_still_there(comment, moderator):
    try:
        comment.approve(by=moderator)
    except ValidationError as refusal:
        assert "withdrawn" in str(refusal) or "erased" in str(refusal)


def together(*acts):
    barrier = threading.Barrier(len(acts))

    def run(act):
        try:
            barrier.wait(timeout=10)
            act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        for future in [pool.submit(run, act) for act in acts]:
            future.result(timeout=30)
