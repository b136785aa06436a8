"""Footnotes, however they were made, as our notes: a call in the text, the texts behind it."""

import re
from xml.etree.ElementTree import Element

from . import tree

_NUMBER = re.compile(r"[\s\[\](){}^*†‡↩︎⤴.:0-9a-z]{0,12}")
_BLOCKS = ("li", "p", "div", "dd", "td", "aside")


class Notes:
    """Those of one text, in the order in which they are told; `key` is made anew."""

    def __init__(self) -> None:
        self.texts: list[tuple[str, str]] = []

    def add(self, html: str) -> str:
        """The key of a new note."""
        key = f"n{len(self.texts) + 1}"
        self.texts.append((key, html))
        return key

    def call(self, html: str) -> str:
        return f'<a data-note="{self.add(html)}"></a>'

    @property
    def html(self) -> str:
        """The section that follows the text."""
        if not self.texts:
            return ""
        items = "".join(f'<li data-note="{key}">{text}</li>' for key, text in self.texts)
        return f"<section data-notes><ol>{items}</ol></section>"


def from_blocks(root: Element, texts: dict[str, str], notes: Notes) -> int:
    """Those of the block editor: `<sup data-fn="id">`, their texts beside the article."""
    keys: dict[str, str] = {}
    above = tree.parents(root)
    for call in [one for one in tree.elements(root) if "data-fn" in one.attrib]:
        name = call.attrib["data-fn"]
        if name in texts and name not in keys:
            keys[name] = notes.add(texts[name])
        new = [Element("a", {"data-note": keys[name]})] if name in keys else []
        tree.replace(above[call], call, new)
    return len(keys)


def from_links(root: Element, notes: Notes) -> int:
    """Those that are links to a text below which leads back: of Word, Markdown, Substack.

    A link is one where what it leads to holds a link back to where it stands.
    """
    above = tree.parents(root)
    named = _named(root)
    links = [one for one in tree.elements(root) if one.tag == "a" and _target(one)]
    places = {one: place for place, one in enumerate(tree.elements(root))}
    keys: dict[Element, str] = {}
    found = []
    for call in links:
        text = named.get(_target(call))
        block = text is not None and _block(text, above)
        if not block or places[block] < places[call] or not _is_number(call):
            continue
        back = _back(block, _names_around(call, above), links)
        if back is not None:
            found.append((call, block, back))
    for call, block, back in found:
        if block not in keys:
            keys[block] = _take(block, back, notes)
        _put_call(call, keys[block], above)
    _remove_texts(root, {*keys})
    return len(keys)


def _named(root: Element) -> dict[str, Element]:
    named: dict[str, Element] = {}
    for one in tree.elements(root):
        for name in (one.attrib.get("id"), one.attrib.get("name")):
            if name:
                named.setdefault(name, one)
    return named


def _target(link: Element) -> str:
    address = link.attrib.get("href", "")
    return address.rpartition("#")[2] if address.startswith("#") or "#_ftn" in address else ""


def _is_number(call: Element) -> bool:
    return _NUMBER.fullmatch(tree.words(call)) is not None


def _block(text: Element, above: dict[Element, Element]) -> Element | None:
    """The paragraph or item that a note's text is: the largest `div` called a footnote."""
    one: Element | None = text
    while one is not None and one.tag not in _BLOCKS:
        one = above.get(one)
    outer = one
    while outer is not None:
        if outer.tag == "div" and outer.attrib.get("class") == "footnote":
            return outer
        outer = above.get(outer)
    return one


def _names_around(call: Element, above: dict[Element, Element]) -> set[str]:
    """By which a text leads back to its call: names of it, in it and of what wraps it alone."""
    around = [call, *call.iter()]
    parent = above.get(call)
    while parent is not None and parent.tag in ("sup", "span", "a", "strong", "em"):
        around += [parent, *parent.iter()]
        parent = above.get(parent)
    return {one.attrib[name] for one in around for name in ("id", "name") if name in one.attrib}


def _back(block: Element, names: set[str], links: list[Element]) -> Element | None:
    known = {*links}
    return next((one for one in block.iter() if one in known and _target(one) in names), None)


def _take(block: Element, back: Element, notes: Notes) -> str:
    above = tree.parents(block)
    wrap = back
    while above.get(wrap) is not None and above[wrap].tag in ("sup", "span"):
        if tree.words(above[wrap]) != tree.words(back):
            break
        wrap = above[wrap]
    if wrap in above:
        tree.remove(above[wrap], wrap)
    held = Element("div")
    held.text = (block.text or "").lstrip(" .:\xa0")
    held.extend([*block])
    return notes.add(tree.written(held).strip(" \xa0\n"))


def _put_call(call: Element, key: str, above: dict[Element, Element]) -> None:
    wrap = call
    while above[wrap].tag in ("sup", "span") and tree.words(above[wrap]) == tree.words(call):
        wrap = above[wrap]
    tree.replace(above[wrap], wrap, [Element("a", {"data-note": key})])


def _remove_texts(root: Element, blocks: set[Element]) -> None:
    """And what held nothing but them: a list, a section, a line above it."""
    above = tree.parents(root)
    for block in blocks:
        parent = above[block]
        tree.remove(parent, block)
        while (
            parent is not root
            and not tree.words(parent)
            and not [one for one in tree.elements(parent) if one.tag in ("img", "iframe")]
        ):
            outer = above[parent]
            tree.remove(outer, parent)
            parent = outer
    last = [one for one in root if isinstance(one.tag, str)][-1:]
    if last and last[0].tag == "hr" and not (last[0].tail or "").strip():
        root.remove(last[0])
