"""What the public is told of moderation: true, settled, and never a count of one or two."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st

from comments.models import Reason
from comments.privacy.transparency import FEWEST, grouped, months
from tests.newsroom import make_article, make_comment
from tests.test_html_is_valid import complaint

MAY = datetime(2024, 5, 15, 12, tzinfo=UTC)
JULY = datetime(2024, 7, 2, 12, tzinfo=UTC)


# --- What is shown of any counts

GROUPS = "abcdefgh"
COUNTS = st.lists(st.integers(0, 8) | st.integers(0, 100_000), min_size=3, max_size=8).map(
    lambda numbers: dict(zip(GROUPS, numbers, strict=False))
)


def seen(counts):
    """All that the page gives away: no line for none, one sentence for fewer than three."""
    shown, others = grouped(counts)
    return shown, others if shown or others >= FEWEST else "fewer than three"


def other_worlds(counts, group):
    """Counts that are alike but for this group: exchanged with another's, given to it, or none."""
    yield dict.fromkeys(counts, 0)
    for other in counts.keys() - {group}:
        yield counts | {group: counts[other], other: counts[group]}
        yield counts | {group: 0, other: counts[other] + counts[group]}


@given(COUNTS)
@example({"a": 2, "b": 2, "c": 40})
@example({"a": 3, "b": 3, "c": 1})
@example({"a": 1, "b": 2, "c": 0})
@example({"a": 1, "b": 1, "c": 1})
@example({"a": 2, "b": 0, "c": 3})
def test_nobody_can_work_out_that_a_group_counts_one_or_two(counts):
    """For each such group, the page would be the same if it counted none, or three and more."""
    for group, count in counts.items():
        if 0 < count < FEWEST:
            assert any(
                seen(world) == seen(counts) and world[group] not in (1, 2)
                for world in other_worlds(counts, group)
            ), (group, seen(counts))


@given(COUNTS)
def test_nothing_is_lost_and_no_line_or_difference_is_of_one_or_two(counts):
    shown, others = grouped(counts)
    assert sum(shown.values()) + others == sum(counts.values())
    assert all(count >= FEWEST and counts[group] == count for group, count in shown.items())
    assert others == 0 or others >= FEWEST or not shown


@pytest.mark.parametrize(
    ("counts", "shown", "others"),
    [
        ({}, {}, 0),
        ({"a": 3}, {"a": 3}, 0),
        # Alone, and too few.
        ({"a": 2}, {}, 2),
        # Together they are enough; with a greater one beside them it goes with them all the same.
        ({"a": 2, "b": 1}, {}, 3),
        ({"a": 2, "b": 2, "c": 5, "d": 9}, {"d": 9}, 9),
        # Of two that are equally small neither is chosen.
        ({"a": 1, "b": 3, "c": 3, "d": 9}, {"d": 9}, 7),
    ],
)
def test_the_smallest_go_together(counts, shown, others):
    assert grouped(counts) == (shown, others)


# --- What is counted


@pytest.fixture
def article(publication):
    return make_article(at=MAY - timedelta(days=30))


@pytest.fixture
def decided(article, moderator):
    """`decided("refuse", "attack", times=3)`: as many new comments, decided so in May."""
    numbers = iter(range(1, 1_000))

    def decide(kind, reason="", times=1, at=MAY):
        comments = []
        for number in (next(numbers) for _time in range(times)):
            address = f"2001:db8:0:{number:x}::1"
            comment = make_comment(article, f"{number}.", address=address, at=at)
            comment.decide(kind, moderator, reason=reason, at=at)
            comments.append(comment)
        return comments

    return decide


def may(at=JULY):
    return next(month for month in months(at) if month.begins == MAY.date().replace(day=1))


def wording(code):
    return Reason.objects.get(code=code).wording


def test_a_month_tells_what_was_published_and_what_was_declined_by_public_reason(decided):
    decided("approve", times=4)
    decided("refuse", "attack", times=3)
    decided("spam", times=5)
    for comment in decided("approve", times=4):
        comment.take_down(by=comment.decisions.get().by, reason="private", at=MAY)
    month = may()
    assert (month.published, month.spam, month.others) == (4, 5, 0)
    assert month.declined == ((wording("private"), 4), (wording("attack"), 3))


def test_reasons_with_the_same_public_wording_are_one(decided):
    Reason.objects.filter(code="hate").update(wording=wording("attack"))
    decided("refuse", "attack", times=2)
    decided("refuse", "hate", times=2)
    assert may().declined == ((wording("attack"), 4),)


def test_what_was_reversed_before_the_month_ended_does_not_count(decided, moderator):
    comments = decided("refuse", "attack", times=6)
    for comment in comments[:3]:
        comment.decide("reverse", by=moderator, at=MAY)
    assert may().declined == ((wording("attack"), 3),)
    for comment in comments[3:]:
        comment.decide("reverse", by=moderator, at=MAY)
    assert may().is_quiet


def test_what_was_reversed_afterwards_still_counts_in_its_month(decided, moderator):
    for comment in decided("refuse", "attack", times=3):
        comment.decide("reverse", by=moderator, at=MAY + timedelta(days=20))
    assert may().declined == ((wording("attack"), 3),)


def test_the_verdict_that_a_reversal_restores_counts_with_its_own_reason(decided, moderator):
    for comment in decided("refuse", "attack", times=3):
        comment.approve(by=moderator, at=MAY)
        comment.decide("reverse", by=moderator, at=MAY)
    for comment in decided("refuse", "off_topic", times=3):
        comment.decide("reverse", by=moderator, at=MAY)
        comment.decide("reverse", by=moderator, at=MAY)
    assert {*may().declined} == {(wording("attack"), 3), (wording("off_topic"), 3)}
    assert may().published is None


def test_of_two_verdicts_of_one_month_the_last_counts(decided, moderator):
    for comment in decided("refuse", "attack", times=3):
        comment.decide("reverse", by=moderator, at=MAY)
        comment.refuse(by=moderator, reason="hate", at=MAY)
    assert may().declined == ((wording("hate"), 3),)


def test_what_only_says_who_looks_when_changes_nothing(decided, article, moderator):
    for comment in decided("approve", times=3):
        type(comment).objects.filter(pk=comment.pk).update(priority_at=MAY)
        comment.decide("dismiss_reports", by=moderator, at=MAY)
    for number in range(3):
        comment = make_comment(article, f"Waits {number}.", at=MAY)
        comment.decide("escalate", by=moderator, at=MAY)
    month = may()
    assert (month.published, month.others) == (3, None)


def test_small_groups_are_told_together_or_not_at_all(decided):
    decided("refuse", "attack", times=2)
    assert may().is_quiet
    decided("spam", times=1)
    assert (may().others, may().declined, may().spam) == (3, (), 0)
    decided("refuse", "off_topic", times=5)
    assert (may().others, may().declined) == (8, ())


def test_only_finished_months_of_the_last_year_are_told(decided):
    decided("approve", times=3, at=JULY)
    decided("approve", times=3, at=JULY - timedelta(days=366 + 31))
    told = months(JULY + timedelta(days=20))
    assert [str(month.begins) for month in told[:2]] == ["2024-06-01", "2024-05-01"]
    assert (len(told), str(told[-1].begins)) == (12, "2023-07-01")
    assert all(month.is_quiet for month in told)


def test_a_month_is_told_only_once_its_last_decisions_are_stored(publication):
    midnight = datetime(2024, 7, 1, tzinfo=UTC)
    assert str(months(midnight)[0].begins) == "2024-05-01"
    assert str(months(midnight + timedelta(hours=1))[0].begins) == "2024-06-01"


def test_a_month_begins_at_the_publications_midnight(decided):
    decided("approve", times=3, at=datetime(2024, 5, 31, 23, tzinfo=UTC))
    with timezone.override("Pacific/Auckland"):
        assert may().is_quiet
        june = months(JULY)[0]
        assert (str(june.begins), june.published) == ("2024-06-01", 3)


def test_a_month_told_once_never_changes(decided, moderator):
    comments = decided("refuse", "attack", times=4)
    before = may()
    comments[0].erase()
    comments[1].approve(by=moderator, at=JULY)
    decided("refuse", "attack", at=JULY)
    assert may() == may(JULY + timedelta(days=25)) == before


# --- The page


@pytest.fixture
def last_month():
    first = timezone.now().replace(day=1, hour=12)
    return first - timedelta(days=10)


def test_the_page_is_linked_from_the_guidelines_and_the_foot_of_each_page(publication):
    assert Client().get("/guidelines/").text.count('href="/moderation/"') == 2
    assert 'href="/moderation/"' in Client().get("/").text


def test_the_page_tells_counts_and_reasons_and_is_the_same_for_everybody(
    decided, last_month, moderator
):
    decided("approve", times=7, at=last_month)
    decided("refuse", "attack", times=4, at=last_month)
    page = Client().get("/moderation/")
    told = " ".join(page.text.split())
    assert '<th scope="row">Published</th> <td>7</td>' in told
    assert f"</span> {wording('attack')}</th> <td>4</td>" in told
    assert "Other reasons" not in told.partition("How we count")[0]
    assert complaint(page.text) is None
    assert page["Cache-Control"] == "public, max-age=0, must-revalidate"
    staff = Client()
    staff.force_login(moderator)
    assert staff.get("/moderation/").content == page.content
    assert "Set-Cookie" not in page
    again = Client().get("/moderation/", headers={"if-none-match": page["ETag"]})
    assert again.status_code == 304


def test_too_few_are_said_to_be_fewer_than_three_whether_there_are_any_or_not(decided, last_month):
    decided("approve", times=7, at=last_month)
    none = Client().get("/moderation/").content
    decided("refuse", "attack", times=2, at=last_month)
    assert Client().get("/moderation/").content == none
    assert b"<td>fewer than three</td>" in none


@pytest.mark.parametrize("number", [1, 4])
def test_the_page_asks_as_often_for_one_decision_as_for_many(
    decided, last_month, django_assert_num_queries, number
):
    for code in Reason.objects.values_list("code", flat=True)[: min(number, 9)]:
        decided("refuse", code, times=number, at=last_month)
    # The publication, the menu, the counts, the words for the reasons.
    with django_assert_num_queries(4):
        Client().get("/moderation/")


def test_the_page_names_no_moderator_and_nobody_who_wrote(decided, last_month):
    decided("refuse", "attack", times=5, at=last_month)
    told = Client().get("/moderation/").text
    assert "Ana Reader" not in told
    assert "moderator@" not in told
