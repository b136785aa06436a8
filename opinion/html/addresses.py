"""Which addresses may be linked, and where they stand in a plain text."""

import ipaddress
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

URL_LIMIT = 2_000
EMBED_LIMIT = 500

# Backslashes, and whatever cannot be seen: controls, format and bidirectional characters,
# fillers, variation selectors, exotic spaces, surrogates, private use.
_DECEPTIVE = re.compile(
    "[\\\\\x00-\x1f\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f"
    "\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff"
    "\ud800-\uf8ff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U0010ffff]"
)
_TO_QUOTE = re.compile(r"%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9\-._~:/?@!$&'()*+,;=%\u00a1-\U0010ffff]")
# The last part of a name has letters only: an IP address, however it is written, has not.
_PLAIN_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")
_MAILBOX = re.compile(r"[A-Za-z0-9.!#$&'*+/=^_`{|}~-]+@[^@]+")

_IN_TEXT = re.compile(
    r"\bhttps?://(?:(?!\]\()[^\s<>\"“”„«»\u3000-\u303f\uff00-\uff0f\uff1a-\uff1f])+", re.IGNORECASE
)
# Not within a word, an address or a path: "x@www.example.org", "http//www.example.org".
_IN_TEXT_OR_WWW = re.compile(
    rf"{_IN_TEXT.pattern}|(?<![\w@/.:-])www\.(?=[^\s.]+\.[^\s.])(?:(?!\]\()[^\s<>\"“”„«»\u3000-\u303f"
    "\uff00-\uff0f\uff1a-\uff1f])+",
    re.IGNORECASE,
)
_AFTER_ADDRESS = frozenset(".,;:!?'*_’‘…([{")
_BRACKETS = {")": "(", "]": "[", "}": "{"}


class Link(NamedTuple):
    """An address in a text: `text[start:end]` as typed, and its checked form."""

    start: int
    end: int
    url: str


def safe_url(url: str, *, mail: bool = False) -> str | None:
    """The address in the form to put into an href, or None when it must not be linked.

    Allowed are http and https with a host and without a user name, paths on this site
    ("/about/"), and with `mail` a mailto: of one plain address.
    """
    url = url.strip(" \t\r\n\f")
    if not url or len(url) > URL_LIMIT or _DECEPTIVE.search(url):
        return None
    if url.startswith("/"):
        return None if url.startswith("//") else _quoted(urlsplit(url))
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - a property that raises for a port that is none
    except ValueError:
        return None
    if mail and parts.scheme == "mailto":
        return _mailto(parts)
    return _quoted(parts) if parts.scheme in ("http", "https") and _has_host(parts) else None


def embeddable_url(url: str) -> str | None:
    """The address of something elsewhere that a text may show as a card, or None.

    Only https, on a host by its plain name: no port, no numbers, no letters that look like others.
    Which hosts are allowed, the door for HTML does not know.
    """
    safe = safe_url(url)
    if not safe or not safe.isascii() or len(safe) > EMBED_LIMIT:
        return None
    parts = urlsplit(safe)
    host = _PLAIN_HOST.fullmatch(parts.netloc)
    return safe if parts.scheme == "https" and host and "xn--" not in parts.netloc else None


def links(text: str, *, or_www: bool = False) -> Iterator[Link]:
    """The http and https addresses in a plain text, without the punctuation after them.

    With `or_www` also those that begin with www. alone, as people say them.
    """
    for match in (_IN_TEXT_OR_WWW if or_www else _IN_TEXT).finditer(text):
        address = address_alone(match[0])
        is_bare = address[:4].lower() == "www."
        url = safe_url(f"https://{address}" if is_bare else address)
        if url:
            yield Link(match.start(), match.start() + len(address), url)


def address_alone(candidate: str, or_after: str = "") -> str:
    """An address without the punctuation after it, and without brackets that it did not open.

    `or_after` names more characters that are no part of it at its end.
    """
    surplus = {
        close: candidate.count(close) - candidate.count(opening)
        for close, opening in _BRACKETS.items()
    }
    length = len(candidate)
    while length:
        last = candidate[length - 1]
        if surplus.get(last, 0) > 0:
            surplus[last] -= 1
        elif last not in _AFTER_ADDRESS and last not in or_after:
            break
        length -= 1
    return candidate[:length]


def _quoted(parts: SplitResult) -> str:
    path, query, fragment = (_TO_QUOTE.sub(_percent, part) for part in parts[2:])
    return (
        (f"{parts.scheme}://{parts.netloc}" if parts.scheme else "")
        + path
        + (f"?{query}" if query else "")
        + (f"#{fragment}" if fragment else "")
    )


def _percent(match: re.Match[str]) -> str:
    return f"%{ord(match[0]):02X}"


def _has_host(parts: SplitResult) -> bool:
    host = parts.hostname
    if not host or "@" in parts.netloc:
        return False
    if parts.netloc.startswith("["):
        return _is_ipv6(host)
    return _is_domain(host)


def _is_ipv6(host: str) -> bool:
    try:
        ipaddress.IPv6Address(host)
    except ValueError:
        return False
    return "%" not in host


def _is_domain(host: str) -> bool:
    # Browsers fold look-alikes ("ⓔ", full-width letters) into ASCII: take only what stays.
    if len(host) > 253 or unicodedata.normalize("NFKC", host) != host:
        return False
    labels = host.removesuffix(".").split(".")
    return all(0 < len(label) < 64 and all(map(_in_label, label)) for label in labels)


def _in_label(letter: str) -> bool:
    return letter in "-_" or unicodedata.category(letter)[0] in "LMN"


def _mailto(parts: SplitResult) -> str | None:
    if not _MAILBOX.fullmatch(parts.path) or parts.query or parts.fragment or parts.netloc:
        return None
    return f"mailto:{parts.path}" if _is_domain(parts.path.rpartition("@")[2]) else None
