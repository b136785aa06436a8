"""Bibliographies in and out: BibTeX, RIS and CSL-JSON, each entry with its own report."""

from collections.abc import Iterable, Iterator
from typing import TextIO

from opinion.references.record import Record

from . import bibtex, csl, ris
from .entry import Entry, Piece

FORMATS = {"bibtex": bibtex, "ris": ris, "csl": csl}


def recognise(text: str) -> str:
    """The name of the format that `text` is written in; empty where it is none of ours."""
    return next((name for name, one in FORMATS.items() if one.is_written_in(text)), "")


def read(text: str) -> list[Entry]:
    """Every entry of a bibliography, read or with the reason why not; none is left out.

    ValueError where the text is in no format of ours.
    """
    name = recognise(text)
    if not name:
        raise ValueError("neither BibTeX nor RIS nor CSL-JSON")
    return FORMATS[name].read(text)


def split(name: str, stream: TextIO) -> Iterator[Piece]:
    """The entries of a bibliography of any length, one after the other, not read yet."""
    return FORMATS[name].split(stream)


def read_piece(name: str, piece: Piece) -> list[Entry]:
    """What `split` gave, read. Mostly one entry; a broken one may hold another."""
    return FORMATS[name].read(piece.source, piece.beside)


def write(records: Iterable[Record], name: str, prefix: str = "work-") -> str:
    """The works as a file of the format called `name`: a key of FORMATS.

    Where a format gives each work a key, it is `prefix` and the work's place.
    """
    return FORMATS[name].write([*records], prefix)
