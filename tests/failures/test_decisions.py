"""Two moderators, and a writer who edits meanwhile. Failure 13."""

import pytest
from django.test import Client

from benchmarks import contention
from comments.models import Comment, Decision, StaleVersion, Thread
from tests.desk import decide
from tests.newsroom import make_comment, make_publication, make_user


def at_the_desk(name, **values) -> Client:
    client = Client()
    client.force_login(make_user(name, group="Moderators", **values))
    return client


@pytest.mark.django_db
def test_failure_13_the_second_moderator_changes_nothing_and_is_told_who_decided_what(article):
    mo = at_the_desk("mo", first_name="Mo", last_name="Mbeki")
    kit = at_the_desk("kit", first_name="Kit", last_name="Kowalski")
    comment = make_comment(article)
    decide(mo, comment, "refuse", reason="off_topic")
    told = kit.get(decide(kit, comment, "approve")["Location"]).text
    comment.refresh_from_db()
    assert comment.status == "refused"
    assert Decision.objects.count() == 1
    assert "Mo Mbeki" in told or "mo" in told
    assert "Refused" in told
    assert Thread.objects.get().published_count == 0


@pytest.mark.django_db
def test_failure_13_what_was_edited_since_it_was_shown_is_not_approved(article):
    mo = at_the_desk("mo")
    comment = make_comment(article, "What the moderator read.")
    comment.edit("qwunread: what nobody has read.")
    decide(mo, comment, "approve", version=1)
    comment.refresh_from_db()
    assert comment.status == "waiting"
    assert "qwunread" not in Client().get(article.get_absolute_url()).text
    with pytest.raises(StaleVersion):
        comment.approve(by=make_user("kit"), version=1)
    decide(mo, comment, "approve", version=comment.version)
    assert Comment.objects.get().is_published


@pytest.mark.django_db
def test_failure_13_a_form_that_leaves_out_what_it_saw_decides_nothing(article):
    mo = at_the_desk("mo")
    comment = make_comment(article)
    for chosen in (f"{comment.pk}", f"{comment.pk}-", f"{comment.pk}-x", ""):
        typed = {"chosen": chosen, "kind": "approve", "next": "/admin/comments/comment/"}
        mo.post("/admin/comments/comment/decide/", typed)
    comment.refresh_from_db()
    assert comment.status == "waiting"


@pytest.mark.django_db(transaction=True)
def test_failure_13_of_two_decisions_at_once_exactly_one_wins():
    make_publication()
    contention.two_moderators(rounds=5)
    assert Decision.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_failure_13_an_edit_in_the_moment_of_approval_is_never_published_unread():
    make_publication()
    contention.edit_against_approval(rounds=8)
    unread = Comment.objects.published().filter(text__startswith="Unread")
    assert not unread.exists()
