import logging
import traceback
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import InterfaceError, OperationalError, models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
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
    "schedule_failed_at",
    "schedule_failure",
)
LONGEST_FAILURE = 600
logger = logging.getLogger(__name__)


class Scheduled(models.Model):
    """What of an article the clock shall publish; part of Article, whose verbs it calls."""

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
        max_length=13, choices=Change, blank=True, editable=False, default="", db_default=""
    )
    scheduled_note = models.CharField(
        max_length=600, blank=True, editable=False, default="", db_default=""
    )
    # From then on the clock leaves it alone, until somebody acts.
    schedule_failed_at = models.DateTimeField(null=True, editable=False)
    # Why, for editors, in the language that the publication had then.
    schedule_failure = models.CharField(
        max_length=LONGEST_FAILURE, blank=True, editable=False, default="", db_default=""
    )

    if TYPE_CHECKING:
        # What Article has besides, and the verbs here go by.
        Status: type["Article.Status"]
        status: models.CharField
        withdraw_at: models.DateTimeField

        def manuscript(self) -> "Manuscript": ...
        def obstacles(self, manuscript=None) -> dict[str, Any]: ...
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
            models.CheckConstraint(
                name="article_schedule_failure_is_whole",
                condition=Q(schedule_failed_at__isnull=True, schedule_failure="")
                | (
                    Q(schedule_failed_at__isnull=False, scheduled_for__isnull=False)
                    & ~Q(schedule_failure="")
                ),
            ),
        ]

    @property
    def changed_since_scheduled(self) -> bool:
        """Whether what the clock will publish is not what stands in the draft by now."""
        kept = self.scheduled_revision
        return bool(kept and kept.document != self.manuscript().document())

    @property
    def is_due(self) -> bool:
        """Whether it is the clock's turn to publish."""
        at = self.scheduled_for
        return at is not None and at <= timezone.now() and not self.schedule_failed_at

    @transaction.atomic
    def schedule(self, by, at, change=Change.UNSTATED, note=""):
        """Let the clock publish at `at` what stands in the draft now, whatever is saved until then.

        A live article keeps its edition meanwhile. Raises what `publish` would.
        """
        self._lock()
        self._refuse(self.obstacles() | self._obstacles_of_time(at))
        change, note = self._stated(change, note)
        revision = self.keep_revision(by)
        if self.is_published and not self.has_unpublished_changes:
            raise NothingToPublish
        self._clear_schedule()
        self.scheduled_for, self.scheduled_by, self.scheduled_revision = at, by, revision
        self.scheduled_change, self.scheduled_note = change, note
        if self.is_published:
            self.save(update_fields=SCHEDULE)
        else:
            self._enter(self.Status.SCHEDULED, by, timezone.now())

    @transaction.atomic
    def publish_as_scheduled(self) -> bool:
        """Publish what was scheduled, in the name of who did, dated with the moment that was set.

        Where that fails, all stays as it was and it is kept when and why: see
        `schedule_failed_at`. Gives whether it did something: not when it has failed before, or
        somebody published, moved or unscheduled the article in the meantime.
        """
        self._lock()
        if not self.is_due:
            return False
        failure = self._try(self.scheduled_by, self.scheduled_for)
        if failure:
            self.schedule_failed_at = timezone.now()
            self.schedule_failure = failure
            self.save(update_fields=SCHEDULE)
        return True

    @transaction.atomic
    def retry_schedule(self, by):
        """Publish now, in the name of `by`, what was scheduled and failed.

        Raises ValidationError with the reason where it fails again.
        """
        self._lock()
        if not self.schedule_failed_at:
            raise ValidationError(_("Somebody has seen to this already. See the article's status."))
        failure = self._try(by, timezone.now())
        if failure:
            raise ValidationError(failure)

    @transaction.atomic
    def unschedule(self, by):
        """Take the article off the clock."""
        self._lock()
        self._clear_schedule()
        if self.status == self.Status.SCHEDULED:
            self._enter(self._resting_status(), by, timezone.now())
        else:
            self.save(update_fields=SCHEDULE)

    def _obstacles_of_time(self, at) -> dict[str, str | Promise]:
        if at <= timezone.now():
            return {"scheduled_for": _("This time has passed. Choose a later one.")}
        if self.withdraw_at and at >= self.withdraw_at:
            return {
                "scheduled_for": _(
                    "The article will be withdrawn by then. Choose an earlier time, or cancel the "
                    "withdrawal."
                )
            }
        return {}

    def _try(self, by, at) -> str:
        """Publish what was scheduled; where that fails nothing is changed, and it gives the reason.

        A database that is away says nothing of this article: that is raised.
        """
        try:
            with transaction.atomic():
                self._publish_kept(by, at)
        except (OperationalError, InterfaceError):
            raise
        except ValidationError as error:
            failure = " ".join(error.messages)
        except Exception as error:
            name = type(error).__name__
            # Not its words: they may hold what nobody has published yet.
            where = "".join(traceback.format_tb(error.__traceback__))
            logger.error("Article %s could not be published: %s\n%s", self.pk, name, where)
            failure = _now("An error in the program (%(name)s). The server's log tells more.") % {
                "name": name
            }
        else:
            return ""
        # What was half done is undone in the database, and by this in here.
        self._lock()
        return failure[:LONGEST_FAILURE]

    def _publish_kept(self, by, at):
        revision = self.scheduled_revision
        assert revision is not None  # by the constraint above
        manuscript = revision.manuscript()
        if manuscript.missing:
            raise ValidationError(
                _("What was scheduled names what is gone by now: %(missing)s."),
                params={"missing": ", ".join(manuscript.missing)},
            )
        self._refuse(self.obstacles(manuscript))
        self.keep_revision(by)
        change, note = self.scheduled_change, self.scheduled_note
        try:
            self._print(manuscript, by, at, change, note, revision)
        except NothingToPublish:
            self.unschedule(by)

    def _clear_schedule(self):
        self.scheduled_for = self.scheduled_by = self.scheduled_revision = None
        self.scheduled_change = self.scheduled_note = ""
        self.schedule_failed_at, self.schedule_failure = None, ""
