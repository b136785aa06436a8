from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from opinion.references import duplicates

# So many works are looked at for one key: what more share it are too common to tell by it.
BLOCK = 20


class WorkKeyQuerySet(models.QuerySet):
    def keep(self, work):
        """Write down the keys of `work` as it is now."""
        now = duplicates.keys(work.record)
        before = {(kept.kind, kept.key): kept.pk for kept in self.filter(work=work)}
        self.filter(pk__in=[before[key] for key in before.keys() - now]).delete()
        self.bulk_create(
            self.model(work=work, kind=kind, key=key) for kind, key in sorted(now - before.keys())
        )

    def candidates(self, work):
        """The other works that share a key with `work`, at most BLOCK for each key. One query."""
        blocks = [
            self.filter(kind=kind, key=key)
            .exclude(work=work.pk)
            .order_by("-work_id")
            .values("work_id")[:BLOCK]
            for kind, key in sorted(duplicates.keys(work.record))
        ]
        if not blocks:
            return []
        found = blocks[0].union(*blocks[1:])
        works = self.model._meta.get_field("work").related_model.objects
        return list(works.filter(pk__in=[row["work_id"] for row in found]))


class WorkKey(models.Model):
    """One way to find a work again: an identifier in its normal form, or a person and a word."""

    work = models.ForeignKey("references.Work", models.CASCADE, related_name="keys", db_index=False)
    kind = models.CharField(max_length=5)
    key = models.CharField(max_length=duplicates.KEY_LIMIT)

    objects = WorkKeyQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["work", "kind", "key"], name="work_key_once"),
        ]
        indexes = [models.Index(fields=["kind", "key", "-work"], name="work_by_key")]

    def __str__(self):
        return f"{self.kind} {self.key}"


class LikenessQuerySet(models.QuerySet):
    def open(self):
        """What an editor has still to answer, about works that are still of their own."""
        return self.filter(
            answer=Likeness.Answer.OPEN, first__merged_into=None, second__merged_into=None
        )

    def open_about(self, works):
        """What is still to be answered about any of these works."""
        return self.open().filter(Q(first__in=works) | Q(second__in=works))

    def between(self, work, other):
        return self.filter(first_id=min(work.pk, other.pk), second_id=max(work.pk, other.pk))

    def about(self, work):
        return self.filter(Q(first=work) | Q(second=work))

    def find(self, work) -> int:
        """Ask about each work that is like `work`; how many had to be compared with it.

        What is like one that was merged asks about the work that stands for it.
        """
        candidates = WorkKey.objects.candidates(work)
        found: dict[int, duplicates.Verdict] = {}
        record = work.record
        for other in candidates:
            verdict = duplicates.compare(record, other.record)
            canonical = other.canonical
            if verdict is not duplicates.Verdict.DIFFERENT and canonical.pk != work.pk:
                found.setdefault(canonical.pk, verdict)
        self._ask(work, found)
        return len(candidates)

    def _ask(self, work, found):
        rows = [
            self.model(first_id=min(work.pk, pk), second_id=max(work.pk, pk), finding=verdict.value)
            for pk, verdict in found.items()
        ]
        self.bulk_create(rows, ignore_conflicts=True)
        outdated = self.about(work).filter(answer=Likeness.Answer.OPEN)
        outdated.exclude(first__in=found).exclude(second__in=found).delete()


class Likeness(models.Model):
    """Two works that may be one, and what an editor said to it: answered, it is not asked again."""

    class Finding(models.TextChoices):
        SAME = "same", _("looks like the same work")
        ASK = "ask", _("same title and people, but a different year or DOI")

    class Answer(models.TextChoices):
        OPEN = "open", _("not answered yet")
        SAME = "same", _("same work")
        TWO_WORKS = "works", _("two different works")
        TWO_EDITIONS = "editions", _("two different editions")
        MISPRINT = "misprint", _("same work, with a misprint")

    first = models.ForeignKey("references.Work", models.CASCADE, related_name="+", db_index=False)
    second = models.ForeignKey("references.Work", models.CASCADE, related_name="+")
    finding = models.CharField(_("finding"), max_length=8, choices=Finding)
    answer = models.CharField(_("answer"), max_length=8, choices=Answer, default=Answer.OPEN)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, editable=False)

    objects = LikenessQuerySet.as_manager()

    class Meta:
        verbose_name = _("possible duplicate")
        verbose_name_plural = _("possible duplicates")
        default_permissions = ("change", "view")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="likeness_of_two"),
            models.CheckConstraint(name="likeness_lower_first", condition=Q(first__lt=F("second"))),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(answer="open"), name="likeness_open"),
        ]

    def __str__(self):
        return f"{self.first} – {self.second}"

    @transaction.atomic
    def decide(self, answer: str, by):
        """Store what `by` says. Of the same work the second goes into the first."""
        self.answer, self.answered_by, self.answered_at = answer, by, timezone.now()
        self.save(update_fields=["answer", "answered_by", "answered_at"])
        if answer in (self.Answer.SAME, self.Answer.MISPRINT):
            self.second.merge_into(self.first, by)
