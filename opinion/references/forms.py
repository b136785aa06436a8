"""What a work says, as a form: on a page of its own, or beside a line that was read."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from . import correction_fields, type_names
from .formats import dates, names
from .models import Work
from .models.work import COLUMNS, DATES, Source, said
from .record import ROLES, Record

LONG = {"title", "container", "collection", "publisher", "place", "event"}


def people_as_lines(contributors: Iterable[dict]) -> dict[str, dict]:
    """What is stored about each person, by the line that is shown for it."""
    record = Work(contributors=contributors).record
    lines = [f"{role}: {names.written(name)}" for role, name in record.contributors]
    return dict(zip(lines, contributors, strict=True))


class LinesField(forms.CharField):
    """Text in lines, whichever way the browser ends them."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")


class TypeNameField(forms.ChoiceField):
    """A type, shown and typed by its name."""

    def prepare_value(self, value: Any) -> Any:
        return type_names.name(value) if value else value

    def to_python(self, value: Any) -> str:
        return type_names.kind(super().to_python(value))


class WorkForm(forms.ModelForm):
    """What a work says, its people as lines of text."""

    type = forms.ChoiceField(label=_("type"), choices=[*type_names.NAMES.items()])
    people = LinesField(
        label=_("people"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        help_text=_(
            "One per line, with their role: “author: Westad, Odd Arne”. Leave out the "
            "comma for an institution: “author: World Bank”."
        ),
    )

    class Meta:
        model = Work
        fields = [name for name in COLUMNS if name != "contributors"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.known = people_as_lines(self.instance.contributors)
        self.fields["people"].initial = "\n".join(self.known)
        # A merged work is only read, and has no fields.
        for name in LONG & self.fields.keys():
            self.fields[name].widget.attrs["rows"] = 2
        for name in {*DATES} & self.fields.keys():
            self.fields[name].help_text = _(
                "“2011”, “2011-05” or “2011-05-09”; “2011~” means “about 2011”."
            )

    def clean_people(self) -> str:
        lines = [" ".join(line.split()) for line in self.cleaned_data["people"].splitlines()]
        read: list[dict] = []
        errors = []
        for number, line in enumerate(lines, 1):
            try:
                read += [self.known.get(line) or read_person(line)] if line else []
            except ValueError as error:
                errors.append(
                    gettext("Line %(number)d, “%(line)s”: %(why)s")
                    % {"number": number, "line": line, "why": error}
                )
        if errors:
            raise forms.ValidationError(errors)
        self.contributors = read
        return self.cleaned_data["people"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in DATES:
            date = dates.read(cleaned.get(name) or "")
            cleaned[name] = dates.written(date) if date else ""
        telling = ("title", "container", "url", "people", "doi", "isbn")
        if not any(cleaned.get(name) or getattr(self.instance, name, "") for name in telling):
            self.add_error("title", gettext("Enter at least a title, a web address or a person."))
        return cleaned

    def _post_clean(self) -> None:
        # Django has it; its stubs leave it out.
        super()._post_clean()  # type: ignore[misc]
        if "people" in self.changed_data and hasattr(self, "contributors"):
            self.instance.contributors = self.contributors

    @property
    def changed_columns(self) -> list[str]:
        return ["contributors" if name == "people" else name for name in self.changed_data]


def read_person(line: str) -> dict:
    """One line as it is stored. The message of the ValueError is for who wrote it."""
    role, colon, name = (part.strip() for part in line.partition(":"))
    if not colon:
        raise ValueError(gettext("start with a role, as in “author: Westad, Odd Arne”."))
    if role.lower() not in ROLES:
        told = {"role": role, "roles": ", ".join(ROLES)}
        raise ValueError(gettext("“%(role)s” is not one of %(roles)s.") % told)
    if not name.strip(", "):
        raise ValueError(gettext("the name is missing."))
    return {"role": role.lower()} | said(names.read(name))


class CorrectionForm(WorkForm):
    """The chief fields of a work, corrected beside its line.

    Give `data` whether or not it was sent: left as it was shown, or not there at all, the form
    says nothing (`is_said`). So what a colleague corrects meanwhile is never written over unseen.
    """

    type = TypeNameField(label=_("type"), choices=[*type_names.NAMES.items()])
    # What the fields said when they were shown.
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta(WorkForm.Meta):
        fields = [
            "type",
            "title",
            "container",
            "publisher",
            "place",
            "issued",
            "volume",
            "issue",
            "pages",
            "doi",
            "url",
        ]

    field_order = ["type", "people", *Meta.fields[1:]]

    def __init__(self, data: Any, *, work: Work, prefix: str):
        sent = data is not None and f"{prefix}-shown" in data
        super().__init__(data if sent else None, instance=work, prefix=prefix)
        self.now = self.initial["shown"] = digest(said_by(work).values())

    @property
    def drawn(self) -> SafeString:
        values = {name: self[name].value() for name in self.fields}
        errors = self.errors if self.is_said else {}
        return correction_fields.draw(self.prefix, values, self.base_fields, errors)

    @property
    def said(self) -> list[str]:
        return [name for name in self.fields if name != "shown"]

    @property
    def is_said(self) -> bool:
        """Whether somebody changed what was shown."""
        if not self.is_bound:
            return False
        return self["shown"].value() != digest(self[name].value() for name in self.said)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self["shown"].value() != self.now:
            told = gettext(
                "A colleague corrected this work after you opened the page. Open the work "
                "to see their version; your changes are still here."
            )
            raise forms.ValidationError(told)
        return cleaned

    def record(self) -> Record:
        """The work as corrected; of a valid form."""
        return self.instance.record

    def keep(self) -> None:
        """Save what was corrected, as from an editor, and nothing else; in a transaction."""
        work = Work.objects.select_for_update().get(pk=self.instance.pk)
        for name in self.changed_columns:
            setattr(work, name, getattr(self.instance, name))
        work.say(self.changed_columns, Source.EDITOR)
        work.keep()


@dataclass(frozen=True)
class ShownCorrection:
    """A CorrectionForm as it is first shown, at a fraction of its cost."""

    instance: Work
    prefix: str
    is_said = False

    @property
    def drawn(self) -> SafeString:
        values = said_by(self.instance)
        shown = {**values, "shown": digest(values.values())}
        return correction_fields.draw(self.prefix, shown, CorrectionForm.base_fields, {})


def said_by(work: Work) -> dict[str, str]:
    """What the fields of a CorrectionForm say of a work, in their order."""
    people = "\n".join(people_as_lines(work.contributors))
    names = CorrectionForm.field_order
    ours = {"people": people, "type": type_names.name(work.type)}
    return {name: ours[name] if name in ours else getattr(work, name) for name in names}


def digest(values: Iterable[Any]) -> str:
    """By which it is known again whether somebody changed what the fields said."""
    said = [" ".join(str(value or "").split()) for value in values]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]
