"""The card of an article: the picture that stands where somebody shares its address."""

import io
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageDraw

from .fonts import HEADLINE, LABEL, STROKES, Run, Typeface, opened, width
from .lines import LEADING, Column

# Raise it when a card of the same words is to look different.
STYLE = 2
WIDTH, HEIGHT = 1200, 630
MARGIN = 80
# As static/css/tokens.css has them on a white page.
PAPER, INK, SOFT, RULE, MARKER = "#fcfcf9", "#17191c", "#54585e", "#d3d3c9", "#ffdd57"
HEADLINE_SIZES, HEADLINE_LINES = (112, 100, 88, 78, 70, 62), 3
SMALL = 34
# Between them the headline stands.
TOP, BOTTOM, FOOT = 160, 474, 520


class Words(NamedTuple):
    """What stands on a card."""

    label: str
    section: str
    headline: str
    byline: str
    publication: str
    is_rtl: bool


def draw(words: Words) -> bytes:
    """A PNG of WIDTH by HEIGHT. The same words give the same bytes.

    A headline in a script that no font here has is left out, and the publication's name stands in
    its place; so is anything else that could only be drawn as boxes.
    """
    card = Card(words.is_rtl)
    headline = HEADLINE.fit(words.headline)
    if headline:
        card.draw_label(LABEL.fit(words.label) or "", LABEL.fit(words.section) or "")
        card.draw_headline(headline)
        card.draw_foot(LABEL.fit(words.byline) or "", HEADLINE.fit(words.publication) or "")
    else:
        card.draw_headline(HEADLINE.fit(words.publication) or "")
    return card.png()


class Card:
    def __init__(self, is_rtl: bool) -> None:
        self.is_rtl = is_rtl
        self.image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
        self.pen = ImageDraw.Draw(self.image)
        self.pen.rectangle((0, 0, WIDTH, 15), fill=MARKER)

    def draw_label(self, label: str, section: str) -> None:
        """The label as if marked with a pen, and the section beside it."""
        at = MARGIN
        if label:
            room = self._column(LABEL, WIDTH - 2 * MARGIN - 40)
            runs = LABEL.runs(room.set(label, (SMALL,)).lines[0], self.is_rtl)
            wide = width(runs, SMALL) + 32
            left = WIDTH - at - wide if self.is_rtl else at
            self.pen.rectangle((left, 70, left + wide, 124), fill=MARKER)
            self._write(runs, left + 16, 109, SMALL, INK)
            at += int(wide) + 24
        if section and (room := self._column(LABEL, WIDTH - MARGIN - at)).width > 200:
            line = room.set(section, (SMALL,)).lines[0]
            self._line(LABEL, line, at, 109, SMALL, SOFT)

    def draw_headline(self, headline: str) -> None:
        """Lines in the middle of the room between the label and the foot."""
        room = Column(HEADLINE, self.is_rtl, WIDTH - 2 * MARGIN, HEADLINE_LINES, BOTTOM - TOP)
        lines, size = room.set(headline, HEADLINE_SIZES)
        high = round(size * LEADING)
        top = TOP + max(0, BOTTOM - TOP - high * len(lines)) // 2
        for number, line in enumerate(lines):
            self._line(HEADLINE, line, MARGIN, top + number * high + round(size * 0.88), size, INK)

    def draw_foot(self, byline: str, publication: str) -> None:
        """Who wrote it, and across from it where it was published."""
        self.pen.rectangle((MARGIN, FOOT, WIDTH - MARGIN, FOOT + 2), fill=RULE)
        room = WIDTH - 2 * MARGIN
        taken = 0.0
        if publication:
            line = self._column(HEADLINE, room // 2).set(publication, (SMALL,)).lines[0]
            taken = width(HEADLINE.runs(line, self.is_rtl), SMALL)
            self._line(HEADLINE, line, WIDTH - MARGIN - taken, FOOT + 62, SMALL, INK)
        if byline:
            line = self._column(LABEL, int(room - taken - 40)).set(byline, (SMALL,)).lines[0]
            self._line(LABEL, line, MARGIN, FOOT + 62, SMALL, SOFT)

    def png(self) -> bytes:
        file = io.BytesIO()
        # A third of the bytes, and no difference that anybody sees.
        few = self.image.quantize(64, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        few.save(file, "PNG")
        return file.getvalue()

    # --- How it is done ---------------------------------------------------------------------------

    def _column(self, face: Typeface, wide: int) -> Column:
        return Column(face, self.is_rtl, wide)

    def _line(self, face: Typeface, text: str, at: float, baseline: int, size: int, ink: str):
        """`at` so many pixels from the edge where the card's language begins to be read."""
        runs = face.runs(text, self.is_rtl)
        left = WIDTH - at - width(runs, size) if self.is_rtl else at
        self._write(runs, left, baseline, size, ink)

    def _write(self, runs: list[Run], left: float, baseline: int, size: int, ink: str) -> None:
        for run in runs:
            font = opened(run.font, size)
            self.pen.text(
                (left, baseline),
                run.text,
                fill=ink,
                font=font,
                anchor="ls",
                direction=run.direction,
                stroke_width=STROKES.get(Path(run.font).name, 0) * size,
            )
            left += font.getlength(run.text, direction=run.direction)
