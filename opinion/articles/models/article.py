from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from opinion import html, slugs
from opinion.articles.checks import run
from opinion.articles.checks.draft import Draft
from opinion.fields import AddressField
from opinion.page_cache.drawing import Shown
from opinion.quick_reverse import quick_reverse

from . import change as changes
from .article_queries import TEXTS, ArticleQuerySet
from .change import Change
from .content import ArticleContent
from .desk import HandedIn
from .edition import Edition
from .manuscript import Manuscript
from .picture import Pictured, lead_of
from .publication import Publication
from .schedule import SCHEDULE, Scheduled
from .withdrawal import WITHDRAWAL, Withdrawable


class Article(Shown, Scheduled, Withdrawable, HandedIn, ArticleContent):
    """An article from its first draft to its withdrawal.

    The fields hold the copy that editors work on. What readers see is `live_edition`, written by
    `publish` and never changed afterwards.
    """

    kind = "article"

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SCHEDULED = "scheduled", _("Scheduled")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    slug = AddressField(
        _("address"),
        max_length=120,
        unique=True,
        blank=True,
        help_text=_(
            "The last part of the article's address. If left blank, it is made from the headline."
        ),
    )
    # 2024/01/slug, from the first publication on; never changes again.
    address = models.CharField(  # noqa: DJ001 - null, because many drafts have none yet
        max_length=140, unique=True, null=True, editable=False
    )
    # What feeds know it by, from the first publication on. Text, because an article that moves in
    # brings its own.
    guid = models.CharField(  # noqa: DJ001 - null, because many drafts have none yet
        max_length=500, unique=True, null=True, editable=False
    )
    topics = models.ManyToManyField(
        "articles.Topic",
        blank=True,
        related_name="+",
        limit_choices_to={"merged_into": None},
        verbose_name=_("topics"),
    )
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.DRAFT, editable=False
    )
    status_changed_at = models.DateTimeField(default=timezone.now, editable=False)
    status_changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    edited_at = models.DateTimeField(_("last edited"), default=timezone.now, editable=False)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    # Counts the saves of the draft: an editor whose number is old has been overtaken. Before the
    # first it is 0.
    version = models.PositiveIntegerField(default=1, editable=False)
    # Of what an edition would say if it were printed from the draft that was saved last.
    digest = models.CharField(max_length=64, blank=True, editable=False, default="", db_default="")
    published_at = models.DateTimeField(_("first published"), null=True, editable=False)
    live_edition = models.OneToOneField(
        Edition, models.PROTECT, null=True, editable=False, related_name="live_for"
    )

    # Where in a work it points and what it says of it, on the pages of works: see `works`.
    places: list[str]
    sentences: list
    # Its places in series, on its own page: see `series`.
    places_in_series: list

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        permissions = [
            ("publish_article", _("Can publish, schedule and withdraw articles")),
            ("edit_all_articles", _("Can view and edit other people's articles")),
        ]
        constraints = [
            *Scheduled.Meta.constraints,
            *Withdrawable.Meta.constraints,
            *HandedIn.Meta.constraints,
            models.CheckConstraint(
                name="article_status_is_known",
                condition=Q(status__in=["draft", "scheduled", "published", "withdrawn"]),
            ),
            models.CheckConstraint(
                name="article_published_has_edition",
                condition=~Q(status__in=["published", "withdrawn"])
                | Q(live_edition__isnull=False, published_at__isnull=False, address__isnull=False),
            ),
            models.CheckConstraint(
                name="article_guid_since_published",
                condition=Q(published_at__isnull=True, guid__isnull=True)
                | (Q(published_at__isnull=False, guid__isnull=False) & ~Q(guid="")),
            ),
            models.CheckConstraint(
                name="article_scheduled_has_time",
                condition=~Q(status="scheduled") | Q(scheduled_for__isnull=False),
            ),
        ]
        indexes = [
            *HandedIn.Meta.indexes,
            models.Index(
                F("published_at").desc(),
                F("id").desc(),
                name="article_newest",
                condition=Q(status="published"),
            ),
            models.Index(
                fields=["scheduled_for"],
                name="article_due",
                condition=Q(scheduled_for__isnull=False),
            ),
            models.Index(
                fields=["withdraw_at"],
                name="article_to_withdraw",
                condition=Q(withdraw_at__isnull=False),
            ),
            models.Index(F("edited_at").desc(), name="article_last_edited"),
            # The newsroom's first page: of an archive, drafts are few.
            models.Index(
                F("edited_at").desc(),
                F("id").desc(),
                name="draft_last_edited",
                condition=Q(status="draft"),
            ),
            models.Index(fields=["language"], name="article_language"),
        ]

    def get_absolute_url(self):
        if not self.address:
            return reverse("preview", args=[self.pk])
        return quick_reverse("article", self.address)

    # --- Questions ------------------------------------------------------------------------

    @property
    def is_published(self) -> bool:
        return self.status == self.Status.PUBLISHED

    @property
    def is_withdrawn(self) -> bool:
        return self.status == self.Status.WITHDRAWN

    @property
    def has_unpublished_changes(self) -> bool:
        """Whether the draft that was saved last says something else than what readers see."""
        live = self.live_edition if self.is_published else None
        return live is not None and self.digest != live.digest

    @property
    def is_begun(self) -> bool:
        """Whether nobody has saved it yet."""
        return self.version == 0

    @property
    def lead(self) -> Pictured | None:
        """The picture above the draft's text."""
        return lead_of(self.pictures.select_related("picture")) if self.pk else None

    def obstacles(self, manuscript: Manuscript | None = None) -> dict[str, Any]:
        """What stands against publishing the draft, or this `manuscript` of it, checks included.

        By field (`byline` for the authors): text for editors.
        """
        manuscript = manuscript or self.manuscript()
        found = run.stopping(Draft.of(manuscript, self.pk), Publication.objects.current().checks)
        return found | manuscript.obstacles()

    @cached_property
    def told_changes(self) -> list[Edition]:
        """The editions that told readers in a note what they changed, the newest first."""
        changed = self.live_edition and self.live_edition.number > 1
        return list(self.editions.told().defer(*TEXTS)) if changed else []

    def manuscript(self) -> Manuscript:
        """All that an edition would be printed from now."""
        return Manuscript.of(self)

    # --- Verbs ----------------------------------------------------------------------------

    @transaction.atomic
    def publish(self, by, at=None, change=Change.UNSTATED, note="") -> Edition:
        """Write the stored draft as a new edition and show it to readers.

        `at` is the moment to print (an aware datetime; now when left out); `change` says what the
        edition is to the one before it (a first one says so by itself), `note` tells readers.
        Raises ValidationError with the obstacles by field when the draft is not fit to publish,
        and NothingToPublish when readers see just that already; nothing changes then.
        """
        self._lock()
        manuscript = self.manuscript()
        self._refuse(self.obstacles(manuscript))
        change, note = self._stated(change, note)
        revision = self._keep(manuscript, by, "publish")
        return self._print(manuscript, by, at or timezone.now(), change, note, revision)

    def edited(self, by):
        """Note who saved the draft; the caller saves. Raises the version that editors compare."""
        self.edited_at, self.edited_by = timezone.now(), by
        self.version += 1
        if not self.pk:
            self.created_by, self.version = by, 1

    def keep_revision(self, by, kind="save"):
        """Keep the draft as it is stored, once all of it is; gives the revision.

        Whoever saves a draft calls this last: it also tells whether readers see something else.
        """
        return self._keep(self.manuscript(), by, kind)

    def suggest_slug(self) -> str:
        """A free address from the headline: night-trains, or night-trains-2 where it is taken.

        The day on which the article was begun where a headline has no letter or digit.
        """
        stem = slugs.slug(self.headline)[:110].strip("-_")
        return slugs.free(self, stem or f"{self._local(self.created_at):%Y-%m-%d}")

    def save(self, *args, **kwargs):
        if not slugs.slug(self.slug):
            self.slug = self.suggest_slug()
        super().save(*args, **kwargs)

    # --- How it is done -----------------------------------------------------------------------

    def _lock(self):
        """Wait for whoever else acts on this article, and see what they did and what is stored."""
        self.refresh_from_db(from_queryset=Article.objects.select_for_update(of=("self",)))

    def _keep(self, manuscript, by, kind):
        self.digest = Edition.objects.printed(self, manuscript).digest
        self.save(update_fields=["digest"])
        return self.revisions.keep(self, manuscript.document(), by, kind)

    def _refuse(self, obstacles):
        if obstacles:
            raise ValidationError(obstacles)

    def _stated(self, change, note):
        """What is said of the next edition, checked."""
        if not self.live_edition_id:
            return Change.FIRST, ""
        note = html.clean_line(note)
        changes.check(change, note)
        return change, note

    def _print(self, manuscript, by, at, change, note, revision) -> Edition:
        self.live_edition = Edition.objects.write(
            self, manuscript, by=by, at=at, change=change, note=note, revision=revision
        )
        self.published_at = self.published_at or at
        self.address = self.address or self._new_address()
        self.guid = self.guid or f"urn:uuid:{uuid4()}"
        self.withdrawal_reason = ""
        self._clear_schedule()
        self._enter(self.Status.PUBLISHED, by, at)
        self._leave_desk(by)
        return self.live_edition

    def _new_address(self) -> str:
        return f"{self._local(self.published_at):%Y/%m}/{self.slug}"

    def _local(self, moment):
        return moment.astimezone(Publication.objects.current().zone)

    def _resting_status(self):
        return self.Status.WITHDRAWN if self.live_edition_id else self.Status.DRAFT

    def _enter(self, status, by, at):
        self.status, self.status_changed_by, self.status_changed_at = status, by, at
        self.save(
            update_fields=[
                "status",
                "status_changed_by",
                "status_changed_at",
                "address",
                "guid",
                "published_at",
                "live_edition",
                "withdrawal_reason",
                *SCHEDULE,
                *WITHDRAWAL,
            ]
        )
