"""What is known of a work, in words."""

from django import template
from django.utils.safestring import SafeString

from opinion.references import correction_fields, plain_text, type_names
from opinion.references import field_labels as known
from opinion.references.reading import figures
from opinion.references.record import Record

register = template.Library()


@register.simple_tag
def work_types() -> SafeString:
    """What is offered for the types of the works that are corrected on this page."""
    return correction_fields.types()


@register.filter
def facts(record: Record) -> list[tuple[str, str]]:
    """Each field that says something, by its name for people."""
    return known.of(record)


@register.filter
def in_plain_words(record: Record) -> str:
    """The work on one line, where it is not printed in any style."""
    return plain_text.line(record)


@register.filter
def origin(record: Record) -> str:
    """Whose it is and of which year, as far as that is known."""
    year = record.issued.year if record.issued else None
    return ", ".join(filter(None, [plain_text.people(record), str(year or "")]))


@register.filter
def type_name(kind: str) -> str:
    """What people call a type of work."""
    return type_names.name(kind)


@register.simple_tag
def reading_figures() -> list[figures.Figure]:
    """For each mark how often it was right where that could be measured."""
    return figures.FIGURES
