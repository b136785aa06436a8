"""Deciding at the desk: one by one, many at once, and two moderators at the same time."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from authors.models import User
from comments.models import Comment, Decision, DecisionNote, Thread
from tests.desk import QUEUE, decide, make_waiting, shown
from tests.newsroom import MORNING, make_article, make_comment, make_published_comment, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(db):
    return make_user("colleague", group="Moderators", first_name="Col", last_name="League")


# --- Deciding


@pytest.mark.parametrize(
    ("kind", "reason", "status"),
    [("approve", "", "published"), ("refuse", "off_topic", "refused"), ("spam", "", "spam")],
)
def test_a_waiting_comment_is_decided_and_the_next_card_follows(
    desk, article, moderator, kind, reason, status
):
    comment, following = make_waiting(article, 2)
    back = f"{QUEUE}?section=world"
    answer = decide(desk, comment, kind, next=back, reason=reason, following=following.pk)
    assert answer.url == f"{back}#at-{following.pk}"
    comment.refresh_from_db()
    decision = comment.decisions.get()
    assert comment.status == status
    assert (decision.by, decision.reason, decision.comment_version) == (moderator, reason, 1)
    page = desk.get(back)
    assert shown(page) == [following.pk]
    assert "Reader 1" in page.text.partition('id="report"')[2].partition("</form>")[0]
    assert 'id="report"' not in desk.get(back).text


def test_a_decision_is_undone_from_the_message_that_tells_of_it(desk, article):
    comment = make_comment(article)
    decide(desk, comment, "approve")
    form = desk.get(QUEUE).text.partition('id="report"')[2].partition("</form>")[0]
    assert f'name="chosen" value="{comment.pk}-2"' in form
    assert 'name="kind" value="reverse"' in form
    decide(desk, comment, "reverse", version=2)
    assert shown(desk.get(QUEUE)) == [comment.pk]
    assert Thread.objects.for_article(article).published_count == 0


def test_what_was_done_is_told_even_when_the_next_card_is_gone(desk, article, colleague):
    comment, following = make_waiting(article, 2)
    decide(desk, comment, "approve", following=following.pk)
    following.decide("spam", by=colleague)
    assert "1 comment approved." in desk.get(QUEUE).text


def test_a_published_comment_is_taken_down_with_a_reason_and_a_note(desk, article):
    comment = make_published_comment(article)
    decide(desk, comment, "take_down", version=2, reason="private", note="Names a child.")
    comment.refresh_from_db()
    assert (comment.status, comment.decisions.last().reason) == ("taken_down", "private")
    assert DecisionNote.objects.get().text == "Names a child."
    assert Thread.objects.for_article(article).published_count == 0


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ({}, "Choose a reason."),
        ({"reason": "no_such"}, "no_such"),
        ({"reason": "other", "note": " "}, "Explain here"),
        ({"reason": "attack", "note": "x" * 1001}, "at most 1000 characters"),
    ],
)
def test_a_refusal_without_its_reason_is_asked_for_it_and_keeps_the_note(
    desk, article, words, complaint
):
    comment = make_comment(article)
    answer = decide(desk, comment, "refuse", **{"note": "My note"} | words)
    assert complaint in answer.text
    assert words.get("note", "My note") in answer.text
    comment.refresh_from_db()
    assert comment.status == "waiting"


def test_the_second_moderator_learns_who_decided_what_and_when(desk, article, colleague):
    # Failure 13 of the field.
    comment = make_comment(article)
    comment.refuse(by=colleague, reason="off_topic", at=MORNING)
    answer = decide(desk, comment, "approve")
    assert answer.url == f"{QUEUE}#report"
    page = desk.get(QUEUE).text
    card = page.partition("<article")[2].partition("</article>")[0]
    told = " ".join(re.sub(r"<[^>]+>", " ", card).split())
    assert "Nothing was changed: Col League decided first, on January 11, 2024 at 5:25 am." in told
    assert "Refused. Off topic" in told
    comment.refresh_from_db()
    assert comment.status == "refused"
    assert comment.decisions.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_the_same_moment_exactly_one_wins(publication):
    # Failure 13 of the field.
    comments = make_waiting(make_article(), 5)
    start = threading.Barrier(2)

    def decide_all(name, kind):
        client = Client()
        client.force_login(User.objects.get(username=name))
        for comment in comments:
            start.wait()
            decide(client, comment, kind)
        connection.close()

    make_user("ann", group="Moderators")
    make_user("ben", group="Moderators")
    with ThreadPoolExecutor() as pool:
        for judged in [
            pool.submit(decide_all, *who) for who in (("ann", "approve"), ("ben", "spam"))
        ]:
            judged.result()
    for comment in comments:
        comment.refresh_from_db()
        decision = comment.decisions.get()
        assert (comment.version, comment.status) == (2, decision.status_after)
    published = Comment.objects.published().count()
    assert Thread.objects.get().published_count == published


def test_a_text_changed_while_it_was_read_is_not_approved(desk, article):
    # Failure 13 of the field: edited between view and approval.
    comment = make_comment(article)
    Comment.objects.filter(pk=comment.pk).update(text="Buy pills", version=2)
    decide(desk, comment, "approve", version=1)
    assert "the text has changed since you opened it" in desk.get(QUEUE).text
    comment.refresh_from_db()
    assert (comment.status, comment.decisions.count()) == ("waiting", 0)


@pytest.mark.parametrize(
    "form",
    [
        {"kind": "approve", "chosen": "{pk}"},
        {"kind": "approve", "chosen": "{pk}-"},
        {"kind": "approve", "chosen": "{pk}-1 OR 1=1"},
        {"kind": "publish", "chosen": "{pk}-1"},
        {"chosen": "{pk}-1"},
        {"kind": "approve", "chosen": ["{pk}-1"] * 101},
    ],
)
def test_a_form_that_leaves_the_version_or_the_decision_out_does_nothing(desk, article, form):
    comment = make_comment(article)
    chosen = form["chosen"] if isinstance(form["chosen"], list) else [form["chosen"]]
    form = form | {"chosen": [word.format(pk=comment.pk) for word in chosen]}
    assert desk.post(f"{QUEUE}decide/", form).status_code == 400
    comment.refresh_from_db()
    assert comment.status == "waiting"


@pytest.mark.parametrize("page", ["decide/", "confirm/", "search/", "{pk}/address/", "{pk}/hold/"])
def test_opening_an_address_that_acts_changes_nothing(desk, article, page):
    # Failure 18 of the field.
    comment = make_comment(article)
    query = f"?chosen={comment.pk}-1&kind=approve"
    assert desk.get(QUEUE + page.format(pk=comment.pk) + query).status_code == 302
    comment.refresh_from_db()
    assert (comment.status, comment.contact.looks.count()) == ("waiting", 0)


def test_publishing_a_comment_publishes_none_of_its_refused_replies(desk, article, moderator):
    # Failure 15 of the field.
    parent = make_published_comment(article)
    reply = make_comment(article, text="A reply", parent=parent)
    reply.refuse(by=moderator, reason="attack")
    decide(desk, parent, "take_down", version=2, reason="attack")
    decide(desk, parent, "approve", version=3)
    reply.refresh_from_db()
    assert reply.status == "refused"


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/admin/comments/comment/",
        "//evil.example/admin/comments/comment/",
        "/\\evil.example",
        "/admin/logout/",
        "javascript:alert(1)",
        "",
    ],
)
def test_a_decision_leads_nowhere_but_to_the_desk(desk, article, address):
    # Failure 24 of the field.
    assert decide(desk, make_comment(article), "approve", next=address).url == f"{QUEUE}#report"


# --- Many at once


def choose(desk, kind, comments, **words):
    chosen = [f"{comment.pk}-{comment.version}" for comment in comments]
    return desk.post(f"{QUEUE}confirm/", {"kind": kind, "chosen": chosen, "next": QUEUE} | words)


def agree(desk, page, **words):
    """Press the button of a confirmation page."""
    fields = re.findall(r'name="(kind|chosen|next)" value="([^"]+)"', page.text)
    form = {}
    for name, value in fields:
        form.setdefault(name, []).append(value)
    return desk.post(f"{QUEUE}decide/", form | words)


def test_many_are_decided_after_a_page_that_counts_them(desk, article):
    comments = make_waiting(article, 12)
    page = choose(desk, "approve", comments)
    assert "<h1>Approve 12 comments?</h1>" in page.text
    assert Comment.objects.waiting().count() == 12
    agree(desk, page)
    assert not Comment.objects.waiting().exists()
    assert Thread.objects.for_article(article).published_count == 12
    assert "12 comments approved." in desk.get(QUEUE).text


def test_all_on_the_page_are_chosen_with_one_tick(desk, article):
    comments = make_waiting(article, 3)
    everything = {"everything": "on", "shown": [f"{comment.pk}-1" for comment in comments]}
    page = choose(desk, "spam", [], **everything)
    assert "<h1>Mark 3 comments as spam?</h1>" in page.text
    agree(desk, page)
    assert Comment.objects.filter(status="spam").count() == 3


def test_many_are_refused_for_one_reason(desk, article):
    page = choose(desk, "refuse", make_waiting(article, 3))
    agree(desk, page)
    assert Comment.objects.waiting().count() == 3
    agree(desk, page, reason="advertising", note="The same shop again")
    assert [*Decision.objects.values_list("reason", "note__text")] == [
        ("advertising", "The same shop again")
    ] * 3


def test_those_a_colleague_was_quicker_with_are_listed_and_the_others_done(
    desk, article, colleague
):
    comments = make_waiting(article, 3)
    page = choose(desk, "approve", comments)
    comments[1].refuse(by=colleague, reason="attack")
    agree(desk, page)
    told = desk.get(QUEUE).text
    assert "2 comments approved." in told
    assert "Someone got there first." in told
    assert "Col League" in told
    assert [comment.status for comment in Comment.objects.order_by("pk")] == [
        "published",
        "refused",
        "published",
    ]


def test_the_page_that_counts_leaves_out_what_the_decision_does_not_fit(desk, article, colleague):
    waiting, published, changed = make_waiting(article, 3)
    seen = [f"{waiting.pk}-1", f"{published.pk}-2", f"{changed.pk}-1"]
    published.approve(by=colleague)
    changed.decide("spam", by=colleague)
    page = choose(desk, "refuse", [], chosen=seen)
    assert "<h1>Refuse 1 comment?</h1>" in page.text
    assert "2 comments left unchanged" in page.text


def test_choosing_nothing_says_so(desk, article):
    make_comment(article)
    page = desk.post(f"{QUEUE}confirm/", {"kind": "approve", "next": QUEUE}, follow=True)
    assert "Select at least one comment." in page.text


def test_many_decisions_are_undone_together(desk, article):
    agree(desk, choose(desk, "approve", make_waiting(article, 3)))
    form = desk.get(QUEUE).text.partition('id="report"')[2].partition("</form>")[0]
    chosen = re.findall(r'name="chosen" value="([^"]+)"', form)
    desk.post(f"{QUEUE}decide/", {"kind": "reverse", "chosen": chosen, "next": QUEUE})
    assert Comment.objects.waiting().count() == 3
