from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.inventory import MODERATORS_AND_YOU, WITH_THE_COMMENT, Inventory
from opinion.fields import PolicyVersionField, RenderedField

from .refusals import TooOften

# Of one comment. Each keeps two texts.
MOST_EDITS = 50


class EditQuerySet(models.QuerySet):
    def waiting(self):
        """What moderators have still to read: new texts of comments that are published."""
        return self.filter(status=Edit.Status.WAITING, comment__status="published")

    def write(self, comment, text, at) -> "Edit":
        """Note a new text of `comment`, whose `edits` this is; the caller holds its lock.

        A comment that waits takes it at once. For a published one it waits. Either way it replaces
        an edit that waits already: nobody is to decide about a text that its writer gave up.
        Raises TooOften.
        """
        edit = comment.proposed_edit or Edit(comment=comment)
        if edit.pk is None and self.count() >= MOST_EDITS:
            raise TooOften()
        edit.text, edit.before, edit.at = text, comment.text, at
        edit.status = Edit.Status.WAITING if comment.is_published else Edit.Status.TAKEN
        edit.save()
        return edit


class Edit(models.Model):
    """A text that a comment's writer put in the place of another, and what became of it."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        TAKEN = "taken", _("Taken")
        DROPPED = "dropped", _("Refused")

    comment = models.ForeignKey("comments.Comment", models.CASCADE, related_name="edits")
    text = models.TextField(_("new text"))
    html = RenderedField(source="text", policy="comment")
    html_policy = PolicyVersionField()
    before = models.TextField(_("text before"))
    status = models.CharField(max_length=7, choices=Status, default=Status.WAITING)
    at = models.DateTimeField(_("when"), default=timezone.now)

    inventory = Inventory(
        what=_("Edits to your comment"),
        fields={
            **dict.fromkeys(("text", "html"), _("the new text")),
            "before": _("the previous text"),
            "at": _("when you edited it"),
            "status": _("whether a moderator approved it"),
        },
        seen_by=MODERATORS_AND_YOU,
        kept=WITH_THE_COMMENT,
        not_personal=("comment", "html_policy"),
    )

    objects = EditQuerySet.as_manager()

    class Meta:
        verbose_name = _("edit")
        verbose_name_plural = _("edits")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["comment"], name="edit_one_waits", condition=Q(status="waiting")
            ),
        ]
        indexes = [
            models.Index(fields=["at", "id"], name="edit_queue", condition=Q(status="waiting")),
        ]

    def __str__(self):
        return f"edit {self.pk} of comment {self.comment_id}"

    def become(self, status):
        self.status = status
        self.save(update_fields=["status"])
