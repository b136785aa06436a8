from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from opinion.references.formats import dates, names
from opinion.references.formats.types import TYPES
from opinion.references.models import Work
from opinion.references.models.work import COLUMNS, DATES, said
from opinion.references.record import ROLES

LONG = {"title", "container", "collection", "publisher", "place", "event"}


def people_as_lines(contributors) -> dict[str, dict]:
    """What is stored about each person, by the line that is shown for it."""
    record = Work(contributors=contributors).record
    lines = [f"{role}: {names.written(name)}" for role, name in record.contributors]
    return dict(zip(lines, contributors, strict=True))


class WorkForm(forms.ModelForm):
    """What a work says, its people as lines of text."""

    type = forms.ChoiceField(label=_("type"), choices=[(word, word) for word in TYPES])
    people = forms.CharField(
        label=_("people"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        help_text=_(
            "One on each line, with what they did: “author: Westad, Odd Arne”. "
            "An institution without a comma: “author: World Bank”."
        ),
    )

    class Meta:
        model = Work
        fields = [name for name in COLUMNS if name != "contributors"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.known = people_as_lines(self.instance.contributors)
        self.fields["people"].initial = "\n".join(self.known)
        # A merged work is only read, and has no fields.
        for name in LONG & self.fields.keys():
            self.fields[name].widget.attrs["rows"] = 2
        for name in {*DATES} & self.fields.keys():
            self.fields[name].help_text = _("“2011”, “2011-05” or “2011-05-09”; “2011~” is about.")

    def clean_people(self):
        lines = [" ".join(line.split()) for line in self.cleaned_data["people"].splitlines()]
        read, errors = [], []
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

    def clean(self):
        cleaned = super().clean()
        for name in DATES:
            date = dates.read(cleaned.get(name) or "")
            cleaned[name] = dates.written(date) if date else ""
        if not any(cleaned.get(name) for name in ("title", "container", "url", "people")):
            self.add_error("title", gettext("Say at least its title, its address or its people."))
        return cleaned

    def _post_clean(self):
        super()._post_clean()
        if "people" in self.changed_data and hasattr(self, "contributors"):
            self.instance.contributors = self.contributors

    @property
    def changed_columns(self) -> list[str]:
        return ["contributors" if name == "people" else name for name in self.changed_data]


def read_person(line: str) -> dict:
    """One line as it is stored. The message of the ValueError is for who wrote it."""
    role, colon, name = (part.strip() for part in line.partition(":"))
    if not colon:
        raise ValueError(gettext("begin with what they did, as in “author: Westad, Odd Arne”."))
    if role.lower() not in ROLES:
        told = {"role": role, "roles": ", ".join(ROLES)}
        raise ValueError(gettext("“%(role)s” is none of %(roles)s.") % told)
    if not name.strip(", "):
        raise ValueError(gettext("the name is missing."))
    return {"role": role.lower()} | said(names.read(name))
