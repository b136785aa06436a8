from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import transaction

from opinion import html
from opinion.fields import PolicyVersionField, RenderedField

BATCH = 200


class Command(BaseCommand):
    help = (
        "Render again what people typed, wherever it was rendered by an older policy for HTML. "
        "May be stopped and started again at any time."
    )

    def handle(self, **options):
        for model in apps.get_models():
            if _fields(model, RenderedField):
                changed = self._render(model)
                self.stdout.write(f"{model._meta.label}: {changed} rendered again")

    def _render(self, model) -> int:
        """All rows of an older policy; all rows at all where the policy is not kept."""
        rows = model._base_manager.order_by("pk")
        for version in _fields(model, PolicyVersionField):
            rows = rows.exclude(**{version.name: html.POLICY_VERSION})
        changed, last = 0, 0
        while keys := [*rows.filter(pk__gt=last).values_list("pk", flat=True)[:BATCH]]:
            changed += self._render_batch(model, keys)
            last = keys[-1]
        return changed

    @transaction.atomic
    def _render_batch(self, model, keys) -> int:
        # Locked: what somebody saves meanwhile must not be undone.
        rows = model._base_manager.select_for_update().filter(pk__in=keys)
        fields = [*_fields(model, RenderedField), *_fields(model, PolicyVersionField)]
        changed = [row for row in rows if self._is_changed(row, fields)]
        model._base_manager.bulk_update(changed, [field.name for field in fields])
        return len(changed)

    def _is_changed(self, row, fields) -> bool:
        """Render in memory; whether anything is another than before."""
        before = [getattr(row, field.attname) for field in fields]
        try:
            return before != [field.pre_save(row, add=False) for field in fields]
        except (html.TooLong, html.TooDeep) as trouble:
            self.stderr.write(f"{row._meta.label} {row.pk} stays as it is: {trouble}")
            return False


def _fields(model, kind) -> list:
    return [field for field in model._meta.local_fields if isinstance(field, kind)]
