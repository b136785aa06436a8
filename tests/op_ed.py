"""The text of an op-ed page, as copied from a browser, taken apart into what an editor enters."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

OWN_PAGE = Path(__file__).with_name("op-ed-page.txt")


@dataclass(frozen=True)
class OpEdPage:
    headline: str
    suffix: str
    paragraphs: list[str]
    note: str
    references: list[str]
    """The lines as they stand on the page, with all their noise."""
    author: str
    bio: str
    disclaimer: str
    comment: list[str]


def pages() -> list[Path]:
    """Our own page, and the one that OPED_PAGE names."""
    named = os.environ.get("OPED_PAGE")
    return [OWN_PAGE, *([Path(named)] if named else [])]


def read(path: Path) -> OpEdPage:
    text = path.read_text(encoding="utf-8")
    head, _by, rest = text.partition("\nBy\n")
    body, _label, rest = rest.partition("About the author:")
    note, _label, rest = rest.partition("\nReferences:\n")
    references, _blank, rest = rest.strip("\n").partition("\n\n")
    author, _blank, rest = rest.strip().partition("\n")
    bio, _heading, thread = rest.strip().partition("\n")
    headline, _dash, suffix = head.strip().rpartition(" – ")
    bio, disclaimer = re.fullmatch(r"(.*?) ?(The opinions expressed .*)", bio).groups()
    comment = re.search(r"Permalink\n(.*?)\n\s+Reply\n", thread, re.DOTALL)[1]
    return OpEdPage(
        headline=headline,
        suffix=suffix,
        paragraphs=_paragraphs(body),
        note=" ".join(note.split()),
        references=references.splitlines(),
        author=author.strip(),
        bio=bio,
        disclaimer=disclaimer,
        comment=_paragraphs(comment),
    )


def _paragraphs(text: str) -> list[str]:
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", text.strip())]
