from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.inventory import Inventory, lasting
from opinion import search_words
from opinion.articles.models import Article
from opinion.fields import PolicyVersionField, RenderedField

from .decision_verbs import DecisionVerbs
from .intake import NAME_LIMIT, IntakeQuerySet
from .queue_state import QueueState
from .thread import Thread
from .writer_actions import WriterActions

# A btree row holds about 2,700 bytes; a path of bigints would overflow it near 480 levels.
MAX_DEPTH = 50
PASSAGE_LIMIT = 600
# What a comment is searched by.
WORDS = SearchVector("text", config="simple")
# Of those that a search finds the newest count: of a word that everybody writes there is no end.
FOUND_AT_MOST = 10_000


class CommentQuerySet(IntakeQuerySet):
    def published(self):
        return self.filter(status=Comment.Status.PUBLISHED)

    def waiting(self):
        """What a moderator has still to decide, oldest first; not what was put aside."""
        waiting = self.filter(status=Comment.Status.WAITING, desk_state=Comment.DeskState.NOT)
        return waiting.order_by("waiting_since", "pk")

    def reported(self):
        """Published ones that readers object to, and nobody has judged yet; nor put aside."""
        published = self.published().filter(desk_state=Comment.DeskState.NOT)
        return published.filter(priority_at__isnull=False)

    def put_aside(self):
        return self.exclude(desk_state=Comment.DeskState.NOT)

    def visible_to(self, user):
        """What `user` may read: the public, published comments where a thread is shown."""
        if user.has_perm("comments.view_comment"):
            return self
        return self.published().filter(article__in=_articles_with_a_thread())

    def standing(self):
        """What has a place in its thread: the published, and what they answer.

        For a thread that is shown, which whoever asks has seen to: it is not asked again here. A
        comment that is not published stands there as a placeholder only, without its words: ask
        `is_published` before showing any.
        """
        return self.filter(STANDING)

    def saying(self, text: str):
        """Those that have each word of `text`, or one that begins so; none where it has no word."""
        words = search_words.plain_words(text)
        if not words:
            return self.none()
        asked = " & ".join(f"'{word}':*" for word in words)
        query = SearchQuery(asked, config="simple", search_type="raw")
        found = self.model.objects.alias(words=WORDS).filter(words=query).order_by("-pk")
        # As an array, so that PostgreSQL looks into the index of words first whatever is asked.
        return self.filter(_is_one_of(found.values("pk")[:FOUND_AT_MOST]))

    def in_thread_order(self):
        """Each comment above its replies, oldest first."""
        return self.order_by("path")


def _is_one_of(numbers):
    return models.Func(
        F("pk"),
        ArraySubquery(numbers),
        template="(%(expressions)s))",
        arg_joiner=" = ANY(",
        output_field=models.BooleanField(),
    )


def _articles_with_a_thread():
    """The published articles whose thread is not closed."""
    closed = Thread.objects.closed()
    return Article.objects.published().exclude(Exists(closed.filter(article=OuterRef("pk"))))


STANDING = Q(status="published") | Q(published_below__gt=0)


class Comment(DecisionVerbs, WriterActions, QueueState, models.Model):
    """What a reader answered. Who they are beyond the name lives in Contact alone."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        PUBLISHED = "published", _("Published")
        REFUSED = "refused", _("Refused")
        SPAM = "spam", _("Spam")
        TAKEN_DOWN = "taken_down", _("Taken down")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class DeskState(models.TextChoices):
        """Why a comment that wants a decision does not stand in the queue of everybody."""

        NOT = "", _("Not on hold")
        ASKED = "asked", _("Edit requested")
        HANDED = "handed", _("Assigned")
        ESCALATED = "escalated", _("Escalated")
        SNOOZED = "snoozed", _("Snoozed")

    class Badge(models.TextChoices):
        """Who speaks for the publication. Only `answer` gives it, to whom is logged in."""

        STAFF = "staff", _("Staff")
        AUTHOR = "author", _("Author")

    article = models.ForeignKey(
        "articles.Article", models.PROTECT, related_name="comments", verbose_name=_("article")
    )
    edition = models.ForeignKey(
        "articles.Edition", models.PROTECT, related_name="+", verbose_name=_("edition answered")
    )
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="replies")
    # Differs from `parent` only where the thread is at its greatest depth.
    in_reply_to = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    path = ArrayField(models.BigIntegerField())
    depth = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(_("name"), max_length=NAME_LIMIT)
    badge = models.CharField(max_length=6, choices=Badge, blank=True, default="", db_default="")
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
    )
    # The words of the article that are answered, as they stand in the edition.
    passage = models.CharField(
        _("passage answered"), max_length=PASSAGE_LIMIT, blank=True, default="", db_default=""
    )
    text = models.TextField(_("comment"))
    html = RenderedField(source="text", policy="comment")
    html_policy = PolicyVersionField()
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.WAITING)
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    waiting_since = models.DateTimeField(default=timezone.now)
    # Its place among what wants a decision: since when, moved ahead by what weighs. Of a published
    # one, only while readers' reports wait.
    priority_at = models.DateTimeField(null=True)
    desk_state = models.CharField(
        max_length=9, choices=DeskState, blank=True, default=DeskState.NOT, db_default=""
    )
    desk_until = models.DateTimeField(null=True)
    handed_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
    )
    published_at = models.DateTimeField(_("published"), null=True)
    # When a published text was last replaced by an edit of its writer.
    edited_at = models.DateTimeField(_("edited"), null=True)
    # Since when it is refused, spam, taken down or withdrawn: the clock of its erasure.
    hidden_since = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(_("erased"), null=True)
    # How many published comments stand below it. Exact at any time, like Thread.published_count.
    published_below = models.PositiveIntegerField(default=0, db_default=0)
    # Counts changes of text and state; a decision names the version it judged.
    version = models.PositiveIntegerField(default=1)

    inventory = Inventory(
        what=_("Your comment"),
        fields={
            "name": _("your name as you typed it"),
            **dict.fromkeys(("text", "html"), _("what you wrote")),
            "passage": _("the passage of the article that you quote"),
            "in_reply_to": _("whom you replied to"),
            "created_at": _("when you wrote it"),
            "published_at": _("when it was published"),
            "edited_at": _("when it was last edited"),
            **dict.fromkeys(
                ("status", "waiting_since", "hidden_since", "priority_at"),
                _("its status, and since when"),
            ),
            **dict.fromkeys(
                ("desk_state", "desk_until"), _("whether it was left for later, and until when")
            ),
            "erased_at": _("that it was erased, and when"),
        },
        seen_by=_("everyone, once it is published; moderators at any time"),
        kept=lasting(
            _(
                "until you erase it; if it is refused, taken down or withdrawn, its text "
                "and your name are erased after %(time)s. Comments waiting for a moderator "
                "are not erased automatically."
            ),
            "REFUSED_RETENTION_DAYS",
        ),
        not_personal=(
            "article",
            "edition",
            "parent",
            "path",
            "depth",
            "badge",
            "staff",
            "handed_to",
            "html_policy",
            "published_below",
            "version",
        ),
    )

    objects = CommentQuerySet.as_manager()

    # Set by `Comment.objects.receive` on a comment that was sent before.
    is_repeated = False

    # Only of a comment that a decision holds the lock of.
    has_reports: bool
    has_followers: bool

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        permissions = [
            ("decide_comment", _("Can moderate comments")),
            ("receive_escalated", _("Can handle escalated comments")),
        ]
        constraints = [
            models.CheckConstraint(
                name="comment_status_is_one_of",
                condition=Q(
                    status__in=[
                        "waiting",
                        "published",
                        "refused",
                        "spam",
                        "taken_down",
                        "withdrawn",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="comment_badge_is_of_staff",
                condition=Q(badge="", staff__isnull=True)
                | Q(badge__in=["staff", "author"], staff__isnull=False),
            ),
            models.CheckConstraint(
                name="comment_erased_is_empty",
                condition=Q(erased_at__isnull=True)
                | Q(name="", text="", html="", passage="")
                & ~Q(status__in=["published", "waiting"]),
            ),
            models.CheckConstraint(
                name="comment_desk_state_is_whole",
                condition=Q(desk_state="", desk_until__isnull=True, handed_to__isnull=True)
                | Q(desk_state__in=["asked", "snoozed"], desk_until__isnull=False)
                & Q(handed_to__isnull=True)
                | Q(desk_state="handed", handed_to__isnull=False)
                | Q(desk_state="escalated", handed_to__isnull=True),
            ),
            models.CheckConstraint(
                name="comment_depth_is_bounded", condition=Q(depth__lte=MAX_DEPTH)
            ),
            models.CheckConstraint(
                name="comment_path_fits_depth", condition=Q(path__len=F("depth") + 1)
            ),
            models.CheckConstraint(
                name="comment_published_when",
                condition=~Q(status="published") | Q(published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="comment_reply_has_parent",
                condition=Q(depth=0, parent__isnull=True) | Q(depth__gt=0, parent__isnull=False),
            ),
            # The target of the composite foreign key that keeps a reply within its article.
            models.UniqueConstraint(fields=["id", "article"], name="comment_in_article"),
        ]
        indexes = [
            models.Index(fields=["article", "path"], name="comment_standing", condition=STANDING),
            models.Index(
                fields=["article", "id"], name="comment_roots", condition=STANDING & Q(depth=0)
            ),
            models.Index(
                "article",
                F("published_at").desc(),
                name="comment_newest",
                condition=Q(status="published"),
            ),
            models.Index(
                fields=["hidden_since"],
                name="comment_to_erase",
                condition=Q(hidden_since__isnull=False, erased_at__isnull=True),
            ),
            models.Index(
                fields=["waiting_since", "id"],
                name="comment_waiting",
                condition=Q(status="waiting", desk_state=""),
            ),
            models.Index(
                fields=["priority_at", "id"],
                name="comment_urgent",
                condition=Q(status="waiting", desk_state=""),
            ),
            models.Index(
                fields=["priority_at", "id"],
                name="comment_reported",
                condition=Q(status="published", priority_at__isnull=False, desk_state=""),
            ),
            models.Index(
                fields=["priority_at", "id"], name="comment_put_aside", condition=~Q(desk_state="")
            ),
            models.Index(
                fields=["handed_to"], name="comment_handed", condition=Q(handed_to__isnull=False)
            ),
            GinIndex(WORDS, name="comment_by_words"),
            models.Index("status", F("created_at").desc(), name="comment_archive"),
            models.Index("article", F("created_at").desc(), name="comment_lately"),
        ]

    def __str__(self):
        name = self.name or _("Erased writer")
        return _("%(name)s on “%(article)s”") % {"name": name, "article": self.article}

    def get_absolute_url(self):
        return reverse("comment", args=[self.pk])

    @property
    def root_id(self) -> int:
        return self.path[0]

    @property
    def proposed_edit(self):
        """The new text of this published comment that waits for a moderator, or None."""
        return self.edits.filter(status="waiting").first()

    def become(self, other):
        """Stand as `other`, the same comment read later, does; asks nothing."""
        for field in self._meta.concrete_fields:
            setattr(self, field.attname, getattr(other, field.attname))
        self._prefetched_objects_cache = {}

    def attach_point(self) -> "Comment":
        """What a reply to this one hangs on: this one, or its parent at the greatest depth."""
        return (self.depth >= MAX_DEPTH and self.parent) or self
