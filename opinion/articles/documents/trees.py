"""XML as a tree that may be walked."""

from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from .files import Refused

# Whatever walks a tree goes one call deeper at each level. No program nests a text so.
_DEEPEST = 200


def parsed(xml: str | bytes) -> Element:
    """Raises Refused, for what is broken or too deep."""
    try:
        root = ElementTree.fromstring(xml)
    except ElementTree.ParseError as error:
        raise Refused(_("This file is damaged, or isn't what its name says.")) from error
    level = [root]
    for _depth in range(_DEEPEST):
        level = [child for element in level for child in element]
        if not level:
            return root
    raise Refused(_("This file is damaged, or too complicated to read."))
