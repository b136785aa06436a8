"""What stands at the end of a text and belongs elsewhere: proposed, and moved only with a yes."""

import re
from dataclasses import dataclass, field
from html import unescape

_HEADING = re.compile(
    r"<(h[1-6]|p)(?:\s[^<>]*)?>\s*(?:<(?:strong|b|em|i|u)>\s*)*(?P<words>[^<>\s][^<>]{0,59}?)\s*"
    r"(?:</(?:strong|b|em|i|u)>\s*)*:?\s*(?:</(?:strong|b|em|i|u)>\s*)*</\1>",
    re.IGNORECASE,
)
_REFERENCES = re.compile(
    r"(?:references?|bibliography|works cited|sources|further reading|literature|quellen|"
    r"bibliographie|références|referencias|bibliografía)\s*:?",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"(?:about (?:the )?authors?|the authors?|author bio|author’?'?s note|"
    r"über (?:den autor|die autorin)|"
    r"à propos de l['’]auteur|sobre el autor|sobre la autora)\s*:?",
    re.IGNORECASE,
)
_LINE = re.compile(
    r"<(li|p)(?:\s[^<>]*)?>((?:(?!<(?:li|p)[\s>]).)*?)</\1>", re.IGNORECASE | re.DOTALL
)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_LINK = re.compile(
    r"<a\s[^<>]*href=\"([^\"]+)\"[^<>]*>((?:(?!<a\s).)*?)</a>", re.IGNORECASE | re.DOTALL
)
_NOTES = "<section data-notes>"


@dataclass
class Tails:
    """A text, and what its tails say; `places` and `originals` are those of each kind."""

    html: str
    references: list[str] = field(default_factory=list)
    about: str = ""
    originals: dict[str, str] = field(default_factory=dict)
    places: list[tuple[str, int, int]] = field(default_factory=list)

    def without(self, kinds: set[str]) -> str:
        """The text without its tails of these kinds."""
        text, mark, behind = self.html.partition(_NOTES)
        cuts = [(start, end) for kind, start, end in self.places if kind in kinds]
        if not cuts:
            return self.html
        # From the end on, so that the places in front stay what they are.
        for start, end in cuts:
            text = text[:start] + text[end:]
        return text.rstrip() + mark + behind

    def _take(self, kind: str, html: str, start: int, end: int) -> None:
        self.places.append((kind, start, end))
        self.originals[kind] = html[start:end] + self.originals.get(kind, "")


def found(html: str) -> Tails:
    """What the last headings of a text announce, where they name references or the author."""
    text = html.partition(_NOTES)[0]
    tails = Tails(html)
    end = len(text)
    for heading in reversed([*_HEADING.finditer(text)]):
        words = unescape(heading["words"]).strip()
        block = text[heading.end() : end]
        if _REFERENCES.fullmatch(words) and (lines := _lines(block)):
            tails.references = lines + tails.references
            tails._take("references", text, heading.start(), end)
        elif _ABOUT.fullmatch(words) and block.strip():
            tails.about = block.strip() + tails.about
            tails._take("about", text, heading.start(), end)
        elif heading[1].lower() != "p":
            break
        else:
            continue
        end = heading.start()
    return tails


def _lines(block: str) -> list[str]:
    lines = [one for item in _LINE.finditer(block) for one in _BREAK.split(item[2])]
    return [words for one in lines if (words := _words(one))]


def _words(html: str) -> str:
    """A line with its links' addresses behind their words."""

    def told(link: re.Match[str]) -> str:
        address, words = link[1], link[2]
        return words if address in words else f"{words} {address}"

    return " ".join(unescape(_TAG.sub("", _LINK.sub(told, html))).split())
