from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Act(models.Model):
    """Something that one of the staff did, by the page on which they did it.

    No word that anybody typed is in it, so that nothing ever has to be taken out: the database
    refuses to change or delete a line.
    """

    at = models.DateTimeField(_("when"), default=timezone.now)
    # The line outlives the account.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
        verbose_name=_("account"),
    )
    name = models.CharField(_("who"), max_length=150)
    page = models.CharField(_("page"), max_length=100)
    target = models.CharField(_("number"), max_length=40, blank=True)
    button = models.CharField(_("button"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("act")
        verbose_name_plural = _("acts")
        default_permissions = ("view",)
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="act_by_time"),
            models.Index(fields=["by", "-at"], name="act_by_person"),
        ]

    def __str__(self):
        return f"{self.name}: {self.page} {self.target}".strip()
