"""Who has an article open to change it."""

from datetime import timedelta

from django.conf import settings
from django.db import connection, models
from django.db.models import F, Q
from django.utils import timezone

from .article import Article

# How long a page counts as open: one that asks now and then, and one without a script.
SILENT = timedelta(seconds=70)
WITHOUT_SCRIPT = timedelta(minutes=15)

OPEN = """
INSERT INTO articles_presence AS mine (article_id, user_id, opened_at, seen_at, asks)
VALUES (%(article)s, %(user)s, %(now)s, %(now)s, false)
ON CONFLICT (article_id, user_id) DO UPDATE SET
    opened_at = CASE
        WHEN mine.seen_at > CASE WHEN mine.asks THEN %(silent)s ELSE %(still)s END
        THEN mine.opened_at ELSE %(now)s
    END,
    seen_at = %(now)s, asks = false, taken_over_by_id = NULL, taken_over_at = NULL
RETURNING EXISTS (
    SELECT FROM articles_presence WHERE article_id = %(article)s AND user_id <> %(user)s
)
"""


class PresenceQuerySet(models.QuerySet):
    def open(self, article, user) -> bool:
        """Note that `user` opens the article; whether anybody else may have it open."""
        now = timezone.now()
        values = {"article": article.pk, "user": user.pk, "now": now}
        values |= {"silent": now - SILENT, "still": now - WITHOUT_SCRIPT}
        with connection.cursor() as cursor:
            cursor.execute(OPEN, values)
            return cursor.fetchone()[0]

    def ask(self, article, user) -> "Presence":
        """Note that the page of `user` is still open; gives its row."""
        now = timezone.now()
        values = {"seen_at": now, "asks": True}
        begun = {**values, "opened_at": now}
        return self.update_or_create(values, begun, article=article, user=user)[0]

    def others(self, article, user):
        """The colleagues who have the article open now, the first of them first."""
        now = timezone.now()
        here = Q(asks=True, seen_at__gt=now - SILENT)
        here |= Q(asks=False, seen_at__gt=now - WITHOUT_SCRIPT)
        rows = self.filter(here, article=article).exclude(user=user)
        return rows.select_related("user").order_by("opened_at", "pk")

    def take_over(self, article, user):
        """Tell the pages of all others that `user` goes on with the article."""
        self.others(article, user).update(taken_over_by=user, taken_over_at=timezone.now())
        self.filter(article=article, user=user).update(taken_over_by=None, taken_over_at=None)


class Presence(models.Model):
    """Somebody has an article open. It forbids nobody anything.

    `asks` says that the page asks by itself, and so that its silence means it was closed.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    asks = models.BooleanField(default=False)
    taken_over_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    taken_over_at = models.DateTimeField(null=True)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["article", "user"], name="presence_once_a_person"),
            models.CheckConstraint(
                name="presence_seen_since_opened", condition=Q(seen_at__gte=F("opened_at"))
            ),
        ]

    def __str__(self):
        return f"{self.user} {self.opened_at}"
