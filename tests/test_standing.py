"""However a comment is decided about, taken back, reported and edited, the books agree."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.contention import assert_exact
from comments.desk.card import Card
from comments.desk.requeue_due import return_due
from comments.models import Comment, Report
from comments.models.decision_kinds import KINDS
from comments.models.outcome import Outcome, kinds_for
from tests.newsroom import (
    make_comment,
    make_published_comment,
    make_user,
)

pytestmark = pytest.mark.django_db

STEPS = [*KINDS]
BESIDES = ["report", "edit", "clock", "withdraw"]


@pytest.fixture
def beginning(article):
    """A comment that waits under another, and two moderators."""
    by, to = (make_user(name, group="Moderators") for name in ("kim", "lee"))
    above = make_published_comment(article, "Above.", by=by)
    return make_comment(article, "Below.", parent=above), by, to


class Story:
    """What becomes of a comment."""

    def __init__(self, comment, by, to):
        self.article = comment.article
        self.comment = Comment.objects.get(pk=comment.pk)
        self.by, self.to = by, to
        self.reporters = 0

    def go_on(self, step):
        self.comment.refresh_from_db()
        # What is refused leaves everything as it was.
        with suppress(ValidationError), transaction.atomic():
            getattr(self, step, lambda: self.decide(step))()
        self.comment.refresh_from_db()

    def decide(self, kind):
        by = None if kind == "trust" else self.by
        reason = "attack" if KINDS[kind].needs == "reason" else ""
        until = timezone.now() + timedelta(hours=1)
        before = self.place()
        self.comment.decide(kind, by, reason=reason, to=self.to, until=until)
        if kind != "reverse" and not KINDS[kind].is_about_edit:
            self.reverses_to(before)

    def reverses_to(self, before):
        """Taking back leads to where it was; and is itself taken back here, by the database."""
        with transaction.atomic():
            Comment.objects.get(pk=self.comment.pk).decide("reverse", by=self.by)
            assert self.place() == before
            self.holds()
            transaction.set_rollback(True)

    def place(self):
        found = Comment.objects.get(pk=self.comment.pk)
        return found.status, found.desk_state, found.desk_until, found.handed_to

    def report(self):
        self.reporters += 1
        Report.objects.receive(self.comment, "hate", f"198.51.100.{self.reporters}")

    def edit(self):
        if self.comment.may_be_edited():
            self.comment.edit(f"Text {self.comment.version}")

    def clock(self):
        return_due(timezone.now() + timedelta(days=1))

    def withdraw(self):
        self.comment.withdraw()

    def holds(self):
        comment = Comment.objects.get(pk=self.comment.pk)
        assert_exact(self.article)
        self._offers_what_is_accepted(comment)
        self._has_a_place_while_something_waits(comment)
        self._reports_agree(comment)

    def _offers_what_is_accepted(self, comment):
        card = {verb.kind for verb in Card(comment, "").moves}
        kinds = kinds_for(comment) | ({"reverse"} & card)
        for kind in STEPS:
            accepted = self._accepts(comment, kind)
            assert accepted == (kind in card) or kind == "trust", kind
            assert not accepted or kind in kinds, kind

    def _accepts(self, comment, kind):
        try:
            return bool(Outcome.of(kind, comment, to=self.to, until=timezone.now()))
        except ValidationError:
            return False

    def _has_a_place_while_something_waits(self, comment):
        reported = Report.objects.waiting().filter(comment=comment).exists()
        assert (comment.priority_at is not None) == (comment.status == "waiting" or reported)
        assert not comment.desk_state or comment.wants_decision
        assert comment.desk_state == "" or comment.hidden_since is None

    def _reports_agree(self, comment):
        outcomes = {*comment.reports.values_list("outcome", flat=True)}
        if comment.is_published:
            assert "upheld" not in outcomes
        elif comment.status in ("refused", "spam", "taken_down"):
            assert "" not in outcomes


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(st.sampled_from([*STEPS, *STEPS, "report", "report", *BESIDES]), max_size=14))
def test_whatever_is_decided_and_taken_back_the_books_agree(beginning, steps):
    with transaction.atomic():
        story = Story(*beginning)
        for step in steps:
            story.go_on(step)
            story.holds()
        transaction.set_rollback(True)
