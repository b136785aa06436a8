"""Lines that stand alone in bold, as who has no headings at hand writes them."""

import re

# One pass over what may hold a line and over the lines: those within a quotation or a list stay.
_PLACES = re.compile(
    r"<(?P<shuts>/?)(?P<holder>blockquote|table|ul|ol|section)(?=[\s>])|"
    r"<p(?:\s[^<>]{0,200})?>\s{0,9}<(?P<bold>strong|b)>(?P<words>[^<>]{2,100})</(?P=bold)>"
    r"\s{0,9}</p>(?=\s{0,9}<p[\s>])",
    re.IGNORECASE,
)
# A bold line that ends so is a sentence.
_SENTENCE = (".", ",", ";", "!", "…")


def made_of_bold_lines(html: str) -> tuple[str, list[str]]:
    """`html` with such lines as headings, and their words as they stand there."""
    pieces, lines, depth, end = [], [], 0, 0
    for place in _PLACES.finditer(html):
        if place["holder"]:
            depth = max(0, depth - 1) if place["shuts"] else depth + 1
        elif depth == 0 and _is_heading(html, place):
            pieces += [html[end : place.start()], f"<h2>{place['words'].strip()}</h2>"]
            lines.append(place["words"])
            end = place.end()
    return "".join([*pieces, html[end:]]), lines


def _is_heading(html: str, place: re.Match[str]) -> bool:
    """The first line of a text is none: it is its standfirst or its byline."""
    words = place["words"].strip()
    is_first = not html[max(0, place.start() - 9) : place.start()].strip()
    return bool(words) and not is_first and not words.endswith(_SENTENCE)
