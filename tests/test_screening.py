"""All rules in force are asked, all they say is kept, and none that fails publishes anything."""

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from authors.models import Author, StaffNames, User
from comments.models import Comment, Edit, Receipt, Rule, RuleVersion
from comments.screening import checks, impersonation, run
from comments.screening.checks import Submission
from tests.answers import OURS, send
from tests.newsroom import make_author, make_comment, make_published_comment
from tests.test_known_readers import ANA, browser_of
from tests.test_known_readers import ana as ana
from tests.test_known_readers import opened as opened

pytestmark = pytest.mark.django_db

# All that a post asks the database; four of it are asked by the rules.
QUERIES = 13


def revise(kind, **terms):
    rule = Rule.objects.filter(kind=kind).last()
    for name, value in terms.items():
        setattr(rule, name, value)
    return rule.revise()


def newest():
    return Comment.objects.latest("pk")


def kinds(comment):
    return [signal.kind for signal in comment.signals.all()]


def post(client, opened, **changes):
    return send(client=client, opened=opened, **{"text": "Again, from me."} | changes)


# --- All are asked, and all is kept


def test_each_finding_is_kept_with_its_rule_as_it_stood(article, opened):
    version = revise("words", entries="cialis", weight=3, effect="hold")
    send(opened=opened, text="Cheap cialis, really cialis")
    signal = newest().signals.get(kind="words")
    assert (signal.rule, signal.effect, signal.weight) == (version, "hold", 3)
    assert (signal.detail, signal.marks) == ("cialis", [[6, 12], [21, 27]])
    revise("words", name="Other words", entries="viagra", effect="note")
    signal.refresh_from_db()
    assert (str(signal), signal.rule.entries, signal.effect) == (
        "Flagged words",
        "cialis",
        "hold",
    )


def test_all_that_speak_up_are_kept_in_the_order_of_the_rules(article, opened):
    revise("words", entries="cialis")
    send(opened=opened, text="CIALIS AT HTTPS://A.EXAMPLE " * 3, name="Ana (Staff)")
    said = ["words", "staff_name", "links", "shouting", "newcomer"]
    assert kinds(newest()) == said


def test_a_rule_that_is_switched_off_is_not_asked(article, opened):
    revise("staff_name", is_active=False)
    send(opened=opened, name="Ana (Staff)")
    assert kinds(newest()) == ["newcomer"]


def test_what_weighs_moves_a_comment_ahead(article, opened):
    send(opened=opened, name="Ana (Staff)")
    comment = newest()
    assert (comment.created_at - comment.priority_at).total_seconds() == 6 * 3600


# --- The strictest effect


def test_what_is_only_noted_keeps_no_known_reader_waiting(ana, opened):
    revise("length", limit=2, effect="note")
    post(browser_of(ana), opened)
    assert (newest().status, kinds(newest())) == ("published", ["length"])


@pytest.mark.parametrize(("effect", "status"), [("hold", "waiting"), ("spam", "spam")])
def test_what_is_strict_keeps_a_known_reader_waiting(ana, opened, effect, status):
    revise("length", limit=2, effect=effect)
    post(browser_of(ana), opened)
    assert newest().status == status


def test_what_a_rule_calls_spam_waits_with_the_spam_and_can_be_approved(article, opened, moderator):
    revise("domains", entries="pills.example")
    send(opened=opened, text="At www.pills.example")
    comment = newest()
    assert comment.status == "spam"
    assert Client().get(f"/comment/{comment.pk}/").status_code == 404
    comment.approve(by=moderator)
    assert Client().get(f"/comment/{comment.pk}/").status_code == 302


# Failure 11: leaving something out can only make the outcome stricter.
@pytest.mark.parametrize(("untimed", "too_fast"), [("note", "hold"), ("hold", "spam")])
def test_a_missing_time_is_no_way_around_a_stricter_rule_about_haste(
    ana, opened, untimed, too_fast
):
    revise("untimed", effect=untimed)
    revise("too_fast", effect=too_fast)
    post(browser_of(ana), "")
    assert newest().status == {"hold": "waiting", "spam": "spam"}[too_fast]
    assert {"untimed", "too_fast"} <= {*kinds(newest())}


def test_nor_is_it_where_no_rule_asks_for_a_time(ana):
    revise("untimed", is_active=False)
    post(browser_of(ana), "")
    assert (newest().status, kinds(newest())) == ("waiting", ["too_fast"])


def test_a_missing_time_is_told_once_where_that_is_as_strict(ana):
    post(browser_of(ana), "")
    assert kinds(newest()) == ["untimed"]


@pytest.mark.parametrize("left_out", ["opened", "cookie"])
def test_leaving_something_out_is_never_milder(ana, opened, left_out):
    """With everything the comment appears, and without any of it does not."""
    post(browser_of(ana), opened)
    assert newest().status == "published"
    client = Client() if left_out == "cookie" else browser_of(ana)
    post(client, "" if left_out == "opened" else opened, text="Once more, from me.")
    assert newest().status == "waiting"


# --- Rules that fail


def break_down(_terms, sent):
    raise RuntimeError(sent.text)


def take_too_long(*_args):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(30)")


def ask_nonsense(*_args):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1/0")


@pytest.mark.parametrize("failure", [break_down, take_too_long, ask_nonsense])
@pytest.mark.parametrize("kind", ["heat", "links"])
def test_a_rule_that_fails_holds_and_the_others_are_still_asked(
    ana, opened, monkeypatch, caplog, failure, kind
):
    monkeypatch.setitem(checks.CHECKS, kind, failure)
    # Only what is looked up has a clock set.
    monkeypatch.setattr(checks, "LOOKED_UP", (*checks.LOOKED_UP, "links"))
    revise("words", entries="again")
    assert post(browser_of(ana), opened).status_code == 303
    assert newest().status == "waiting"
    assert {*kinds(newest())} == {"unscreened", "words"}
    broken = newest().signals.get(kind="unscreened")
    assert (broken.effect, broken.detail, broken.rule.kind) == ("hold", broken.rule.name, kind)
    assert str(broken) == "Not fully checked: a rule failed"
    assert "Again, from" not in caplog.text


def test_after_the_rules_the_clock_is_as_before(article):
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        before = cursor.fetchone()
        run.noticed(Submission(article, "x", name="Ana", email=ANA))
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == before


def test_a_list_spoilt_past_the_form_holds_what_it_should_have_looked_at(ana, opened):
    revise("words", entries="vi*gra")
    post(browser_of(ana), opened)
    assert (newest().status, kinds(newest())) == ("waiting", ["unscreened"])


# --- New texts


def edit(comment, text):
    token = Receipt.objects.issue(comment)
    typed = {"text": text}
    answer = Client().post(f"/receipt/{token}/edit/", typed, headers=OURS)
    assert answer.status_code == 303
    return Edit.objects.latest("pk")


def test_a_new_text_is_looked_at_again(article):
    revise("words", entries="cialis")
    comment = make_comment(article, "An honest text.", signals=[("untimed", "")])
    new = edit(comment, "Buy cialis.")
    assert [(one.kind, one.edit, one.marks) for one in comment.signals.all()] == [
        ("untimed", None, []),
        ("words", new, [[4, 10]]),
    ]


def test_what_was_said_about_how_it_came_is_not_asked_of_a_new_text(article, opened):
    send(opened=opened, name="Ana (Staff)")
    edit(newest(), "Another text.")
    assert kinds(newest()) == ["staff_name", "newcomer"]


def test_a_new_text_at_which_a_rule_breaks_is_known_as_such(article, monkeypatch):
    comment = make_published_comment(article, at=timezone.now())
    monkeypatch.setitem(checks.CHECKS, "words", break_down)
    new = edit(comment, "Another text.")
    assert {one.kind for one in new.signals.all()} == {"unscreened"}
    assert new.status == "waiting"


def test_a_comment_edited_into_something_strict_is_not_published_by_trust(ana, article):
    """Confirmed only after the edit, as by the link in its mail."""
    revise("words", entries="cialis")
    comment = make_comment(article, "An honest text.", email=ANA)
    edit(comment, "Buy cialis.")
    comment.contact.belongs_to(ana)
    assert not comment.publish_if_trusted(ana)


# --- Names of the house


def test_a_new_name_is_known_at_once_and_an_old_one_no_longer(publication):
    author = make_author("Ngaire Whitcombe")
    assert impersonation.claimed_identity("ngaire whitcombe", "") == "Ngaire Whitcombe"
    Author.objects.filter(pk=author.pk).update(name="Ngaire Moss")
    assert impersonation.claimed_identity("Ngaire Whitcombe", "") == ""
    assert impersonation.claimed_identity("NGAIRE MOSS", "") == "Ngaire Moss"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE authors_author SET name = 'Ngaire Holt'")
    assert impersonation.claimed_identity("Ngaire Moss", "") == ""
    assert impersonation.claimed_identity("Ngaire Holt", "") == "Ngaire Holt"
    author.delete()
    assert impersonation.claimed_identity("Ngaire Holt", "") == ""


@pytest.mark.parametrize("field", ["first_name", "username", "email"])
def test_so_is_that_of_a_member_of_the_staff(publication, moderator, field):
    assert impersonation.claimed_identity("Newly Typed", "") == ""
    User.objects.update(**{"last_name": "", field: "newly-typed"})
    assert impersonation.claimed_identity("Newly Typed", "")


def test_a_change_that_was_taken_back_leaves_nothing_behind(publication):
    make_author("Ngaire Whitcombe")
    with transaction.atomic():
        Author.objects.update(name="Ngaire Moss")
        assert impersonation.claimed_identity("Ngaire Moss", "")
        transaction.set_rollback(True)
    assert impersonation.claimed_identity("Ngaire Moss", "") == ""
    assert impersonation.claimed_identity("Ngaire Whitcombe", "")


def test_names_that_did_not_change_are_not_read_again(publication, django_assert_num_queries):
    make_author("Ngaire Whitcombe")
    impersonation.claimed_identity("Ana", "")
    with django_assert_num_queries(1):
        impersonation.claimed_identity("Ngaire Whitcombe", "")
    User.objects.update(last_login=timezone.now())
    with django_assert_num_queries(1):
        impersonation.claimed_identity("Ana", "")


def test_names_without_a_version_are_read_each_time(publication, django_assert_num_queries):
    make_author("Ngaire Whitcombe")
    StaffNames.objects.all().delete()
    for _ in range(2):
        with django_assert_num_queries(3):
            assert impersonation.claimed_identity("Ngaire Whitcombe", "")


# --- What it costs


def test_a_post_asks_as_often_with_many_rules_as_with_one_of_a_kind(
    article, opened, django_assert_num_queries
):
    send(opened=opened, text="So that the thread is there.")
    with django_assert_num_queries(QUERIES):
        send(opened=opened, text="One.", email="bo@readers.example.org")
    for number in range(30):
        rule = Rule(kind="words", name=f"List {number}", entries=f"cialis{number}")
        rule.revise()
    assert RuleVersion.objects.in_force().count() > 40
    with django_assert_num_queries(QUERIES):
        send(opened=opened, text="Two.", email="cy@readers.example.org")


def test_each_active_rule_is_in_force_once(publication):
    in_force = [version.rule_id for version in RuleVersion.objects.in_force()]
    assert len(in_force) == len({*in_force}) == Rule.objects.filter(is_active=True).count()


def test_a_new_version_is_in_force_at_once_and_the_old_one_no_longer(publication, article, opened):
    old = Rule.objects.get(name="Flagged words").current
    new = revise("words", entries="train")
    in_force = [*RuleVersion.objects.in_force()]
    assert new in in_force and old not in in_force
    send(opened=opened)
    assert newest().signals.get(kind="words").rule == new
