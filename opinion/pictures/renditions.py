"""A picture in the formats and widths that pages use, beside its file.

The names tell all: of `0a1b.jpg`, `0a1b-640.avif` is the rendition 640 pixels wide.
"""

import io
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from PIL import Image

WIDTHS = (320, 640, 960, 1280)
# The best first. Pillow's names for the formats, and how each is written.
KINDS: dict[str, tuple[str, dict]] = {
    "avif": ("AVIF", {"quality": 60, "speed": 8}),
    "webp": ("WEBP", {"quality": 78}),
    "jpg": ("JPEG", {"quality": 80, "optimize": True, "progressive": True}),
}
_RENDITION = re.compile(r"(.+)-[0-9]+\.(?:avif|webp|jpg)")
# As `opinion.images` names what it writes.
ORIGINALS = (".jpg", ".png")


def widths_for(width: int) -> list[int]:
    """The widths to make of a picture that is `width` pixels wide."""
    return [*(one for one in WIDTHS if one < width), width]


def files_of(name: str, width: int, made: list[int], kind: str) -> Iterator[tuple[int, str]]:
    """The widths and names of the renditions of one kind, the smallest first."""
    if kind == "jpg" and not name.endswith(".jpg"):
        # It is transparent.
        return
    for one in made:
        yield one, (name if kind == "jpg" and one == width else _name(name, one, kind))


def all_files(name: str, width: int, made: list[int]) -> set[str]:
    """The names of all renditions, without the file itself."""
    named = {one for kind in KINDS for _width, one in files_of(name, width, made, kind)}
    return named - {name}


def originals_of(path: str) -> list[str]:
    """What may be the file of which one lies at `path`: itself, or what it is a rendition of."""
    rendition = _RENDITION.fullmatch(path)
    return [path, *(rendition[1] + suffix for suffix in ORIGINALS)] if rendition else [path]


def make(file) -> list[int]:
    """Write all renditions of `file`, the file of a picture, beside it; gives their widths.

    Raises OSError where the file is gone or cannot be read.
    """
    with file.storage.open(file.name) as opened, Image.open(opened) as picture:
        picture.load()
    widths = widths_for(picture.width)
    for kind in KINDS:
        for width, name in files_of(file.name, picture.width, widths, kind):
            if name != file.name:
                _write(file.storage, name, _drawn(picture, width, kind))
    return widths


def _name(name: str, width: int, kind: str) -> str:
    path = PurePosixPath(name)
    return str(path.with_name(f"{path.stem}-{width}.{kind}"))


def _drawn(picture: Image.Image, width: int, kind: str) -> bytes:
    height = max(1, round(picture.height * width / picture.width))
    is_whole = width == picture.width
    drawn = picture if is_whole else picture.resize((width, height), Image.Resampling.LANCZOS)
    file, (name, options) = io.BytesIO(), KINDS[kind]
    drawn.save(file, name, **options)
    return file.getvalue()


def _write(storage, name: str, content: bytes) -> None:
    # The storage would write beside what lies there from a try that failed.
    storage.delete(name)
    storage.save(name, ContentFile(content))
