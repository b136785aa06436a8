from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.inventory import Inventory

LASTS = timedelta(minutes=5)


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
