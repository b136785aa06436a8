from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Deferrable, F, Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from opinion import html, slugs
from opinion.fields import AddressField

from .content import ArticleContent, Credited, Role
from .edition import Edition, EditionByline
from .picture import EditionPicture, Pictured, lead_of
from .publication import Publication

__all__ = ["Article", "Byline", "Role"]


# What a list need not fetch.
TEXTS = ("body", "body_html", "note", "note_html")


class ArticleQuerySet(models.QuerySet):
    def published(self):
        """What the public may read. Every public page, list, feed and sitemap asks this."""
        return self.filter(status=Article.Status.PUBLISHED)

    def visible_to(self, user):
        """What `user` may read in the admin: editors all, authors what is theirs."""
        if user.has_perm("articles.edit_all_articles"):
            return self
        return self.filter(Q(created_by=user) | Q(pk__in=Byline.objects.written_by(user)))

    def newest(self):
        return self.order_by("-published_at", "-pk")

    def due(self, at):
        """What the clock shall publish: a first edition, or a new one of a live article."""
        return self.filter(scheduled_for__lte=at).order_by("scheduled_for", "pk")

    def in_section(self, section):
        return self.published().filter(live_edition__section__in=section.meant())

    def on_topic(self, topic):
        # Not joined: an edition that printed two topics, merged since, would stand there twice.
        printed = Edition.topics.through.objects.filter(topic__in=topic.meant())
        return self.published().filter(live_edition__in=printed.values("edition"))

    def written_by(self, author):
        """Published articles whose live byline names `author`."""
        # Not joined: an author with two roles in a byline would need DISTINCT, which sorts it all.
        printed = EditionByline.objects.filter(author__in=author.meant())
        return self.published().filter(live_edition__in=printed.values("edition"))

    def for_list(self):
        """With all that a card in a list shows, in a fixed number of queries."""
        return (
            self.select_related("live_edition", "live_edition__type", "live_edition__section")
            .prefetch_related(
                Prefetch("live_edition__bylines", EditionByline.objects.select_related("author")),
                Prefetch(
                    "live_edition__pictures", EditionPicture.objects.select_related("picture")
                ),
            )
            .defer(*TEXTS, *(f"live_edition__{name}" for name in TEXTS))
        )

    def for_page(self):
        about = ("topics", "references", "bylines__author__links")
        listed = self.for_list().prefetch_related(*(f"live_edition__{name}" for name in about))
        return listed.defer(None).defer(*TEXTS, "live_edition__body", "live_edition__note")


class Article(ArticleContent):
    """An article from its first draft to its withdrawal.

    The fields hold the copy that editors work on. What readers see is `live_edition`, written by
    `publish` and never changed afterwards.
    """

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
    # Counts the saves of the draft: an editor whose number is old has been overtaken.
    version = models.PositiveIntegerField(default=1, editable=False)
    scheduled_for = models.DateTimeField(
        _("publish at"), null=True, blank=True, help_text=_("In the publication's time zone.")
    )
    scheduled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    published_at = models.DateTimeField(_("first published"), null=True, editable=False)
    live_edition = models.OneToOneField(
        Edition, models.PROTECT, null=True, editable=False, related_name="live_for"
    )
    withdrawal_reason = models.CharField(
        _("reason for the withdrawal"),
        max_length=300,
        blank=True,
        help_text=_("Readers see this at the article's address."),
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        permissions = [
            ("publish_article", _("Can publish, schedule and withdraw articles")),
            ("edit_all_articles", _("Can view and edit other people's articles")),
        ]
        constraints = [
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
                name="article_schedule_is_whole",
                condition=Q(scheduled_for__isnull=True, scheduled_by__isnull=True)
                | Q(scheduled_for__isnull=False, scheduled_by__isnull=False),
            ),
            models.CheckConstraint(
                name="article_scheduled_has_time",
                condition=~Q(status="scheduled") | Q(scheduled_for__isnull=False),
            ),
        ]
        indexes = [
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
            models.Index(F("edited_at").desc(), name="article_last_edited"),
        ]

    def get_absolute_url(self):
        if not self.address:
            return reverse("preview", args=[self.pk])
        return reverse("article", args=self.address.split("/"))

    # --- Questions ------------------------------------------------------------------------

    @property
    def is_published(self) -> bool:
        return self.status == self.Status.PUBLISHED

    @property
    def is_withdrawn(self) -> bool:
        return self.status == self.Status.WITHDRAWN

    @property
    def has_unpublished_changes(self) -> bool:
        """Whether readers see an edition that the draft differs from."""
        return self.is_published and self.edited_at > self.live_edition.published_at

    @property
    def lead(self) -> Pictured | None:
        """The picture above the draft's text."""
        return lead_of(self.pictures.select_related("picture")) if self.pk else None

    def obstacles(self) -> dict[str, str]:
        """What stands against publishing, by field (`byline` for the authors): text for editors."""
        found = {}
        if not self.headline.strip():
            found["headline"] = _("Give the article a headline.")
        if not self.body_has_text():
            found["body"] = _("Write the text before you publish.")
        lead = self.lead
        if lead and not lead.alt.strip():
            found["picture_alt"] = _(
                "Add alt text: describe the picture for people who can't see it."
            )
        if not self.pk or not self.bylines.exists():
            found["byline"] = _("Add at least one author: every article needs a byline.")
        return found

    def body_has_text(self) -> bool:
        return bool(html.plain_text(html.article(self.body)).strip())

    # --- Verbs ----------------------------------------------------------------------------

    @transaction.atomic
    def publish(self, by, at=None) -> Edition:
        """Write the draft as a new edition and show it to readers.

        `at` is the moment to print (an aware datetime; now when left out). Raises ValidationError
        with the obstacles by field when the draft is not fit to publish; nothing changes then.
        """
        self._lock()
        obstacles = self.obstacles()
        if obstacles:
            raise ValidationError(obstacles)
        at = at or timezone.now()
        self.published_at = self.published_at or at
        self.address = self.address or self._new_address()
        self.live_edition = Edition.objects.write(self, by=by, at=at)
        self.scheduled_for = self.scheduled_by = None
        self.withdrawal_reason = ""
        self._enter(self.Status.PUBLISHED, by, at)
        return self.live_edition

    @transaction.atomic
    def schedule(self, by, at):
        """Let the clock publish the draft at `at`. A live article keeps its edition until then."""
        self._lock()
        obstacles = self.obstacles()
        if at <= timezone.now():
            obstacles["scheduled_for"] = _("This time has passed. Choose a later one.")
        if obstacles:
            raise ValidationError(obstacles)
        self.scheduled_for, self.scheduled_by = at, by
        if self.is_published:
            self.save(update_fields=["scheduled_for", "scheduled_by"])
        else:
            self._enter(self.Status.SCHEDULED, by, timezone.now())

    @transaction.atomic
    def publish_as_scheduled(self):
        """Publish in the name of who scheduled it, dated with the moment that was set.

        Does nothing when somebody published, moved or unscheduled the article in the meantime.
        """
        self._lock()
        if self.scheduled_for and self.scheduled_for <= timezone.now():
            self.publish(by=self.scheduled_by, at=self.scheduled_for)

    @transaction.atomic
    def unschedule(self, by):
        """Take the article off the clock."""
        self._lock()
        self.scheduled_for = self.scheduled_by = None
        if self.status == self.Status.SCHEDULED:
            self._enter(self._resting_status(), by, timezone.now())
        else:
            self.save(update_fields=["scheduled_for", "scheduled_by"])

    @transaction.atomic
    def withdraw(self, by, reason: str, at=None):
        """Take a published article away from readers, who learn `reason` at its address."""
        self._lock()
        if not self.is_published:
            raise ValidationError(_("Only a published article can be withdrawn."))
        if not reason.strip():
            raise ValidationError(
                {"withdrawal_reason": _("Tell readers why you are withdrawing it.")}
            )
        self.withdrawal_reason = reason.strip()
        self.scheduled_for = self.scheduled_by = None
        self._enter(self.Status.WITHDRAWN, by, at or timezone.now())

    def edited(self, by):
        """Note who saved the draft; the caller saves. Raises the version that editors compare."""
        self.edited_at, self.edited_by = timezone.now(), by
        self.version += 1
        if not self.pk:
            self.created_by, self.version = by, 1

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
        """Wait for whoever else acts on this article, and see what they did."""
        current = Article.objects.select_for_update(of=("self",)).get(pk=self.pk)
        for field in (
            "status",
            "address",
            "published_at",
            "live_edition_id",
            "scheduled_for",
            "scheduled_by_id",
        ):
            setattr(self, field, getattr(current, field))

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
                "published_at",
                "live_edition",
                "scheduled_for",
                "scheduled_by",
                "withdrawal_reason",
            ]
        )


class BylineQuerySet(models.QuerySet):
    def written_by(self, user):
        """The ids of articles whose draft byline names the author linked to `user`."""
        return self.filter(author__user=user).values("article")


class Byline(Credited):
    """One author's place in the byline of a draft."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="bylines")

    objects = BylineQuerySet.as_manager()

    class Meta(Credited.Meta):
        verbose_name = _("author")
        verbose_name_plural = _("byline")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "position"],
                name="byline_position",
                deferrable=Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(
                fields=["article", "author", "role"],
                name="byline_author_once_a_role",
                violation_error_message=_("This author is already in the byline with this role."),
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()} {self.author}"
