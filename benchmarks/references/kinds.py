"""`python -m benchmarks.references.kinds`: how lines of the kinds that op-eds cite are read.

`kinds.txt` holds them with their right values, in three batches. The first two were written before
their writer read the rules, and may be looked at; the third is for the figures.
"""

import argparse
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from opinion.references import intake
from opinion.references.formats import dates, names
from opinion.references.record import Record

from . import scores

LINES = Path(__file__).with_name("kinds.txt")
# Who made it is one question, as what it was made by another: a host is asked for as an author.
MAKERS = ("author", "host", "director", "interviewer")
_LABEL = re.compile(
    r"^(?:[a-z]+ ){0,3}(?:nos?|nr|nomor|ley|paper|pub l|public law|n[°º]|№) (?=.*\d)"
)
_SITES = ("youtube", "vimeo", "ted")
OUTCOMES = ("right, sure", "right, clear", "right, look", "withheld", "wrong, look")
UNASKED = ("wrong, clear", "wrong, sure")


@dataclass
class Case:
    """A line and what it says; `types` is empty where no work may be read from it."""

    batch: str
    kind: str
    types: list[str]
    line: str = ""
    said: dict[str, str] = field(default_factory=dict)

    def outcome(self) -> tuple[str, dict[str, tuple[object, object]]]:
        """What an editor gets, and by field what was read for what is meant."""
        found = intake.read_line(self.line)
        if found.record is None:
            return "withheld", {}
        read, meant = _read(found.record), self._meant()
        odd = {
            name: (read.get(name), meant.get(name))
            for name in sorted(read.keys() | meant.keys())
            if read.get(name) != meant.get(name) and not (name == "genre" and name not in meant)
        }
        if found.record.type not in self.types:
            odd["type"] = (found.record.type, "|".join(self.types))
        return f"{'wrong' if odd else 'right'}, {found.mark.value}", odd

    def _meant(self) -> dict[str, object]:
        fields: dict[str, object] = dict(self.said)
        for role in scores.ROLES:
            if role in fields:
                fields[role] = [_parts(name) for name in self.said[role].split("; ")]
        if "issued" in fields:
            fields["issued"] = [int(part) for part in self.said["issued"].split("-")]
        values = _without_labels(scores.meant(fields))
        return values | ({"accessed": self.said["accessed"]} if "accessed" in self.said else {})


def _without_labels(values: dict[str, object]) -> dict[str, object]:
    """“No. 7” is 7; a site of films may publish a film or contain it."""
    if "number" in values:
        values["number"] = _LABEL.sub("", str(values["number"]))
    if values.get("container") in _SITES:
        values["publisher"] = values.pop("container")
    return values


def _parts(name: str) -> tuple[str, str]:
    family, _comma, given = name.partition(", ")
    return family, given


def _read(record: Record) -> dict[str, object]:
    values = _without_labels(scores.read(record))
    makers = [name for role, name in record.contributors if role in MAKERS]
    if makers:
        written = [_parts(names.written(name)) for name in makers]
        values["authors"] = scores.meant({"authors": written})["authors"]
    if record.accessed:
        values["accessed"] = dates.written(record.accessed)
    return values


def cases(batch: str) -> Iterator[Case]:
    """The cases of one batch of the table."""
    told, case = "", None
    for text in LINES.read_text(encoding="utf-8").splitlines():
        if text.startswith("## "):
            told = text[3:]
        elif text.startswith("# "):
            kind, types = text[2:].split()
            case = Case(told, kind, [] if types == "-" else types.split("|"))
        elif text and case and not case.line:
            case.line = text
        elif text and case:
            name, _colon, value = text.partition(": ")
            case.said[name] = value
        elif case:
            yield from [case] * (case.batch == batch)
            case = None
    yield from [case] * bool(case and case.batch == batch)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--batch", default="figures", help="first or second, to look at; figures")
    parser.add_argument("--errors", action="store_true", help="what goes wrong, and how")
    parser.add_argument("--kind", default="", help="only lines of this kind")
    asked = parser.parse_args()
    settings.configure(USE_I18N=False)
    show(asked.batch, asked.kind, errors=asked.errors)
    return 0


def show(batch: str = "figures", kind: str = "", *, errors: bool = False) -> None:
    """Print how the lines of a batch are read, by kind; with `errors` also what is read wrong."""
    by_kind: dict[str, Counter[str]] = defaultdict(Counter)
    for case in cases(batch):
        if kind in case.kind:
            outcome, odd = case.outcome()
            by_kind[case.kind][outcome] += 1
            if errors and odd:
                _show(case, outcome, odd)
    _print(by_kind)


def _show(case: Case, outcome: str, odd: dict[str, tuple[object, object]]) -> None:
    print(f"{outcome:12} {case.kind}: {case.line}")
    for name, (read, meant) in odd.items():
        print(f"    {name}: {read!r} for {meant!r}")


def _print(by_kind: dict[str, Counter[str]]) -> None:
    columns = (*OUTCOMES, *UNASKED)
    print("\nkind        lines | " + " | ".join(columns))
    total: Counter[str] = Counter()
    for counted in by_kind.values():
        total += counted
    for kind, counted in [*by_kind.items(), ("all", total)]:
        numbers = " | ".join(f"{counted[name]:{len(name)}}" for name in columns)
        print(f"{kind:11} {counted.total():5} | {numbers}")


if __name__ == "__main__":
    sys.exit(main())
