"""What nobody else can look up: letters, messages and interviews of one's own."""

import re

from opinion.references.reading import people
from opinion.references.reading.asides import Aside
from opinion.references.record import Record

from . import parts

_LETTER = re.compile(
    r"(?P<names>[^“”\"«»]{3,80}?)[,.] (?P<title>(?:personal communication|(?:e-?mail|text|WhatsApp|telephone)(?: message| call| conversation| interview)?(?: (?:to|with) (?:the )?author)?"
    r"|(?:letter|message|conversation|discussion) (?:to|with) (?:the )?author|komunikasi pribadi|persönliche Mitteilung|communication personnelle)),? (?P<rest>[^“”\"]*\d{4})",
    re.IGNORECASE,
)
_INTERVIEW = re.compile(
    r"(?P<names>[^“”\"«»]{3,80}?)[,.] (?P<title>(?:personal |telephone |phone )?(?:interview|interviewed)(?: (?:by|with) [^,.]{3,50})?),? (?P<rest>[^“”\"]*\d{4})"
    r"|(?P<title2>(?:Author(?:’s|'s) )?[Ii]nterview with (?P<names2>[^,.]{3,60})),? (?P<rest2>[^“”\"]*\d{4})",
    re.IGNORECASE,
)


def read(aside: Aside) -> Record | None:
    text = aside.text.strip(" .")
    if match := _LETTER.fullmatch(text):
        return _record("personal_communication", match["names"], match["title"], match["rest"])
    if match := _INTERVIEW.fullmatch(text):
        names, title = match["names"] or match["names2"], match["title"] or match["title2"]
        return _record("interview", names, title, match["rest"] or match["rest2"])
    return None


def _record(kind: str, names: str, title: str, rest: str) -> Record:
    issued = parts.date(rest) or parts.year(rest)
    told = parts.Rest(rest)
    told.take(parts.MONTH_DATE)
    place = re.sub(r"\d{4}", "", told.text).strip(" ,.")
    found = people.names(parts.trimmed(names))
    return Record(
        kind, parts.authors(found), title=parts.trimmed(title), place=place, issued=issued
    )
