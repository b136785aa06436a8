from datetime import timedelta

from django.conf import settings
from django.db import connection, models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.inventory import Inventory

LASTS = timedelta(minutes=5)
# Of two at the same instant the database lets one through.
OPENED = """
    WITH first (number) AS ({first}),
    closed AS (
        DELETE FROM comments_claim
        WHERE by_id = %s AND NOT EXISTS (SELECT FROM first WHERE number = comment_id)
    ),
    opened AS (
        INSERT INTO comments_claim AS claim (comment_id, by_id, until)
        SELECT number, %s, %s FROM first
        ON CONFLICT (comment_id) DO UPDATE SET by_id = excluded.by_id, until = excluded.until
        WHERE claim.by_id = excluded.by_id OR claim.until <= %s
        RETURNING comment_id
    )
    SELECT number, comment_id IS NOT NULL FROM first LEFT JOIN opened ON comment_id = number
"""


class ClaimQuerySet(models.QuerySet):
    def active(self, at=None):
        return self.filter(until__gt=at or timezone.now())

    def claim(self, comment_id, by, at=None) -> "Claim":
        """Open a comment for `by`, unless somebody else has it open. Returns whose it is now."""
        at = at or timezone.now()
        fresh = {"by": by, "until": at + LASTS}
        free = self.filter(Q(by=by) | Q(until__lte=at), comment=comment_id)
        if not free.update(**fresh):
            claim = Claim(comment_id=comment_id, **fresh)
            # Of two at the same instant the database lets one through.
            self.bulk_create([claim], ignore_conflicts=True)
        current = self.select_related("by").filter(comment=comment_id).first()
        # None: who had it open has closed it since.
        return current or self.claim(comment_id, by)

    def move_to_first(self, comments, by, at=None) -> int | None:
        """Close what `by` has open, and open the first of `comments`; its number, if there is one.

        `comments` are those that nobody else has open: one that a colleague opens in this moment is
        passed by.
        """
        at = at or timezone.now()
        first, words = comments.values("pk")[:1].query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(OPENED.format(first=first), [*words, by.pk, by.pk, at + LASTS, at])
            found = cursor.fetchone()
        if found is None:
            return None
        number, is_ours = found
        return number if is_ours else self.move_to_first(comments, by)

    def release(self, by):
        """Close whatever `by` has open."""
        return self.filter(by=by).delete()

    def over(self, at=None):
        return self.filter(until__lte=at or timezone.now())


def is_open_to(user, at=None):
    """In a queryset of comments: nobody else has this one open."""
    others = Claim.objects.active(at).exclude(by=user).filter(comment=OuterRef("pk"))
    return ~Exists(others)


class Claim(models.Model):
    """A moderator has a comment open, so that colleagues leave it alone for some minutes.

    It forbids nothing: of two decisions the version judged lets one through.
    """

    comment = models.OneToOneField(
        "comments.Comment", models.CASCADE, primary_key=True, related_name="claim"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    until = models.DateTimeField()

    inventory = Inventory(not_personal=("comment", "by", "until"))

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        default_permissions = ()

    def __str__(self):
        return f"{self.by} until {self.until:%H:%M}"
