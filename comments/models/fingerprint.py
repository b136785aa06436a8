import logging
import traceback

from django import db
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from comments.models.inventory import WITH_THE_COMMENT, Inventory
from comments.rules import fingerprints

logger = logging.getLogger(__name__)


class FingerprintQuerySet(models.QuerySet):
    def renew(self, comment):
        """Note by what a comment is found again, after its text became another.

        Where that breaks, the comment is found by nothing; it is never lost.
        """
        if fingerprint := Fingerprint.of(comment):
            # One statement: the command and an edit may write the same one.
            self.bulk_create(
                [fingerprint],
                update_conflicts=True,
                unique_fields=["comment"],
                update_fields=["keys", "version"],
            )
        else:
            self.filter(comment=comment).delete()


def _tell(comment, error):
    # Where it broke, and not its own words: they may quote what the reader typed.
    place = "".join(traceback.format_tb(error.__traceback__))
    logger.error("Comment %s has no fingerprint: %s\n%s", comment.pk, type(error).__name__, place)


class Fingerprint(models.Model):
    """By which near-identical comments, and those that advertise one address, find each other."""

    comment = models.OneToOneField(
        "comments.Comment", models.CASCADE, primary_key=True, related_name="fingerprint"
    )
    keys = ArrayField(models.BigIntegerField())
    # How they were made: those of another version find nothing.
    version = models.PositiveSmallIntegerField(default=fingerprints.VERSION, db_default=0)

    inventory = Inventory(
        what=_("A fingerprint of the words and links in your comment"),
        fields={"keys": _("numbers that identify similar texts")},
        seen_by=_("nobody: our software uses it to find similar comments"),
        kept=WITH_THE_COMMENT,
        not_personal=("comment", "version"),
    )

    objects = FingerprintQuerySet.as_manager()

    class Meta:
        verbose_name = _("fingerprint")
        verbose_name_plural = _("fingerprints")
        default_permissions = ()
        indexes = [GinIndex(fields=["keys"], name="fingerprint_keys")]

    def __str__(self):
        return f"fingerprint of comment {self.comment_id}"

    @classmethod
    def of(cls, comment) -> "Fingerprint | None":
        """By what this comment is found, unsaved; None where that breaks."""
        try:
            keys = fingerprints.keys_of(comment.text, comment.edition)
        except db.Error:
            raise
        except Exception as error:
            _tell(comment, error)
            return None
        return cls(comment=comment, keys=sorted(keys), version=fingerprints.VERSION)
