"""Lists within an article's form whose rows stand in an order: the byline, the references."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.forms.models import BaseInlineFormSet
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from authors import naming
from authors.models import Author
from opinion.forms import RenderedTextForm
from opinion.html import clean_line
from opinion.references.models import Likeness

from . import reference_rows
from .comparison import labels
from .models import Byline, Reference
from .reference_rows import BLANK

# Of rows with unknown names, those near to some of them are enough.
MOST_OFFERED = 20


class OrderedRowForm(RenderedTextForm):
    """A row that says by a number where it wants to stand."""

    place = forms.IntegerField(
        label=_("Order"),
        required=False,
        min_value=0,
        max_value=30_000,
        widget=forms.NumberInput(),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["place"] = self.instance.position
        for field in self.fields.values():
            # The admin wraps a select, and all copies of the wrapper share their attributes.
            widget: Any = getattr(field.widget, "widget", field.widget)
            widget.attrs["aria-label"] = field.label

    def has_changed(self):
        """A number alone makes no new row."""
        return bool(set(self.changed_data) - (set() if self.instance.pk else {"place"}))


class BylineForm(OrderedRowForm):
    """An author, typed by name or as `naming.written` says; and what they did."""

    author = forms.CharField(
        label=_("Author"),
        max_length=naming.LONGEST,
        # The names that a script suggests, or that were near to one that nobody bears.
        widget=forms.TextInput({"class": "author", "list": "author-names", "dir": "auto"}),
    )

    class Meta:
        model = Byline
        fields = ["author", "role"]

    def __init__(self, *args, authors: "BylineAuthors", **kwargs):
        super().__init__(*args, **kwargs)
        self.authors = authors
        if self.instance.pk:
            self.initial["author"] = authors.written[self.instance.author_id]

    def clean_author(self) -> Author:
        text = clean_line(self.cleaned_data["author"])
        if text == self.initial.get("author"):
            return self.instance.author
        if not text:
            raise ValidationError(self.fields["author"].error_messages["required"], "required")
        found = self.authors.meant[text]
        if len(found) == 1:
            return found[0]
        raise ValidationError(self.authors.several(found) if found else self.authors.nobody(text))

    @property
    def line(self) -> str:
        role = labels(self.fields["role"]).get(self["role"].value(), "")
        return f"{role} {self.cleaned_data.get('author', '')}"


class OrderedFormSet(BaseInlineFormSet):
    """The rows as posted are the list: in the order of their numbers, and nothing besides.

    So a row that a colleague deleted in the meantime is stored anew rather than lost, and one that
    a colleague added disappears; `ArticleForm` sees to it that this is done knowingly.
    """

    # Django has them; its stubs leave them out.
    _pk_field: models.Field
    _should_delete_form: Callable[[forms.Form], bool]
    # What a revision calls them.
    said: str

    def __getitem__(self, index):
        # So a template asks for `formset.prefix`, before it looks for an attribute: no reason to
        # make all forms.
        if isinstance(index, str):
            raise KeyError(index)
        return super().__getitem__(index)

    def get_queryset(self):
        """The rows that are stored; once forms were sent, what each of them stands for.

        The admin shows forms and rows pair by pair, and would drop the last ones where a colleague
        deleted a row meanwhile.
        """
        if self.is_bound and "forms" in self.__dict__:
            return [form.instance if form.instance.pk else None for form in self.initial_forms]
        return self._rows_read

    @cached_property
    def _rows_read(self):
        return self.read_rows()

    def read_rows(self):
        return super().get_queryset()

    def add_fields(self, form, index):
        super().add_fields(form, index)
        # The stock field would refuse the number of a row that is gone, and with it the whole form.
        form.fields[self._pk_field.name] = forms.IntegerField(
            required=False, widget=forms.HiddenInput
        )
        if form.instance.pk:
            form.initial[self._pk_field.name] = form.instance.pk
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["aria-label"] = _("Delete")

    @cached_property
    def words(self) -> dict[str, dict[str, str]]:
        """How each column is called, and what helps to fill it in."""
        fields = self.form.base_fields
        return {
            name: {"label": str(field.label or ""), "help": str(field.help_text)}
            for name, field in fields.items()
        }

    @property
    def rows(self) -> list:
        """The forms that say something and are not to be deleted, in order."""
        said = [
            form
            for form in self.forms
            if (form.instance.pk or form.has_changed()) and not self._should_delete_form(form)
        ]
        return sorted(said, key=self.place)

    def place(self, form):
        """No number: last. Of two with one number, the one that moved there wins."""
        typed = getattr(form, "cleaned_data", {}).get("place")
        if typed is None:
            return (1, 0, 0)
        came_from = form.instance.position or 30_001
        return (0, typed, (came_from < typed) - (came_from > typed))

    def save(self, commit=True):
        super().save(commit=False)
        stored = []
        for position, form in enumerate(self.rows, start=1):
            row = form.instance
            row.moved, row.position = row.position != position, position
            setattr(row, self.fk.name, self.instance)
            stored.append(row)
        self.store(stored)
        return self.new_objects + [row for row, _fields in self.changed_objects]

    def store(self, rows):
        raise NotImplementedError


class BylineAuthors:
    """The authors of all rows together, asked for once: how they are written, whom texts mean."""

    def __init__(self, stored: Iterable[Any], typed: Iterable[str]):
        """`stored` are bylines as `read_rows` reads them, with the `bearers` of their names."""
        self.written = {
            row.author_id: naming.spelled(row.author, (row.bearers or 0) > 1) for row in stored
        }
        self._typed = typed
        # The names that those may have meant whose text means nobody or several.
        self.offered: list[str] = []

    @cached_property
    def meant(self) -> dict[str, list[Author]]:
        texts = {clean_line(text) for text in self._typed if len(text) <= naming.LONGEST}
        return naming.meant(texts - {""})

    def several(self, authors: list[Author]) -> str:
        return gettext("%(count)d authors have this name. Choose one: %(names)s.") % {
            "count": len(authors),
            "names": self.offer(authors),
        }

    def nobody(self, text: str) -> str:
        near = naming.near(text) if len(self.offered) < MOST_OFFERED else []
        if not near:
            return gettext("There is no author “%(name)s”. Add them first.") % {"name": text}
        told = {"name": text, "names": self.offer(near)}
        return gettext("There is no author “%(name)s”. Did you mean %(names)s?") % told

    def offer(self, authors: list[Author]) -> str:
        names = naming.written(authors)
        offered = [names[author.pk] for author in authors]
        self.offered += [name for name in offered if name not in self.offered]
        return " · ".join(offered)


class BylineFormSet(OrderedFormSet):
    said = "byline"

    @cached_property
    def authors(self) -> BylineAuthors:
        places = range(self.total_form_count())
        return BylineAuthors(self._rows_read, [self._typed(place) for place in places])

    def _typed(self, place: int) -> str:
        return self.data.get(f"{self.add_prefix(place)}-author", "") if self.is_bound else ""

    def get_form_kwargs(self, index):
        return super().get_form_kwargs(index) | {"authors": self.authors}

    def read_rows(self):
        rows = super().read_rows().select_related("author")
        return rows.annotate(bearers=naming.bearers("author__name"))

    def get_unique_error_message(self, unique_check):
        return _("An author can appear in the byline only once with the same role.")

    def store(self, rows):
        # All anew: two authors who change places would collide halfway.
        Byline.objects.filter(article=self.instance).delete()
        for row in rows:
            row.pk = None
        Byline.objects.bulk_create(rows)


class ReferenceFormSet(OrderedFormSet):
    said = "references"
    # Whether whoever writes may change works; the desk says it of each request's own class.
    may_correct = False

    def get_form_kwargs(self, index):
        return super().get_form_kwargs(index) | {"may_correct": self.may_correct}

    @property
    def corrects(self) -> bool:
        """Whether works are corrected in some of its rows."""
        looked_at = (row for row in self.get_queryset() if row and row.state == row.State.LOOK)
        return self.may_correct and any(looked_at)

    @property
    def has_unconfirmed(self) -> bool:
        """Whether a row is still to be checked."""
        return any(row and row.state == row.State.LOOK for row in self.get_queryset())

    @property
    def questions(self) -> int:
        """Of how many rows somebody is still asked whether their work is another one too."""
        return sum(bool(row and getattr(row, "is_asked", False)) for row in self.get_queryset())

    def drawn(self) -> SafeString:
        """All rows as HTML; at the end the one that a script makes further rows from."""
        rows = [*reference_rows.rows(self), reference_rows.Row(self.add_prefix(BLANK))]
        labels = {name: word["label"] for name, word in self.words.items()}
        labels["DELETE"] = gettext("Delete")
        return reference_rows.draw(rows, labels)

    def read_rows(self):
        cited = Reference.objects.filter(work=OuterRef("work")).exclude(article=OuterRef("article"))
        asked = Q(first=OuterRef("work")) | Q(second=OuterRef("work"))
        counted = cited.order_by().values("work").annotate(count=Count("article", distinct=True))
        return (
            super()
            .read_rows()
            .select_related("work__merged_into")
            .annotate(
                elsewhere=Subquery(counted.values("count")),
                is_asked=Exists(Likeness.objects.open().filter(asked)),
            )
        )

    def store(self, rows):
        kept = [row.pk for row in rows if row.pk]
        Reference.objects.filter(article=self.instance).exclude(pk__in=kept).delete()
        for form in self.rows:
            form.keep_reading()
        changed = {row.pk for row, _fields in self.changed_objects}
        changed |= {form.instance.pk for form in self.rows if form.accepted}
        for row in rows:
            if row.pk is None or row.moved or row.pk in changed:
                row.save()
        for form in self.rows:
            form.keep_correction()
