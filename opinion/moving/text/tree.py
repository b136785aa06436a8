"""A text as a tree, for what no pattern finds, and written again as HTML."""

import re
from collections.abc import Callable, Iterator
from html import escape
from xml.etree.ElementTree import Element

from bleach._vendor.html5lib import HTMLParser

from opinion.html.cleaning import BoundedTree
from opinion.html.limits import MARK_LIMIT, TooDeep

# Each attribute is compared with all before it; no number of a character is so long.
_ENDLESS_TAG = re.compile(r"<[^<>]{20000}")
_ENDLESS_REFERENCE = re.compile(r"&#[xX]?[0-9a-fA-F]{8,};?")
VOID = frozenset({"br", "hr", "img", "input", "source", "track", "wbr", "col", "embed", "param"})


def parsed(html: str) -> Element:
    """Raises TooDeep."""
    if _ENDLESS_TAG.search(html) or html.count("<") + html.count("&") > MARK_LIMIT:
        raise TooDeep
    html = _ENDLESS_REFERENCE.sub("\ufffd", html)
    parser = HTMLParser(tree=BoundedTree, namespaceHTMLElements=False)
    return parser.parseFragment(html)


def written(root: Element) -> str:
    """The HTML of all that stands in `root`."""
    pieces: list[str] = [escape(root.text or "", quote=False)]
    # Not by calls within calls: a text may be nested as deeply as its limit allows.
    left: list[Element | str] = [*reversed(root)]
    while left:
        one = left.pop()
        if isinstance(one, str):
            pieces.append(one)
        elif isinstance(one.tag, str):
            said = "".join(f' {name}="{escape(str(value))}"' for name, value in one.items())
            pieces.append(f"<{one.tag}{said}>{escape(one.text or '', quote=False)}")
            tail = escape(one.tail or "", quote=False)
            left.append(tail if one.tag in VOID else f"</{one.tag}>{tail}")
            left += reversed(one)
        else:
            pieces.append(escape(one.tail or "", quote=False))
    return "".join(pieces)


def elements(root: Element) -> Iterator[Element]:
    return (one for one in root.iter() if isinstance(one.tag, str))


def parents(root: Element) -> dict[Element, Element]:
    return {child: parent for parent in root.iter() for child in parent}


def words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def replace(parent: Element, child: Element, new: list[Element]) -> None:
    """Put `new` in the place of `child`; the words behind it stay."""
    place = [*parent].index(child)
    tail = child.tail
    child.tail = None
    parent[place : place + 1] = new
    if new:
        new[-1].tail = (new[-1].tail or "") + (tail or "")
    elif place:
        parent[place - 1].tail = (parent[place - 1].tail or "") + (tail or "")
    else:
        parent.text = (parent.text or "") + (tail or "")


def remove(parent: Element, child: Element) -> None:
    replace(parent, child, [])


def first(root: Element, is_meant: Callable[[Element], bool]) -> Element | None:
    return next((one for one in elements(root) if is_meant(one)), None)
