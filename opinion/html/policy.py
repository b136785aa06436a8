"""What each kind of text may hold. Say here what is new, then raise POLICY_VERSION."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from opinion.html.addresses import embeddable_url, safe_url
from opinion.html.characters import clean_line

# Stored with what a policy has rendered; a command renders all again when it has changed.
POLICY_VERSION = 5

# Takes a typed value, gives the one to keep or None.
Check = Callable[[str], str | None]

_SCOPES = frozenset({"row", "col", "rowgroup", "colgroup"})
_DIRECTIONS = frozenset({"ltr", "rtl", "auto"})
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}")
_NUMBER = re.compile(r"[1-9][0-9]{0,4}")
# Of the cells of a table. One is what every cell has, and a hundred more than anybody reads.
_SPAN = re.compile(r"[2-9]|[1-9][0-9]|100")
# In an article: a link that cites a work, by its id. No id is longer.
_CITATION = re.compile(r"#work-[1-9][0-9]{0,17}")
# In an article: the picture that a figure shows, by its id, and what ties a note to its call.
_PICTURE_ID = re.compile(r"[1-9][0-9]{0,17}")
_NOTE_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


def _picture(value: str) -> str | None:
    """Only files of this site: a picture from elsewhere would tell others who reads what."""
    path = safe_url(value)
    if not path or not path.startswith("/media/") or "?" in path or "#" in path:
        return None
    segments = path.removeprefix("/media/").split("/")
    hidden = any(not part or part.lower().replace("%2e", ".").startswith(".") for part in segments)
    return None if hidden else path


def _matching(pattern: re.Pattern[str]) -> Check:
    return lambda value: value if pattern.fullmatch(value) else None


def _one_of(words: frozenset[str]) -> Check:
    return lambda value: value.lower() if value.lower() in words else None


note_key = _matching(_NOTE_KEY)


def _words(value: str) -> str | None:
    return clean_line(value) or None


_SPEECH: Mapping[str, Check] = {"lang": _matching(_LANGUAGE), "dir": _one_of(_DIRECTIONS)}
_CHECKS: dict[str, Mapping[str, Check]] = {
    "a": {"title": _words, "data-note": note_key},
    "abbr": {"title": _words},
    "img": {
        "src": _picture,
        "alt": clean_line,
        "width": _matching(_NUMBER),
        "height": _matching(_NUMBER),
    },
    "ol": {"start": _matching(_NUMBER)},
    "td": {"colspan": _matching(_SPAN), "rowspan": _matching(_SPAN)},
    "th": {
        "scope": _one_of(_SCOPES),
        "colspan": _matching(_SPAN),
        "rowspan": _matching(_SPAN),
    },
    "figure": {"data-picture": _matching(_PICTURE_ID), "data-embed": embeddable_url},
    "section": {"data-notes": lambda value: ""},
}
_CHECKS |= dict.fromkeys(("p", "h2", "h3", "blockquote", "q", "cite", "span"), _SPEECH)
_CHECKS |= {"li": {**_SPEECH, "data-note": note_key}}

# An element that is nothing without one of these is left out; its text stays.
_POINTLESS_WITHOUT = {
    "a": {"href"},
    "img": {"src"},
    "span": {"lang", "dir"},
    "section": {"data-notes"},
}


@dataclass(frozen=True)
class Policy:
    """Elements and attributes of one kind of text.

    `rel` is given to every link that leaves the site; `mail` allows mailto: links, `citations`
    links that cite a work; `drawn` notes and figures that are filled in when the text is drawn;
    `paragraphs` is false for a text that stands inside a line.
    """

    tags: frozenset[str]
    rel: str
    mail: bool = False
    citations: bool = False
    drawn: bool = False
    paragraphs: bool = True

    def attributes(self, tag: str, typed: Mapping[str, str]) -> dict[str, str] | None:
        """The checked attributes of an element, None when the element has no point."""
        kept = {}
        for name, value in typed.items():
            checked = self._checked(tag, name, value)
            if checked is not None:
                kept[name] = checked
        if tag == "img":
            kept.setdefault("alt", "")
        if tag == "a" and "data-note" in kept:
            return {"data-note": kept["data-note"]}
        if "data-picture" in kept:
            # One figure shows one thing.
            kept.pop("data-embed", None)
        if kept.get("href", "").startswith("#"):
            # Exactly this and nothing else: `opinion.articles.citations` finds it by its form.
            return {"href": kept["href"]}
        if kept.get("href", "").startswith("http"):
            kept["rel"] = self.rel
        needed = _POINTLESS_WITHOUT.get(tag)
        return None if needed and needed.isdisjoint(kept) else kept

    def allows(self, tag: str, name: str, value: str) -> bool:
        if (tag, name) == ("a", "rel"):
            return value == self.rel
        return tag in self.tags and self._checked(tag, name, value) == value

    def attribute_names(self) -> dict[str, set[str]]:
        names = {tag: set(_CHECKS[tag]) for tag in self.tags if tag in _CHECKS}
        return names | {"a": names.get("a", set()) | {"href", "rel"}}

    def _checked(self, tag: str, name: str, value: str) -> str | None:
        if (tag, name) == ("a", "href"):
            if self.citations and _CITATION.fullmatch(value):
                return value
            return safe_url(value, mail=self.mail)
        if name.startswith("data-") and not self.drawn:
            return None
        check = _CHECKS.get(tag, {}).get(name)
        return check(value) if check else None


_LINE = {"em", "strong", "a"}
_TEXT = _LINE | {"p", "br"}
_LISTS = {"ul", "ol", "li"}
_TABLES = {"table", "caption", "thead", "tbody", "tr", "th", "td"}
_FIGURES = {"figure", "img", "figcaption"}
_BLOCKS = {"h2", "h3", "blockquote", "hr", "pre"} | _LISTS | _TABLES | _FIGURES
_PHRASES = {"sup", "sub", "s", "code", "q", "cite", "abbr", "span"}

ARTICLE = Policy(
    tags=frozenset(_TEXT | _BLOCKS | _PHRASES | {"section"}),
    rel="noopener",
    mail=True,
    citations=True,
    drawn=True,
)
NOTE = Policy(tags=frozenset(_TEXT | _LISTS), rel="noopener", mail=True)
COMMENT = Policy(tags=frozenset(_TEXT | {"blockquote"}), rel="nofollow ugc noopener")
INLINE = Policy(tags=frozenset(_LINE), rel="noopener", paragraphs=False)
# A comment that nobody has approved: its links are words.
INERT = Policy(tags=COMMENT.tags - {"a"}, rel="")
