"""What is known of a work, in words."""

from django import template

from opinion.references import facts as known
from opinion.references.record import Record

register = template.Library()


@register.filter
def facts(record: Record) -> list[tuple[str, str]]:
    """Each field that says something, by its name for people."""
    return known.of(record)
