"""Checks run over a draft: what they found, and what of it stands against publishing."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from .draft import Draft
from .table import CHECKS, Check, Level, Words

# Of one check no more is told.
MOST = 5


@dataclass(frozen=True)
class Finding:
    """What one check has to say of a draft."""

    check: Check
    level: Level
    words: list[Words]

    @property
    def stops(self) -> bool:
        return self.level == Level.STOP


def levels(chosen: Mapping[str, str]) -> dict[str, Level]:
    """How much each check counts, by its name: as `chosen`, and what is not as at first."""
    known = {*Level}
    return {
        check.name: Level(chosen[check.name]) if chosen.get(check.name) in known else check.level
        for check in CHECKS
    }


def findings(draft: Draft, chosen: Mapping[str, str]) -> list[Finding]:
    """What is to be said of a draft, what stops it first. What is off costs nothing."""
    counted = levels(chosen)
    found = []
    for check in CHECKS:
        level = counted[check.name]
        if level != Level.OFF and (words := [*islice(check.find(draft), MOST)]):
            found.append(Finding(check, level, words))
    return sorted(found, key=lambda finding: not finding.stops)


def stopping(draft: Draft, chosen: Mapping[str, str]) -> dict[str, list[Words]]:
    """What stands against publishing, by field: text for editors. Nothing else is run."""
    only_stops = {
        name: level if level == Level.STOP else Level.OFF for name, level in levels(chosen).items()
    }
    by_field: dict[str, list[Words]] = {}
    for finding in findings(draft, only_stops):
        by_field.setdefault(finding.check.field, []).extend(finding.words)
    return by_field
