from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .change import Change
from .edition import NothingToPublish

if TYPE_CHECKING:
    from .article import Article
    from .edition import Edition
    from .manuscript import Manuscript
    from .revision import Revision

SCHEDULE = (
    "scheduled_for",
    "scheduled_by",
    "scheduled_revision",
    "scheduled_change",
    "scheduled_note",
)


class Scheduled(models.Model):
    """What an article has to do with the clock; part of Article, whose verbs it calls."""

    scheduled_for = models.DateTimeField(
        _("publish at"), null=True, blank=True, help_text=_("In the publication's time zone.")
    )
    scheduled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    # What stood in the draft when it was scheduled: this is published, not what was saved since.
    scheduled_revision = models.ForeignKey(
        "articles.Revision", models.RESTRICT, null=True, editable=False, related_name="+"
    )
    scheduled_change = models.CharField(
        max_length=13, choices=Change, blank=True, editable=False, db_default=""
    )
    scheduled_note = models.CharField(max_length=600, blank=True, editable=False, db_default="")

    if TYPE_CHECKING:
        # What Article has besides, and the verbs here go by.
        Status: type["Article.Status"]
        status: models.CharField

        def manuscript(self) -> "Manuscript": ...
        def obstacles(self) -> dict[str, str | Promise]: ...
        def keep_revision(self, by, kind="save") -> "Revision": ...
        def _lock(self): ...
        def _refuse(self, obstacles): ...
        def _stated(self, change, note): ...
        def _print(self, manuscript, by, at, change, note, revision) -> "Edition": ...
        def _resting_status(self): ...
        def _enter(self, status, by, at): ...
        @property
        def is_published(self) -> bool: ...
        @property
        def has_unpublished_changes(self) -> bool: ...

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="article_schedule_is_whole",
                condition=Q(
                    scheduled_for__isnull=True,
                    scheduled_by__isnull=True,
                    scheduled_revision__isnull=True,
                    scheduled_change="",
                    scheduled_note="",
                )
                | Q(
                    scheduled_for__isnull=False,
                    scheduled_by__isnull=False,
                    scheduled_revision__isnull=False,
                    scheduled_change__in=Change.values,
                ),
            ),
        ]

    @property
    def changed_since_scheduled(self) -> bool:
        """Whether what the clock will publish is not what stands in the draft by now."""
        kept = self.scheduled_revision
        return bool(kept and kept.document != self.manuscript().document())

    @transaction.atomic
    def schedule(self, by, at, change=Change.UNSTATED, note=""):
        """Let the clock publish at `at` what stands in the draft now, whatever is saved until then.

        A live article keeps its edition meanwhile. Raises what `publish` would.
        """
        self._lock()
        obstacles = self.obstacles()
        if at <= timezone.now():
            obstacles["scheduled_for"] = _("This time has passed. Choose a later one.")
        self._refuse(obstacles)
        change, note = self._stated(change, note)
        self.scheduled_revision = self.keep_revision(by)
        if self.is_published and not self.has_unpublished_changes:
            raise NothingToPublish
        self.scheduled_for, self.scheduled_by = at, by
        self.scheduled_change, self.scheduled_note = change, note
        if self.is_published:
            self.save(update_fields=SCHEDULE)
        else:
            self._enter(self.Status.SCHEDULED, by, timezone.now())

    @transaction.atomic
    def publish_as_scheduled(self):
        """Publish what was scheduled, in the name of who did, dated with the moment that was set.

        Does nothing when somebody published, moved or unscheduled the article in the meantime.
        """
        self._lock()
        if not self.scheduled_for or self.scheduled_for > timezone.now():
            return
        by, at, revision = self.scheduled_by, self.scheduled_for, self.scheduled_revision
        assert revision is not None  # by the constraint above
        manuscript = revision.manuscript()
        if manuscript.missing:
            raise ValidationError(
                _("What was scheduled names what is gone by now: %(missing)s."),
                params={"missing": ", ".join(manuscript.missing)},
            )
        self.keep_revision(by)
        change, note = self.scheduled_change, self.scheduled_note
        try:
            self._print(manuscript, by, at, change, note, revision)
        except NothingToPublish:
            self.unschedule(by)

    @transaction.atomic
    def unschedule(self, by):
        """Take the article off the clock."""
        self._lock()
        self._clear_schedule()
        if self.status == self.Status.SCHEDULED:
            self._enter(self._resting_status(), by, timezone.now())
        else:
            self.save(update_fields=SCHEDULE)

    def _clear_schedule(self):
        self.scheduled_for = self.scheduled_by = self.scheduled_revision = None
        self.scheduled_change = self.scheduled_note = ""
