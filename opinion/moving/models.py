"""What came from elsewhere, and from where. The contents themselves know nothing of it."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MoveIn(models.Model):
    """One moving in from another platform: whence, by whom and when."""

    class Platform(models.TextChoices):
        OPINION = "opinion", "Opinion"
        WORDPRESS = "wordpress", "WordPress"
        GHOST = "ghost", "Ghost"
        DISQUS = "disqus", "Disqus"
        SUBSTACK = "substack", "Substack"
        MEDIUM = "medium", "Medium"
        ISSO = "isso", "Isso"
        REMARK42 = "remark42", "Remark42"

    class Stage(models.TextChoices):
        """What of it is done or going on. By command, it is moving from the first moment."""

        LOOKING = "looking", _("Looking at the files")
        FOUND = "found", _("To be confirmed")
        TRYING = "trying", _("Being tried out")
        TRIED = "tried", _("Tried out")
        MOVING = "moving", _("Moving in")
        MOVED = "moved", _("Moved in")
        FETCHING = "fetching", _("Fetching pictures")
        UNDONE = "undone", _("Undone")
        FAILED = "failed", _("Failed")

    AT_WORK = (Stage.LOOKING, Stage.TRYING, Stage.MOVING, Stage.FETCHING)

    platform = models.CharField(_("platform"), max_length=20, choices=Platform)
    begun_at = models.DateTimeField(_("begun"), default=timezone.now)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    stage = models.CharField(_("state"), max_length=8, choices=Stage, default=Stage.MOVING)
    # Why it failed, in words for editors.
    problem = models.CharField(max_length=500, blank=True)
    is_to_stop = models.BooleanField(default=False)
    # Where its files lie until they are read; the old site's address, if somebody typed it.
    folder = models.CharField(max_length=40, blank=True)
    site = models.CharField(max_length=300, blank=True)
    # Each with its name and its SHA-256, by which a moving in that was interrupted goes on.
    files = models.JSONField(default=list)
    source_base = models.CharField(max_length=300, blank=True)
    # What the editor confirmed, and what came of it: see `Tables` and `Report`.
    tables = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    # Which part of the files has been read, of 1.
    progress = models.FloatField(default=0)

    class Meta:
        verbose_name = _("moving in")
        verbose_name_plural = _("moving in")
        default_permissions = ("view",)
        permissions = [("move", _("Can move a publication in and out"))]
        constraints = [
            models.CheckConstraint(
                name="move_in_stage_is_known",
                condition=Q(
                    stage__in=[
                        "looking",
                        "found",
                        "trying",
                        "tried",
                        "moving",
                        "moved",
                        "fetching",
                        "undone",
                        "failed",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="move_in_platform_is_known",
                condition=Q(
                    platform__in=[
                        "opinion",
                        "wordpress",
                        "ghost",
                        "disqus",
                        "substack",
                        "medium",
                        "isso",
                        "remark42",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="move_in_ends_after_it_began",
                condition=Q(finished_at=None) | Q(finished_at__gte=models.F("begun_at")),
            ),
        ]

    def __str__(self):
        return f"{self.get_platform_display()}, {self.begun_at:%Y-%m-%d}"

    @property
    def is_at_work(self) -> bool:
        return self.stage in self.AT_WORK

    def enter(self, stage, **said) -> None:
        self.stage = stage
        for name, value in said.items():
            setattr(self, name, value)
        self.save(update_fields=["stage", *said])


class MoveOut(models.Model):
    """The publication in one file, which the worker writes for whoever asked for it.

    `file` is its name in the folder of such files (see departures.py), empty until it is written
    and once it is erased.
    """

    class Kind(models.TextChoices):
        ARCHIVE = "archive", _("Archive")
        WORDPRESS = "wordpress", _("For WordPress")

    kind = models.CharField(max_length=9, choices=Kind)
    begun_at = models.DateTimeField(default=timezone.now)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    finished_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=500, blank=True)
    file = models.CharField(max_length=60, blank=True)

    class Meta:
        verbose_name = _("moving out")
        verbose_name_plural = _("moving out")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="move_out_kind_is_known", condition=Q(kind__in=["archive", "wordpress"])
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.begun_at:%Y-%m-%d}"

    @property
    def is_at_work(self) -> bool:
        return not self.finished_at


class AwaitedPicture(models.Model):
    """A picture that an article had on its old site, until it is fetched from there."""

    class State(models.TextChoices):
        WAITING = "waiting", _("To be fetched")
        FAILED = "failed", _("Could not be fetched")
        HAD = "had", _("Fetched")

    move_in = models.ForeignKey(MoveIn, models.CASCADE, related_name="awaited_pictures")
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="+")
    url = models.CharField(max_length=2_000)
    role = models.CharField(max_length=10)
    alt = models.CharField(max_length=300, blank=True)
    caption = models.CharField(max_length=300, blank=True)
    credit = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    why = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("picture to fetch")
        verbose_name_plural = _("pictures to fetch")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="awaited_picture_state_is_known",
                condition=Q(state__in=["waiting", "failed", "had"]),
            ),
        ]
        indexes = [
            models.Index(
                fields=["move_in", "article"],
                name="awaited_pictures",
                condition=Q(state__in=["waiting", "failed"]),
            ),
        ]

    def __str__(self):
        return self.url


class Provenance(models.Model):
    """Which thing of the source an object of ours was made of.

    Of one thing, known by the source's base address, its kind and its id there, one object is made,
    however often its file is read. `digest` is the SHA-256 of the object as it was imported: while
    it holds, nobody has edited it since.
    """

    move_in = models.ForeignKey(MoveIn, models.PROTECT, related_name="provenances")
    source_base = models.CharField(
        max_length=300, help_text=_("The address of the site it comes from: https://example.org.")
    )
    kind = models.CharField(max_length=40, help_text=_("What it is there: post, comment, tag."))
    source_id = models.CharField(max_length=200)
    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    object = GenericForeignKey()
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("provenance")
        verbose_name_plural = _("provenances")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["source_base", "kind", "source_id"], name="provenance_of_one_thing"
            ),
            models.CheckConstraint(
                name="provenance_names_its_source",
                condition=~Q(source_base="") & ~Q(kind="") & ~Q(source_id=""),
            ),
            models.CheckConstraint(
                name="provenance_digest_is_sha256", condition=Q(digest__regex="^[0-9a-f]{64}$")
            ),
        ]
        indexes = [
            models.Index(fields=["content_type", "object_id"], name="provenance_of_object"),
        ]

    def __str__(self):
        return f"{self.source_base} {self.kind} {self.source_id}"
