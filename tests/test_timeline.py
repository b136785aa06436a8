"""The page of one comment tells all that happened to it, in one list by time."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from comments.desk.queue import with_context
from comments.desk.timeline import timeline
from comments.models import Comment, Report, Rule
from tests.desk import QUEUE
from tests.newsroom import make_comment, make_user

pytestmark = pytest.mark.django_db


def story(client, comment):
    """The events of a comment's page, each in one line."""
    page = client.get(f"{QUEUE}{comment.pk}/change/").text
    told = page.partition('id="story"')[2].partition("</ol>")[0]
    events = re.findall(r"<li.*?>(.*?)</li>", told, re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", event).split()) for event in events]


def test_everything_that_happened_stands_in_one_list_by_time(desk, article, moderator):
    at = timezone.now() - timedelta(hours=3)
    later = lambda minutes: at + timedelta(minutes=minutes)  # noqa: E731
    comment = make_comment(article, "One.", at=at, signals=[("too_fast", "2 seconds")])
    comment.edit("Two.", at=later(1))
    other = make_user("other", group="Moderators", first_name="Otto", last_name="Ther")
    comment.decide("hand_over", by=moderator, to=other, note="You know trains.", at=later(2))
    comment.decide(
        "ask_edit", by=other, message_to_writer="Which train?", until=later(600), at=later(3)
    )
    comment.edit("Three.", at=later(4), signals=[("links", "4 links")])
    comment.approve(by=other, at=later(5))
    Report.objects.receive(comment, "attack", "203.0.113.9", at=later(6))
    comment.refresh_from_db()
    comment.take_down(by=moderator, reason="attack", note="Twice now.", at=later(7))
    comment.contact.look(by=other)
    comment.erase(at=timezone.now() + timedelta(minutes=1))
    told = story(desk, comment)
    assert [line.split(" ")[0] for line in told] == [
        "Written",
        "Assigned",
        "Edit",
        "Approved",
        "Taken",
        "Erased",
    ]
    # With the comment went all words about it; who decided what stays.
    assert "moderator" in told[1] and "Assigned to Otto Ther" in told[1]
    assert "Twice" not in str(told) and "train" not in str(told)


def test_the_list_of_a_comment_that_stands_tells_words_too(desk, article, moderator):
    at = timezone.now() - timedelta(hours=3)
    comment = make_comment(article, "One.", at=at, signals=[("too_fast", "2 seconds")])
    comment.edit("Two.", at=at + timedelta(minutes=1), signals=[("links", "4 links")])
    comment.approve(by=moderator, at=at + timedelta(minutes=2))
    Report.objects.receive(comment, "attack", "203.0.113.9", at=at + timedelta(minutes=3))
    comment.refresh_from_db()
    comment.take_down(
        by=moderator,
        reason="attack",
        note="Twice.",
        message_to_writer="Be kind.",
        at=at + timedelta(minutes=4),
    )
    written, noticed, about, edited, approved, reported, taken = story(desk, comment)
    assert written.startswith("Written")
    assert noticed.startswith("Signals on arrival : Typed too fast: 2 seconds")
    assert about.startswith("Signals on the new text : Many links: 4 links")
    assert edited.startswith("Edited by the writer")
    assert approved.startswith("Approved moderator,") and approved.endswith("version 2")
    assert reported.startswith("Reported by a reader : It attacks a person")
    assert taken.startswith("Taken down : Personal attack moderator,")
    assert taken.endswith("version 3 Message to the writer: Be kind. Twice.")


def test_withdrawing_stands_at_its_time(desk, article):
    comment = make_comment(article)
    comment.withdraw()
    assert [line.split(" January")[0] for line in story(desk, comment)][1].startswith(
        "Withdrawn by the writer"
    )


def test_a_rule_speaks_under_its_own_name(desk, article):
    rule = Rule.objects.get(kind="links")
    rule.name = "Far too many links"
    version = rule.revise()
    signal = ("links", "4 links", "hold", version)
    comment = make_comment(article, signals=[signal])
    assert "Far too many links: 4 links" in story(desk, comment)[1]


def test_who_looked_at_the_address_is_told_to_those_who_may_look(desk, client, article, moderator):
    comment = make_comment(article)
    comment.contact.look(by=moderator)
    assert story(desk, comment)[-1].startswith("Email and IP address viewed moderator,")
    user = make_user("reader-of-the-desk")
    user.user_permissions.add(Permission.objects.get(codename="view_comment"))
    client.force_login(user)
    assert "viewed" not in str(story(client, comment))


def test_nothing_tells_who_reported(desk, article):
    comment = make_comment(article)
    comment.approve(by=make_user("other", group="Moderators"))
    report = Report.objects.receive(comment, "hate", "203.0.113.9")
    page = desk.get(f"{QUEUE}{comment.pk}/change/").text
    assert "203.0.113" not in page
    assert bytes(report.household_digest).hex() not in page


def test_a_card_in_a_list_tells_decisions_only(desk, article, moderator):
    comment = make_comment(article)
    comment.refuse(by=moderator, reason="attack", note="Twice.", message_to_writer="Be kind.")
    card = desk.get(f"{QUEUE}?status=refused").text.partition('class="desk-history"')[2]
    told = " ".join(card.partition("</ol>")[0].split())
    assert "Personal attack" in told and "Twice." in told
    assert "Written" not in told and "Be kind." not in told and "version" not in told


@pytest.mark.parametrize("number", [1, 12])
def test_a_story_of_many_events_asks_no_more_questions(
    desk, article, moderator, django_assert_num_queries, number
):
    rules = [rule.current for rule in Rule.objects.select_related("current")][:number]
    comment = make_comment(article, signals=[(rule.kind, "", "note", rule) for rule in rules])
    for turn in range(number):
        comment.edit(f"Edited {turn}.", signals=[("links", str(turn))])
        comment.refuse(by=moderator, reason="attack", note="A note")
        comment.decide("reverse", by=moderator)
        comment.contact.look(by=moderator)
    shown = with_context(Comment.objects.all()).get()
    looks = shown.contact.looks.select_related("by")
    with django_assert_num_queries(3):
        events = timeline(shown, looks)
    assert len(events) == 2 + 5 * number
