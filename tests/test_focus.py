"""One comment at a time: opened by a claim, decided, and the next one under the fingers."""

import re
from datetime import timedelta

import pytest
from django.db.models import QuerySet
from django.test import Client
from django.utils import timezone

from comments.models import Claim, Comment
from comments.models.claim import LASTS
from tests.desk import QUEUE, decide, make_waiting, shown
from tests.newsroom import make_article, make_comment, make_published_comment, make_section
from tests.newsroom import make_user as make_staff

pytestmark = pytest.mark.django_db

FOCUS = f"{QUEUE}focus/"


@pytest.fixture
def colleague(db):
    return make_staff("colleague", group="Moderators", first_name="Col", last_name="League")


@pytest.fixture
def other_desk(colleague):
    client = Client()
    client.force_login(colleague)
    return client


def start(desk, query=""):
    return desk.post(f"{QUEUE}start/", {"next": FOCUS + query}, follow=True)


def skip(desk, comment, query=""):
    words = {"at": comment.pk, "next": FOCUS + query}
    return desk.post(f"{QUEUE}skip/", words, follow=True)


def at(comment):
    return f"{FOCUS}?status=waiting&at={comment.pk}"


def whose(comment):
    return Claim.objects.get(comment=comment).by


# --- Opening


def test_starting_opens_the_first_of_the_queue_and_claims_it(desk, article, moderator):
    first, _second = make_waiting(article, 2)
    page = start(desk)
    assert shown(page) == [first.pk]
    assert page.redirect_chain[-1][0].endswith(f"at={first.pk}#at-{first.pk}")
    assert whose(first) == moderator


def test_looking_at_a_page_again_claims_nothing(desk, article):
    (comment,) = make_waiting(article, 1)
    page = desk.get(f"{FOCUS}?at={comment.pk}")
    assert shown(page) == [comment.pk]
    assert "No one else is reviewing this." in page.text
    assert not Claim.objects.exists()
    for address in ("start/", "skip/", f"{comment.pk}/claim/"):
        assert desk.get(QUEUE + address).status_code == 302
    assert not Claim.objects.exists()


def test_each_of_two_moderators_gets_another_comment(desk, other_desk, article):
    first, second = make_waiting(article, 2)
    assert shown(start(desk)) == [first.pk]
    assert shown(start(other_desk)) == [second.pk]


def test_the_list_says_who_has_a_comment_open(desk, other_desk, article):
    make_waiting(article, 2)
    start(other_desk)
    assert desk.get(QUEUE).text.count("Col League is reviewing this now.") == 1
    assert "is reviewing this now" not in other_desk.get(QUEUE).text


def test_a_claim_ends_by_itself(desk, other_desk, article, time_machine):
    (comment,) = make_waiting(article, 1)
    begun = timezone.now()
    time_machine.move_to(begun, tick=False)
    start(desk)
    assert "The queue is empty." not in start(other_desk).text
    assert Claim.objects.get().by.username == "moderator"
    time_machine.move_to(begun + LASTS + timedelta(seconds=1), tick=False)
    assert "is reviewing this" not in other_desk.get(QUEUE).text
    assert shown(start(other_desk)) == [comment.pk]
    assert whose(comment).username == "colleague"


def test_a_moderator_has_one_comment_open_at_a_time(desk, article, moderator):
    first, second = make_waiting(article, 2)
    start(desk)
    skip(desk, first)
    assert [*Claim.objects.values_list("comment", "by")] == [(second.pk, moderator.pk)]
    desk.post(f"{QUEUE}{first.pk}/claim/", {"next": FOCUS})
    assert [*Claim.objects.values_list("comment", "by")] == [(first.pk, moderator.pk)]


# --- Going on


def test_a_decision_leads_to_the_next_one_and_claims_it(desk, article, moderator):
    first, second, _third = make_waiting(article, 3)
    start(desk)
    page = decide(desk, first, "approve", next=FOCUS)
    assert page.status_code == 302
    assert page.url.endswith(f"at={second.pk}#at-{second.pk}")
    assert [*Claim.objects.values_list("comment", "by")] == [(second.pk, moderator.pk)]
    told = desk.get(page.url)
    assert "1 comment approved." in told.text
    assert "Undo" in told.text


def test_undoing_opens_the_comment_again(desk, article):
    first, _second = make_waiting(article, 2)
    start(desk)
    decide(desk, first, "approve", next=FOCUS)
    back = decide(desk, first, "reverse", version=2, next=FOCUS)
    assert back.url.endswith(f"at={first.pk}#at-{first.pk}")
    assert whose(first).username == "moderator"
    assert Comment.objects.get(pk=first.pk).status == "waiting"


def test_after_an_undoing_what_was_skipped_still_comes_last(desk, article):
    _first, _second, third, fourth, fifth = make_waiting(article, 5)
    page = decide(desk, third, "approve", next=FOCUS, following=fourth.pk)
    (then,) = re.findall(r'name="then" value="(\d+)" form="undo"', desk.get(page.url).text)
    assert int(then) == fourth.pk
    page = decide(desk, third, "reverse", version=2, next=FOCUS, then=then)
    opened = desk.get(page.url.partition("#")[0])
    assert shown(opened) == [third.pk]
    (following,) = {*re.findall(r'name="following" value="(\d+)">', opened.text)}
    assert int(following) == fourth.pk
    third.refresh_from_db()
    page = decide(desk, third, "approve", third.version, next=FOCUS, following=following)
    assert f"at={fourth.pk}" in page.url
    # Skipped instead, it leads on as well.
    words = {"at": third.pk, "then": fourth.pk, "next": FOCUS}
    assert shown(desk.post(f"{QUEUE}skip/", words, follow=True)) == [fourth.pk]
    assert f"at={fifth.pk}" in decide(desk, fourth, "approve", next=FOCUS, following=fifth.pk).url


def test_skipping_goes_through_the_whole_list_once(desk, article):
    comments = make_waiting(article, 3)
    page, seen = start(desk), []
    while len(seen) < 5 and "focus" in page.request["PATH_INFO"]:
        (pk,) = shown(page)
        seen.append(pk)
        page = skip(desk, Comment.objects.get(pk=pk))
    assert seen == [comment.pk for comment in comments]
    assert page.request["PATH_INFO"] == QUEUE


def test_what_was_skipped_comes_again_after_all_others(desk, article):
    first, second, third = make_waiting(article, 3)
    start(desk)
    skip(desk, first)
    (following,) = re.findall(r'name="following" value="(\d+)"', desk.get(at(second)).text)[:1]
    assert int(following) == third.pk
    page = decide(desk, second, "approve", next=FOCUS, following=following)
    assert f"at={third.pk}" in page.url
    assert f"at={first.pk}" in decide(desk, third, "approve", next=FOCUS).url


def test_the_next_one_is_another_if_a_colleague_has_it_open_or_has_decided(
    desk, other_desk, article, colleague
):
    first, second, third, fourth = make_waiting(article, 4)
    start(desk)
    Claim.objects.claim(second.pk, colleague)
    page = decide(desk, first, "approve", next=FOCUS, following=second.pk)
    assert f"at={third.pk}" in page.url
    fourth.approve(by=colleague)
    Claim.objects.release(colleague)
    page = decide(desk, third, "approve", next=FOCUS, following=fourth.pk)
    assert f"at={second.pk}" in page.url


def test_what_a_colleague_closes_in_the_moment_one_asks_for_it_is_opened(
    desk, article, colleague, monkeypatch
):
    (comment,) = make_waiting(article, 1)
    Claim.objects.claim(comment.pk, colleague)
    create = QuerySet.bulk_create

    def create_as_it_is_closed(claims, *args, **words):
        made = create(claims, *args, **words)
        Claim.objects.release(colleague)
        return made

    monkeypatch.setattr(QuerySet, "bulk_create", create_as_it_is_closed)
    desk.post(f"{QUEUE}{comment.pk}/claim/", {"next": FOCUS})
    assert whose(comment).username == "moderator"


def test_a_comment_edited_meanwhile_is_shown_once_and_says_so(desk, article):
    (comment,) = make_waiting(article, 1)
    for where, query in ((FOCUS, "?status=waiting"), (QUEUE, "")):
        seen = Comment.objects.get(pk=comment.pk).version
        comment.edit(f"Better, {where}.")
        told = desk.get(decide(desk, comment, "approve", version=seen, next=where + query).url)
        assert told.text.count("the writer edited the comment") == 1
        assert shown(told) == [comment.pk]
        assert "The queue is empty." not in told.text


def test_a_note_that_is_asked_for_does_not_lose_the_place(desk, article):
    first, second, third = make_waiting(article, 3)
    words = {"reason": "other", "next": FOCUS, "following": third.pk}
    asked = decide(desk, first, "refuse", **words)
    assert f'name="following" value="{third.pk}"' in asked.text
    assert f"at={third.pk}" in decide(desk, first, "refuse", note="Rude.", **words).url
    assert second.pk not in Claim.objects.values_list("comment", flat=True)


def test_after_the_last_one_the_list_says_that_nothing_waits(desk, article):
    (comment,) = make_waiting(article, 1)
    start(desk)
    page = decide(desk, comment, "spam", next=FOCUS)
    assert page.url == f"{QUEUE}?status=waiting#report"
    assert "The queue is empty." in desk.get(page.url).text


def test_the_filters_hold_from_one_comment_to_the_next(desk, article):
    elsewhere = make_article("The Night Bus", section=make_section("Home"))
    make_comment(article, "In the World")
    here = make_comment(elsewhere, "At Home", name="Bo")
    there = make_comment(elsewhere, "At Home too", name="Cy")
    query = "?status=waiting&section=home"
    assert shown(start(desk, query)) == [here.pk]
    page = decide(desk, here, "approve", next=FOCUS + query)
    assert f"at={there.pk}" in page.url and "section=home" in page.url
    assert decide(desk, there, "approve", next=FOCUS + query).url.startswith(f"{QUEUE}?")


@pytest.mark.parametrize("status", ["waiting", "reported", "edited", "published", "all"])
def test_every_list_can_be_read_one_by_one(desk, article, status):
    make_waiting(article, 2)
    for number in range(2):
        comment = make_published_comment(article, f"{number}", name=f"Pub {number}")
        comment.edit(f"{number}, better")
        comment.reports.receive(comment, "hate", f"203.0.113.{number}")
    query = f"?status={status}"
    listed = shown(desk.get(QUEUE + query))
    page, seen = start(desk, query), []
    for _step in listed:
        (pk,) = shown(page)
        seen.append(pk)
        page = skip(desk, Comment.objects.get(pk=pk), query)
    assert seen == listed


# --- What the page shows


def test_the_comment_stands_with_all_that_it_answers(desk, article):
    parent = make_published_comment(article, "Trains are late. " * 30, name="Ana")
    reply = make_comment(article, "So are buses.", name="Bo", parent=parent, passage="at nine")
    make_comment(article, "The one after", name="Cy")
    text = desk.get(f"{FOCUS}?at={reply.pk}").text
    assert "Trains are late. " * 20 in text, "the whole of it"
    assert "<q>at nine</q>" in text
    assert "the town goes to bed" in text, "the article's beginning"
    assert "The one after" in text, "what comes next"


def test_a_comment_that_is_decided_already_is_shown_and_says_so(desk, article, colleague):
    (comment,) = make_waiting(article, 1)
    comment.approve(by=colleague)
    page = desk.get(f"{FOCUS}?at={comment.pk}")
    assert "Published" in page.text
    assert shown(page) == [comment.pk]


@pytest.mark.parametrize("at", ["0", "x", "99999999999999999999", "%00", "-1", "12345"])
def test_a_number_that_is_no_comment_breaks_nothing(desk, article, at):
    make_waiting(article, 1)
    assert desk.get(f"{FOCUS}?at={at}").status_code in ((400,) if at == "%00" else (200, 404))
    assert desk.post(f"{QUEUE}skip/", {"at": at, "next": FOCUS}).status_code == 302
    assert desk.post(f"{QUEUE}start/", {"next": f"{FOCUS}?at={at}&status=x"}).status_code == 302


def test_nobody_is_led_away_from_the_desk(desk, article):
    make_waiting(article, 1)
    for evil in (
        "https://evil.example/",
        "//evil.example/admin/comments/comment/focus/",
        "/admin/",
    ):
        for address in ("start/", "skip/"):
            answer = desk.post(QUEUE + address, {"next": evil, "at": "1"})
            assert answer.url.startswith(QUEUE)


def test_the_page_asks_as_often_beside_thirty_as_beside_one(
    desk, article, django_assert_num_queries
):
    first, *_others = make_waiting(article, 30)
    with django_assert_num_queries(10):
        desk.get(f"{FOCUS}?at={first.pk}")
    Comment.objects.exclude(pk=first.pk).update(status="spam", hidden_since=timezone.now())
    with django_assert_num_queries(10):
        desk.get(f"{FOCUS}?at={first.pk}")


# --- What is new


def test_what_came_since_is_counted_and_not_pushed_in(desk, article):
    first, second = make_waiting(article, 2)
    page = desk.get(QUEUE)
    assert f"since={second.pk}" in page.text
    news = f"{QUEUE}news/?status=waiting&since={second.pk}"
    assert desk.get(news).json()["count"] == 0
    make_comment(article, "New")
    answer = desk.get(news)
    assert answer.json() == {"count": 1, "words": "Show 1 new comment"}
    assert "no-store" in answer.headers["Cache-Control"]
    assert desk.get(f"{QUEUE}news/?status=refused&since={second.pk}").json()["count"] == 0


@pytest.mark.parametrize("since", ["", "x", "-1", "99999999999999999999"])
def test_a_place_that_is_none_has_no_news(desk, article, since):
    make_waiting(article, 1)
    assert desk.get(f"{QUEUE}news/?since={since}").json()["count"] == 0


# --- Who may


def test_who_only_reads_along_opens_nothing(client, article, editor):
    client.force_login(editor)
    (comment,) = make_waiting(article, 1)
    assert client.get(f"{FOCUS}?at={comment.pk}").status_code == 403
    for address in ("start/", "skip/", f"{comment.pk}/claim/"):
        assert client.post(QUEUE + address, {"next": FOCUS}).status_code == 403
    assert not Claim.objects.exists()
    assert client.get(f"{QUEUE}news/").status_code == 200
