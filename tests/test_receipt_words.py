"""What a receipt tells: where a comment stands, why, how long that takes, and what is shown."""

from datetime import timedelta

import pytest
from django import db
from django.test import Client

from comments.models import (
    Comment,
    Decision,
    Edit,
    Reason,
    Signal,
    Thread,
)
from comments.models.decision_kinds import KINDS
from comments.readers import receipt
from comments.screening import defaults
from opinion import html
from tests.newsroom import MORNING, make_comment
from tests.receipts import ANA, address_of, confirm, read, words

pytestmark = pytest.mark.django_db

LINK = 'See <a href="https://pills.example/" rel="nofollow ugc noopener">https://pills.example/</a>'


@pytest.fixture
def comment(article):
    return make_comment(article, email=ANA)


@pytest.fixture
def address(comment):
    return address_of(comment)


# --- Where it stands


def test_a_waiting_comment_has_its_thanks(address):
    page = read(address)
    assert page.startswith("Thank you")
    assert (
        "Your comment is waiting for a moderator. It will appear once a moderator has approved it."
        in page
    )


def test_a_published_comment_leads_to_its_place(comment, address, moderator):
    comment.approve(by=moderator)
    page = Client().get(address)
    assert words(page).startswith("Your comment has been published")
    assert f'href="/comment/{comment.pk}/" rel="noreferrer"' in page.text


def test_a_published_comment_of_a_hidden_thread_is_not_called_public(comment, address, moderator):
    comment.approve(by=moderator)
    Thread.objects.for_article(comment.article).set_policy("closed", by=moderator)
    page = Client().get(address)
    assert "this thread is currently hidden" in words(page)
    assert f"/comment/{comment.pk}/" not in page.text


@pytest.mark.parametrize("reason", [code for code, *_words in defaults.REASONS])
def test_a_refusal_and_a_taking_down_give_the_reason_and_nothing_else(
    comment, address, moderator, reason
):
    moderator.first_name, moderator.last_name = "Moira", "Deratour"
    moderator.save()
    comment.refuse(by=moderator, reason=reason, note="A private remark.")
    page = read(address)
    assert "Your comment was not published" in page
    assert Reason.objects.get(code=reason).wording in page
    comment.approve(by=moderator)
    comment.take_down(by=moderator, reason=reason, note="Another remark.")
    taken = read(address)
    assert "Your comment was taken down" in taken
    assert Reason.objects.get(code=reason).wording in taken
    for secret in ("remark", "Moira", "Deratour"):
        assert secret not in Client().get(address).text
        assert secret not in Client().get(f"{address}export/").text


def test_a_reason_that_was_taken_back_is_told_no_longer(comment, address, moderator):
    comment.refuse(by=moderator, reason="hate")
    comment.decide("reverse", by=moderator)
    page = read(address)
    assert "Thank you" in page
    assert "hatred" not in page
    assert "A moderator wants to look at it again." in page


def test_spam_is_said_to_look_like_spam(article, comment, address, moderator):
    trapped = make_comment(article, "Buy.", signals=[("honeypot", "", "spam")])
    page = read(address_of(trapped))
    assert page.startswith("Thank you")
    assert "It looked like spam." in page
    comment.decide("spam", by=moderator)
    assert read(address).startswith("Your comment was marked as spam")


# --- Why, and how long


def test_every_reason_signal_decision_and_status_has_public_words():
    assert all(Reason.objects.values_list("wording", flat=True))
    assert {*receipt.NOTICED} == {*Signal.Kind}
    untold = {kind for kind, record in KINDS.items() if not record.tells}
    assert untold == {
        "hand_over",
        "escalate",
        "snooze",
        "requeue",
        "dismiss_reports",
        "imported",
    }
    assert {*receipt.STATES} == {*receipt.TITLES} == {*Comment.Status}
    assert {*receipt.EDITED} == {*Edit.Status}


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        ("moderated", "A moderator reads every comment on this article before it appears."),
        ("trusted", "You are new here, or you haven't confirmed your address"),
        ("read_only", "This thread is now closed to new comments"),
    ],
)
def test_the_policy_of_the_thread_is_told(comment, address, moderator, policy, said):
    Thread.objects.get().set_policy(policy, by=moderator)
    assert said in read(address)


def test_a_confirmed_reader_is_told_what_is_still_missing(comment, address, moderator):
    Thread.objects.get().set_policy("trusted", by=moderator)
    confirm(comment)
    assert "who have recently had enough approved" in read(address)


def test_what_was_noticed_is_told_without_a_moderators_words(article):
    signals = [("too_fast", ""), ("hold", "Loud"), ("staff_name", "Edith Orr")]
    page = read(address_of(make_comment(article, signals=signals)))
    for kind, _detail in signals:
        assert str(receipt.NOTICED[kind]) in page
    assert "Loud" not in page
    assert "Edith" not in page


def test_a_missing_time_is_kept_from_the_page_and_told_in_the_file(article):
    address = address_of(make_comment(article, signals=[("untimed", "")]))
    told = str(receipt.NOTICED["untimed"])
    assert told not in read(address)
    assert Client().get(f"{address}export/").json()["noticed"] == [told]


def test_what_is_only_noted_is_no_reason_to_wait(article):
    page = read(address_of(make_comment(article, signals=[("newcomer", "", "note")])))
    assert str(receipt.NOTICED["newcomer"]) not in page


def test_nobody_learns_by_typing_an_address_what_was_refused_under_it(article):
    comment = make_comment(article, signals=[("refused", "2×")])
    told = str(receipt.NOTICED["refused"])
    address = address_of(comment)
    assert told not in read(address)
    assert told not in Client().get(f"{address}export/").json()["noticed"]
    confirm(comment)
    assert told in read(address)


def test_the_usual_time_is_the_middle_of_the_last_decisions(article, moderator):
    address = address_of(make_comment(article, "Still here."))
    for number, hours in enumerate([1, 2, 3, 50], start=1):
        decide_after(article, moderator, number, hours)
    assert "We can't say yet how long this will take." in read(address)
    decide_after(article, moderator, 5, 90)
    assert "Comments are usually read within about 3 hours." in read(address)


def decide_after(article, moderator, number, hours):
    at = MORNING + timedelta(days=number)
    comment = make_comment(article, f"Thought {number}.", at=at)
    comment.approve(by=moderator, at=at + timedelta(hours=hours))


def test_only_the_last_fifty_decisions_count(article, moderator):
    comments = [make_comment(article, f"{n}.", at=MORNING) for n in range(51)]
    for number, comment in enumerate(comments):
        wait = timedelta(days=number) if number else timedelta(days=-9)
        comment.approve(by=moderator, at=MORNING + wait)
    # The middle of 1 to 50; with the earliest it would be 25.
    assert receipt.usual_wait() == timedelta(days=25, hours=12)


@pytest.mark.parametrize(
    ("wait", "said"),
    [
        (timedelta(seconds=20), "about 5 minutes"),
        (timedelta(minutes=37), "about 35 minutes"),
        (timedelta(minutes=58), "about 1 hour"),
        (timedelta(hours=35), "about 35 hours"),
        (timedelta(hours=40), "about 2 days"),
    ],
)
def test_a_wait_is_told_as_people_say_it(wait, said):
    assert receipt.in_words(wait) == said


def test_the_usual_time_is_read_from_an_index(article, moderator):
    for number in range(5):
        decide_after(article, moderator, number, 1)
    with db.connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
    asked = Decision.objects.filter(kind__in=["approve", "refuse"]).order_by("-at")
    assert "decision_latest" in asked.values_list("at", "comment__created_at")[:50].explain()


# --- The comment


def test_links_are_words_until_a_moderator_has_read_them(article, moderator):
    comment = make_comment(article, "See https://pills.example/ *now*.")
    address = address_of(comment)
    held = Client().get(address).text
    assert "https://pills.example/" in held
    assert 'href="https://pills.example/' not in held
    assert "<em>now</em>" in held
    comment.approve(by=moderator)
    assert LINK in Client().get(address).text
    comment.edit("See https://other.example/ instead.")
    page = Client().get(address).text
    assert LINK in page
    assert "https://other.example/" in page
    assert 'href="https://other.example/' not in page
    comment.withdraw()
    assert LINK not in Client().get(address).text


def test_an_inert_text_keeps_everything_but_its_links():
    rendered = html.comment("> He said *so*\n\nSee www.example.org and https://example.org/?a=1&b")
    inert = html.inert(rendered)
    assert "<a" not in inert
    assert html.plain_text(inert) == html.plain_text(rendered)
    assert "<blockquote><p>He said <em>so</em></p></blockquote>" in inert
    assert html.inert("<p>1 &lt; 2</p><script>x</script>") == "<p>1 &lt; 2</p>"


def test_a_hostile_name_is_only_a_name(article):
    name = "<img src=x onerror=alert(1)>"
    page = Client().get(address_of(make_comment(article, "<script>x</script>", name=name))).text
    assert "<img src=x" not in page
    assert "<script>x" not in page
    assert "&lt;script&gt;x&lt;/script&gt;" in page
