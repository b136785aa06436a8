"""What nobody may read is nowhere, and looks as if it never was. Failures 7, 8, 15, 26."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from comments.models import Comment, Confirmation, Report, Subscription, Thread
from comments.models.refusals import Unacceptable
from tests import crawler
from tests.failures.site import (
    BO,
    OURS,
    document,
    everything_stored,
    hidden_comments,
    reply_address,
    send,
    words_in,
)
from tests.made_once import made_once
from tests.newsroom import (
    make_article,
    make_comment,
    make_draft,
    make_publication,
    make_published_comment,
    make_user,
)

pytestmark = pytest.mark.django_db
NEVER = 987_654_321


@pytest.fixture(autouse=True)
def still(time_machine):
    """A page that tells the time is the same page twice."""
    time_machine.move_to(timezone.now(), tick=False)


def doors(article, number):
    """Every address by which a reader may try to reach a comment, by the verb."""
    home = article.get_absolute_url()
    yield "get", f"/comment/{number}/", {}
    yield "get", f"/comment/{number}/report/", {}
    yield "post", f"/comment/{number}/report/", {"reason": "hate"}
    yield "get", f"{home}reply/?to={number}", {}
    yield "get", f"{home}conversation/{number}/", {}


def answers(article, number):
    for verb, address, typed in doors(article, number):
        yield getattr(Client(), verb)(address, typed or None, headers=OURS)


# --- 7


def test_failure_07_what_is_hidden_answers_exactly_as_what_never_was(article, moderator):
    hidden = hidden_comments(article, moderator)
    closed = make_article("Closed")
    hidden["in a closed thread"] = make_published_comment(closed, "Hidden.")
    Thread.objects.get(article=closed).set_policy("closed", by=moderator)
    never = [(one.status_code, one.content) for one in answers(article, NEVER)]
    assert {status for status, _page in never} == {404}
    for state, comment in hidden.items():
        found = [(one.status_code, one.content) for one in answers(article, comment.pk)]
        assert found == never, state
    shown = make_published_comment(article, "Everybody reads this.")
    assert [one.status_code for one in answers(article, shown.pk)] == [302, 200, 303, 200, 200]


def test_failure_07_of_a_withdrawn_article_only_what_was_public_answers_as_it_does(
    article, moderator
):
    gone = make_article("Gone")
    published = make_published_comment(gone, "Hidden.")
    hidden = hidden_comments(gone, moderator)
    gone.withdraw(by=moderator, reason="Wrong.")
    assert Client().get(f"/comment/{published.pk}/").status_code == 410
    assert "Wrong." in Client().get(f"/comment/{published.pk}/").text
    assert b"Hidden." not in Client().get(f"/comment/{published.pk}/").content
    never = [(one.status_code, one.content) for one in answers(article, NEVER)]
    for state, comment in hidden.items():
        found = [(one.status_code, one.content) for one in answers(article, comment.pk)]
        assert found == never, state


def test_failure_07_a_reply_to_what_is_hidden_is_refused_as_one_to_what_never_was(
    article, moderator
):
    hidden = hidden_comments(article, moderator)
    before = Comment.objects.count()
    never = send(article, to=str(NEVER))
    assert never.status_code == 409
    for state, comment in hidden.items():
        refused = send(article, to=str(comment.pk))
        assert (refused.status_code, refused.content) == (409, never.content), state
    assert Comment.objects.count() == before


def test_failure_07_a_page_of_the_thread_that_begins_at_the_hidden_is_no_other_page(
    article, moderator
):
    make_published_comment(article, "Everybody reads this.")
    hidden = hidden_comments(article, moderator)
    for place in ("thread", "from", "before", "after"):
        pages = {
            Client().get(f"{article.get_absolute_url()}?{place}={number}").content
            for number in [NEVER, *(comment.pk for comment in hidden.values())]
        }
        assert len(pages) == 1, place


# --- 8


def test_failure_08_a_count_follows_every_change_of_what_is_shown(article, moderator):
    def counted():
        titles = [
            words_in(one)
            for one in document(Client().get(article.get_absolute_url())).iter("h2")
            if one.get("class") == "thread-title"
        ]
        return titles[0].split(" ")[0] if titles else "None"

    assert counted() == "None"
    comments = [make_published_comment(article, f"Thought {number}.") for number in range(3)]
    assert counted() == "3"
    comments[0].take_down(by=moderator, reason="attack")
    assert counted() == "2"
    comments[1].withdraw()
    assert counted() == "One"
    comments[2].erase()
    assert counted() == "None"
    comments[0].approve(by=moderator)
    assert counted() == "One"


# --- 15


def test_failure_15_approving_a_comment_approves_nothing_below_it(article, moderator):
    parent = make_published_comment(article, "Above.")
    below = {
        "refused": make_comment(article, "qwbelow refused.", parent=parent),
        "spam": make_comment(article, "qwbelow spam.", parent=parent),
        "waiting": make_comment(article, "qwbelow waiting.", parent=parent),
        "taken_down": make_published_comment(article, "qwbelow down.", parent=parent),
        "withdrawn": make_published_comment(article, "qwbelow withdrawn.", parent=parent),
    }
    below["refused"].refuse(by=moderator, reason="attack")
    below["spam"].decide("spam", by=moderator)
    below["taken_down"].take_down(by=moderator, reason="attack")
    below["withdrawn"].withdraw()
    parent.take_down(by=moderator, reason="attack")
    for kind, reason in (("approve", ""), ("take_down", "attack"), ("reverse", "")):
        parent.decide(kind, by=moderator, reason=reason)
        assert {state: Comment.objects.get(pk=one.pk).status for state, one in below.items()} == {
            state: state for state in below
        }
    page = Client().get(article.get_absolute_url()).text
    assert "Above." in page
    assert "qwbelow" not in page
    assert Thread.objects.get().published_count == 1


def test_failure_15_a_reply_stays_when_what_it_answers_is_taken_down(article, moderator):
    parent = make_published_comment(article, "qwabove")
    make_published_comment(article, "Below.", parent=parent)
    parent.take_down(by=moderator, reason="attack")
    page = Client().get(article.get_absolute_url()).text
    assert "Below." in page
    assert "qwabove" not in page


# --- 26


@pytest.fixture
def out_of_sight(publication, moderator):
    """Articles under which nobody may write, and how a post to each is answered."""
    found = {}
    for policy in ("closed", "read_only"):
        found[policy] = make_article(f"Article {policy}"), 409
        thread = Thread.objects.create(article=found[policy][0])
        thread.set_policy(policy, by=moderator)
    found["withdrawn"] = make_article("Withdrawn"), 410
    found["withdrawn"][0].withdraw(by=moderator, reason="Wrong.")
    return found


def test_failure_26_nothing_is_posted_where_one_cannot_write(out_of_sight):
    before = everything_stored()
    for state, (article, status) in out_of_sight.items():
        answer = send(article, text="My long thought.")
        assert answer.status_code == status, state
        assert "My long thought." in answer.text, "what was typed is given back"
        followed = Client().post(
            f"{article.get_absolute_url()}follow/",
            {"email": BO, "rhythm": "at_once"},
            headers=OURS,
        )
        assert followed.status_code == status, state
        with pytest.raises(Unacceptable):
            make_comment(article)
    assert everything_stored() == before
    assert not Confirmation.objects.exists()
    assert not Subscription.objects.exists()


def test_failure_26_a_draft_and_a_scheduled_article_take_nothing(publication, editor):
    draft, planned = make_draft("A Draft"), make_draft("Planned")
    planned.schedule(by=editor, at=timezone.now() + timedelta(days=1))
    for article in (draft, planned):
        for door in ("reply/", "follow/", "feed/", "conversation/1/"):
            typed = {"name": "Ana", "email": BO, "text": "Hm.", "rhythm": "at_once"}
            address = f"/2024/01/{article.slug or 'a-draft'}/{door}"
            assert Client().get(address).status_code == 404
            assert Client().post(address, typed, headers=OURS).status_code in (404, 405)
        with pytest.raises(Unacceptable):
            make_comment(article)
    assert not Comment.objects.exists()


def test_failure_26_a_parent_in_another_article_or_out_of_sight_cannot_be_answered(
    article, moderator
):
    elsewhere = make_published_comment(make_article("Another Train"), "Elsewhere.")
    parents = [elsewhere, *hidden_comments(article, moderator).values()]
    before = Comment.objects.count()
    for parent in parents:
        assert send(article, to=str(parent.pk)).status_code == 409
        assert Client().get(f"{reply_address(article)}?to={parent.pk}").status_code == 404
        with pytest.raises(Unacceptable):
            make_comment(article, parent=parent)
        with pytest.raises(Unacceptable):
            Thread.objects.for_article(article).answer(by=moderator, text="Hm.", parent=parent)
    assert Comment.objects.count() == before


def test_failure_26_nothing_is_reported_that_one_cannot_see(article, moderator):
    shown = make_published_comment(article)
    Thread.objects.get(article=article).set_policy("closed", by=moderator)
    answer = Client().post(f"/comment/{shown.pk}/report/", {"reason": "hate"}, headers=OURS)
    assert answer.status_code == 404
    assert not Report.objects.exists()


# --- 7 and 8, of all pages: what stands from here on is made once


def walk() -> SimpleNamespace:
    """All pages before there was anything hidden, and with it."""
    make_publication()
    article, moderator = make_article(), make_user("moderator", group="Moderators")
    with time_machine.travel(timezone.now(), tick=False):
        first = make_published_comment(article, "Everybody reads this.")
        make_published_comment(article, "And this.", parent=first)
        before = dict(crawler.crawl(Client()))
        hidden = hidden_comments(article, moderator, text="qwhidden")
        assert not [state for state, comment in hidden.items() if comment.is_published]
        trapped = make_comment(
            article, "qwhidden", parent=first, signals=[("honeypot", "", "spam")]
        )
        assert not trapped.is_published
        make_comment(article, "qwhidden reply.", parent=first)
        return SimpleNamespace(
            before=before, after=dict(crawler.crawl(Client())), home=article.get_absolute_url()
        )


walked = made_once(walk)


def snapshot(visited) -> dict[str, bytes]:
    """Every public page, by its address; but not those of a comment by its number."""
    return {
        address: response.content
        for address, response in visited.items()
        if "public" in response.headers.get("Cache-Control", "")
    }


def test_failure_07_what_is_hidden_stands_on_no_page_and_in_no_feed(walked):
    bodies = {address: crawler.body(response) for address, response in walked.after.items()}
    assert not [address for address, body in bodies.items() if "qwhidden" in body]
    assert any("Everybody reads this." in body for body in bodies.values())


def test_failure_08_the_hidden_change_no_count_and_no_public_page(walked):
    before, after = snapshot(walked.before), snapshot(walked.after)
    assert len(before) > 10
    assert {address: after[address] for address in before} == before
    assert "2 thoughts on “" in words_in(document(walked.after[walked.home]))
