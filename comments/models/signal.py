from django.db import models
from django.utils.translation import gettext_lazy as _

from comments.stored import MODERATORS_AND_YOU, WITH_THE_COMMENT, Stored


class Signal(models.Model):
    """What was noticed about a comment when it came; a moderator reads it, it decides nothing."""

    class Kind(models.TextChoices):
        HONEYPOT = "honeypot", _("Filled in a field that people do not see")
        TOO_FAST = "too_fast", _("Written faster than people type")
        UNTIMED = "untimed", _("Sent without the time its form was opened")
        UNSCREENED = "unscreened", _("Not checked: the rules broke off at it")
        HOLD = "hold", _("On hold by a moderator")
        STAFF_NAME = "staff_name", _("Uses the name or address of staff or an author")

    comment = models.ForeignKey("comments.Comment", models.CASCADE, related_name="signals")
    kind = models.CharField(max_length=12, choices=Kind)
    detail = models.CharField(max_length=300, blank=True)

    stored = Stored(
        what=_("What was noticed when your comment came"),
        fields={
            "kind": _("what a rule noticed, such as a form filled in faster than people type"),
            "detail": _("a few words on it"),
        },
        seen_by=MODERATORS_AND_YOU,
        kept=WITH_THE_COMMENT,
        not_personal=("comment",),
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.get_kind_display()
