"""The publication's form, as far as its checks go: a choice for each row of the table."""

from typing import Any

from django import forms

from .run import levels
from .table import CHECKS, Level

_FIELDS = {f"check_{check.name}": check for check in CHECKS}
CHECK_FIELDS: Any = [*_FIELDS]


class _ChoosingLevels(forms.BaseForm):
    instance: Any

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, level in levels(self.instance.checks).items():
            self.initial.setdefault(f"check_{name}", level)

    def clean(self):
        cleaned = super().clean()
        self.instance.checks = self.instance.checks | {
            check.name: self.cleaned_data[name]
            for name, check in _FIELDS.items()
            if name in self.cleaned_data
        }
        return cleaned


ChecksForm: Any = type(
    "ChecksForm",
    (_ChoosingLevels, forms.Form),
    {
        name: forms.ChoiceField(
            label=check.label,
            choices=Level,
            initial=check.level,
            help_text=check.mend,
        )
        for name, check in _FIELDS.items()
    },
)
