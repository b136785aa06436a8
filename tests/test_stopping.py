"""One act refuses all that waits from one person and holds what comes; notes are moderators'."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from comments.models import Comment, Decision, Hold, PersonNote
from tests.desk import QUEUE, decide
from tests.newsroom import make_comment, make_user
from tests.receipts import confirm

pytestmark = pytest.mark.django_db

ANA = "ana@readers.example.org"


def stop(desk, comment, **typed):
    day = timezone.localdate() + timedelta(days=30)
    typed = {"reason": "advertising", "until": day.isoformat(), "note": "A campaign."} | typed
    return desk.post(f"{QUEUE}{comment.pk}/stop/", typed)


def statuses():
    return [*Comment.objects.order_by("pk").values_list("name", "status")]


def test_all_that_waits_is_refused_and_what_comes_is_held(desk, article, moderator):
    first = make_comment(article, name="Ana", email=ANA)
    make_comment(article, name="Bo", email="bo@readers.example.org")
    make_comment(article, "More.", name="Ana M.", email="Ana@Readers.example.org")
    assert "2 comments are waiting from this writer." in desk.get(f"{QUEUE}{first.pk}/person/").text
    answer = stop(desk, first)
    assert answer.url == f"{QUEUE}{first.pk}/person/"
    assert statuses() == [("Ana", "refused"), ("Bo", "waiting"), ("Ana M.", "refused")]
    told = Decision.objects.values_list("kind", "reason", "note__text", "by")
    assert [*told] == [("refuse", "advertising", "A campaign.", moderator.pk)] * 2
    page = desk.get(answer.url).text
    assert "2 comments refused" in page
    make_comment(article, "And more.", name="Again", email=ANA)
    assert [*Comment.objects.get(name="Again").signals.values_list("kind", "detail")] == [
        ("hold", "A campaign.")
    ]
    stop(desk, first)
    assert Hold.objects.count() == 1


def test_all_of_it_is_undone_together(desk, article):
    comments = [make_comment(article, text, email=ANA) for text in ("One.", "Two.")]
    stop(desk, comments[0])
    for comment in comments:
        decide(desk, comment, "reverse", version=2)
    assert {status for _name, status in statuses()} == {"waiting"}


def test_what_only_gave_the_address_of_another_is_not_theirs(desk, article):
    mine = make_comment(article, name="Mine", email=ANA)
    confirm(mine)
    make_comment(article, "Not hers.", name="Typed", email=ANA)
    stop(desk, mine)
    assert statuses() == [("Mine", "refused"), ("Typed", "waiting")]


def test_what_is_missing_is_said_and_nothing_is_decided(desk, article, editor):
    comment = make_comment(article, email=ANA)
    for typed in ({"reason": ""}, {"until": "2001-01-01"}, {"reason": "other", "note": ""}):
        page = stop(desk, comment, **typed)
        assert page.status_code == 200
        assert "errorlist" in page.text
    client = Client()
    client.force_login(editor)
    assert stop(client, comment).status_code == 403
    assert desk.get(f"{QUEUE}{comment.pk}/stop/").status_code == 302
    assert not Decision.objects.exists() and not Hold.objects.exists()


# --- What is noted about a person is for moderators


def test_editors_read_along_without_notes_on_persons_and_reasons_of_holds(
    article, moderator, editor, desk
):
    comment = make_comment(article, email=ANA)
    PersonNote.objects.write(comment, "Writes at night.", by=moderator)
    tomorrow = timezone.now() + timedelta(days=1)
    Hold.objects.place(comment, "email", tomorrow, "Stalked a colleague.", moderator)
    held = make_comment(article, "Again.", email=ANA)
    client = Client()
    client.force_login(editor)
    pages = (QUEUE, f"{QUEUE}{held.pk}/change/", f"{QUEUE}{held.pk}/person/")
    for address in pages:
        mine, theirs = desk.get(address).text, client.get(address).text
        for words in ("Writes at night.", "Stalked a colleague."):
            assert words in mine, address
            assert words not in theirs, address


def test_who_leads_needs_no_other_group(article):
    client = Client()
    client.force_login(make_user("lead", group="Lead moderators"))
    comment = make_comment(article)
    assert client.get(f"{QUEUE}?status=mine").status_code == 200
    decide(client, comment, "approve")
    assert Comment.objects.get().status == "published"
