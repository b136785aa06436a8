from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .work import COLUMNS, Work


class MergeQuerySet(models.QuerySet):
    @transaction.atomic
    def make(self, work: Work, other: Work, by) -> "Merge":
        """Let `other` stand for `work`, and say what only `work` said."""
        merged, kept = _locked(work.pk, other.canonical.pk)
        if merged.pk == kept.pk or merged.merged_into_id:
            raise ValidationError(gettext("These works are already merged."))
        moved = kept.fill_from(merged)
        merged.merged_into = kept
        merged.save(update_fields=["merged_into"])
        # One step from each work to what stands for it, whichever way it went there.
        Work.objects.filter(merged_into=merged).update(merged_into=kept)
        kept.keep()
        work.merged_into = kept
        return self.create(merged=merged, kept=kept, by=by, moved=moved)

    def taken_by(self, work: Work) -> list[int]:
        """All that went into `work`, one by way of another, and was not taken out again."""
        found: list[int] = []
        latest = [work.pk]
        while latest:
            active = self.filter(kept__in=latest, undone_at=None)
            latest = list(active.values_list("merged", flat=True))
            found += latest
        return found


def _locked(*pks) -> list[Work]:
    """The works as they are now, locked in one order, so that two merges never wait in a ring."""
    found = Work.objects.select_for_update().in_bulk(sorted(pks))
    return [found[pk] for pk in pks]


class Merge(models.Model):
    """That one work went into another, by whom and when; undone, the row stays and says so."""

    merged = models.ForeignKey(Work, models.PROTECT, related_name="merges")
    kept = models.ForeignKey(Work, models.PROTECT, related_name="takings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("merged"), default=timezone.now)
    # What the kept work lacked and says since, by its columns.
    moved = models.JSONField(default=dict, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(_("undone"), null=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        default_permissions = ()
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["merged"],
                condition=models.Q(undone_at=None),
                name="merged_into_one",
            ),
        ]

    def __str__(self):
        return f"{self.merged} → {self.kept}"

    @transaction.atomic
    def undo(self, by):
        """Two works again. What moved goes back, unless it was changed since."""
        merged, kept = _locked(self.merged_id, self.kept_id)
        self.refresh_from_db()
        if self.undone_at:
            raise ValidationError(gettext("This merge has already been undone."))
        for name in COLUMNS:
            if name in self.moved and getattr(kept, name) == self.moved[name]:
                kept.forget(name)
        self.undone_by, self.undone_at = by, timezone.now()
        self.save(update_fields=["undone_by", "undone_at"])
        merged.merged_into = None
        merged.keep()
        taken = Merge.objects.taken_by(merged)
        Work.objects.filter(pk__in=taken).update(merged_into=merged)
        kept.keep()
        self._ask_again(merged, kept)

    def _ask_again(self, merged, kept):
        from .duplicates import Likeness

        answered = Likeness.objects.between(merged, kept)
        answered.update(answer=Likeness.Answer.OPEN, answered_by=None, answered_at=None)
