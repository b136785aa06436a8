from django.core.validators import RegexValidator
from django.db import models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from comments.models.inventory import Inventory

CODE_LIMIT = 12


class ReasonQuerySet(models.QuerySet):
    def offered(self):
        """Those to choose from now, in the outlet's order."""
        return self.filter(is_offered=True)


class Reason(models.Model):
    """Why a comment is refused, taken down or sent back: a choice, and what the public is told.

    Decisions keep the code for ever. So a reason is never deleted, only no longer offered.
    """

    OTHER = "other"

    code = models.CharField(
        _("code"),
        max_length=CODE_LIMIT,
        unique=True,
        validators=[RegexValidator("^[a-z][a-z_]*$", _("Lowercase letters and underscores only."))],
        help_text=_("Stored with every decision. It can't be changed later."),
    )
    label = models.CharField(
        _("label"), max_length=60, help_text=_("What moderators choose: “Personal attack”.")
    )
    wording = models.CharField(
        _("public wording"),
        max_length=300,
        help_text=_("What the writer sees, unless the moderator writes a message of their own."),
    )
    guideline = models.CharField(
        _("guideline"),
        max_length=300,
        blank=True,
        help_text=_("When to use this reason, and when not to. Moderators see it as they decide."),
    )
    wants_note = models.BooleanField(
        _("requires a note"),
        default=False,
        help_text=_("Moderators must explain their decision in a note."),
    )
    is_offered = models.BooleanField(
        _("available"),
        default=True,
        help_text=_("Reasons can't be deleted. Untick this to retire one."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    inventory = Inventory(
        not_personal=(
            "code",
            "label",
            "wording",
            "guideline",
            "wants_note",
            "is_offered",
            "position",
        )
    )

    objects = ReasonQuerySet.as_manager()

    class Meta:
        verbose_name = _("reason")
        verbose_name_plural = _("reasons")
        ordering = ["position", "pk"]
        default_permissions = ("add", "change", "view")

    def __str__(self):
        return self.label


def words_of(code: str, column: str):
    """In a queryset whose `code` is the code of a reason: what the reason says in `column`."""
    reasons = Reason.objects.filter(code=OuterRef(code)).values(column)[:1]
    return Coalesce(Subquery(reasons), code, output_field=models.CharField())
