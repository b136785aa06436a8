"""Their version beside mine: where two saves of one article differ, down to the words."""

import re
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from opinion import differences, html
from opinion.parse_id import parse_id

# Beyond these, finding the least difference takes longer than reading the text.
MOST_LINES = 2_000
MOST_WORDS = 1_500

# Not copy: what a verb is told, what is added, what tells the versions apart.
APART = {
    "version",
    "chosen_picture",
    "pasted_references",
    "change",
    "change_note",
    "scheduled_for",
    "withdrawal_reason",
    "withdraw_at",
    "desk_words",
    "desk_after",
}


@dataclass(frozen=True)
class Piece:
    """Some words, and whether the other version has others in their place."""

    text: str
    differs: bool = False


Line = list[Piece]


@dataclass(frozen=True)
class Difference:
    """One part of an article that two people left differently: `name` is that of its field.

    `formatted` is their text as sanitised HTML, where it has formatting worth copying.
    """

    label: str
    theirs: list[Line]
    mine: list[Line]
    formatted: str = ""
    name: str = ""


def of_texts(label, theirs: str, mine: str, formatted="", name="") -> list[Difference]:
    """The difference between two texts, line by line; an empty list where there is none."""
    theirs, mine = (text.replace("\r\n", "\n").strip() for text in (theirs, mine))
    if theirs == mine:
        return []
    return [Difference(label, *marked(theirs.split("\n"), mine.split("\n")), formatted, name)]


def of_fields(form) -> list[Difference]:
    """Where the stored article differs from what was typed into `form`. Call before it is saved.

    Where it is known what both changed, only there.
    """
    found = []
    for name, field in form.fields.items():
        if name not in APART and (form.conflicts is None or name in form.conflicts):
            found += of_field(form, name, field)
    return found


def of_figures(form) -> list[Difference]:
    """Where what is stored of a picture in the text differs from what was typed of it."""
    found = []
    stored = form.stored_figures()
    for figure in form.figures:
        for name, field in figure.fields.items():
            posted = figure.add_prefix(name)
            if form.conflicts is not None and posted not in form.conflicts:
                continue
            if use := stored.get(figure.instance.picture_id):
                theirs, mine = getattr(use, name), figure[name].value()
                label = f"{field.label} ({figure.picture})"
                said = "" if mine is None else str(mine)
                found += of_texts(label, str(theirs), said, name=posted)
    return found


def of_field(form, name, field) -> list[Difference]:
    article = form.instance
    if name in ("body", "note"):
        formatted = getattr(article, f"{name}_html")
        return of_texts(
            field.label,
            html.plain_text(formatted, with_notes=True),
            typed_words(form, name),
            formatted,
            name,
        )
    if isinstance(field, forms.FileField):
        return of_files(field.label, form.initial.get(name), form.files.get(name))
    theirs = article.topics.all() if name == "topics" else stored(form, name)
    mine = in_words(field, typed(form, name))
    return of_texts(field.label, in_words(field, theirs), mine, name=name)


def of_files(label, theirs, mine) -> list[Difference]:
    """Of an upload that waits nothing is kept: it says so itself."""
    if not mine:
        return []
    return of_texts(label, theirs.name if theirs else "", mine.name)


def of_rows(formset) -> list[Difference]:
    """Where the stored rows of an ordered list differ from the posted ones."""
    label = formset.model._meta.verbose_name_plural
    stored_rows = formset.model.objects.filter(**{formset.fk.name: formset.instance})
    theirs = [row_in_words(row) for row in stored_rows]
    mine = [form.line for form in formset.rows]
    return of_texts(label, "\n".join(theirs), "\n".join(mine), name=formset.said)


def row_in_words(row) -> str:
    return " ".join(filter(None, [str(row), getattr(row, "url", "")]))


def stored(form, name):
    """What the article says, or what hangs on it, which the form has asked it for."""
    if name not in {field.name for field in form.instance._meta.fields}:
        return form.initial.get(name, "")
    return getattr(form.instance, form.instance._meta.get_field(name).attname)


def typed(form, name):
    return form.cleaned_data[name] if name in form.cleaned_data else form[name].value()


def typed_words(form, name) -> str:
    source = typed(form, name) or ""
    try:
        return html.plain_text(html.article(source), with_notes=True)
    except ValueError:
        return source


def in_words(field, value) -> str:
    """A value as the form shows it to a person."""
    if isinstance(field, forms.ModelMultipleChoiceField):
        return ", ".join(map(str, value))
    if isinstance(field, forms.ModelChoiceField) and not hasattr(value, "pk"):
        assert field.queryset is not None  # every field of a form has one
        value = field.queryset.filter(pk=parse_id(str(value))).first()
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        value = labels(field).get(value, value)
    return "" if value is None else str(value)


def labels(field: Any) -> dict:
    """The choices of a field by their values; their hints allow more than a field gives out."""
    return dict(field.choices)


# --- The marks --------------------------------------------------------------------------------


def marked(theirs: list[str], mine: list[str]) -> tuple[list[Line], list[Line]]:
    """Both texts with what differs marked: lines first, then the words of lines that changed."""
    if len(theirs) + len(mine) > MOST_LINES:
        return wholly(theirs), wholly(mine)
    left, right = [], []
    for is_equal, a, b, c, d in differences.places(theirs, mine):
        if is_equal:
            left += [[Piece(line)] for line in theirs[a:b]]
            right += [[Piece(line)] for line in mine[c:d]]
        else:
            more_left, more_right = marked_words(theirs[a:b], mine[c:d])
            left += more_left
            right += more_right
    return left, right


def wholly(lines: list[str]) -> list[Line]:
    return [[Piece(line, differs=True)] for line in lines]


def marked_words(theirs: list[str], mine: list[str]) -> tuple[list[Line], list[Line]]:
    """Lines that stand in each other's place, pair by pair; what has no partner differs wholly."""
    pairs = [words_of_pair(one, other) for one, other in zip(theirs, mine, strict=False)]
    both = len(pairs)
    left = [pair[0] for pair in pairs] + wholly(theirs[both:])
    right = [pair[1] for pair in pairs] + wholly(mine[both:])
    return left, right


def words_of_pair(theirs: str, mine: str) -> tuple[Line, Line]:
    one, other = (re.findall(r"\S+\s*", line) for line in (theirs, mine))
    if len(one) + len(other) > MOST_WORDS:
        return [Piece(theirs, differs=True)], [Piece(mine, differs=True)]
    left, right = [], []
    for is_equal, a, b, c, d in differences.places(one, other):
        left.append(Piece("".join(one[a:b]), not is_equal))
        right.append(Piece("".join(other[c:d]), not is_equal))
    return without_empty(left), without_empty(right)


def without_empty(line: Line) -> Line:
    return [piece for piece in line if piece.text] or [Piece(_("(nothing)"), differs=True)]
