"""Upgrading to the version in which everything at the desk is a decision, and going back."""

import pytest

from comments import founding
from comments.models import Comment, Notice, Reason, Report, Rule, Subscription
from comments.returning import return_due
from tests.followers import make_reader
from tests.upgrading import HOUR, MORNING, site_of

BEFORE = ("comments", "0006_indexes_beside_the_traffic")


def test_an_empty_site_goes_forth_and_back_and_forth(
    django_db_blocker, worker_id, django_test_environment
):
    with site_of(BEFORE, django_db_blocker, worker_id) as empty:
        empty.upgrade()
        empty.migrate_to(BEFORE)
        empty.upgrade()
        assert Reason.objects.exists()


@pytest.fixture(scope="module")
def desk(django_db_blocker, worker_id, django_test_environment):
    with site_of(BEFORE, django_db_blocker, worker_id) as desk:
        _report_and_tell(desk)
        desk.upgrade()
        yield desk


def _report_and_tell(desk):
    """Some wait, some are reported, one is followed; and its writer was mailed."""
    trees = ("waiting",), ("published",), ("published",), ("taken_down",), ("refused",)
    desk.article = desk.thread("Busy", *trees)
    comments = desk.model("Comment").objects.order_by("pk")
    reported, taken_down = (
        comments.filter(status="published").first(),
        comments.get(status="taken_down"),
    )
    for comment, hours in ((reported, 5), (reported, 4), (taken_down, 6)):
        at = MORNING + hours * HOUR
        desk.model("Report").objects.create(comment=comment, reason="hate", at=at)
    reader = make_reader()
    follows = Subscription.objects.start(reader, "decision", desk.article, comment=busy("waiting"))
    desk.model("Notice").objects.create(
        reader_id=reader.pk, comment=taken_down, subscription_id=follows.pk, sent_at=MORNING
    )


def busy(status):
    """The first of that status. Named by its key alone: the columns may be another version's."""
    number = Comment.objects.filter(status=status).order_by("pk").values_list("pk", flat=True)[0]
    return Comment(pk=number)


def test_what_waits_and_what_is_reported_gets_its_place_and_nothing_else_does(desk):
    for comment in Comment.objects.all():
        assert (comment.aside, comment.aside_until, comment.handed_to_id) == ("", None, None)
    waiting = Comment.objects.get(status="waiting", name__startswith="waiting")
    assert waiting.urgent_since == waiting.waiting_since
    reported = Comment.objects.get(status="published", urgent_since__isnull=False)
    assert [*Comment.objects.reported()] == [reported]
    # As two reports of strangers move it.
    assert reported.urgent_since == MORNING + 4 * HOUR - 24 * HOUR
    assert Comment.objects.filter(urgent_since=None).count() == 3


def test_nothing_that_was_reported_is_answered_yet_and_it_can_be(desk):
    assert {*Report.objects.values_list("outcome", "weight", "decision")} == {("", 0.5, None)}
    reported = Comment.objects.reported().get()
    place = reported.urgent_since
    reported.keep(by=desk.moderator)
    assert [one.outcome for one in reported.reports.all()] == ["left", "left"]
    reported.reverse(by=desk.moderator)
    assert reported.urgent_since == place


def test_what_was_decided_before_is_reversed_as_ever(desk):
    taken_down = Comment.objects.get(status="taken_down")
    taken_down.reverse(by=desk.moderator)
    assert taken_down.is_reported
    taken_down.reverse(by=desk.moderator)
    assert (taken_down.status, taken_down.urgent_since) == ("taken_down", None)


def test_who_was_told_is_not_told_again_but_may_be_asked(desk):
    notice = Notice.objects.get()
    assert (notice.occasion, notice.sent_at) == ("", MORNING)
    waiting = Comment.objects.get(status="waiting")
    waiting.ask_edit(by=desk.moderator, told="No names.", until=MORNING)
    for _time in range(2):
        Notice.objects.create_for(waiting)
    assert Notice.objects.filter(comment=waiting).count() == 1
    waiting.reverse(by=desk.moderator)


def test_a_new_desk_has_reasons_and_rules(desk):
    assert Reason.objects.count() == len(founding.REASONS)
    assert Rule.objects.count() == len(founding.RULES)


def test_what_a_host_of_the_version_before_stores_gets_its_place_by_the_clock(desk):
    desk.comments(desk.article, ("waiting",))
    late = Comment.objects.latest("pk")
    assert (late.aside, late.urgent_since) == ("", None)
    unreported = Comment.objects.get(status="published", urgent_since=None)
    desk.model("Report").objects.create(comment_id=unreported.pk, reason="hate", at=MORNING)
    return_due(MORNING)
    for comment in (late, unreported):
        comment.refresh_from_db()
    assert late.urgent_since == late.waiting_since
    assert unreported.urgent_since == MORNING - 12 * HOUR
    late.approve(by=desk.moderator)


def test_it_goes_back_and_forth_with_all_that_was_asked_and_put_aside(desk):
    asked, handed = (Comment.objects.latest("pk"), Comment.objects.get(status="refused"))
    asked.reverse(by=desk.moderator)
    handed.reverse(by=desk.moderator)
    Subscription.objects.start(make_reader(), "decision", asked.article, comment=asked)
    asked.ask_edit(by=desk.moderator, told="No names.", until=MORNING)
    handed.hand_over(by=desk.moderator, to=desk.editor)
    Notice.objects.create_for(asked)
    asked.refuse(by=desk.moderator, reason="attack")
    Notice.objects.create_for(asked)
    assert Notice.objects.filter(comment=asked).count() == 2
    decided = handed.decisions.count()
    desk.migrate_to(BEFORE)
    assert desk.model("Comment").objects.get(pk=handed.pk).status == "waiting"
    assert desk.model("Notice").objects.filter(comment_id=asked.pk).count() == 1
    desk.upgrade()
    handed.refresh_from_db()
    assert (handed.aside, handed.urgent_since) == ("", handed.waiting_since)
    assert handed.decisions.count() == decided
    handed.approve(by=desk.moderator)
