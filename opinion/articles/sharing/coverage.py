"""Which characters a font has, as its own table (`cmap`) says."""

import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path

# Unicode in full before Unicode's first plane: the platform and the encoding of a table.
PREFERRED = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3))


@cache
def covered(path: Path) -> frozenset[int]:
    """The code points that the font at `path` (the first of a collection) has a glyph for.

    None where the file is no font, or one that tells of its characters in another way.
    """
    try:
        return frozenset(_code_points(path.read_bytes()))
    except (OSError, struct.error, KeyError, ValueError):
        return frozenset()


def _code_points(font: bytes) -> Iterator[int]:
    start = _unpacked(">I", font, 12)[0] if font.startswith(b"ttcf") else 0
    (count,) = _unpacked(">H", font, start + 4)
    places = (_unpacked(">4sIII", font, start + 12 + 16 * number) for number in range(count))
    cmap = next(place for tag, _sum, place, _length in places if tag == b"cmap")
    (count,) = _unpacked(">H", font, cmap + 2)
    tables = {
        (platform, encoding): cmap + place
        for platform, encoding, place in (
            _unpacked(">HHI", font, cmap + 4 + 8 * number) for number in range(count)
        )
    }
    best = tables[next(one for one in PREFERRED if one in tables)]
    read = {4: _segments, 12: _groups}[_unpacked(">H", font, best)[0]]
    return read(font, best)


def _groups(font: bytes, table: int) -> Iterator[int]:
    (count,) = _unpacked(">I", font, table + 12)
    for number in range(count):
        first, last, _glyph = _unpacked(">III", font, table + 16 + 12 * number)
        yield from range(first, min(last, 0x10FFFF) + 1)


def _segments(font: bytes, table: int) -> Iterator[int]:
    (doubled,) = _unpacked(">H", font, table + 6)
    count, form = doubled // 2, f">{doubled // 2}H"
    ends = _unpacked(form, font, table + 14)
    starts, deltas, offsets = (
        _unpacked(form, font, table + 16 + doubled * column) for column in (1, 2, 3)
    )
    offsets_at = table + 16 + doubled * 3
    for number in range(count):
        for code in range(starts[number], min(ends[number], 0xFFFE) + 1):
            glyph = code
            if offsets[number]:
                place = offsets_at + 2 * number + offsets[number] + 2 * (code - starts[number])
                (glyph,) = _unpacked(">H", font, place)
            if glyph and (glyph + deltas[number]) % 0x10000:
                yield code


def _unpacked(form: str, font: bytes, place: int) -> tuple:
    return struct.unpack_from(form, font, place)
