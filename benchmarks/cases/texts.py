"""Text and pictures that people send: cleaned once, when they are stored."""

import io
from functools import lru_cache

from django.core.files.base import ContentFile
from PIL import Image

from benchmarks.measuring import Case, Group
from opinion import html, images
from opinion.articles.history import comparison

REMARK = "I *was* on that train, see https://example.org/timetable, and it was late & full.\n\n"
QUOTATION = "> The last train leaves at nine.\n\n"
PARAGRAPH = (
    '<p>The <em>last</em> train leaves at <a href="https://example.org/nine">nine</a>, and the '
    "town goes to bed with it.</p><ul><li>Ask the council</li><li>Ask the depot</li></ul>"
)


def comment(outlet, measured):
    source = _filled(QUOTATION + REMARK, outlet.sizes.kilobytes)
    with measured:
        html.comment(source)
    return outlet.sizes.kilobytes


def article(outlet, measured):
    source = _filled(PARAGRAPH, outlet.sizes.kilobytes)
    with measured:
        html.article(source)
    return outlet.sizes.kilobytes


def versions(outlet, measured):
    """Two versions of an article, one word in thirty another one, compared from their HTML."""
    words = [f"word{number}" for number in range(outlet.sizes.kilobytes * 1_000)]
    changed = [f"new{n}" if n % 30 == 0 else word for n, word in enumerate(words)]
    before, after = (html.article(_in_paragraphs(text)) for text in (words, changed))
    with measured:
        comparison.part("", html.blocks(before), html.blocks(after))
    return len(words) / 1_000


def _in_paragraphs(words: list[str]) -> str:
    starts = range(0, len(words), 80)
    return "\n".join(f"<p>{' '.join(words[start : start + 80])}</p>" for start in starts)


def picture(outlet, measured):
    upload = ContentFile(_photograph(outlet.sizes.picture))
    with measured:
        images.clean(upload)


def _filled(piece: str, kilobytes: int) -> str:
    return piece * (kilobytes * 1_000 // len(piece))


@lru_cache(maxsize=1)
def _photograph(size: tuple[int, int]) -> bytes:
    """A JPEG with about as much detail as a photograph: some 4 MB at twelve megapixels."""
    coarse = Image.effect_noise((size[0] // 2, size[1] // 2), 60)
    bands = [coarse.resize(size), coarse.rotate(180).resize(size), Image.new("L", size, 90)]
    file = io.BytesIO()
    Image.merge("RGB", bands).save(file, "JPEG", quality=88)
    return file.getvalue()


TEXTS = Group(
    "Texts of {small.kilobytes} kB and {large.kilobytes} kB; a picture",
    (
        Case("cleaning a comment", comment, per="kB"),
        Case("cleaning an article", article, per="kB"),
        Case("comparing two versions", versions, per="1000 words"),
        Case("cleaning a JPEG of 12 megapixels", picture, large_only=True),
    ),
    asks_database=False,
)
