"""What a moving in found, changed, held back and left out: each named, and no address in it."""

import re
from collections import Counter
from dataclasses import dataclass, field

# Of one kind; all are counted.
MOST_NAMED = 20_000
MOST_PROPOSED, MOST_LETTERS = 1_000, 700
_ADDRESS = re.compile(r"[^\s<>\"'(),;:@]+@[^\s<>\"'(),;:@]+")


def without_addresses(text: str) -> str:
    """`text` as a report may quote it: an email address is nobody's business."""
    return _ADDRESS.sub("…@…", text)


@dataclass
class Report:
    """`counts` are of things by kind, `named` the single ones of a kind, in words."""

    counts: Counter = field(default_factory=Counter)
    named: dict[str, list[str]] = field(default_factory=dict)
    repairs: list[dict] = field(default_factory=list)
    proposals: list[dict[str, str]] = field(default_factory=list)

    def count(self, kind: str, number: int = 1) -> None:
        self.counts[kind] += number

    def name(self, kind: str, what: str) -> None:
        """Count one of `kind` and say which."""
        self.counts[kind] += 1
        names = self.named.setdefault(kind, [])
        if len(names) < MOST_NAMED:
            names.append(without_addresses(what))

    def repair(self, kind: str, item: str, byte: int, before: str, after: str) -> None:
        """A place of the file that was mended before it was read."""
        self.counts["repairs"] += 1
        if len(self.repairs) < MOST_NAMED:
            said = {"before": without_addresses(before), "after": without_addresses(after)}
            self.repairs.append(
                {"kind": kind, "item": without_addresses(item), "byte": byte} | said
            )

    def propose(self, kind: str, post, before: str, after: str) -> None:
        """What an editor may accept or decline, as it stands there and as it would be."""
        if len(self.proposals) < MOST_PROPOSED:
            said = {"before": before[:MOST_LETTERS], "after": after[:MOST_LETTERS]}
            said = {name: without_addresses(words) for name, words in said.items()}
            label = without_addresses(post.headline)
            self.proposals.append({"kind": kind, "key": post.source_id, "headline": label} | said)

    def mark(self) -> tuple:
        """Where it stands, to go back there with `back_to`."""
        lengths = {kind: len(names) for kind, names in self.named.items()}
        return Counter(self.counts), lengths, len(self.repairs)

    def back_to(self, mark: tuple) -> None:
        """Forget what was told since: it has not happened."""
        self.counts, lengths, repairs = Counter(mark[0]), mark[1], mark[2]
        self.named = {kind: self.named[kind][:length] for kind, length in lengths.items()}
        del self.repairs[repairs:]

    def as_json(self) -> dict:
        return {
            "counts": dict(self.counts),
            "named": self.named,
            "repairs": self.repairs,
            "proposals": self.proposals,
        }

    def lines(self) -> list[str]:
        """It in words, for a terminal."""
        told = [f"{kind}: {count}" for kind, count in sorted(self.counts.items())]
        for kind, names in sorted(self.named.items()):
            told += ["", f"{kind}:", *(f"  {name}" for name in names)]
        if self.repairs:
            told += ["", "repairs:"]
        for one in self.repairs:
            place = f"{one['item']}, byte {one['byte']}"
            told.append(f"  {one['kind']} ({place}): {one['before']!r} → {one['after']!r}")
        return told
