"""The parts of a document: what is its text, and what belongs into another field."""

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from .trees import parsed

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_END = r"\s*[:：.]?\s*"
# As writers of these languages call them; the interface's own words are asked for besides.
_ABOUT = re.compile(
    r"(?:about the authors?|about the writers?|about me|author bio|über (?:den autor|die autorin|"
    r"die autoren)|zur person|à propos (?:de l['’]auteur|de l['’]autrice|des auteurs)|"
    r"sobre (?:el autor|la autora|los autores|o autor|a autora)|(?:sull['’]autore|sull['’]autrice)|"
    r"over de auteur|om författaren|om forfatteren|об авторе|o autorze)" + _END,
    re.IGNORECASE,
)
_REFERENCES = re.compile(
    r"(?:references?(?: list)?|bibliography|works cited|sources|literature|further reading|"
    r"literatur(?:verzeichnis)?|quellen(?:verzeichnis)?|références(?: bibliographiques)?|"
    r"bibliographie|bibliografía|referencias|bibliografia|riferimenti|referências|"
    r"literatuur|bronnen|referenser|källor|kilder|литература|источники|bibliografia)" + _END,
    re.IGNORECASE,
)
_LONGEST_TITLE = 300


@dataclass
class Document:
    """What a file says; `references` has a line for each."""

    root: Element
    headline: str = ""
    standfirst: str = ""
    note: str = ""
    references: str = ""
    left_out: dict[str, int] = field(default_factory=dict)
    # Why some of its pictures are not in the library.
    refused: list[str] = field(default_factory=list)

    @property
    def source(self) -> str:
        """The text in pandoc's HTML, for the editor to read like any paste."""
        return "".join(map(_written, self.root))

    @property
    def body(self) -> str:
        """The text with its notes in the form that `opinion.html` keeps."""
        root = deepcopy(self.root)
        for call in root.iter("a"):
            if call.get("class") == "footnote-ref":
                key, tail = call.get("href", "").lstrip("#"), call.tail
                call.clear()
                call.set("data-note", key)
                call.tail = tail
        for section in root.iter("section"):
            if section.get("id") == "footnotes":
                _keep_notes(section)
        return "".join(map(_written, root))


def parted(source: str, titles: dict[str, str], left_out: dict[str, int]) -> Document:
    root = parsed(source.replace("&nbsp;", "\xa0"))
    document = Document(root, left_out=left_out)
    document.headline = _taken(root, "h1", "title") or _first(root, titles.get("Title", ""))
    document.standfirst = _taken(root, "p", "subtitle") or _first(root, titles.get("Subtitle", ""))
    document.headline = document.headline or _only_great_heading(root)
    document.note = "".join(_written(block) for block in _section(root, _ABOUT))
    lines = [line for block in _section(root, _REFERENCES) for line in _lines(block)]
    document.references = "\n".join(lines)
    return document


def _written(element: Element) -> str:
    tail, element.tail = element.tail, None
    written = ElementTree.tostring(element, encoding="unicode", method="html")
    element.tail = tail
    return written


def words_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _taken(root: Element, tag: str, kind: str) -> str:
    """The words of a title, which is taken out."""
    for block in root:
        if block.tag == tag and block.get("class") == kind:
            root.remove(block)
            return words_of(block)
    return ""


def _first(root: Element, words: str) -> str:
    """These words, whose paragraph near the beginning is taken out."""
    for block in list(root)[:3]:
        if words and words_of(block) == words:
            root.remove(block)
            return words[:_LONGEST_TITLE]
    return ""


def _only_great_heading(root: Element) -> str:
    great = [block for block in root if block.tag == "h1"]
    if len(great) == 1 and len(root) > 1 and root[0] is great[0]:
        root.remove(great[0])
        return words_of(great[0])
    return ""


def _section(root: Element, name: re.Pattern[str]) -> list[Element]:
    """The blocks under a heading (or a line by itself) of this name, taken out with it.

    It reaches to the next heading or name. The last of several is meant: a text may have a
    chapter about its sources.
    """
    blocks = list(root)
    starts = [at for at, block in enumerate(blocks) if _names(block, name)]
    if not starts:
        return []
    at = starts[-1]
    end = next((place for place in range(at + 1, len(blocks)) if _ends(blocks[place])), len(blocks))
    if end == at + 1 and name.fullmatch(words_of(blocks[at])):
        return []
    for block in blocks[at:end]:
        root.remove(block)
    rest = _behind_name(blocks[at], name)
    return [*rest, *blocks[at + 1 : end]]


def _names(block: Element, name: re.Pattern[str]) -> bool:
    if block.tag not in _HEADINGS | {"p"}:
        return False
    return bool(name.fullmatch(words_of(block)) or _behind_name(block, name))


def _behind_name(block: Element, name: re.Pattern[str]) -> list[Element]:
    """“About the author: Ana Reis writes.” in one paragraph: what stands behind the name."""
    before, sign, behind = words_of(block).partition(":")
    if block.tag != "p" or not sign or not behind.strip() or not name.fullmatch(before + sign):
        return []
    rest = Element("p")
    rest.text = behind.strip()
    return [rest]


def _ends(block: Element) -> bool:
    if block.tag in _HEADINGS or block.tag == "section":
        return True
    return _names(block, _ABOUT) or _names(block, _REFERENCES)


def _lines(block: Element) -> Iterator[str]:
    """A line for each paragraph or item, with the addresses of its links."""
    items = list(block.iter("li")) if block.tag in ("ul", "ol") else [block]
    for item in items:
        line = words_of(item)
        for link in item.iter("a"):
            address = link.get("href", "")
            if address.startswith("http") and address not in line:
                line = f"{line} {address}"
        if line:
            yield line


def _keep_notes(section: Element) -> None:
    texts = section.find("ol")
    section.clear()
    section.set("data-notes", "")
    if texts is None:
        return
    kept = SubElement(section, "ol")
    for text in texts:
        key = text.get("id", "")
        for holder in text.iter():
            for back in [one for one in holder if one.get("class") == "footnote-back"]:
                holder.remove(back)
        text.attrib.clear()
        text.set("data-note", key)
        kept.append(text)
