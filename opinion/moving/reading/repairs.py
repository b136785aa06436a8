"""What is wrong in a piece of XML is mended before it is parsed, and each place is told.

A parser that recovers by itself loses words in silence; what this cannot mend is held back.
"""

import html.entities
import re
from collections.abc import Callable

from .scanning import end_of_cdata

# Gets the kind, the byte, what stood there and what stands there now.
Tell = Callable[[str, int, str, str], None]

BOM = b"\xef\xbb\xbf"
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]+|\xef\xbf[\xbe\xbf]")
_CDATA = re.compile(
    rb"<(?P<name>[A-Za-z_][\w:.-]{0,100})(?:\s[^<>]{0,2000})?>\s{0,1000}<!\[CDATA\[|<!\[CDATA\["
)
_BETWEEN = re.compile(rb"\]\]><!\[CDATA\[")
_STRAY = re.compile(rb"<!\[CDATA\[|\]\]>")
_BARE = re.compile(
    rb"&(?!(?:amp|lt|gt|quot|apos);)(#[xX][0-9a-fA-F]{1,8};|#[0-9]{1,9};|\w{1,40};)?"
)
_STRAY_END = re.compile(rb"\]\]>")
AROUND = 20


def repaired(data: bytes, start: int, tell: Tell) -> bytes:
    """`data`, of which the first byte is number `start` of the file, as a parser takes it."""
    data = _as_utf8(data, start, tell)
    data = _without_controls(data, start, tell)
    pieces: list[bytes] = []
    place = 0
    while begin := _CDATA.search(data, place):
        pieces.append(_outside(data, place, begin.end(), start, tell, 9))
        end = end_of_cdata(begin["name"]).search(data, begin.end())
        if not end:
            # Without its end nothing behind it can be told apart: the parser will refuse it.
            place = begin.end()
            break
        pieces.append(_inside(data[begin.end() : end.start()], start + begin.end(), tell))
        place = end.start() + 3
        pieces.append(b"]]>")
    pieces.append(_outside(data, place, len(data), start, tell))
    return b"".join(pieces)


def _as_utf8(data: bytes, start: int, tell: Tell) -> bytes:
    try:
        data.decode()
    except UnicodeDecodeError as error:
        bad = data[error.start : error.start + 1].hex()
        tell("no UTF-8", start + error.start, bad, "\ufffd")
        return data.decode(errors="replace").encode()
    return data


def _without_controls(data: bytes, start: int, tell: Tell) -> bytes:
    for found in _CONTROLS.finditer(data):
        shown = f"{found[0]!r}"[2:-1]
        tell("control character", start + found.start(), shown, "")
    return _CONTROLS.sub(b"", data)


def _inside(text: bytes, start: int, tell: Tell) -> bytes:
    """The text of one CDATA, which may have been split to hide an end in it."""
    joined = _BETWEEN.sub(b"", text)
    if b"<![CDATA[" not in joined and b"]]>" not in joined:
        return text if joined is text else joined
    if _BETWEEN.search(text) and b"<![CDATA[" not in joined:
        # `]]]]><![CDATA[>` is how an end is rightly hidden.
        return joined.replace(b"]]>", b"]]]]><![CDATA[>")
    for found in _STRAY.finditer(joined):
        tell("CDATA within CDATA", start + found.start(), _shown(joined, found), "")
    return joined.replace(b"]]>", b"]]]]><![CDATA[>")


def _outside(data: bytes, place: int, end: int, start: int, tell: Tell, kept: int = 0) -> bytes:
    """Markup between texts; the last `kept` bytes are a beginning of CDATA."""
    pieces = []
    for found in _BARE.finditer(data, place, end):
        new = _reference(found)
        if new == found[0]:
            continue
        tell("bare &", start + found.start(), _shown(data, found), new.decode())
        pieces += [data[place : found.start()], new]
        place = found.end()
    pieces.append(data[place:end])
    outside = b"".join(pieces)
    inner = outside[: len(outside) - kept]
    if b"]]>" not in inner:
        return outside
    for found in _STRAY_END.finditer(inner):
        tell("end of no CDATA", start + found.start(), _shown(inner, found), "]]&gt;")
    return inner.replace(b"]]>", b"]]&gt;") + outside[len(outside) - kept :]


def _reference(found: re.Match[bytes]) -> bytes:
    name = found[1]
    if name is None:
        return b"&amp;"
    if name.startswith(b"#"):
        number = int(name[2:-1], 16) if name[1:2] in b"xX" else int(name[1:-1])
        return found[0] if _is_xml(number) else b""
    letters = html.entities.html5.get(name.decode(errors="replace"))
    if letters is None or letters in "<>&\"'":
        return b"&amp;" + name
    return letters.encode()


def _is_xml(number: int) -> bool:
    return (
        number in (9, 10, 13)
        or 0x20 <= number <= 0xD7FF
        or 0xE000 <= number <= 0xFFFD
        or 0x10000 <= number <= 0x10FFFF
    )


def _shown(data: bytes, found: re.Match[bytes]) -> str:
    return data[found.start() : found.end() + AROUND].decode(errors="replace")
