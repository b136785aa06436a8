"""Puts the caption of a table where HTML asks for it, on the tree, before it is arranged."""

from xml.etree.ElementTree import Element, SubElement


def put_captions_first(tree: Element) -> None:
    """Each table begins with its one caption: a second one goes on in the first."""
    for table in list(tree.iter("table")):
        captions = [child for child in table if child.tag == "caption"]
        for caption in captions:
            # Words behind it stand outside the cells, and the parser has moved them out already.
            table.remove(caption)
        if captions:
            first, *others = captions
            for other in others:
                _append(first, other)
            table.insert(0, first)


def _append(first: Element, other: Element) -> None:
    line = SubElement(first, "br")
    line.tail = other.text
    first.extend(other)
