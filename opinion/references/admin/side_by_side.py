"""Works beside each other, field by field."""

from dataclasses import dataclass

from opinion.references.forms import people_as_lines
from opinion.references.models import Work
from opinion.references.models.work import COLUMNS


@dataclass(frozen=True)
class Row:
    label: str
    values: list[str]

    @property
    def differs(self) -> bool:
        return len(set(self.values)) > 1


def rows(*works: Work) -> list[Row]:
    """A row for each field that at least one of them says."""
    found = [Row(_label(name), [_value(work, name) for work in works]) for name in COLUMNS]
    return [row for row in found if any(row.values)]


def _label(name: str) -> str:
    return str(Work.column(name).verbose_name)


def _value(work: Work, name: str) -> str:
    value = getattr(work, name)
    return "\n".join(people_as_lines(value)) if name == "contributors" else value
