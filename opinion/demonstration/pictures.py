"""Abstract pictures in the magazine's palette. The same seed draws the same picture."""

import io
import math
import random
from collections.abc import Callable

from PIL import Image, ImageDraw

SIZE = (1_600, 1_000)
# Drawn larger and reduced, which smooths the edges.
SCALE = 2
WIDTH, HEIGHT = (side * SCALE for side in SIZE)

PAPER = "#f3ecdf"
MIST = "#cfd6d3"
SLATE = "#5b7382"
INK = "#1d2b36"
OCHRE = "#d6a243"
RUST = "#b4492f"
SAGE = "#8fa08a"


def jpeg(composition: str, seed: int) -> bytes:
    """A JPEG of 1600 by 1000 pixels. KeyError for a composition that is not in COMPOSITIONS."""
    canvas = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    COMPOSITIONS[composition](ImageDraw.Draw(canvas), random.Random(seed))
    file = io.BytesIO()
    canvas.reduce(SCALE).save(file, "JPEG", quality=86)
    return file.getvalue()


def horizon(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
    """A disc over layers of land that darken towards the reader."""
    night = chance.random() < 0.5
    sky, disc = (SLATE, PAPER) if night else (MIST, RUST)
    draw.rectangle((0, 0, WIDTH, HEIGHT), fill=sky)
    radius = HEIGHT * chance.uniform(0.16, 0.26)
    _disc(draw, WIDTH * chance.uniform(0.25, 0.75), HEIGHT * 0.4, radius, disc)
    layers = (SAGE, OCHRE, INK) if night else (OCHRE, SLATE, INK)
    for number, colour in enumerate(layers):
        draw.polygon(_land(chance, HEIGHT * (0.5 + 0.15 * number)), fill=colour)
    for number in range(5):
        height = HEIGHT * (0.88 + 0.02 * number)
        draw.line((0, height, WIDTH, height - HEIGHT * 0.04), fill=MIST, width=3 * SCALE)


def _land(chance: random.Random, height: float) -> list[tuple[float, float]]:
    phase, waves = chance.uniform(0, math.tau), chance.uniform(0.6, 1.4)
    rise = HEIGHT * chance.uniform(0.04, 0.09)
    crest = [
        (x, height - rise * math.sin(phase + waves * math.tau * x / WIDTH))
        for x in range(0, WIDTH + 1, 20)
    ]
    return [(0, HEIGHT), *crest, (WIDTH, HEIGHT)]


def columns(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
    """Upright bars of unequal height on a common ground; one is rust."""
    ground, count = HEIGHT * 0.86, chance.randint(9, 13)
    step = WIDTH * 0.84 / count
    chosen = chance.randrange(2, count - 2)
    for number in range(count):
        left = WIDTH * 0.08 + number * step
        top = ground - HEIGHT * chance.uniform(0.18, 0.7)
        colour = RUST if number == chosen else chance.choice((INK, SLATE, SLATE, MIST, OCHRE))
        draw.rectangle((left, top, left + step * 0.78, ground), fill=colour)
        band = top + HEIGHT * chance.uniform(0.04, 0.1)
        draw.rectangle((left, band, left + step * 0.78, band + 6 * SCALE), fill=PAPER)
    draw.rectangle((0, ground, WIDTH, ground + 8 * SCALE), fill=INK)


def rings(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
    """Rows of ringed discs; one of them is open."""
    columns_, rows = chance.choice(((5, 3), (7, 4)))
    cell = min(WIDTH / (columns_ + 0.6), HEIGHT / (rows + 0.5))
    left, top = (WIDTH - cell * (columns_ - 1)) / 2, (HEIGHT - cell * (rows - 1)) / 2
    chosen = chance.randrange(columns_ * rows)
    for place in range(columns_ * rows):
        row, column = divmod(place, columns_)
        x, y = left + column * cell, top + row * cell
        if place == chosen:
            _open_ring(draw, x, y, cell * 0.42, chance)
        else:
            _target(draw, x, y, cell * 0.42, chance)


def _target(draw, x: float, y: float, radius: float, chance: random.Random) -> None:
    colours = chance.sample((INK, SLATE, MIST, OCHRE, SAGE), 3)
    for share, colour in zip(
        (1, chance.uniform(0.55, 0.75), chance.uniform(0.2, 0.4)), colours, strict=True
    ):
        _disc(draw, x, y, radius * share, colour)


def _open_ring(draw, x: float, y: float, radius: float, chance: random.Random) -> None:
    start = chance.randrange(0, 360, 45)
    box = (x - radius, y - radius, x + radius, y + radius)
    draw.arc(box, start, start + 300, fill=RUST, width=int(radius * 0.3))


def arches(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
    """An arcade above a strip of blue; one arch stands empty."""
    ground, count = HEIGHT * 0.8, chance.choice((4, 5))
    span = WIDTH * 0.86 / count
    chosen = chance.randrange(1, count - 1)
    for number in range(count):
        middle = WIDTH * 0.07 + (number + 0.5) * span
        fills = chance.sample((INK, OCHRE, SLATE, SAGE, MIST), 3)
        if number == chosen:
            fills = [RUST, PAPER, PAPER]
        for share, colour in zip((0.45, 0.36, 0.2), fills, strict=True):
            _arch(draw, middle, ground, span * share, colour)
    draw.rectangle((0, ground, WIDTH, HEIGHT), fill=SLATE)
    for number in range(4):
        height = ground + HEIGHT * 0.045 * (number + 1)
        draw.line((0, height, WIDTH, height), fill=MIST, width=2 * SCALE)


def _arch(draw, middle: float, ground: float, half: float, colour: str) -> None:
    spring = ground - HEIGHT * 0.3 - half * 0.2
    _disc(draw, middle, spring, half, colour)
    draw.rectangle((middle - half, spring, middle + half, ground), fill=colour)


def tower(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
    """Blocks of flats at dusk, some windows lit; up the tallest runs a red shaft."""
    draw.rectangle((0, 0, WIDTH, HEIGHT), fill=SLATE)
    ground = HEIGHT * 0.9
    for left, storeys, colour in ((0.1, 5, SAGE), (0.66, 6, MIST), (0.36, 9, INK)):
        _block(draw, WIDTH * left, ground, storeys, colour, chance)
    shaft = WIDTH * 0.36 + HEIGHT * 0.105 * 1.97
    top = ground - HEIGHT * (0.085 * 9 + 0.02)
    draw.rectangle((shaft, top, shaft + HEIGHT * 0.05, ground), fill=RUST)
    cabin = ground - HEIGHT * 0.085 * chance.randint(1, 8)
    draw.rectangle((shaft, cabin, shaft + HEIGHT * 0.05, cabin + HEIGHT * 0.06), fill=PAPER)
    draw.rectangle((0, ground, WIDTH, HEIGHT), fill=OCHRE)


def _block(draw, left: float, ground: float, storeys: int, colour: str, chance) -> None:
    column, storey, pane = HEIGHT * 0.105, HEIGHT * 0.085, HEIGHT * 0.045
    top = ground - storey * storeys - HEIGHT * 0.02
    draw.rectangle((left, top, left + column * 5.5, ground), fill=colour)
    for place in range(5 * storeys):
        row, number = divmod(place, 5)
        x = left + column * (number + (0.25 if number < 2 else 0.75))
        y = top + HEIGHT * 0.02 + storey * row
        lit = OCHRE if chance.random() < 0.35 else SLATE
        draw.rectangle((x, y, x + pane, y + pane), fill=lit)


def bowls(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
    """Three long tables of bowls seen from the side."""
    radius = WIDTH * 0.062
    for row in range(3):
        table = HEIGHT * (0.3 + 0.28 * row)
        draw.rectangle((0, table, WIDTH, table + 6 * SCALE), fill=INK)
        for number in range(7):
            x = WIDTH * (0.08 + 0.14 * number)
            box = (x - radius, table - 2 * radius, x + radius, table)
            draw.pieslice(box, 0, 180, fill=chance.choice((SLATE, OCHRE, SAGE, RUST, INK)))
            foot = radius * 0.4
            draw.rectangle((x - foot, table - 8 * SCALE, x + foot, table), fill=INK)


def balance(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
    """A pair of scales, out of balance: a heap on the one side, a single red block on the other."""
    draw.rectangle((0, 0, WIDTH, HEIGHT), fill=MIST)
    middle, pivot, ground = WIDTH / 2, HEIGHT * 0.3, HEIGHT * 0.88
    reach, drop = WIDTH * 0.3, HEIGHT * chance.uniform(0.09, 0.14)
    draw.polygon(((middle, pivot), (middle - 180, ground), (middle + 180, ground)), fill=INK)
    draw.line((middle - reach, pivot + drop, middle + reach, pivot - drop), fill=INK, width=36)
    _disc(draw, middle, pivot, 70, OCHRE)
    for side, sunk in ((-1, drop), (1, -drop)):
        x, beam = middle + side * reach, pivot + sunk
        pan = beam + HEIGHT * 0.36
        for rope in (-1, 1):
            draw.line((x, beam, x + rope * WIDTH * 0.11, pan), fill=INK, width=10)
        draw.rectangle((x - WIDTH * 0.12, pan, x + WIDTH * 0.12, pan + 30), fill=INK)
        _load(draw, x, pan, side, chance)
    draw.rectangle((0, ground, WIDTH, HEIGHT), fill=SLATE)


def _load(draw, x: float, pan: float, side: int, chance: random.Random) -> None:
    size = HEIGHT * 0.075
    if side > 0:
        draw.rectangle((x - size / 2, pan - size, x + size / 2, pan), fill=RUST)
        return
    for row, blocks in enumerate((4, 3, 2)):
        for number in range(blocks):
            left = x + (number - blocks / 2) * size
            top = pan - (row + 1) * size
            colour = chance.choice((SLATE, OCHRE, SAGE))
            draw.rectangle((left + 6, top + 6, left + size - 6, top + size), fill=colour)


def orbits(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
    """The edge of a globe, circled by thin paths with small bodies on them."""
    draw.rectangle((0, 0, WIDTH, HEIGHT), fill=INK)
    x, y, globe = WIDTH * chance.uniform(0.3, 0.7), HEIGHT * 1.45, HEIGHT * 0.9
    for number in range(1, 7):
        radius = globe + HEIGHT * 0.085 * number
        box = (x - radius, y - radius, x + radius, y + radius)
        draw.ellipse(box, outline=SLATE, width=2 * SCALE)
        for _body in range(chance.randint(1, 3)):
            _on_path(draw, x, y, radius, chance)
    _disc(draw, x, y, globe, SAGE)
    _disc(draw, x, y, globe * 0.93, OCHRE)


def _on_path(draw, x: float, y: float, radius: float, chance: random.Random) -> None:
    angle = math.radians(chance.uniform(235, 305))
    size, colour = chance.choice(((22, PAPER), (34, MIST), (46, OCHRE), (60, RUST)))
    _disc(draw, x + radius * math.cos(angle), y + radius * math.sin(angle), size, colour)


def _disc(draw, x: float, y: float, radius: float, colour: str) -> None:
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)


COMPOSITIONS: dict[str, Callable[[ImageDraw.ImageDraw, random.Random], None]] = {
    "arches": arches,
    "balance": balance,
    "bowls": bowls,
    "columns": columns,
    "horizon": horizon,
    "orbits": orbits,
    "rings": rings,
    "tower": tower,
}
