"""Which addresses a text advertises, and whether their domains are listed."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from comments.rules.hosts import ascii_host, is_domain, is_under_known_ending
from comments.rules.letters import UNSPACED, is_invisible
from comments.rules.lists import Fault, entries
from comments.rules.remembering import read_once
from opinion import html

_NO_HOST = r"\s!-,/:-@\[-^`{-~‘’“”„«»‹›–—…\u3000\u3001\u3003-\u303f\uff0c\uff1a\uff1b\uff1f\uff01"
# Where a script puts no space between words, an address ends where the script begins.
_LABEL = rf"(?:[{UNSPACED}]+|[^{_NO_HOST}{UNSPACED}.\uff0e\u3002\uff61]+)"
_DOT = re.compile(r"[.\uff0e]|[\u3002\uff61](?=[!-~\uff01-\uff5e])")
# All repeats are bounded or possessive: no text makes this go back far.
_ADDRESS = re.compile(
    r"(?P<scheme>(?:https?|ftp):[/\\]*+|(?<![\w:/])//)?"
    r"(?P<user>(?:[^\s/?#\\@<>]{0,100}+@){1,3}+)?"
    rf"(?P<host>{_LABEL}(?:(?:{_DOT.pattern}){_LABEL})*+)"
    r"(?:\.(?=[:/?#\\]))?(?::\d{1,5})?"
    r"(?:[/?#\\](?:(?!\]\()[^\s<>\"“”„«»])*+)?",
    re.IGNORECASE,
)
_AUTHORITY = re.compile(r"(?:(?:https?|ftp):)?[/\\]*([^/\\?#]*)", re.IGNORECASE)
_TRACKING = re.compile(
    "_ga|_gl|dclid|fbclid|gbraid|gclid|igshid|mc_[ce]id|mkt_tok|msclkid|ref|ref_src|source|srsltid"
    "|ttclid|twclid|utm_.*|wbraid|yclid"
)


class Link(NamedTuple):
    """`text[start:end]` as typed; the address without what is invisible; its host in ASCII."""

    start: int
    end: int
    address: str
    host: str


class Listed(NamedTuple):
    """A domain as the moderator typed it, and `text[start:end]`, the address that is under it."""

    domain: str
    start: int
    end: int


class DomainList:
    """Domains of an editor's list, with all that is under them; compared label by label.

    Raises ValueError for an entry that is no domain.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self._domains: dict[str, str] = {}
        for _, entry in entries(lines):
            if not is_domain(entry):
                raise ValueError(f"{Fault.NO_DOMAIN}: {entry!r}")
            self._domains.setdefault(ascii_host(entry), entry)

    def found_in(self, text: str) -> list[Listed]:
        """Any address counts, even one that only somebody who knows the domain would recognise."""
        found = [(self.covering(link.host), link) for link, _ in _addresses(text)]
        return [Listed(domain, link.start, link.end) for domain, link in found if domain]

    def covering(self, host: str) -> str:
        """The listed domain, as typed, that is `host` or above it; or nothing."""
        labels = host.split(".")
        above = (".".join(labels[place:]) for place in range(len(labels)))
        return next((self._domains[name] for name in above if name in self._domains), "")


@read_once
def links(text: str) -> list[Link]:
    """The addresses a text shows: those that become clickable, and those one would type.

    That is one with a scheme, of mail, with www., or a host under a known ending.
    """
    return [link for link, is_recognised in _addresses(text) if is_recognised]


def campaign_key(link: Link) -> str:
    """The same for all ways to write one address: what is advertised, not how it is measured."""
    authority = _AUTHORITY.match(link.address)
    assert authority is not None
    page, _, _ = link.address[authority.end() :].partition("#")
    path, _, query = page.replace("\\", "/").partition("?")
    key = _without_www(link.host) + _port(authority[1]) + unquote(path).lower().rstrip("/")
    asked = sorted(
        pair for pair in parse_qsl(query.lower(), True) if not _TRACKING.fullmatch(pair[0])
    )
    return f"{key}?{urlencode(asked)}" if asked else key


def _without_www(host: str) -> str:
    return host.removeprefix("www.") if host.count(".") > 1 else host


def _port(authority: str) -> str:
    port = authority.rpartition(":")[2]
    return f":{port}" if port.isdecimal() and port not in ("80", "443") else ""


def _addresses(text: str) -> Iterator[tuple[Link, bool]]:
    """In their order, each with whether a reader recognises it."""
    places = [place for place, letter in enumerate(text) if not is_invisible(letter)]
    visible = "".join(text[place] for place in places)
    found = sorted([*_clickable(visible), *_typed(visible)])
    for (start, end, address, host), is_recognised in found:
        yield Link(places[start], places[end - 1] + 1, address, host), is_recognised


def _clickable(text: str) -> Iterator[tuple[Link, bool]]:
    for start, end, url in html.links(text):
        host = urlsplit(url).hostname or ""
        yield Link(start, end, text[start:end], ascii_host(host) or host), True


def _typed(text: str) -> Iterator[tuple[Link, bool]]:
    for found in _ADDRESS.finditer(_without_clickable(text)):
        if not (found["scheme"] or _DOT.search(found["host"])):
            continue
        # A mark of emphasis before or after it may belong to a host's name, and hardly ever does.
        if host := ascii_host(found["host"].strip("_")):
            address = html.address_alone(found[0].lstrip("_"))
            start = found.end() - len(found[0].lstrip("_"))
            yield Link(start, start + len(address), address, host), _is_recognised(found, host)


def _without_clickable(text: str) -> str:
    pieces, place = [], 0
    for start, end, _ in html.links(text):
        pieces += [text[place:start], " " * (end - start)]
        place = end
    return "".join([*pieces, text[place:]])


def _is_recognised(found: re.Match[str], host: str) -> bool:
    if found["scheme"] or host.startswith("www."):
        return True
    # "the end.In short": a sentence that begins without its space is no address.
    ending = found["host"].strip("_").rpartition(".")[2]
    is_sentence = ending[:1].isupper() and not found["host"].isupper()
    return not is_sentence and is_under_known_ending(host)
