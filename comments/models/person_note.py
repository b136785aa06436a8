from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.inventory import MODERATORS, Stored

NOTE_LIMIT = 1_000


class UnknownPerson(Exception):
    """There is no address by which a note would be found again."""


class PersonNoteQuerySet(models.QuerySet):
    @transaction.atomic
    def write(self, comment, text, by, at=None) -> "PersonNote":
        """Note something about whoever gave the address of this comment.

        Raises Nobody where there is none: staff wrote it, or the address has been forgotten.
        """
        # Locked as who erases locks them: neither leaves a note behind.
        type(comment).objects.select_for_update().get(pk=comment.pk)
        contacts = apps.get_model("comments", "Contact").objects.select_for_update()
        if not contacts.filter(comment=comment, email_digest__isnull=False).exists():
            raise UnknownPerson
        return self.create(comment=comment, text=text, by=by, at=at or timezone.now())

    def left_behind(self):
        """Those whose address has been forgotten since."""
        return self.filter(comment__contact__blanked_at__isnull=False)

    def on(self, contact):
        """What colleagues noted about whoever gave the address of this contact."""
        own = Q(comment=contact.comment_id)
        if contact.email_digest is None:
            return self.filter(own)
        return self.filter(own | Q(comment__contact__email_digest=contact.email_digest))


class PersonNote(models.Model):
    """Moderators' words about a person, kept at one of their comments and found from all of them.

    It holds neither address nor digest: once the comment's contact is blanked, it is forgotten.
    """

    comment = models.ForeignKey(
        "comments.Comment", models.CASCADE, related_name="person_notes", verbose_name=_("comment")
    )
    text = models.CharField(
        _("note"),
        max_length=NOTE_LIMIT,
        help_text=_("For your colleagues, about whoever gave this address. Facts, no verdicts."),
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    stored = Stored(
        what=_("What moderators noted about you for each other"),
        fields={
            "text": _("the moderator's words, and when they were written"),
            "at": _("the moderator's words, and when they were written"),
        },
        seen_by=MODERATORS,
        kept=_("as long as the address you gave with that comment; erased with the comment"),
        not_personal=("comment", "by"),
    )

    objects = PersonNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note on a person")
        verbose_name_plural = _("notes on persons")
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self):
        return self.text
