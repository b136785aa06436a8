"""Upgrading a site that people use: what was there gets its place."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from comments.models import Comment, Policy, Thread
from tests.upgrading import HOUR, MORNING, site_of

BEFORE = ("comments", "0002_decisions_never_change")


@pytest.fixture(scope="module")
def site(django_db_blocker, worker_id, django_test_environment):
    """The upgraded site."""
    with site_of(BEFORE, django_db_blocker, worker_id) as site:
        _fill(site)
        site.upgrade()
        yield site


def _fill(site):
    deep = ("published",)
    for _level in range(3):
        deep = ("published", deep, ("refused",))
    set_by = {"policy_changed_by_id": site.editor.pk, "policy_changed_at": MORNING}
    site.thread("Untouched", deep, ("published",), policy="moderated")
    site.thread("Ended", ("published", ("waiting",)), policy="closed", **set_by)
    site.thread("Reopened", ("waiting",), ("spam",), policy="moderated", **set_by)
    site.thread("Answered below", ("taken_down", ("published",)), policy="moderated")
    site.thread("Refused", ("refused",), ("spam",), ("taken_down",), policy="moderated")


def thread(headline) -> Thread:
    return Thread.objects.get(article__headline=headline)


@pytest.mark.parametrize(
    ("headline", "policy", "in_force"),
    [
        ("Untouched", "", Policy.MODERATED),
        ("Ended", "read_only", Policy.READ_ONLY),
        ("Reopened", "moderated", Policy.MODERATED),
    ],
)
def test_a_thread_keeps_what_its_policy_meant(site, headline, policy, in_force):
    found = thread(headline)
    assert (found.policy, found.policy_in_force) == (policy, in_force)
    assert not found.is_closed


def test_what_stands_below_each_comment_is_counted(site):
    shown = [*Comment.objects.published()]
    for comment in Comment.objects.all():
        below = [other for other in shown if comment.pk in other.path[:-1]]
        assert comment.published_below == len(below), comment.name
    assert {c.published_below for c in Comment.objects.all()} == {0, 1, 2, 3}


def test_a_single_reply_below_what_was_taken_down_keeps_its_place(site):
    place = Comment.objects.standing().filter(article__headline="Answered below", depth=0)
    assert [(c.status, c.published_below) for c in place] == [("taken_down", 1)]


def test_what_is_hidden_knows_since_when(site):
    for comment in Comment.objects.all():
        decided = comment.decisions.last()
        if comment.status in ("refused", "taken_down"):
            assert comment.hidden_since == decided.at == comment.created_at + 2 * HOUR
        elif comment.status == "spam":
            assert comment.hidden_since == comment.created_at
        else:
            assert comment.hidden_since is None


def test_every_constraint_is_validated_and_every_index_valid(site):
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint WHERE NOT convalidated")
        assert cursor.fetchall() == []
        cursor.execute("SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid")
        assert cursor.fetchall() == []
        cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = 'comments_comment'")
        assert {name for (name,) in cursor.fetchall()} >= {
            index.name for index in Comment._meta.indexes
        }


def test_what_waited_can_be_decided_and_what_was_decided_reversed(site):
    waiting = Comment.objects.waiting().get(article__headline="Ended")
    waiting.approve(by=site.moderator)
    assert (waiting.status, thread("Ended").published_count) == ("published", 2)
    assert Comment.objects.get(pk=waiting.parent_id).published_below == 1
    waiting.reverse(by=site.moderator)
    assert (waiting.status, thread("Ended").published_count) == ("waiting", 1)
    refused = Comment.objects.get(article__headline="Refused", status="refused")
    refused.reverse(by=site.moderator)
    assert (refused.status, refused.hidden_since) == ("waiting", None)
    refused.refuse(by=site.moderator, reason="attack", at=refused.created_at + 2 * HOUR)


def test_a_host_that_still_runs_the_version_before_can_take_and_decide(site):
    site.comments(thread("Reopened").article, ("waiting",))
    late = Comment.objects.latest("pk")
    assert (late.badge, late.passage, late.published_below) == ("", "", 0)
    late.approve(by=site.moderator)
    assert thread("Reopened").published_count == 1


def test_a_second_upgrade_has_nothing_to_do(site):
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
