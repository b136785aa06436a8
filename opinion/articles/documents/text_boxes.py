"""Text boxes: their words, which pandoc would pass over, come to stand behind their paragraph."""

from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from .trees import parsed

_SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "v": "urn:schemas-microsoft-com:vml",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
}
# pandoc looks for these prefixes.
for _prefix, _uri in _SPACES.items():
    ElementTree.register_namespace(_prefix, _uri)
_W, _MC = f"{{{_SPACES['w']}}}", f"{{{_SPACES['mc']}}}"
_OASIS = "{urn:oasis:names:tc:opendocument:xmlns:"
# By the kind of file: a box, and a paragraph.
_BOXES = {
    "docx": (f"{_W}txbxContent", f"{_W}p"),
    "odt": (f"{_OASIS}drawing:1.0}}text-box", f"{_OASIS}text:1.0}}p"),
}


def taken_out(document: bytes, kind: str) -> bytes:
    """The text of a file with its boxes as paragraphs of it. Raises Refused."""
    if b"txbxContent" not in document and b"text-box" not in document:
        return document
    box_tag, paragraph_tag = _BOXES[kind]
    root = parsed(document)
    parents = {child: parent for parent in root.iter() for child in parent}
    behind: dict[Element, list[Element]] = {}
    for box in list(root.iter(box_tag)):
        above = list(_above(box, parents))
        paragraph = next((one for one in reversed(above) if one.tag == paragraph_tag), None)
        # What older programs are to show instead says the same once more.
        if paragraph is not None and not any(one.tag == f"{_MC}Fallback" for one in above):
            behind.setdefault(paragraph, []).extend(box)
        box.clear()
    for paragraph, blocks in behind.items():
        holder = parents[paragraph]
        at = list(holder).index(paragraph) + 1
        holder[at:at] = blocks
    return ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _above(element: Element, parents: dict[Element, Element]):
    while element in parents:
        element = parents[element]
        yield element
