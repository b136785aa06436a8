from django.db import models
from django.utils.translation import gettext_lazy as _

from comments.models.inventory import WITH_THE_COMMENT, Inventory


class DecisionNote(models.Model):
    """A moderator's own words on a decision. Apart from it, so that they can be erased."""

    decision = models.OneToOneField("comments.Decision", models.CASCADE, related_name="note")
    text = models.TextField(_("note"), blank=True)
    # In the place of the public wording of the reason.
    message_to_writer = models.TextField(
        _("message to the writer"), blank=True, default="", db_default=""
    )

    inventory = Inventory(
        what=_("A moderator's notes on a decision"),
        fields={
            "text": _("a note for other moderators"),
            "message_to_writer": _("what you were told about it"),
        },
        seen_by=_("moderators; you too see what you were told"),
        kept=WITH_THE_COMMENT,
        not_personal=("decision",),
    )

    def __str__(self):
        return self.text
