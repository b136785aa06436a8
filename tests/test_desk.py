"""The moderation desk: what its pages show."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from comments.models import Decision, Thread
from comments.threads.auto_close import close_due
from tests.desk import QUEUE, make_waiting, shown
from tests.forms import article_form, press
from tests.newsroom import (
    MORNING,
    make_article,
    make_comment,
    make_draft,
    make_published_comment,
    make_section,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(db):
    return make_user("colleague", group="Moderators", first_name="Col", last_name="League")


# --- Reading the queue


def test_the_queue_shows_what_waits_oldest_first(desk, article):
    first, second = make_waiting(article, 2)
    make_published_comment(article)
    assert shown(desk.get(QUEUE)) == [first.pk, second.pk]


def test_each_list_has_its_address_and_its_count(desk, article, moderator):
    waiting, refused, spam, taken, published = make_waiting(article, 5)
    refused.refuse(by=moderator, reason="attack")
    spam.decide("spam", by=moderator)
    for comment in (taken, published):
        comment.approve(by=moderator)
    taken.take_down(by=moderator, reason="private")
    for status, comment in {
        "waiting": waiting,
        "refused": refused,
        "spam": spam,
        "taken_down": taken,
        "published": published,
    }.items():
        assert shown(desk.get(f"{QUEUE}?status={status}")) == [comment.pk]
    everything = desk.get(f"{QUEUE}?status=all")
    assert shown(everything) == [
        comment.pk for comment in (published, taken, spam, refused, waiting)
    ]
    counts = re.findall(r'desk-count">(\d+)<', everything.text)
    # Waiting, mine, reported, edited, put aside, and then the archives.
    assert counts == ["1", "0", "0", "0", "0", "1", "1", "1", "1", "0", "5"]


def test_archives_show_the_newest_first(desk, article, moderator):
    first, second = make_waiting(article, 2)
    for comment in (second, first):
        comment.refuse(by=moderator, reason="attack")
    assert shown(desk.get(f"{QUEUE}?status=refused")) == [second.pk, first.pk]


def test_the_queue_can_be_narrowed_to_an_article_a_section_or_a_name(desk, article):
    other = make_article("The Night Bus", section=make_section("Home"))
    here = make_comment(article, name="Ana María Reader")
    there = make_comment(other, name="Bo Anavi")
    assert shown(desk.get(f"{QUEUE}?article={other.pk}")) == [there.pk]
    assert shown(desk.get(f"{QUEUE}?section=world")) == [here.pk]
    assert shown(desk.get(f"{QUEUE}?name=mar+ana")) == [here.pk]
    assert shown(desk.get(f"{QUEUE}?name=ana")) == [here.pk, there.pk]
    assert shown(desk.get(f"{QUEUE}?name=vi")) == []


@pytest.mark.parametrize(
    "query",
    [
        "status=%00&section=%00&name=%00&article=%00&after=%00",
        "article=99999999999999999999999&after=99999999999999999-999999999999999999",
        "article=1'--&after=-1--1&status=WAITING",
        "section=a&section=b&name=" + "x" * 500,
    ],
)
def test_a_senseless_filter_breaks_nothing(desk, article, query):
    make_comment(article)
    expected = 400 if "%00" in query else 200
    assert desk.get(f"{QUEUE}?{query}", follow=True).status_code == expected


def test_a_long_list_is_paged_without_gap_or_repetition(desk, article, moderator):
    # All of one moment: the primary key has to tell them apart.
    comments = [
        make_comment(article, text=f"{number}", address=f"2001:db8:0:{number:x}::1", at=MORNING)
        for number in range(1, 61)
    ]
    expected = [comment.pk for comment in comments]
    assert_paged(desk, "waiting", expected)
    assert_paged(desk, "all", expected[::-1])
    for comment in comments:
        comment.approve(by=moderator)
    assert_paged(desk, "published", expected[::-1])


def assert_paged(desk, status, expected):
    address, seen, sizes = f"{QUEUE}?status={status}", [], []
    while address and len(sizes) < 5:
        page = desk.get(address)
        seen += shown(page)
        sizes.append(len(shown(page)))
        following = re.search(r'href="(\?[^"]+)" rel="next"', page.text)
        address = following and QUEUE + following[1].replace("&amp;", "&")
    assert (sizes, seen) == ([25, 25, 10], expected), status


def test_a_page_whose_comments_were_all_decided_leads_to_the_rest(desk, article):
    comment = make_comment(article, at=MORNING)
    gone = desk.get(f"{QUEUE}?after=9999999999999999-1")
    assert gone.status_code == 302
    assert shown(desk.get(gone.url)) == [comment.pk]


@pytest.mark.parametrize("count", [1, 30])
def test_the_queue_asks_as_many_questions_for_thirty_comments_as_for_one(
    desk, article, django_assert_num_queries, colleague, count
):
    first = make_published_comment(article, by=colleague)
    for comment in make_waiting(article, count):
        comment.refuse(by=colleague, reason="attack", note="A note")
        comment.decide("reverse", by=colleague)
    make_comment(article, text="A reply", parent=first)
    with django_assert_num_queries(9):
        assert len(shown(desk.get(QUEUE))) == min(count + 1, 25)


def test_a_card_shows_a_comment_in_its_context(desk, article, editor):
    parent = make_published_comment(article, text="Trains are **late**.", name="Bo")
    make_comment(
        article,
        text="They were never on time.\n\nNever.",
        name="Ana",
        parent=parent,
        at=timezone.now() - timedelta(hours=3),
        signals=[("too_fast", "2 seconds")],
    )
    article.headline = "The Very Last Train"
    article.save()
    article.publish(by=editor)
    card = desk.get(QUEUE).text.partition("<article")[2].partition("</article>")[0]
    for part in (
        "The Very Last Train – OpEd",
        'href="/2024/01/the-last-train/"',
        "reply, level 2",
        "Trains are **late**.",
        f'href="/admin/comments/comment/{parent.pk}/change/"',
        "<p>They were never on time.</p>",
        "waiting 3\xa0hours",
        "Typed too fast</strong>: <bdi>2 seconds</bdi>",
        "Written about edition 1 of January 11, 2024 at 5:25 am. Readers now see edition 2.",
    ):
        assert part in card


def test_a_card_tells_what_was_decided_before_by_whom_and_why(desk, article, colleague):
    comment = make_comment(article)
    comment.refuse(by=colleague, reason="off_topic", note="It is about buses.")
    page = desk.get(f"{QUEUE}?status=refused").text
    for part in ("Refused", "Off topic", "Col League", "It is about buses."):
        assert part in page


def test_a_held_comment_is_marked_with_the_reason_of_the_hold(desk, article, moderator):
    from comments.models import Hold

    until = timezone.now() + timedelta(days=7)
    Hold.objects.place(make_comment(article), "email", until, "Three attacks in May", moderator)
    make_comment(article, text="Again")
    said = "Writer on hold</strong>: <bdi>Three attacks in May</bdi>"
    assert said in desk.get(QUEUE).text


@pytest.mark.parametrize("page", ["", "?status=all", "{pk}/change/"])
def test_no_address_is_on_the_desk_until_it_is_asked_for(desk, article, page):
    # Failure 4 of the field.
    comment = make_comment(article, email="canary@readers.example.org", address="203.0.113.77")
    text = desk.get(QUEUE + page.format(pk=comment.pk)).text
    assert "canary" not in text
    assert "203.0.113" not in text


HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>'


@pytest.mark.parametrize("page", ["", "{pk}/change/"])
def test_markup_in_a_name_or_a_note_is_shown_as_typed(desk, article, moderator, page):
    # Failure 1 of the field, in the admin.
    parent = make_published_comment(article, text=HOSTILE, name=HOSTILE[:60])
    comment = make_comment(article, text=HOSTILE, name=HOSTILE[:60], parent=parent)
    comment.refuse(by=moderator, reason="other", note=HOSTILE)
    comment.decide("reverse", by=moderator)
    text = desk.get(QUEUE + page.format(pk=comment.pk)).text
    assert "&lt;script&gt;" in text
    assert "<script>alert" not in text
    assert "<img src=x" not in text


def test_decisions_can_be_read_and_filtered_but_not_changed(
    desk, article, moderator, colleague, django_assert_num_queries
):
    for comment in make_waiting(article, 20):
        comment.refuse(by=colleague, reason="off_topic", note="About buses.")
    make_published_comment(article, by=moderator, name="Bo Published")
    with django_assert_num_queries(11):
        page = desk.get("/admin/comments/decision/")
    assert "Bo Published" in page.text
    assert page.text.count("About buses.") == 20
    filtered = desk.get(f"/admin/comments/decision/?by={colleague.pk}&reason=off_topic")
    assert "Bo Published" not in filtered.text
    decision = Decision.objects.first()
    for act, status in {"change": 405, "delete": 404}.items():
        form = {"kind": "approve", "post": "yes"}
        answer = desk.post(f"/admin/comments/decision/{decision.pk}/{act}/", form)
        assert answer.status_code == status
    assert Decision.objects.first().kind == "refuse"


# --- The thread of an article


def test_a_thread_is_closed_and_opened_from_the_desk(desk, article, moderator):
    page = desk.get(f"{QUEUE}?article={article.pk}&status=all").text
    assert "Section default (now: Open: every comment is reviewed first)" in page
    desk.post(f"{QUEUE}article/{article.pk}/policy/", {"policy": "closed"})
    thread = Thread.objects.get()
    assert (thread.policy, thread.policy_changed_by) == ("closed", moderator)
    page = desk.get(f"{QUEUE}?article={article.pk}&status=all").text
    assert '<option value="closed" selected>' in page
    assert "Set by moderator" in page
    desk.post(f"{QUEUE}article/{article.pk}/policy/", {"policy": "moderated"})
    assert Thread.objects.get().policy == "moderated"


def test_the_desk_says_when_the_clock_closes_and_that_it_did(desk, article, editor):
    thread = Thread.objects.create(article=article)
    now = timezone.now()
    days = (now - article.published_at).days + 7
    thread.set_policy("trusted", by=editor, close_after_days=days)
    address = f"{QUEUE}?article={article.pk}"
    told = " ".join(desk.get(address).text.split())
    assert "Becomes read-only on" in told
    close_due(now + timedelta(days=8))
    told = " ".join(desk.get(address).text.split())
    assert "Becomes read-only" not in told
    assert "Set automatically on" in told


def test_the_desk_tells_moderators_nothing_of_a_draft(desk, publication):
    draft = make_draft("The Secret Train")
    assert "Secret" not in desk.get(f"{QUEUE}?article={draft.pk}").text
    answer = desk.post(f"{QUEUE}article/{draft.pk}/policy/", {"policy": "closed"})
    assert answer.status_code == 404


def test_an_editor_closes_the_comments_in_the_form_of_the_article(client, article, editor):
    client.force_login(editor)
    press(client, pk=article.pk, **{"thread-0-policy": "closed"})
    thread = Thread.objects.get()
    assert (thread.policy, thread.policy_changed_by) == ("closed", editor)
    form = client.get(f"/admin/articles/article/{article.pk}/change/").text
    assert "by editor" in form.partition('id="thread-group"')[2]
    press(client, pk=article.pk, **{"thread-0-policy": "moderated"})
    assert Thread.objects.get().policy == "moderated"


def test_saving_an_article_leaves_its_thread_alone(client, article, editor):
    client.force_login(editor)
    press(client, pk=article.pk, headline="Another headline")
    assert not Thread.objects.exists()


def test_a_thread_that_a_reader_opened_meanwhile_is_closed_all_the_same(client, article, editor):
    client.force_login(editor)
    url, fields = article_form(client, article.pk)
    make_comment(article)
    client.post(url, fields | {"thread-0-policy": "closed", "_draft": "1"})
    assert Thread.objects.get().policy == "closed"


def test_authors_do_not_see_the_thread_in_their_article(client, publication, writer):
    client.force_login(writer)
    draft = make_draft(created_by=writer)
    page = client.get(f"/admin/articles/article/{draft.pk}/change/")
    assert page.status_code == 200
    assert "thread-0-policy" not in page.text
    press(client, pk=draft.pk, **{"thread-TOTAL_FORMS": "1", "thread-0-policy": "closed"})
    assert not Thread.objects.exists()


# --- Commands


def test_a_wrong_count_is_found_and_mended(article, capsys):
    from django.core.management import call_command

    make_published_comment(article)
    make_comment(article, text="Waits")
    right = make_article("Another Train")
    make_published_comment(right)
    Thread.objects.filter(article=article).update(published_count=17)
    call_command("recount_threads")
    assert Thread.objects.for_article(article).published_count == 1
    assert Thread.objects.for_article(right).published_count == 1
    assert "1 of 2 threads were wrong." in capsys.readouterr().out
