"""The decisions of all moderators: found, read, and undone where that still holds."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.utils import timezone

from comments.models import Comment, Decision, Report, Thread
from comments.models.outcome import Outcome
from tests.desk import QUEUE, decide, make_waiting
from tests.newsroom import MORNING, make_article, make_comment, make_published_comment, make_user
from tests.test_html_is_valid import complaint

pytestmark = pytest.mark.django_db
HISTORY = "/admin/comments/decision/"


@pytest.fixture
def colleague(db):
    return make_user("colleague", group="Moderators", first_name="Col", last_name="League")


def rows(page):
    """Each decision on a page: its number, and all that is told of it."""
    parts = page.text.split('<li class="desk-decided">')[1:]
    told = [" ".join(part.partition("</li>")[0].split()) for part in parts]
    return {int(re.search(r'id="decision-(\d+)"', row)[1]): row for row in told}


def undoable(page):
    return {number for number, row in rows(page).items() if 'value="reverse"' in row}


def press_undo(desk, page, number):
    fields = dict(re.findall(r'name="(kind|chosen|next)" value="([^"]+)"', rows(page)[number]))
    fields["next"] = fields["next"].replace("&amp;", "&")
    return desk.post(f"{QUEUE}decide/", fields, follow=True)


# --- What is told


def test_each_decision_tells_who_did_what_when_and_why(desk, article, colleague):
    comment = make_comment(article, "The bus was late as well.", name="Ana")
    comment.refuse(
        by=colleague,
        reason="off_topic",
        note="It is about buses.",
        at=MORNING,
        message_to_writer="Not here.",
    )
    (row,) = rows(desk.get(HISTORY)).values()
    for part in (
        "Refused: Off topic",
        "Col League, January 11, 2024 at 5:25 am",
        "Waiting → Refused",
        "Ana",
        "The bus was late as well.",
        "The Last Train – OpEd",
        "It is about buses.",
        "Message to the writer: Not here.",
    ):
        assert part in row


def test_an_assignment_tells_to_whom_and_until_when(desk, article, moderator, colleague):
    first, second = make_waiting(article, 2)
    first.decide("hand_over", by=moderator, to=colleague)
    second.decide("snooze", by=moderator, until=MORNING)
    snoozed, handed = rows(desk.get(HISTORY)).values()
    assert "Assigned to Col League" in handed
    assert "Waiting → Assigned" in handed
    assert "Until January 11, 2024 at 5:25 am" in snoozed


def test_what_trust_decided_names_no_moderator(desk, article):
    make_comment(article).decide("trust", None)
    (row,) = rows(desk.get(HISTORY)).values()
    assert "Opinion (automatic)" in row
    assert "None" not in row


def test_markup_in_a_name_a_text_or_a_note_is_shown_as_typed(desk, article, moderator):
    hostile = '"><script>alert(1)</script>'
    comment = make_comment(article, hostile, name=hostile)
    comment.refuse(by=moderator, reason="other", note=hostile, message_to_writer=hostile)
    text = desk.get(HISTORY).text
    assert text.count("&lt;script&gt;alert(1)") == 4
    assert "<script>alert" not in text


# --- Finding


@pytest.fixture
def found(desk, article, moderator, colleague):
    """`found(query)`: the kinds of decision on the page with these filters, in order."""
    first, second, third = make_waiting(article, 3)
    other = make_comment(make_article("The Night Bus"), name="Bo")
    first.approve(by=moderator, at=MORNING)
    second.refuse(by=colleague, reason="attack", at=MORNING + timedelta(days=1))
    third.decide("trust", None, at=MORNING + timedelta(days=2))
    other.decide("spam", by=colleague, at=MORNING + timedelta(days=3))
    kinds = dict(Decision.objects.values_list("pk", "kind"))
    return lambda query: [kinds[number] for number in rows(desk.get(f"{HISTORY}?{query}"))]


def test_the_newest_stand_first(found):
    assert found("") == ["spam", "trust", "refuse", "approve"]


def test_decisions_are_found_by_moderator_kind_reason_article_and_day(found, article, colleague):
    colleague.is_active = False
    colleague.save()
    for query, kinds in {
        f"by={colleague.pk}": ["spam", "refuse"],
        "by=trust": ["trust"],
        "kind=refuse": ["refuse"],
        "reason=attack": ["refuse"],
        f"article={article.pk}": ["trust", "refuse", "approve"],
        "since=2024-01-13": ["spam", "trust"],
        "until=2024-01-12": ["refuse", "approve"],
        "since=2024-01-12&until=2024-01-12": ["refuse"],
        f"by={colleague.pk}&kind=spam&since=2024-01-14": ["spam"],
    }.items():
        assert found(query) == kinds, query


def test_a_day_is_one_of_the_publication(found, publication):
    publication.time_zone = "Pacific/Auckland"
    publication.save()
    # 5:25 in the morning of the eleventh is the evening of the eleventh there.
    assert found("until=2024-01-11") == ["approve"]
    publication.time_zone = "America/Los_Angeles"
    publication.save()
    assert found("until=2024-01-10") == ["approve"]


def test_whoever_decided_can_be_chosen_even_after_leaving(found, desk, colleague):
    colleague.is_active = False
    colleague.save()
    make_user("never-decided", group="Moderators")
    offered = desk.get(HISTORY).text.partition('name="by"')[2].partition("</select>")[0]
    assert "Col League" in offered
    assert "Opinion (automatic)" in offered
    assert "never-decided" not in offered


@pytest.mark.parametrize(
    "query",
    [
        "by=99999999999999999999999&article=99999999999999999999999&after=9999999999999999999999",
        "since=0001-01-01&until=9999-12-31&after=-1&by=x",
        "since=2024-02-30&until=yesterday&kind=REFUSE&by=trust'--",
    ],
)
def test_a_senseless_filter_breaks_nothing(desk, article, query):
    make_published_comment(article)
    page = desk.get(f"{HISTORY}?{query}")
    assert page.status_code == 200
    assert len(rows(page)) == 1


@pytest.mark.parametrize("name", ["by", "kind", "reason", "article", "since", "until", "after"])
def test_a_filter_that_cannot_be_text_is_refused(desk, name):
    assert desk.get(f"{HISTORY}?{name}=%00").status_code == 400


def test_a_long_history_is_paged_without_gap_or_repetition(desk, article, moderator):
    for comment in make_waiting(article, 4):
        for _often in range(15):
            # All of one moment: the number has to tell them apart.
            comment.refuse(by=moderator, reason="attack", at=MORNING)
            comment.decide("reverse", by=moderator, at=MORNING)
    address, seen, sizes = f"{HISTORY}?by={moderator.pk}", [], []
    while address and len(sizes) < 5:
        page = desk.get(address)
        seen += rows(page)
        sizes.append(len(rows(page)))
        following = re.search(r'href="(\?[^"]+)" rel="next"', page.text)
        address = following and HISTORY + following[1].replace("&amp;", "&")
    assert sizes == [50, 50, 20]
    assert seen == [*Decision.objects.order_by("-pk").values_list("pk", flat=True)]


@pytest.mark.parametrize("number", [1, 12])
def test_the_history_asks_as_many_questions_for_a_dozen_as_for_one(
    desk, article, colleague, django_assert_num_queries, number
):
    for comment in make_waiting(article, number):
        comment.decide("hand_over", by=colleague, to=colleague)
        comment.refuse(by=colleague, reason="attack", note="A note")
        comment.decide("reverse", by=colleague)
        comment.approve(by=colleague)
        comment.edit("Edited")
    # Session, user, publication, two of permissions; who ever decided, the reasons; the decisions,
    # their comments, and what tells whether they may be undone.
    with django_assert_num_queries(11):
        assert len(rows(desk.get(f"{HISTORY}?kind=approve"))) == number


# --- Undoing


def test_a_decision_is_undone_and_one_comes_back_to_the_same_page_with_the_report(
    desk, article, colleague
):
    comment = make_comment(article, name="Ana")
    decision = comment.refuse(by=colleague, reason="attack")
    address = f"{HISTORY}?by={colleague.pk}&kind=refuse"
    answer = press_undo(desk, desk.get(address), decision.pk)
    comment.refresh_from_db()
    assert comment.status == "waiting"
    assert answer.redirect_chain == [(f"{address}#report", 302)]
    assert "The last decision on 1 comment was reversed." in answer.text
    assert undoable(answer) == set()
    assert undoable(desk.get(HISTORY)) == {comment.decisions.last().pk}


def test_who_comes_too_late_to_undo_is_told_who_was_quicker(desk, article, colleague):
    comment = make_comment(article)
    decision = comment.refuse(by=colleague, reason="attack")
    page = desk.get(HISTORY)
    comment.approve(by=colleague)
    answer = press_undo(desk, page, decision.pk)
    comment.refresh_from_db()
    assert comment.status == "published"
    assert "Someone got there first." in answer.text
    assert "Nothing was changed: Col League decided first, on" in " ".join(answer.text.split())


def every_state(article, moderator):
    """Comments after every kind of decision, some of them taken back, overtaken, gone or erased."""
    names = iter("abcdefghijklmnopqrstuvwxyz")

    def new(*acts, published=False):
        name = next(names)
        comment = make_comment(article, name, address=f"2001:db8:0:{ord(name):x}::1")
        if published:
            comment.approve(by=moderator)
        for act in acts:
            act(comment)

    def verb(name, **words):
        return lambda comment: comment.decide(name, by=moderator, **words)

    def reported(comment):
        Report.objects.receive(comment, "attack", "203.0.113.9")
        comment.refresh_from_db()

    refuse, reverse = verb("refuse", reason="attack"), verb("reverse")
    soon = timezone.now() + timedelta(days=1)
    snooze = verb("snooze", until=soon)
    new(refuse), new(refuse, reverse), new(refuse, reverse, reverse), new(verb("spam"))
    new(lambda comment: comment.decide("trust", None))
    new(published=True), new(verb("take_down", reason="hate"), published=True)
    new(lambda comment: comment.withdraw(), published=True)
    new(refuse, lambda comment: comment.erase())
    new(reported, verb("dismiss_reports"), published=True)
    new(reported, verb("dismiss_reports"), reverse, published=True)
    new(snooze), new(snooze, reverse), new(snooze, verb("requeue"))
    new(verb("hand_over", to=moderator)), new(verb("escalate"), verb("hand_over", to=moderator))
    new(verb("ask_edit", message_to_writer="Shorter", until=soon))
    new(
        verb("ask_edit", message_to_writer="Shorter", until=soon),
        lambda comment: comment.edit("Short"),
    )
    new(
        snooze,
        lambda comment: Comment.objects.filter(pk=comment.pk).update(
            desk_state="", desk_until=None
        ),
    )
    edit = lambda comment: comment.edit(f"Edited {comment.text}")  # noqa: E731
    new(edit, published=True), new(edit, verb("accept_edit"), published=True)
    new(edit, verb("accept_edit"), edit, published=True)
    new(edit, verb("reject_edit", reason="attack"), reverse, published=True)
    new(edit, verb("accept_edit"), reverse, published=True)


def is_reversible(comment):
    try:
        Outcome.of("reverse", comment)
    except ValidationError:
        return False
    return True


def test_undo_stands_exactly_where_a_reversal_would_succeed(desk, article, moderator):
    every_state(article, moderator)
    expected = {
        comment.decisions.last().pk
        for comment in Comment.objects.filter(decisions__isnull=False).distinct()
        if is_reversible(comment)
    }
    page = desk.get(HISTORY)
    shown = undoable(page)
    assert len(rows(page)) == Decision.objects.count()
    assert complaint(page.text) is None
    assert len(expected) > 10
    assert shown == expected


# --- Rights


def test_whoever_may_not_decide_finds_no_undo(client, article, moderator):
    make_published_comment(article, by=moderator)
    user = make_user("reader-of-the-desk")
    user.user_permissions.add(
        *Permission.objects.filter(codename__in=["view_comment", "view_decision"])
    )
    client.force_login(user)
    page = client.get(HISTORY)
    assert len(rows(page)) == 1
    assert undoable(page) == set()


def test_whoever_may_see_decisions_but_not_the_desk_reads_no_hidden_comment(
    client, article, moderator
):
    make_comment(article, "Hidden words", name="Hidden name").refuse(by=moderator, reason="attack")
    user = make_user("auditor")
    user.user_permissions.add(Permission.objects.get(codename="view_decision"))
    client.force_login(user)
    page = client.get(HISTORY)
    assert "Personal attack" in page.text
    assert "Hidden" not in page.text


@pytest.mark.parametrize("after", ["", "//evil.example/admin/comments/decision/", "/admin/"])
def test_an_undo_leads_nowhere_but_to_the_desk(desk, article, moderator, after):
    comment = make_published_comment(article, by=moderator)
    answer = decide(desk, comment, "reverse", version=2, next=after)
    assert answer.url.startswith(QUEUE)
    assert Thread.objects.get().published_count == 0


def test_the_address_of_one_decision_leads_to_the_story_of_its_comment(desk, article, moderator):
    comment = make_published_comment(article, by=moderator)
    decision = comment.decisions.get()
    answer = desk.get(f"{HISTORY}{decision.pk}/change/")
    assert answer.url == f"{QUEUE}{comment.pk}/change/#decision-{decision.pk}"
    assert f'id="decision-{decision.pk}"' in desk.get(answer.url).text
    assert desk.get(f"{HISTORY}0/change/").status_code == 404


def test_every_page_of_the_desk_leads_to_the_rooms_one_may_enter(desk, client, article, editor):
    for address in (QUEUE, HISTORY, f"{HISTORY}team/", "/admin/comments/hold/"):
        rooms = desk.get(address).text.partition("desk-rooms")[2].partition("</nav>")[0]
        assert re.findall(r">([\w ]+)</a>", rooms)[:4] == [
            "Queue",
            "Decisions",
            "Team",
            "Writer holds",
        ]
        assert f'href="{address}" aria-current="page"' in rooms
    client.force_login(editor)
    rooms = client.get(QUEUE).text.partition("desk-rooms")[2].partition("</nav>")[0]
    assert re.findall(r">([\w ]+)</a>", rooms) == ["Queue"]
