"""Which addresses of a host are shown as a card, told by patterns that people can read.

A pattern is an address with names in braces for what differs: `youtube.com/watch?v={id}`. A name
stands for letters, figures and the like within one part of it, `{number}` for figures alone and
`{path}` for any parts of a path.
What they stood for is put into the address that a press on the card loads.
"""

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

from opinion import html

_NAME = re.compile(r"\{([a-z]{1,20})\}")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")
_LITERAL = re.compile(r"[A-Za-z0-9_.~@:/?&=%+,-]*")
# Nothing that any reader of addresses takes for a border within them.
_VALUE = r"[A-Za-z0-9_.~@:-]{1,200}"
_SPECIAL = {"number": "[0-9]{1,40}", "path": r"[A-Za-z0-9_.~@:,()+%/-]{1,400}"}
# What would lead to another place once it is resolved.
_HIDDEN = re.compile(r"%(?:2e|2f|5c|25|00)|%(?![0-9a-f]{2})", re.IGNORECASE)


class Pattern(NamedTuple):
    """A pattern taken apart. Of the query each name has a literal, or a name in braces."""

    host: str
    path: str
    query: tuple[tuple[str, str], ...]


class Match(NamedTuple):
    """An address in its shortest form, without what follows readers, and its values by name."""

    address: str
    values: dict[str, str]


@lru_cache(maxsize=1_000)
def parsed(pattern: str) -> Pattern:
    """Raises ValueError for what is no pattern."""
    host, slash, rest = pattern.partition("/")
    path, _mark, query = rest.partition("?")
    pairs = tuple(parse_qsl(query, strict_parsing=True)) if query else ()
    names = [
        *_NAME.findall(path),
        *(name for _key, value in pairs for name in _NAME.findall(value)),
    ]
    is_well = (
        slash
        and _HOST.fullmatch(host)
        and _LITERAL.fullmatch(_NAME.sub("", rest))
        and "path" not in _NAME.findall(query)
        and len(names) == len({*names})
        # Without one it would be a single address; more are more than any address has.
        and 0 < len(names) <= 4
    )
    if not is_well:
        raise ValueError(pattern)
    return Pattern(host, f"/{path}", pairs)


def of_player(frame: str) -> str:
    """The pattern of what `frame` loads, whatever else is asked of it than what differs."""
    place, _mark, query = frame.removeprefix("https://").partition("?")
    asked = "&".join(pair for pair in query.split("&") if "{" in pair)
    return f"{place}?{asked}" if asked else place


def names_of(pattern: str) -> set[str]:
    return {*_NAME.findall(pattern)}


def match(pattern: str, address: str) -> Match | None:
    """What `address` says at the places of `pattern`; None where it is another one, or lies."""
    wanted = parsed(pattern)
    safe = html.safe_url(address) or ""
    parts = urlsplit(safe)
    # The whole of it: no user name, no port, no other letters, and not a part of a longer host.
    is_there = parts.netloc in (wanted.host, f"www.{wanted.host}")
    if not is_there or parts.scheme not in ("http", "https"):
        return None
    values = _values(wanted.path, parts.path)
    asked = _asked(wanted.query, parts.query)
    if values is None or asked is None:
        return None
    values |= asked
    if any(map(_leads_elsewhere, values.values())):
        return None
    filled_in = fill(pattern.partition("/")[2], values)
    return Match(f"https://{parts.netloc}/{filled_in}", values)


def fill(template: str, values: dict[str, str]) -> str:
    """`template` with its names replaced. Raises KeyError for one that has no value."""
    return _NAME.sub(lambda name: values[name[1]], template)


def _values(wanted: str, path: str) -> dict[str, str] | None:
    found = _expression(wanted).fullmatch(path)
    return found.groupdict() if found else None


@lru_cache(maxsize=1_000)
def _expression(wanted: str) -> re.Pattern[str]:
    pieces, place = [], 0
    for name in _NAME.finditer(wanted):
        pieces.append(re.escape(wanted[place : name.start()]))
        pieces.append(f"(?P<{name[1]}>{_SPECIAL.get(name[1], _VALUE)})")
        place = name.end()
    return re.compile("".join([*pieces, re.escape(wanted[place:])]) + "/?")


def _asked(wanted: tuple[tuple[str, str], ...], query: str) -> dict[str, str] | None:
    """The values in a query. What else is asked there is left out of the address."""
    given = parse_qsl(query, keep_blank_values=True)
    values: dict[str, str] = {}
    for key, said in wanted:
        at_key = [value for name, value in given if name == key]
        if len(at_key) != 1:
            return None
        found = _expression(said).fullmatch(at_key[0])
        if not found:
            return None
        values |= found.groupdict()
    return values


def _leads_elsewhere(value: str) -> bool:
    parts = value.split("/")
    return any(part in ("", ".", "..") for part in parts) or bool(_HIDDEN.search(value))
