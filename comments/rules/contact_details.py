"""Where a text tells how to reach somebody: telephone numbers, email, handles, street addresses.

All repeats are bounded: no text makes a pattern go back far.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from phonenumbers import (
    SUPPORTED_REGIONS,
    Leniency,
    PhoneNumberMatcher,
    PhoneNumberType,
    number_type,
)
from phonenumbers.phonenumbermatcher import PhoneNumberMatch
from stdnum import iban

from comments.rules.lists import Fault, Problem, entries
from comments.rules.remembering import read_once

# What a text of a thousand numbers holds beyond them is no secret any more.
MOST_NUMBERS = 50

_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}+@(?:[\w-]{1,63}+\.){1,4}+[^\W\d_]{2,24}\b"
    # name at example dot com, name (at) example (dot) com
    r"|(?<![\w.+-])[\w.+-]{2,64}+ ?(?:[(\[]?(?: at |@)[)\]]?|[(\[] ?(?:at|ät|arroba) ?[)\]])"
    r" ?[\w-]{2,63}+"
    r" ?(?:[(\[]? ?dot ?[)\]]?|[(\[] ?(?:dot|point|punkt|punto|titik|\.) ?[)\]]) ?\w{2,6}\b",
    re.IGNORECASE,
)
_NETWORKS = (
    "whats ?app|telegram|tele ?gramm?|signal|insta(?:gram)?|snap(?:chat)?|skype|tik ?tok|discord"
    "|facebook|twitter|wechat|viber|kik|line|телеграм|вайбер|вацап|ватсап|инстаграм"
)
# "@Ana" answers Ana. A handle has a digit, a point or a line in it, or its network beside it.
_HANDLE = re.compile(
    r"(?<![\w@./])@(?=[\w.]{0,30}[\d_.][\w])[\w.]{3,32}+"
    rf"|\b(?:{_NETWORKS})\b[ :,(-]{{1,4}}@[\w.]{{3,32}}+"
    rf"|\b(?:{_NETWORKS}) ?: ?(?=[\w.]{{0,31}}[\d_])[\w.]{{3,32}}+"
    r"|\b(?:t\.me|wa\.me|telegram\.me|chat\.whatsapp\.com|discord\.gg)/[\w+/]{3,64}+",
    re.IGNORECASE,
)
# An account at a bank, whose check digits are asked besides.
_ACCOUNT = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
_NAMES = r"(?:[A-ZÀ-Þ][\w'’-]{1,30}+ ){1,3}"
_STREET = re.compile(
    # 14 Harbour View Road
    rf"\b\d{{1,5}}[a-zA-Z]?,? {_NAMES}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Court|Ct"
    r"|Close|Crescent|Terrace|Place|Way|Boulevard|Blvd|Square|Grove|Gardens|Hill|Mews|Row|Walk)\b"
    # Goethestraße 27, Am Markt 3
    r"|\b[A-ZÄÖÜ][\w-]{0,30}(?:straße|strasse|str\.|weg|platz|allee|gasse|ring|ufer)"
    r" \d{1,4}[a-z]?\b"
    # 12 rue des Lilas
    r"|\b\d{1,4}(?: ?(?:bis|ter))?,? (?:rue|avenue|av\.|boulevard|bd|allée|impasse|chemin|quai)"
    r" [\w'’-]{2,30}|\b\d{1,4},? place d(?:e|u|es|e la) [\w'’-]{2,30}"
    # calle Mayor 45
    r"|\b(?i:calle|avenida|avda\.|paseo|plaza|c/) ?(?:[\w'’.-]{2,30}+,? ){1,4}?"
    r"(?:n[º°.o]{0,2} ?)?\d{1,4}\b"
    # via Garibaldi 12, but not: via Crewe 2 years ago
    r"|\b(?i:via|viale|piazza|corso|largo|vicolo) (?:[A-ZÀ-Þ][\w'’.-]{1,30}+,? ){1,3}?"
    r"(?:n[º°.]? ?)?\d{1,4}\b(?! [a-z])"
    # Jalan Merdeka No. 7
    r"|\b(?i:jalan|jln|jl)\.? (?:[\w.-]{2,30}+ ){1,4}?(?i:no|nomor)\.? ?\d{1,4}\b"
    # улице Ленина, дом 5
    r"|\b(?i:улиц[аеуы]|ул\.|проспекте?|пр\.|переулк[еу]?|шоссе) (?:[\w.-]{2,30}+,? ){1,3}?"
    r"(?:дом|д\.) ?\d{1,4}\b",
)
# A number that is none by the book, behind a word that makes it one: 021 555 0198.
_CALLED = re.compile(
    r"\b(?:call|ring|phone|text|tel|telephone|mobile|cell|number|whats ?app|wa|hp|nomor|hubungi"
    r"|nummer|handy(?:nummer)?|anrufen|telefon|portable|appele[zr]?|llam[ae]r?|teléfono|móvil|cellulare|chiama(?:te|re)?|telefono|numero"
    r"|телефон|звони(?:те)?|номер|вацап|ватсап)\b[^\d\n]{0,30}?(\+?\(?\d[\d ()./-]{6,20}\d)",
    re.IGNORECASE,
)


class Contact(NamedTuple):
    """What kind of detail `text[start:end]` is: "phone", "email", "handle", "street", "account"."""

    kind: str
    start: int
    end: int


def contact_details(text: str, countries: Iterable[str] = ()) -> list[Contact]:
    """All of them, in their order. `countries` are those whose numbers need no + before them.

    Codes of two letters, as ISO 3166 has them; one that telephone books do not know finds nothing.
    """
    found = {*_phones(text, countries)}
    for kind, pattern in (("email", _EMAIL), ("handle", _HANDLE), ("street", _STREET)):
        found |= {Contact(kind, *match.span()) for match in pattern.finditer(text)}
    found |= {
        Contact("account", *one.span()) for one in _ACCOUNT.finditer(text) if iban.is_valid(one[0])
    }
    return _apart(sorted(found, key=lambda one: (one.start, -one.end)))


@read_once
def known_anywhere(text: str) -> list[Contact]:
    """Those that anybody in the world would recognise."""
    return contact_details(text)


def checked_countries(lines: Iterable[str]) -> tuple[list[str], list[Problem]]:
    """The countries of an editor's list, and what is wrong with the other entries."""
    countries, problems = [], []
    for number, entry in entries(lines):
        if entry.upper() in SUPPORTED_REGIONS:
            countries.append(entry.upper())
        else:
            problems.append(Problem(number, entry, Fault.NO_COUNTRY))
    return countries, problems


def _phones(text: str, countries: Iterable[str]) -> Iterator[Contact]:
    if not any(map(str.isdecimal, text)):
        return
    # With a + before them all over the world, else in their country.
    anywhere = [None] if "+" in text or "＋" in text else []
    for country in (*anywhere, *countries):
        for match in _matches(text, country):
            yield Contact("phone", match.start, match.end)
    for called in _CALLED.finditer(text):
        if sum(map(str.isdecimal, called[1])) >= 8 and not _is_free(called[1]):
            yield Contact("phone", *called.span(1))


def _matches(text: str, country: str | None) -> Iterator[PhoneNumberMatch]:
    leniency = Leniency.STRICT_GROUPING if country else Leniency.VALID
    matcher = PhoneNumberMatcher(text, country, leniency, max_tries=MOST_NUMBERS)
    for match in matcher:
        if number_type(match.number) != PhoneNumberType.TOLL_FREE:
            yield match


def _is_free(number: str) -> bool:
    """A hotline is meant to be told."""
    return number.replace(" ", "").startswith(("0800", "800", "1800", "1-800", "116"))


def _apart(found: list[Contact]) -> list[Contact]:
    """Without what lies within another."""
    apart: list[Contact] = []
    for one in found:
        if not apart or one.start >= apart[-1].end:
            apart.append(one)
    return apart
