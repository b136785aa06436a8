"""What people read is spelt one way everywhere."""

import ast
import re
from pathlib import Path

CLONE = Path(__file__).resolve().parent.parent
TEMPLATES = CLONE / "templates"
# Not written out: this file is no exception from the rule.
HYPHENATED = "e" + "-mail"
CALLS = re.compile(r"_|n?p?gettext(_lazy|_noop)?|later")


def translated_in(source: str) -> list[str]:
    """Every string that `source` hands to gettext."""
    return [
        argument.value
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call) and CALLS.fullmatch(getattr(call.func, "id", ""))
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]


def test_email_is_spelt_without_a_hyphen(client, db):
    python = (
        path for app in ("authors", "comments", "opinion") for path in (CLONE / app).rglob("*.py")
    )
    words = [
        said
        for path in python
        if "migrations" not in path.parts
        for said in translated_in(path.read_text())
    ]
    assert "Follow by email" in words
    words += [path.read_text() for path in TEMPLATES.rglob("*.*")]
    words.append(client.get("/privacy/").text)
    assert not [said for said in words if HYPHENATED in said.casefold()]
