from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db import models

    from .comment import Comment
    from .signal import SignalQuerySet

    Base = models.Model
else:
    Base = object


class QueueState(Base):
    """Where a comment stands: its status, its place in the queue, and whether it is put aside."""

    # What a change of its place writes.
    STANDING = (
        "status",
        "version",
        "published_at",
        "waiting_since",
        "priority_at",
        "hidden_since",
        "desk_state",
        "desk_until",
        "handed_to",
    )

    # Of the comment whose state this is.
    Status: "type[Comment.Status]"
    DeskState: "type[Comment.DeskState]"
    status: "models.CharField"
    desk_state: "models.CharField"
    published_at: "models.DateTimeField"
    erased_at: "models.DateTimeField"
    priority_at: "models.DateTimeField"
    version: "models.PositiveIntegerField"
    signals: "SignalQuerySet"

    @property
    def is_published(self) -> bool:
        return self.status == self.Status.PUBLISHED

    @property
    def is_decided(self) -> bool:
        return self.status != self.Status.WAITING

    @property
    def is_erased(self) -> bool:
        return self.erased_at is not None

    @property
    def is_reported(self) -> bool:
        """Whether readers object to it, and nobody has judged that yet."""
        return self.is_published and self.priority_at is not None

    @property
    def wants_decision(self) -> bool:
        return not self.is_decided or self.is_reported

    @property
    def is_asked(self) -> bool:
        """Whether it waits for another text of its writer."""
        return self.desk_state == self.DeskState.ASKED

    def enter(self, status, at, left=None, **place):
        """Take a status. Only a decision and its writer's leaving call this, and then recount.

        `place` is where it stands apart from the queue, as `_stand` takes it. A published one has
        no place among what wants a decision until its reports are weighed. What left the queue at
        `left` by a decision that is taken back has waited as long as it had by then.
        """
        self.status = status
        self.hidden_since = self.priority_at = None
        if status == self.Status.PUBLISHED:
            self.published_at = self.published_at or at
        elif status == self.Status.WAITING:
            waited = max(left - self.waiting_since, timedelta()) if left else timedelta()
            self._wait_from(at - waited)
        else:
            self.hidden_since = at
        self._stand(**place)

    def step_aside(self, **place):
        """Leave the queue of everybody, or come back to it. Only a decision calls this."""
        self._stand(**place)

    def _stand(self, desk_state="", until=None, to=None):
        self.desk_state, self.desk_until, self.handed_to = desk_state, until, to
        self.version += 1
        self.save(update_fields=self.STANDING)

    def _wait_from(self, at):
        self.waiting_since = at
        self.priority_at = at - timedelta(hours=self.signals.hours())

    def return_from_asking(self, at):
        """Its writer did what a moderator asked for: it stands in the queue again. Unsaved."""
        if self.is_asked:
            self.desk_state, self.desk_until = self.DeskState.NOT, None
            self._wait_from(at)
