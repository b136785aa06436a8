"""Pictures that people upload: checked, straightened, shrunk and written anew.

Writing anew drops EXIF with its GPS position, colour profiles that hide payloads, and whatever was
appended to the file.
"""

import io
import secrets
from pathlib import PurePosixPath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

MAX_PIXELS = 50_000_000
MAX_SIDE = 1_600
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")


def clean(upload, max_side: int = MAX_SIDE) -> ContentFile:
    """The upload as a fresh JPEG (or PNG where it is transparent), `max_side` pixels at most.

    Raises ValidationError, in words for the person who uploads, for what is no picture, for a file
    over PICTURE_MAX_BYTES and for a picture whose pixels would fill the memory.
    """
    if upload.size > settings.PICTURE_MAX_BYTES:
        raise ValidationError(
            _("This file is larger than %(limit)s MB. Please upload a smaller picture.")
            % {"limit": settings.PICTURE_MAX_BYTES // 1024 // 1024}
        )
    return _write(_open(upload, max_side), max_side)


def _open(upload, max_side: int) -> Image.Image:
    try:
        upload.seek(0)
        picture = Image.open(upload, formats=FORMATS)
        # The header names the size before a single pixel is unpacked.
        if picture.width * picture.height > MAX_PIXELS:
            raise ValidationError(
                _("This picture has more than %(limit)s million pixels. Please make it smaller.")
                % {"limit": MAX_PIXELS // 1_000_000}
            )
        picture.draft("RGB", (max_side, max_side))
        picture.load()
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError) as error:
        raise ValidationError(
            _("We couldn't read this picture. Please upload a JPEG, PNG, WebP or AVIF file.")
        ) from error
    return ImageOps.exif_transpose(picture)


def _write(picture: Image.Image, max_side: int) -> ContentFile:
    transparent = picture.has_transparency_data
    picture = picture.convert("RGBA" if transparent else "RGB")
    picture.thumbnail((max_side, max_side))
    file = io.BytesIO()
    if transparent:
        picture.save(file, "PNG", optimize=True)
    else:
        picture.save(file, "JPEG", quality=84, optimize=True, progressive=True)
    # A name of our own: the uploader's may hold their name, and an address must never be guessed.
    name = PurePosixPath(secrets.token_hex(8)).with_suffix(".png" if transparent else ".jpg")
    return ContentFile(file.getvalue(), name=str(name))
