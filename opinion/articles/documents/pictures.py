"""The pictures of a file, taken into the library: each stands in the text as a figure.

One at a time, so that of many no more than one is in memory. What lies elsewhere is not fetched.
"""

import base64
import binascii
import zipfile
import zlib
from contextlib import ExitStack
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from opinion import html, images
from opinion.pictures.models import ALT_LIMIT, CAPTION_LIMIT, Picture

from .parts import Document, words_of

# Each takes a moment while somebody waits.
MOST = 20


def keep(document: Document, upload, by) -> list[str]:
    """Put what the file holds into the library; gives, for who wrote it, why some are not there.

    Those stay in the document as they are, to be told where they stood.
    """
    refused: list[str] = []
    kept: set[int] = set()
    with ExitStack() as opened:
        archive = _archive(upload, opened)
        for image, figure in _images(document.root):
            data = _data(image.get("src", ""), archive) if len(kept) < MOST else None
            if data is None:
                continue
            try:
                picture = _picture(image, figure, data, by)
            except ValidationError as error:
                refused.append(f"{_name(image)}: {' '.join(error.messages)}")
                continue
            _put(image, picture, is_first=picture.pk not in kept)
            kept.add(picture.pk)
            document.left_out["pictures"] = document.left_out.get("pictures", 1) - 1
    document.left_out = {what: count for what, count in document.left_out.items() if count > 0}
    return refused


def _archive(upload, opened: ExitStack) -> zipfile.ZipFile | None:
    upload.seek(0)
    if not zipfile.is_zipfile(upload):
        return None
    upload.seek(0)
    return opened.enter_context(zipfile.ZipFile(upload))


def _images(root: Element) -> list[tuple[Element, Element | None]]:
    """Each picture of the text, and the figure that it stands in."""
    figure_of = {image: figure for figure in root.iter("figure") for image in figure.iter("img")}
    return [(image, figure_of.get(image)) for image in root.iter("img")]


def _data(source: str, archive: zipfile.ZipFile | None) -> bytes | None:
    """What the file itself holds of a picture, and one byte more than is taken at most."""
    if source.startswith("data:image/"):
        return _decoded(source.partition(",")[2])
    names = {*archive.namelist()} if archive else set()
    name = next((one for one in (source, f"word/{source}") if one in names), None)
    if archive is None or name is None:
        return None
    try:
        with archive.open(name) as packed:
            return packed.read(settings.PICTURE_MAX_BYTES + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError):
        return b""


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text)
    except (binascii.Error, ValueError):
        return b""


def _picture(image: Element, figure: Element | None, data: bytes, by) -> Picture:
    clean = images.clean(ContentFile(data, name=_name(image)))
    said = {"alt": html.clean_line(image.get("alt", ""))[:ALT_LIMIT]}
    caption = figure.find("figcaption") if figure is not None else None
    if figure is not None and caption is not None:
        said["caption"] = html.clean_line(words_of(caption))[:CAPTION_LIMIT]
        figure.remove(caption)
    return Picture.objects.keep_once(clean, by=by, **said)[0]


def _name(image: Element) -> str:
    source = image.get("src", "")
    return _("picture") if source.startswith("data:") else PurePosixPath(source).name


def _put(image: Element, picture: Picture, is_first: bool) -> None:
    """A figure in its place. A text shows a picture once."""
    tail = image.tail
    image.clear()
    image.tag, image.tail = ("figure", tail) if is_first else ("span", tail)
    if is_first:
        image.set("data-picture", str(picture.pk))
