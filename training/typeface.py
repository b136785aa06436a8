"""`python -m training.typeface FOLDER`: the files of the typeface, of the whole one in FOLDER.

FOLDER is `files` of the npm package @fontsource/source-serif-pro, version 5.3.0. The same package
gives the same files, byte for byte, with one version of fontTools and brotli.

A page in English needs three files, which hold no more than it does: the letters that it is written
in, no hints for screens that nobody has any more, and of the kerning what the eye misses. All other
letters of the Latin script stand in files of their own, fetched by a page that has one of them.
"""

import argparse
import sys
from pathlib import Path

from fontTools import subset
from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.ttLib import TTFont

TO = Path(__file__).parent.parent / "static/fonts"
STYLES = {"text": "400-normal", "bold": "600-normal", "italic": "400-italic"}
# The licence reserves the name "Source" for the whole typeface.
NAME = "Opinion Serif"
COPYRIGHT = "© 2014-2019 Adobe, SIL Open Font License 1.1. A part of Source Serif Pro."

UPPER = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
LOWER = frozenset("abcdefghijklmnopqrstuvwxyz")
LETTERS = "".join(sorted(UPPER | LOWER)) + "0123456789"
COMMON = LETTERS + " \u00a0.,:;!?'()-–—‘’“”…&/"
CORE = {
    "text": COMMON + '"[]%+=*@#$£€§©·•−×°',
    "bold": COMMON + '"[]%+=*@#$£€§©·•−×°',
    "italic": COMMON + '"%$£€',
}
WESTERN = frozenset([*range(0x20, 0x7F), *range(0xA0, 0x100), *map(ord, "ıŒœ‚„‹›′″™€•−")])
CENTRAL = frozenset([*range(0x100, 0x180), *range(0x218, 0x21C), *range(0x1E80, 0x1E86), 0x1E9E])

# Pairs of glyphs that are drawn together by at least so many thousandths; two capitals seldom meet.
LEAST, LEAST_OF_CAPITALS = 17, 50
OPENING = frozenset(["quoteleft", "quotedblleft", "parenleft"])
CLOSING = frozenset(["quoteright", "quotedblright", "parenright"]) | frozenset(
    "period comma colon semicolon hyphen endash question".split()
)
# Kinds of lookups, as OpenType numbers them.
PAIRS, EXTENSION = 2, 9
Kerning = dict[tuple[str, str], int]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--to", type=Path, default=TO)
    asked = parser.parse_args()
    for style, name in STYLES.items():
        western = asked.folder / f"source-serif-pro-latin-{name}.woff2"
        central = asked.folder / f"source-serif-pro-latin-ext-{name}.woff2"
        core = frozenset(map(ord, CORE[style]))
        for part, file, letters in (
            ("", western, core),
            ("-western", western, letters_of(western) & WESTERN - core),
            ("-central", central, letters_of(central) & CENTRAL),
        ):
            path = asked.to / f"{style}{part}.woff2"
            write(file, letters, path, kerned=not part)
            sys.stdout.write(f"{path.name}: {path.stat().st_size:,} bytes, {ranges(letters)}\n")
    return 0


def letters_of(file: Path) -> frozenset[int]:
    return frozenset(letter for letter in TTFont(file).getBestCmap() if letter >= ord(" "))


def ranges(letters: frozenset[int]) -> str:
    """As CSS writes it: `U+20-22, U+a9`."""
    spans: list[list[int]] = []
    for letter in sorted(letters):
        if spans and letter == spans[-1][1] + 1:
            spans[-1][1] = letter
        else:
            spans.append([letter, letter])
    return ", ".join(
        f"U+{first:x}" + (f"-{last:x}" if last > first else "") for first, last in spans
    )


def write(file: Path, letters: frozenset[int], path: Path, *, kerned: bool) -> None:
    """A file with these letters alone."""
    font = TTFont(file, recalcTimestamp=False)
    _subset(font, letters)
    kerning = _kerning(font) if kerned else {}
    if "GPOS" in font:
        del font["GPOS"]
    if kerning:
        rules = "".join(f"pos {a} {b} {value};" for (a, b), value in sorted(kerning.items()))
        addOpenTypeFeaturesFromString(font, f"feature kern {{ {rules} }} kern;", tables=["GPOS"])
    _rename(font)
    # Without the names of glyphs, which only rules are written with.
    font["post"].formatType = 3
    font.flavor = "woff2"
    font.save(path)


def _subset(font: TTFont, letters: frozenset[int]) -> None:
    options = subset.Options(
        layout_features=["kern"], hinting=False, notdef_outline=False, glyph_names=True
    )
    options.drop_tables += ["STAT", "GSUB", "GDEF"]
    # What is read late would look for glyphs that are gone.
    font.ensureDecompiled()
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=letters)
    subsetter.subset(font)


def _rename(font: TTFont) -> None:
    font["name"].names = []
    for number, text in ((0, COPYRIGHT), (1, NAME), (4, NAME)):
        font["name"].setName(text, number, 3, 1, 0x409)


# --- Kerning


def _kerning(font: TTFont) -> Kerning:
    table = font["GPOS"].table
    lookups = {
        number
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag == "kern"
        for number in record.Feature.LookupListIndex
    }
    glyphs = frozenset(font.getGlyphOrder())
    found: Kerning = {}
    for number in sorted(lookups):
        for part in table.LookupList.Lookup[number].SubTable:
            part = part.ExtSubTable if part.LookupType == EXTENSION else part
            if part.LookupType == PAIRS:
                for pair, value in _pairs(part, glyphs):
                    found.setdefault(pair, value)
    return {pair: value for pair, value in found.items() if _is_seen(*pair, abs(value))}


def _pairs(part, glyphs: frozenset[str]):
    """((first, second), thousandths) of a part of a lookup: its pairs, or those of its classes."""
    if part.Format == 1:
        for first, pairs in zip(part.Coverage.glyphs, part.PairSet, strict=True):
            for record in pairs.PairValueRecord:
                yield (first, record.SecondGlyph), _advance(record.Value1)
        return
    for first in sorted(glyphs & frozenset(part.Coverage.glyphs)):
        records = part.Class1Record[part.ClassDef1.classDefs.get(first, 0)].Class2Record
        for second in sorted(glyphs):
            of_class = part.ClassDef2.classDefs.get(second, 0)
            yield (first, second), _advance(records[of_class].Value1)


def _advance(value) -> int:
    return getattr(value, "XAdvance", 0) or 0


def _is_seen(first: str, second: str, thousandths: int) -> bool:
    if first in UPPER and second in UPPER:
        return thousandths >= LEAST_OF_CAPITALS
    meet = (
        (first in UPPER | LOWER and second in LOWER | CLOSING)
        or (first in OPENING and second in UPPER | LOWER)
        or (first in {"period", "comma"} and second in CLOSING)
        or (first == "quoteright" and second in LOWER)
    )
    return meet and thousandths >= LEAST


if __name__ == "__main__":
    sys.exit(main())
