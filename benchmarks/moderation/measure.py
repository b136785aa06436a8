"""The rules that a publication begins with, asked about texts that nobody stores."""

import json
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from typing import Any

TEXTS = Path(__file__).parent / "texts.jsonl"
STRICTNESS = ["", "note", "hold", "spam"]


def texts() -> list[dict[str, Any]]:
    """Batch, kind, language and text; the addresses under an ending that is in use."""
    rows = [json.loads(line) for line in TEXTS.read_text(encoding="utf-8").splitlines()]
    return [row | {"text": row["text"].replace(".example", ".com")} for row in rows]


def said_of(text: str) -> list[tuple[str, str, str]]:
    """The name, the effect and the detail of each rule about texts that speaks up."""
    from comments.models import RuleVersion
    from comments.screening import checks, defaults

    sent = checks.Submission(article=None, text=text)
    about_texts = [terms for terms in defaults.RULES if terms["kind"] in checks.ABOUT_TEXT]
    said = []
    for terms in about_texts:
        finding = checks.CHECKS[terms["kind"]](RuleVersion(**terms), sent)
        if finding:
            said.append((str(terms["name"]), str(terms["effect"]), finding.detail))
    return said


def strictest(said) -> str:
    return max((effect for _name, effect, _detail in said), key=STRICTNESS.index, default="")


@cache
def counts() -> dict[tuple[int, str], Counter]:
    """By batch and kind, of how many texts the strictest that was said is "spam", "hold" or ""."""
    counted: dict[tuple[int, str], Counter] = defaultdict(Counter)
    for row in texts():
        counted[row["batch"], row["kind"]][strictest(said_of(row["text"]))] += 1
    return counted
