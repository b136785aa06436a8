"""Puts the notes of a text into their one shape, on the tree, before it is arranged.

A note has a call in the text, `<a data-note="k"></a>`, and a text in the one section behind
everything: `<section data-notes=""><ol><li data-note="k">…</li></ol></section>`. They stand in the
order of their first calls and bear no numbers. Called twice, a note is one note; of two texts with
one key the second continues the first. A call without a text goes, and so does a text that nothing
calls.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement

from opinion.html import characters
from opinion.html.nesting import SWALLOWED, is_list_marker
from opinion.html.policy import note_key

CALL, TEXTS = "data-note", "data-notes"


def gather(tree: Element) -> None:
    """Bring the notes of a parsed text into their shape. Does nothing where there are none."""
    texts: dict[str, Element] = {}
    for section in [one for one in _read(tree) if one.tag == "section"]:
        if section.attrib.pop(TEXTS, None) is not None:
            _take_texts(section, texts)
    for text in texts.values():
        _uncall(text)
    with_words = {key: text for key, text in texts.items() if has_words(text)}
    called: dict[str, Element] = {}
    for one in [one for one in _read(tree) if CALL in one.attrib]:
        key = _key(one)
        if one.tag == "a" and key in with_words:
            called.setdefault(key, with_words[key])
        else:
            del one.attrib[CALL]
    if called:
        ordered = SubElement(SubElement(tree, "section", {TEXTS: ""}), "ol")
        ordered.extend(called.values())


def has_words(element: Element) -> bool:
    """Whether a reader would see any word of it."""
    return any(
        characters.clean_text(words).strip()
        for one in _read(element)
        for words in [one.text, *(child.tail for child in one)]
        if words
    )


def _read(element: Element) -> Iterator[Element]:
    """An element and all in it that is read."""
    is_read = isinstance(element.tag, str) and element.tag not in SWALLOWED
    if is_read and not is_list_marker(element.attrib):
        yield element
        for child in element:
            yield from _read(child)


def _key(element: Element) -> str:
    return note_key(element.attrib[CALL]) or ""


def _uncall(text: Element) -> None:
    """A note calls no note."""
    for link in text.iter("a"):
        link.attrib.pop(CALL, None)


def _take_texts(section: Element, texts: dict[str, Element]) -> None:
    for item in [one for one in _read(section) if one.tag == "li" and CALL in one.attrib]:
        key = _key(item)
        if key:
            _take(item, texts, key)


def _take(item: Element, texts: dict[str, Element], key: str) -> None:
    """Move what is in `item` to the text with this key. What is left of it parts two words."""
    if key in texts:
        holder = SubElement(texts[key], "div")
    else:
        holder = texts[key] = Element("li", {CALL: key})
    holder.text, tail = item.text, item.tail
    holder.extend(item)
    item.clear()
    item.tag, item.tail = "div", tail
