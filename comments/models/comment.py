from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from opinion.articles.models import Article
from opinion.fields import PolicyVersionField, RenderedField

# A btree row holds about 2,700 bytes; a path of bigints would overflow it near 480 levels.
MAX_DEPTH = 50
NAME_LIMIT = 60


class CommentQuerySet(models.QuerySet):
    def published(self):
        return self.filter(status=Comment.Status.PUBLISHED)

    def waiting(self):
        """What a moderator has still to decide, oldest first."""
        return self.filter(status=Comment.Status.WAITING).order_by("waiting_since", "pk")

    def visible_to(self, user):
        """What `user` may read: the public, published comments of published articles."""
        if user.has_perm("comments.view_comment"):
            return self
        return self.published().filter(article__in=Article.objects.published())

    def in_thread_order(self):
        """Each comment above its replies, oldest first."""
        return self.order_by("path")

    def reply(self, *, article, parent, name, text, at, signals) -> "Comment":
        """Store a new comment that waits for a moderator, under `parent` if there is one."""
        number = self._next_id()
        trapped = any(kind == Signal.Kind.HONEYPOT for kind, _detail in signals)
        attached_to = parent and parent.attach_point()
        comment = self.create(
            pk=number,
            article=article,
            edition=article.live_edition,
            parent=attached_to,
            in_reply_to=parent,
            path=[*(attached_to.path if attached_to else []), number],
            depth=attached_to.depth + 1 if attached_to else 0,
            name=name,
            text=text,
            status=Comment.Status.SPAM if trapped else Comment.Status.WAITING,
            created_at=at,
            waiting_since=at,
        )
        Signal.objects.bulk_create(
            Signal(comment=comment, kind=kind, detail=detail) for kind, detail in signals
        )
        return comment

    def _next_id(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval(pg_get_serial_sequence('comments_comment', 'id'))")
            return cursor.fetchone()[0]


class Comment(models.Model):
    """What a reader answered. Who they are beyond the name lives in Contact alone."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        PUBLISHED = "published", _("Published")
        REFUSED = "refused", _("Refused")
        SPAM = "spam", _("Spam")
        TAKEN_DOWN = "taken_down", _("Taken down")

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
    text = models.TextField(_("comment"))
    html = RenderedField(source="text", policy="comment")
    html_policy = PolicyVersionField()
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.WAITING)
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    waiting_since = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(_("published"), null=True)
    # Counts changes of text and state; a decision names the version it judged.
    version = models.PositiveIntegerField(default=1)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        permissions = [("decide_comment", _("Can decide what a thread shows"))]
        constraints = [
            models.CheckConstraint(
                name="comment_status_is_known",
                condition=Q(status__in=["waiting", "published", "refused", "spam", "taken_down"]),
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
            models.Index(
                fields=["article", "path"],
                name="comment_thread_order",
                condition=Q(status="published"),
            ),
            models.Index(
                fields=["waiting_since", "id"],
                name="comment_queue",
                condition=Q(status="waiting"),
            ),
            models.Index("status", F("created_at").desc(), name="comment_archive"),
        ]

    def __str__(self):
        return _("%(name)s on “%(article)s”") % {"name": self.name, "article": self.article}

    def get_absolute_url(self):
        return reverse("comment", args=[self.pk])

    @property
    def is_published(self) -> bool:
        return self.status == self.Status.PUBLISHED

    @property
    def root_id(self) -> int:
        return self.path[0]

    def attach_point(self) -> "Comment":
        """What a reply to this one hangs on: this one, or its parent at the greatest depth."""
        return self.parent if self.depth >= MAX_DEPTH else self

    # --- Verbs. `version` is the one a moderator saw; Overtaken if it is another by now.

    def approve(self, by, version=None, at=None):
        return self.decisions.record("approve", by, version=version, at=at)

    def refuse(self, by, reason, note="", version=None, at=None):
        return self.decisions.record("refuse", by, reason, note, version, at)

    def mark_spam(self, by, note="", version=None, at=None):
        return self.decisions.record("spam", by, note=note, version=version, at=at)

    def take_down(self, by, reason, note="", version=None, at=None):
        return self.decisions.record("take_down", by, reason, note, version, at)

    def reverse(self, by, note="", version=None, at=None):
        """Undo the last decision: the comment is again what it was before."""
        return self.decisions.record("reverse", by, note=note, version=version, at=at)

    def enter(self, status, at):
        """Take the status that a decision gave. Only `Decision.objects.record` calls this."""
        self.status = status
        self.version += 1
        if status == self.Status.PUBLISHED:
            self.published_at = self.published_at or at
        elif status == self.Status.WAITING:
            self.waiting_since = at
        self.save(update_fields=["status", "version", "published_at", "waiting_since"])


class Signal(models.Model):
    """What was noticed about a comment when it came; a moderator reads it, it decides nothing."""

    class Kind(models.TextChoices):
        HONEYPOT = "honeypot", _("Filled in a field that people do not see")
        TOO_FAST = "too_fast", _("Written faster than people type")
        UNTIMED = "untimed", _("Sent without the time its form was opened")
        HOLD = "hold", _("On hold by a moderator")
        STAFF_NAME = "staff_name", _("Uses the name or address of staff or an author")

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="signals")
    kind = models.CharField(max_length=12, choices=Kind)
    detail = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.get_kind_display()
