"""Things that can be merged: what refers to the one then refers to the other."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext


class MergeableQuerySet(models.QuerySet):
    def canonical(self):
        """Those that were not merged into another."""
        return self.filter(merged_into=None)

    def with_merged(self):
        """Each with the ids that `meant` needs: it then asks for nothing."""
        merged = self.model._base_manager.filter(merged_into=OuterRef("pk")).values("pk")
        return self.annotate(merged_ids=ArraySubquery(merged))


class Mergeable(models.Model):
    """A record that may be merged into another of its kind.

    Its row stays, because editions go on saying what they printed: it is listed nowhere, its
    address leads to the other, and what it printed is found there. One step leads from each row to
    what stands for it.
    """

    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="merged"
    )
    merged_at = models.DateTimeField(null=True, editable=False)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    # What was merged into it: the other side of `merged_into`.
    merged: models.Manager
    # Of these, where a list has read them already; see `MergeableQuerySet.with_merged`.
    merged_ids: list[int]

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_not_merged_into_itself", condition=~Q(merged_into=F("id"))
            ),
            models.CheckConstraint(
                name="%(class)s_merge_has_its_day",
                condition=Q(merged_into=None, merged_at=None, merged_by=None)
                | Q(merged_into__isnull=False, merged_at__isnull=False),
            ),
        ]

    def meant(self) -> list[int]:
        """The ids under which editions name it: its own, and those of what was merged into it."""
        if not hasattr(self, "merged_ids"):
            self.merged_ids = [*self.merged.values_list("pk", flat=True)]
        return [self.pk, *self.merged_ids]

    def would_give(self, other) -> "list[Given]":
        """What `merge_into` would let refer to `other`, one kind after the other; asks, and counts.

        Nothing of which there is none.
        """
        relations = (_given(relation, self, other) for relation in _relations_to(type(self)))
        return [given for given in relations if given.count]

    @transaction.atomic
    def merge_into(self, other, by):
        """Let `other` stand for this from now on, in drafts, in settings and at its address.

        Where both are named in one place, `other` stays there once. What editions printed does not
        change. Raises ValidationError where one of the two is merged already.
        """
        merged, kept = self._locked(other)
        if merged == kept or merged.merged_into_id or kept.merged_into_id:
            raise ValidationError(gettext("Choose two that are not merged yet."))
        merged._give_to(kept)
        for relation in _relations_to(type(self)):
            _move(relation, merged, kept)
        merged.merged_into, merged.merged_by, merged.merged_at = kept, by, timezone.now()
        merged.save(update_fields=["merged_into", "merged_by", "merged_at"])
        self.refresh_from_db()

    def _locked(self, other) -> tuple:
        """Both as they are now, locked in one order, so that two merges never wait in a ring."""
        rows = type(self)._base_manager.select_for_update(of=("self",)).order_by("pk")
        found = {row.pk: row for row in rows.filter(pk__in=[self.pk, other.pk])}
        return found[self.pk], found[other.pk]

    def _give_to(self, other):
        """Hand over what no row that refers to this tells; for those who have more to say."""


@dataclass(frozen=True)
class Given:
    """The rows of one kind that refer to a record; `dropped` of them would say the same twice.

    Of a table between a model and the many that it names, `model` is that model.
    """

    model: type[models.Model]
    rows: models.QuerySet
    count: int
    dropped: int


def _given(relation, one, other) -> Given:
    table = relation.related_model
    rows = table._base_manager.filter(**{relation.field.name: one})
    dropped = _twice(relation, rows, other).count()
    return Given(table._meta.auto_created or table, rows, rows.count(), dropped)


def _twice(relation, rows, other):
    """Those of `rows` that would say the same of `other` as another row says of it already."""
    others = relation.related_model._base_manager.filter(**{relation.field.name: other})
    same = [_same(others, rest) for rest in _sets(relation)]
    return rows.filter(Q(*same, _connector=Q.OR)) if same else rows.none()


def _sets(relation) -> list[list[str]]:
    """Of each set of columns that may stand once, with the relation's own, what it has besides."""
    name, meta = relation.field.name, relation.related_model._meta
    unique = [constraint.fields for constraint in meta.total_unique_constraints]
    unique += [*meta.unique_together, *([(name,)] if relation.field.unique else [])]
    # What no constraint says, but a merge holds.
    unique += getattr(relation.related_model, "stands_once", [])
    return [[one for one in columns if one != name] for columns in unique if name in columns]


def _same(rows, columns: list[str]) -> Exists:
    return Exists(rows.filter(**{column: OuterRef(column) for column in columns}))


def _relations_to(model) -> list:
    """The relations by which rows refer to `model`, without those of what was printed."""
    return [
        relation
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created and (relation.one_to_many or relation.one_to_one)
        if not _is_printed(relation.related_model)
    ]


def _is_printed(model) -> bool:
    """Also of the table between a printed model and the many that it names."""
    return getattr(model._meta.auto_created or model, "is_printed", False)


def _move(relation, merged, kept):
    name = relation.field.name
    rows = relation.related_model._base_manager.filter(**{name: merged})
    # At once: one row after the other, twenty thousand took half a minute.
    _twice(relation, rows, kept).delete()
    if not _moved(rows, **{name: kept}):
        for pk in [*rows.values_list("pk", flat=True)]:
            row = rows.filter(pk=pk)
            if not _moved(row, **{name: kept}):
                row.delete()


def _moved(rows, **values) -> bool:
    """Whether they could be: not where `kept` is named in the same place already."""
    try:
        with transaction.atomic():
            rows.update(**values)
    except IntegrityError:
        return False
    return True
