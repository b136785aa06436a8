"""One piece of an export's XML as a tree, by names with their namespaces; never a DTD or an entity.

A parser for each piece, so that a piece that is broken breaks nothing else.
"""

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from django.utils.translation import gettext as _

from opinion.moving.errors import NotAnExport

DEEPEST = 60
_ROOT = re.compile(rb"<(?P<name>rss|[A-Za-z_][\w.-]*:RDF|disqus)(?P<attributes>\s[^<>]*)?>")
_DECLARES = re.compile(rb"xmlns(?::[\w.-]+)?\s*=\s*(?:\"[^\"<]*\"|'[^'<]*')")


class Broken(Exception):
    """A piece that no strict parser reads; `str()` says why, without its words."""


@dataclass
class Element:
    """`name` is the namespace's address, a space and the local name; or the local name alone."""

    name: str
    attributes: dict[str, str]
    children: list["Element"] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.texts)

    def find(self, name: str) -> "Element | None":
        return next((child for child in self.children if child.name == name), None)

    def all(self, name: str) -> list["Element"]:
        return [child for child in self.children if child.name == name]

    def said(self, name: str) -> str:
        """The text of the first child of this name; empty where there is none."""
        child = self.find(name)
        return child.text.strip() if child else ""


def root_tag(head: bytes) -> bytes | None:
    """The tag that declares the namespaces of all that follows, None where there is none."""
    found = _ROOT.search(head)
    return found[0] if found else None


def declarations(tag: bytes) -> bytes:
    return b" ".join(_DECLARES.findall(tag))


def parsed(data: bytes, declared: bytes = b"") -> Element:
    """The tree of one element; `declared` are the namespaces of what it stood in. Raises Broken."""
    parser = expat.ParserCreate("utf-8", " ")
    parser.buffer_text = True
    building = _Building()
    parser.StartElementHandler = building.start
    parser.EndElementHandler = building.end
    parser.CharacterDataHandler = building.text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.EntityDeclHandler = _refuse_doctype
    try:
        parser.Parse(b"<piece " + declared + b">" if declared else b"<piece>")
        parser.Parse(data)
        parser.Parse(b"</piece>", True)
    except expat.ExpatError as error:
        raise Broken(expat.ErrorString(error.code)) from None
    return building.root.children[0]


def _refuse_doctype(*_arguments) -> None:
    raise NotAnExport(_("The file declares entities or a document type. No export does."))


class _Building:
    def __init__(self) -> None:
        self.root = Element("", {})
        self.open = [self.root]

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self.open) > DEEPEST:
            raise Broken("nested too deeply")
        element = Element(name, attributes)
        self.open[-1].children.append(element)
        self.open.append(element)

    def end(self, _name: str) -> None:
        self.open.pop()

    def text(self, data: str) -> None:
        self.open[-1].texts.append(data)
