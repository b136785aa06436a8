"""The publication's icons, in each size that browsers ask for, drawn from its logo or ours."""

import io

from django.core.files.storage import default_storage
from PIL import Image, ImageChops, ImageDraw

from opinion.articles.models import Publication

# Of static/favicon.svg: its side, and its colours.
SIDE = 32
DARK, LIGHT, YELLOW = "#17191c", "#fcfcf9", "#ffdd57"
# Drawn larger first, so that its edges are smooth.
FINE = 4
ICO_SIZES = (16, 32, 48)
WHITE = (255, 255, 255, 255)


def png(publication: Publication, side: int, *, filled: bool = True) -> bytes:
    """`side` by `side` pixels; `filled` has no transparent part, as phones want it."""
    drawn = _drawn(publication, side)
    if filled:
        drawn = Image.alpha_composite(Image.new("RGBA", drawn.size, WHITE), drawn).convert("RGB")
    return _written(drawn, "PNG", optimize=True)


def ico(publication: Publication) -> bytes:
    """All of ICO_SIZES in one file."""
    largest, *others = [_drawn(publication, side) for side in reversed(ICO_SIZES)]
    sizes = [(side, side) for side in ICO_SIZES]
    return _written(largest, "ICO", sizes=sizes, append_images=others)


def _written(drawn: Image.Image, form: str, **options) -> bytes:
    file = io.BytesIO()
    drawn.save(file, form, **options)
    return file.getvalue()


def _drawn(publication: Publication, side: int) -> Image.Image:
    logo = _logo(publication)
    return _fitted(logo, side) if logo else _ours(side)


def _logo(publication: Publication) -> Image.Image | None:
    """Without the empty margin around it; none where there is no logo, or its file is gone."""
    if not publication.logo:
        return None
    try:
        with default_storage.open(publication.logo.name) as file, Image.open(file) as opened:
            logo = opened.convert("RGBA")
    except OSError:
        return None
    ground = Image.new("RGBA", logo.size, logo.getpixel((0, 0)))
    box = ImageChops.difference(logo, ground).getbbox(alpha_only=False)
    return logo.crop(box) if box else logo


def _fitted(logo: Image.Image, side: int) -> Image.Image:
    """The whole logo in the middle of a square, on the ground that it had."""
    corner = logo.getpixel((0, 0))
    least, _most = logo.getchannel("A").getextrema()
    is_opaque = least == 255
    square = Image.new("RGBA", (side, side), corner if is_opaque else (0, 0, 0, 0))
    margin = side // 12 if logo.width != logo.height else 0
    room = side - 2 * margin
    ratio = room / max(logo.size)
    size = (max(1, round(logo.width * ratio)), max(1, round(logo.height * ratio)))
    small = logo.resize(size, Image.Resampling.LANCZOS)
    square.alpha_composite(small, ((side - size[0]) // 2, (side - size[1]) // 2))
    return square


def _ours(side: int) -> Image.Image:
    scale = side * FINE / SIDE
    large = Image.new("RGBA", (side * FINE, side * FINE))
    pen = ImageDraw.Draw(large)

    def box(left: float, top: float, right: float, bottom: float):
        return [left * scale, top * scale, right * scale - 1, bottom * scale - 1]

    pen.rounded_rectangle(box(0, 0, 32, 32), 3 * scale, fill=DARK)
    pen.rectangle(box(7, 21.25, 25, 22.75), fill=LIGHT)
    pen.rectangle(box(7, 24.25, 25, 27.75), fill=LIGHT)
    bubble = [(8, 6), (24, 6), (24, 14), (15, 14), (11, 19), (11, 14), (8, 14)]
    pen.polygon([(x * scale, y * scale) for x, y in bubble], fill=YELLOW)
    return large.resize((side, side), Image.Resampling.LANCZOS)
