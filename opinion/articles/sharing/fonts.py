"""The fonts of a card, and which of them has what of a text: never one that would draw a box."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from PIL import ImageFont

from . import bidi
from .coverage import covered

OURS = Path(__file__).with_name("fonts")
SERIF, SANS = OURS / "SourceSerif4Display-Semibold.ttf", OURS / "SourceSans3-Semibold.ttf"
# In this order, for what these two lack: Korean before the signs that Chinese shares with it.
SCRIPTS = tuple(
    OURS / name
    for name in (
        "NotoNaskhArabic-SemiBold.ttf",
        "NotoSerifHebrew-SemiBold.ttf",
        "NotoSerifDevanagari-SemiBold.ttf",
        "NanumMyeongjo-Bold.ttf",
        "DroidSansFallbackFull.ttf",
    )
)
EMOJI = OURS / "NotoEmoji-SemiBold.ttf"
# Is thin, and drawn with a stroke around it: of its size.
STROKES = {"DroidSansFallbackFull.ttf": 0.012}
# Where the machine has fonts, for scripts that ours lack; of each family the upright cuts.
INSTALLED = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
CUTS = re.compile(r"(?i)(?:[-_](?:regular|medium|semibold|bold)|^[^-_]+)\.(?:ttf|otf|ttc)$")
# Joiners and the style of an emoji: no font needs a glyph for them.
UNSEEN = {"\u200c", "\u200d", "\ufe0f"}


class Run(NamedTuple):
    """A part of a line: of one font and one direction."""

    text: str
    font: Path
    level: int

    @property
    def direction(self) -> str:
        return "rtl" if self.level % 2 else "ltr"


class Typeface:
    """Fonts in the order in which they are asked for a character."""

    def __init__(self, *files: Path) -> None:
        self.files = files

    def fit(self, text: str) -> str | None:
        """`text` as it can be drawn, None where a letter or a digit of it is in no font.

        What is neither, such as a rare symbol, is left out.
        """
        plain = "".join(map(_visible, unicodedata.normalize("NFC", text)))
        lacking = {one for one in {*plain} - UNSEEN if self.font_of(one) is None}
        if any(unicodedata.category(one) in _NEEDED for one in lacking):
            return None
        return " ".join("".join(one for one in plain if one not in lacking).split())

    def font_of(self, character: str) -> Path | None:
        return _font_of(self.files, character)

    @lru_cache(maxsize=4_096)  # noqa: B019 - there are two of them
    def runs(self, text: str, is_rtl: bool) -> list[Run]:
        """The parts of a line that fits, from left to right as they stand on the card."""
        parts: list[Run] = []
        for one, font, level in zip(
            text, self._fonts(text), bidi.levels(text, is_rtl), strict=True
        ):
            if parts and parts[-1][1:] == (font, level):
                parts[-1] = Run(parts[-1].text + one, font, level)
            else:
                parts.append(Run(one, font, level))
        return [parts[place] for place in bidi.visual([part.level for part in parts])]

    def _fonts(self, text: str) -> Iterator[Path]:
        """For each character; marks, joiners and spaces stay with what stands before them."""
        font, before = self.files[0], ""
        for one in text:
            stays = before == "\u200d" or _leans(one)
            # The space of an emoji is as wide as the emoji.
            is_had = one in UNSEEN or ord(one) in covered(font) and (font, one) != (EMOJI, " ")
            if not (stays and is_had):
                font = self.font_of(one) or font
            before = one
            yield font


_NEEDED = {"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Nd", "Nl", "No"}


def _visible(one: str) -> str:
    """The character; a space in the place of a control, nothing in that of what is not seen."""
    kind = unicodedata.category(one)
    if one in UNSEEN:
        return one
    # An emoji in one colour has no skin.
    is_tone = "\U0001f3fb" <= one <= "\U0001f3ff"
    if kind == "Cf" or is_tone or unicodedata.name(one, "").startswith("VARIATION SELECTOR"):
        return ""
    return " " if kind[0] in "CZ" else one


def _leans(one: str) -> bool:
    return one in UNSEEN or unicodedata.category(one)[0] in "MZ"


@cache
def _font_of(files: tuple[Path, ...], character: str) -> Path | None:
    having = (path for path in files if ord(character) in covered(path))
    return next(having, None) or next(
        (path for path in installed() if ord(character) in covered(path)), None
    )


@cache
def installed() -> tuple[Path, ...]:
    """The fonts of the machine, those of Noto first."""
    found = chain.from_iterable(folder.rglob("*") for folder in INSTALLED)
    fonts = [path for path in found if CUTS.search(path.name)]
    return tuple(sorted(fonts, key=lambda path: ("Noto" not in path.name, path.name)))


@cache
def opened(path: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.RAQM)


def width(runs: Iterable[Run], size: int) -> float:
    """In pixels."""
    return sum(opened(run.font, size).getlength(run.text, direction=run.direction) for run in runs)


HEADLINE, LABEL = Typeface(SERIF, SANS, *SCRIPTS, EMOJI), Typeface(SANS, SERIF, *SCRIPTS, EMOJI)
