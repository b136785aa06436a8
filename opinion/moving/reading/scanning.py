"""An export of WordPress taken apart before it is parsed: its head, then one item after another.

So memory holds one item, and what is broken in one is no harm to the next.
"""

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from django.utils.translation import gettext as _

from opinion.moving.errors import NotAnExport

CHUNK = 1 << 20
# What a tag and the CDATA behind it may be apart.
OVERLAP = 8_192
ITEM_LIMIT = 64 << 20
_DECLARED = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
ITEM = rb"item"


def _tokens(names: bytes) -> re.Pattern[bytes]:
    """What begins or ends an element of these names; one that ends itself is a part of another."""
    return re.compile(
        rb"(?P<begin><(?:" + names + rb")(?=[\s>])[^<>]{0,2000}(?<!/)>)"
        rb"|(?P<end></(?:" + names + rb")\s*>)|<!--|<!\[CDATA\["
        rb"|<(?P<name>[A-Za-z_][\w:.-]{0,100})(?:\s[^<>]{0,2000})?>\s{0,1000}<!\[CDATA\["
    )


class Piece(NamedTuple):
    """`start` is its first byte in the file; one that is not whole ends where the file does."""

    start: int
    data: bytes
    is_whole: bool = True


class _Text:
    """The bytes of a file as UTF-8, as far as they have been asked for."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream, self.data, self.dropped, self.is_over = stream, bytearray(), 0, False
        self.decoder: codecs.IncrementalDecoder | None = None
        self.more()
        self._choose_encoding()

    def more(self) -> bool:
        piece = self.stream.read(CHUNK)
        if not piece:
            if self.decoder and not self.is_over:
                self.data += self.decoder.decode(b"", True).encode()
            self.is_over = True
            return False
        self.data += self.decoder.decode(piece).encode() if self.decoder else piece
        return True

    def drop(self, count: int) -> None:
        del self.data[:count]
        self.dropped += count

    def _choose_encoding(self) -> None:
        name = "utf-16" if self.data[:2] in (b"\xff\xfe", b"\xfe\xff") else ""
        declared = _DECLARED.search(self.data[:1_000])
        name = name or (declared[1].decode() if declared else "")
        if not name or name.lower().replace("_", "-") in ("utf-8", "utf8"):
            return
        try:
            self.decoder = codecs.getincrementaldecoder(name)("replace")
            self.data = bytearray(self.decoder.decode(bytes(self.data)).encode())
        except (LookupError, UnicodeError, AttributeError) as error:
            raise NotAnExport(_("The file is in an encoding that nobody knows.")) from error


def pieces(stream: BinaryIO, names: bytes = ITEM) -> Iterator[Piece]:
    """The head of the file, up to its first item; then each item from its first byte to its last.

    Between items stands nothing that is read.
    """
    text, tokens = _Text(stream), _tokens(names)
    has_head, place, is_item = False, 0, False
    while True:
        token, place = _next(text, tokens, place)
        if token is None:
            break
        word, start, end = token
        if word == "begin" and not is_item:
            if not has_head:
                yield Piece(text.dropped, bytes(text.data[:start]))
            text.drop(start)
            has_head, place, is_item = True, end - start, True
        elif word == "begin":
            # The one before was never ended.
            yield Piece(text.dropped, bytes(text.data[:start]), False)
            text.drop(start)
            place = end - start
        elif word == "end" and is_item:
            yield Piece(text.dropped, bytes(text.data[:end]))
            text.drop(end)
            place, is_item = 0, False
        else:
            place = end
    if is_item or not has_head:
        yield Piece(text.dropped, bytes(text.data), not is_item)


def _next(text: _Text, tokens: re.Pattern[bytes], place: int):
    """The next token that begins or ends something, with comments and CDATA skipped."""
    while True:
        found = tokens.search(text.data, place)
        if not text.is_over and (not found or found.end() > len(text.data) - OVERLAP):
            if len(text.data) > ITEM_LIMIT:
                raise NotAnExport(_("The file holds an item that is larger than any text."))
            place = max(place, (found.start() if found else len(text.data)) - OVERLAP, 0)
            text.more()
            continue
        if not found:
            return None, place
        word = found[0]
        if word == b"<!--":
            place = _behind(text, re.compile(rb"-->"), found.end())
        elif word.endswith(b"<![CDATA["):
            place = _behind(text, end_of_cdata(found["name"]), found.end())
        else:
            kind = "begin" if found["begin"] else "end"
            return (kind, found.start(), found.end()), found.end()


def end_of_cdata(name: bytes | None) -> re.Pattern[bytes]:
    """Where CDATA ends: behind the first end that its element's own end follows.

    Texts hold other ends that nobody escaped.
    """
    return re.compile(rb"\]\]>(?=\s{0,1000}</" + re.escape(name) + rb"\s*>)" if name else rb"\]\]>")


def _behind(text: _Text, pattern: re.Pattern[bytes], place: int) -> int:
    begin = place
    while True:
        found = pattern.search(text.data, place)
        if found:
            return found.end()
        if text.is_over:
            # Never ended: what begins in it is no text's.
            return begin
        if len(text.data) > ITEM_LIMIT:
            raise NotAnExport(_("The file holds an item that is larger than any text."))
        place = max(begin, len(text.data) - OVERLAP)
        text.more()
