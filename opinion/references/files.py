"""Files from reference managers, as text."""

import codecs
from io import TextIOWrapper
from typing import BinaryIO, TextIO

CHUNK = 64 * 1024
OLD = "cp1252"
MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def as_text(file: BinaryIO) -> TextIO:
    """A file as text: UTF-8 or UTF-16, and where it is neither, Western European of old.

    It is read through once to know.
    """
    encoding = _encoding(file)
    file.seek(0)
    return TextIOWrapper(file, encoding, errors="replace")


def _encoding(file: BinaryIO) -> str:
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    first = file.read(CHUNK)
    for mark, name in MARKS.items():
        if first.startswith(mark):
            return name
    try:
        chunk = first
        while chunk:
            decoder.decode(chunk)
            chunk = file.read(CHUNK)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return OLD
    return "utf-8"
