"""By which numbers a comment is found beside those that say, or advertise, nearly the same."""

import re
from hashlib import blake2b
from html import unescape
from urllib.parse import urlsplit

from django.conf import settings

from opinion.articles.models import Edition

from .contact_details import known_anywhere
from .links import campaign_key, links
from .similarity import traits, traits_of_gist

# Raise it after a change here or in comments/rules, and run `manage.py fingerprint_comments`.
VERSION = 4
# In whatever country: 020-7946-0958, (0161) 496 0123; 01-05-2024 is a day.
_NATIONAL = re.compile(
    r"(?<![\w.+-])(?!(?:\D?\d){8}(?!\D?\d))\(?0\d{1,4}\)?[ -]\d{2,4}(?:[ -]\d{2,4}){1,3}(?![\w-])"
)
# Of one comment. Who advertises more than that is found by these.
MOST_LINKS = MOST_CONTACTS = 20
# Two that write at one provider of mail advertise nothing in common.
_MAILBOX = re.compile(r"(?:mailto:)?[^/@]+@[^/@]+", re.IGNORECASE)
_HREF = re.compile(r'href="([^"]*)"')


def keys_of(text: str, edition: Edition) -> set[int]:
    """Numbers of 64 bits; two comments that share one are candidates for one decision.

    Sharing an odd one is enough: it stands for all words of a text, for one address or for one way
    to reach somebody. Even ones
    are bands of a text, of which the many that are nearly the same share most. What the publication
    or the `edition` answered links to itself is no advertisement.
    """
    shared = [*_advertised(text, edition), *_reached(text)]
    return traits(text) | traits_of_gist(text) | {_number(address) for address in shared}


def _reached(text: str) -> list[str]:
    """The telephone numbers, accounts and email addresses by which somebody is to be reached."""
    found = [one for one in known_anywhere(text) if one.kind != "street"]
    ways = [_way(one.kind, text[one.start : one.end]) for one in found]
    ways += [_way("phone", match[0]) for match in _NATIONAL.finditer(text)]
    return [*dict.fromkeys(ways)][:MOST_CONTACTS]


def _way(kind: str, typed: str) -> str:
    if kind == "phone":
        # With or without the country before it: the last digits tell it apart from others.
        return "phone " + "".join(filter(str.isdecimal, typed))[-9:]
    return f"{kind} {typed.rpartition('@')[2] if kind == 'handle' else typed}".casefold().strip(".")


def _advertised(text: str, edition: Edition) -> list[str]:
    linked = [link for link in links(text) if not _MAILBOX.fullmatch(link.address)]
    foreign = [campaign_key(link) for link in linked if _bare(link.host) != _our_host()]
    if not foreign:
        return []
    cited = _cited(edition)
    return [address for address in dict.fromkeys(foreign) if address not in cited][:MOST_LINKS]


def _cited(edition: Edition) -> set[str]:
    """What the article links to: quoting it back is no campaign."""
    typed = [unescape(address) for address in _HREF.findall(edition.body_html)]
    for reference in edition.printed_references:
        typed += [reference.url, reference.text]
    return {campaign_key(link) for link in links("\n".join(typed))}


def _our_host() -> str:
    return _bare(urlsplit(settings.PUBLIC_URL).hostname or "")


def _bare(host: str) -> str:
    return host.removeprefix("www.")


def _number(address: str) -> int:
    read = address.encode("utf-8", "surrogatepass")
    digest = blake2b(read, digest_size=8, person=b"link").digest()
    return int.from_bytes(digest, "big", signed=True) | 1
