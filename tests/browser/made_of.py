"""What a page is made of: of pages of a kind one is looked at, and each that has something new."""

import re
from html.parser import HTMLParser

# They only say which one it is.
NUMBERS = re.compile(r"\d+")
TELLING = ("class", "type", "role", "name")
VOID = {"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}


class Parts(HTMLParser):
    """Elements as (the one around it, its tag, the names of its attributes, values that tell).

    With a pattern also where it is found, in words and attributes: `places`; and the scripts.
    """

    def __init__(self, pattern=""):
        super().__init__()
        self.pattern, self.around = re.compile(pattern or r"(?!)"), []
        self.elements, self.places, self.scripts = set(), set(), set()

    def handle_starttag(self, tag, attrs):
        told = {name: value or "" for name, value in attrs}
        telling = (NUMBERS.sub("#", told.get(name, "")) for name in TELLING)
        kind = (tag, *sorted(told), *telling)
        self.elements.add((self.around[-1] if self.around else None, kind))
        for name, value in told.items():
            self.places |= {(kind, name, found) for found in self.pattern.findall(value)}
        if tag == "script":
            self.scripts.add(told.get("src"))
        if tag not in VOID:
            self.around.append(kind)

    def handle_data(self, data):
        around = self.around[-1] if self.around else None
        self.places |= {(around, "", found) for found in self.pattern.findall(data)}

    def handle_endtag(self, tag):
        # A paragraph or an item of a list may be without an end of its own.
        for depth in reversed(range(len(self.around))):
            if self.around[depth][0] == tag:
                del self.around[depth:]
                return


def elements(markup: str) -> set:
    return _parts(markup).elements


def places(markup: str, pattern) -> set:
    """Where the pattern is found, together with each script of the page; none where it is not."""
    parts = _parts(markup, pattern)
    return {(place, script) for place in parts.places for script in parts.scripts | {None}}


def _parts(markup, pattern=""):
    parts = Parts(pattern)
    parts.feed(markup)
    parts.close()
    return parts
