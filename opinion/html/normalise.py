"""Puts what was read into the order that HTML asks for, before it is judged.

Word processors nest anything in anything. Written as read, such a tree would be read differently
the next time; here it becomes paragraphs, lists, figures and tables that mean the same to every
parser, so that cleaning twice is cleaning once. Nothing is decided about safety here.
"""

import re
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element as Tree

from opinion.html import characters, notes, tables
from opinion.html.nesting import (
    BLOCKS,
    CELLS,
    CHILDREN,
    INLINE,
    LOOSE_WORDS_GO_INTO,
    NO_WORDS_IN,
    RENAMED,
    SWALLOWED,
    VOID,
    is_list_marker,
    style_of,
)
from opinion.html.policy import Policy

Token = dict[str, Any]

_SPACES = " \t\n\r\x0b\x0c\xa0"
_SPACE_RUN = re.compile("[ \t\n\r\x0b\x0c\xa0]+")
_ONE_IN = {
    "figcaption": ("figure", "p"),
    "thead": ("table", "tbody"),
    "tbody": ("table", "tbody"),
}
_DRAWN = {"data-note", "data-picture", "data-embed"}
# What programs write into the call of a note.
_NUMBERING = _SPACES + "0123456789[]().*†‡§"
_LIST_ITEM = "mso-list:l"
_NUMBERED = re.compile(r"\s*\(?[0-9A-Za-z]{1,4}[.)]")
_HEAVY = re.compile(r"(?<!-)font-weight:(?:bold|[6-9]00)")
_SLANTED = re.compile(r"(?<!-)font-style:italic")
_PLAIN = {
    "strong": re.compile(r"(?<!-)font-weight:(?:normal|400)"),
    "em": re.compile(r"(?<!-)font-style:normal"),
}


class Element:
    """One element of what is written; the same object may be closed and opened again."""

    def __init__(self, name: str, attributes: dict[str, str] | None = None) -> None:
        self.name = name
        self.attributes = attributes or {}
        self.loose: Element | None = None  # takes words that stand directly in this element
        self.filled = False
        self.taken = False
        self.ended = False


class Normaliser:
    """Reads a parsed tree, collects in `written` the tokens for html5lib's serializer."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.written: list[Token] = []
        self.root = Element("text" if policy.paragraphs else "line")
        self.source: list[tuple[Element, ...]] = []
        self.opened = [self.root]
        self.word_list: Element | None = None
        self.run: list[str] = []
        self.run_path: list[Element] = []
        self.gap = ""
        self.breaks = 0

    def arrange(self, tree: Tree) -> list[Token]:
        if self.policy.drawn:
            notes.gather(tree)
        tables.put_captions_first(tree)
        self.read(tree)
        self.boundary()
        self.gap, self.breaks = "", 0
        self.settle([self.root])
        return self.written

    # What was read ----------------------------------------

    def read(self, parent: Tree) -> None:
        self.words(parent.text or "")
        for child in parent:
            if isinstance(child.tag, str) and child.tag not in SWALLOWED:
                self.read_child(child)
            self.words(child.tail or "")

    def read_child(self, child: Tree) -> None:
        if child.tag in VOID:
            self.void(child.tag, child.attrib)
        elif is_list_marker(child.attrib):
            self.marker("".join(child.itertext()))
        elif self.policy.drawn and self.is_drawn(child):
            self.drawn(child)
        else:
            self.boundary(child.tag)
            self.source.append(self.elements(child.tag, child.attrib))
            self.open_cell()
            figure = self.figure_before(child.tag)
            self.read(child)
            self.boundary(child.tag)
            self.source.pop()
            if figure:
                figure.ended = True

    def void(self, name: str, typed: Mapping[str, str]) -> None:
        if name == "br":
            self.line_break()
        elif name == "hr":
            self.rule()
        elif name == "img" and "img" in self.policy.tags:
            self.image(self.policy.attributes("img", typed))

    def words(self, text: str) -> None:
        if not text:
            return
        if not self.run or not characters.is_ignorable(text):
            path = self.path()
            if path != self.run_path:
                self.flush()
                self.run_path = path
        self.run.append(text)

    # What becomes of it ----------------------------------------

    def elements(self, name: str, typed: Mapping[str, str]) -> tuple[Element, ...]:
        name, style = RENAMED.get(name, name), style_of(typed)
        if name in _PLAIN and _PLAIN[name].search(style):
            return ()
        names = [self.fitting(name)]
        if name in BLOCKS:
            is_item = name == "p" and _LIST_ITEM in style
            self.word_list = (self.word_list or Element("ul")) if is_item else None
        if self.word_list and name == "p":
            return self.list_item(self.word_list)
        if name == "span":
            # A word processor marks every span with the language of its keyboard.
            typed = {} if style or "class" in typed else typed
            names += ["strong"] if _HEAVY.search(style) else []
            names += ["em"] if _SLANTED.search(style) else []
        kept = ((each, self.policy.attributes(each, typed)) for each in names)
        return tuple(
            Element(each, attributes)
            for each, attributes in kept
            if each in self.policy.tags and attributes is not None
        )

    def list_item(self, holder: Element) -> tuple[Element, ...]:
        return (holder, Element("li")) if "li" in self.policy.tags else ()

    def marker(self, text: str) -> None:
        """A list is of one kind: that of its first bullet or number."""
        if self.word_list and not self.word_list.filled and _NUMBERED.match(text):
            self.word_list.name = "ol"

    def boundary(self, name: str = "div") -> None:
        """Words before and after the edge of a block do not belong to one paragraph."""
        if RENAMED.get(name, name) not in BLOCKS:
            return
        self.flush()
        self.gap = self.gap or " "
        for element in self.enclosing():
            if LOOSE_WORDS_GO_INTO.get(element.name) == "p":
                element.loose = None

    def enclosing(self) -> list[Element]:
        return [self.root, *(element for elements in self.source for element in elements)]

    def open_cell(self) -> None:
        """Empty cells are written too: the columns after them stay where they are."""
        if any(element.name in CELLS for element in self.source[-1]):
            blocks = self.blocks()
            if blocks[-1] in self.source[-1]:
                self.settle(blocks)

    def figure_before(self, name: str) -> Element | None:
        """A caption is first or last in its figure: what follows a last one stands outside."""
        figure = self.nearest("figure") if name == "figcaption" else None
        return figure if figure and figure.filled else None

    def fitting(self, name: str) -> str:
        """A figure has one caption, a table one head, before its rows: others become the rest."""
        holder_name, otherwise = _ONE_IN.get(name, ("", name))
        holder = self.nearest(holder_name)
        if holder is None or not holder.taken:
            otherwise = name
        if holder:
            holder.taken = True
        return otherwise

    def nearest(self, name: str) -> Element | None:
        return next((each for each in reversed(self.enclosing()) if each.name == name), None)

    def line_break(self) -> None:
        if any(element.name == "pre" for element in self.enclosing()):
            self.words("\n")
        else:
            self.flush()
            self.breaks = min(self.breaks + 1, 2)

    def rule(self) -> None:
        self.boundary()
        blocks = self.blocks()
        if "hr" in self.policy.tags and "hr" in CHILDREN[blocks[-1].name]:
            self.settle(blocks)
            self.write("EmptyTag", name="hr", data={})
            self.boundary()

    def image(self, attributes: dict[str, str] | None) -> None:
        if attributes is None:
            return
        self.flush()
        path = self.path(for_image=True)
        if all(element.name != "pre" for element in path):
            self.settle(path)
            self.write("EmptyTag", name="img", data=_escaped(attributes))
            self.fill(path)

    def is_drawn(self, child: Tree) -> bool:
        """Whether it is filled in when the text is drawn: the call of a note, or a figure."""
        kept = self.policy.attributes(child.tag, child.attrib) or {}
        return child.tag in ("a", "figure") and not kept.keys().isdisjoint(_DRAWN)

    def drawn(self, child: Tree) -> None:
        """Nothing stands in it. What somebody typed there, and is no mere number, stays outside."""
        checked = self.policy.attributes(child.tag, child.attrib) or {}
        kept = {name: value for name, value in checked.items() if name in _DRAWN}
        if child.tag == "figure":
            self.drawn_figure(kept)
            self.read(child)
            self.boundary()
        else:
            if "".join(child.itertext()).strip(_NUMBERING):
                self.read(child)
            self.call(kept)

    def drawn_figure(self, attributes: dict[str, str]) -> None:
        self.boundary()
        blocks = self.blocks()
        if "figure" in CHILDREN[blocks[-1].name]:
            self.gap = ""
            self.settle(blocks)
            self.write_empty("figure", attributes)
            self.fill(blocks)
            self.boundary()

    def call(self, attributes: dict[str, str]) -> None:
        self.flush()
        path = [element for element in self.path() if element.name != "a"]
        self.settle(path)
        self.write_empty("a", attributes)
        self.fill(path)

    # Where it goes ----------------------------------------

    def blocks(self) -> list[Element]:
        """The blocks around the present place, in the nesting that HTML allows."""
        path = [self.root]
        for element in self.enclosing()[1:]:
            if element.name in INLINE or element.ended:
                continue
            holder = path[-1]
            if holder.name in ("ul", "ol") and element.name != "li":
                path.append(_item(holder))
                holder = path[-1]
            if element.name in CHILDREN[holder.name]:
                path.append(element)
                if element.name == "li":
                    holder.loose = element
        while path[-1].name in NO_WORDS_IN:
            path.pop()
        return path

    def path(self, for_image: bool = False) -> list[Element]:
        """All elements around words (or an image) at the present place."""
        path = self.blocks()
        holder = path[-1]
        wrapper = LOOSE_WORDS_GO_INTO.get(holder.name)
        if wrapper and not (for_image and holder.name == "figure"):
            holder.loose = holder.loose or Element(wrapper)
            path.append(holder.loose)
        seen = set()
        for element in self.enclosing()[1:]:
            if element.name in INLINE and (
                element.name in ("q", "span") or element.name not in seen
            ):
                seen.add(element.name)
                path.append(element)
        return path

    # Writing ----------------------------------------

    def flush(self) -> None:
        text, path = characters.clean_text("".join(self.run)), self.run_path
        self.run.clear()
        self.run_path = []
        if any(element.name == "pre" for element in path):
            self.write_preformatted(text, path)
            return
        words = text.strip(_SPACES)
        before = text[: len(text) - len(text.lstrip(_SPACES))]
        after = text[len(text.rstrip(_SPACES)) :]
        if before:
            self.gap = _one_space(self.gap + before)
        if words:
            self.write_words(_SPACE_RUN.sub(lambda run: _one_space(run[0]), words), path)
            self.gap = _one_space(after)

    def write_words(self, words: str, path: list[Element]) -> None:
        self.settle(path)
        self.write("Characters", data=_ampersands(words))
        self.fill(path)

    def write_preformatted(self, text: str, path: list[Element]) -> None:
        # Parsers drop a line break at the start of <pre>: it would be one fewer at every cleaning.
        if not _deepest(path).filled:
            text = text.lstrip("\n") if text.strip() else ""
        if text:
            self.write_words(text, path)

    def fill(self, path: list[Element]) -> None:
        for element in path:
            element.filled = True

    def settle(self, path: list[Element]) -> None:
        """Closes and opens elements until those of `path` are open."""
        common = 0
        for before, now in zip(self.opened, path, strict=False):
            if before is not now:
                break
            common += 1
        same_block = _deepest(self.opened) is _deepest(path) and _deepest(path).filled
        for element in reversed(self.opened[common:]):
            self.write("EndTag", name=element.name)
        if same_block:
            self.write_gap()
        self.gap, self.breaks = "", 0
        for element in path[common:]:
            element.filled = False
            self.write("StartTag", name=element.name, data=_escaped(element.attributes))
        self.opened = path

    def write_gap(self) -> None:
        if self.breaks and "br" in self.policy.tags:
            for _each in range(self.breaks):
                self.write("EmptyTag", name="br", data={})
        elif self.gap or self.breaks:
            self.write("Characters", data=self.gap or " ")

    def write_empty(self, name: str, attributes: dict[str, str]) -> None:
        self.write("StartTag", name=name, data=_escaped(attributes))
        self.write("EndTag", name=name)

    def write(self, kind: str, **token: Any) -> None:
        self.written.append({"type": kind, "namespace": None} | token)


def _item(holder: Element) -> Element:
    holder.loose = holder.loose or Element("li")
    return holder.loose


def _deepest(path: list[Element]) -> Element:
    return next(element for element in reversed(path) if element.name not in INLINE)


def _one_space(run: str) -> str:
    """A run of white space as one character: no-break only if nothing else is in it."""
    if not run:
        return ""
    return "\xa0" if set(run) == {"\xa0"} else " "


def _ampersands(text: str) -> str:
    """bleach takes references in tokens as typed ones and would resolve them once more."""
    return text.replace("&", "&amp;")


def _escaped(attributes: dict[str, str]) -> dict[tuple[None, str], str]:
    return {(None, name): _ampersands(value) for name, value in attributes.items()}
