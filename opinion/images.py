"""Pictures that people upload: checked, straightened, shrunk, in sRGB and written anew.

Writing anew drops EXIF with its GPS position, profiles that hide payloads, and whatever was
appended to the file.
"""

import io
import secrets
import threading
from pathlib import PurePosixPath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, ImageCms, ImageOps

# What is unpacked at once, so that with all that is made of it 200 MB are enough.
MAX_PIXELS = 20_000_000
# A baseline JPEG is unpacked small from the start; others are unpacked several times over.
MAX_PIXELS_OF = {"JPEG": 80_000_000, "MPO": 80_000_000, "WEBP": 12_000_000, "AVIF": 12_000_000}
MAX_SIDE = 1_600
MAX_PROFILE_BYTES = 4_000_000
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
# What a HEIC file calls itself behind the length of its first box.
HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"}
HEIC_OR_AVIF = {b"mif1", b"msf1", b"miaf"}
TOLD_OF_HEIC = gettext_lazy(
    "This is a HEIC photo, which many browsers can't show. Please upload it as a JPEG: on a Mac, "
    "open it in Preview and choose File → Export; on an iPhone, set Settings → Camera → Formats to "
    "“Most Compatible”, or send the photo to yourself by email."
)
TOLD_OF_SIZE = gettext_lazy(
    "This file is larger than %(limit)s MB. Please upload a smaller picture."
)

# However many threads have one: memory is taken for one picture at a time.
_one_at_a_time = threading.Lock()


class CleanPicture(ContentFile):
    """A picture as it may be stored.

    `remark` says, for the uploader, what was lost of theirs, and `uploaded_name` what they called
    it: the newsroom finds it by that, and readers never see it.
    """

    remark = ""
    uploaded_name = ""


def clean(upload, max_side: int = MAX_SIDE) -> CleanPicture:
    """The upload as a fresh JPEG (or PNG where it is transparent), `max_side` pixels at most.

    Raises ValidationError, in words for the person who uploads, for what is no picture, for a file
    over PICTURE_MAX_BYTES and for a picture whose pixels would fill the memory.
    """
    if upload.size > settings.PICTURE_MAX_BYTES:
        raise ValidationError(too_large())
    with _one_at_a_time:
        picture, remark = _open(upload, max_side)
        file = _write(_in_srgb(ImageOps.exif_transpose(picture)))
    file.remark = remark
    file.uploaded_name = upload.name or ""
    return file


def too_large() -> str:
    """What is said of a file over PICTURE_MAX_BYTES."""
    return TOLD_OF_SIZE % {"limit": settings.PICTURE_MAX_BYTES // 1024 // 1024}


# --- Reading --------------------------------------------------------------------------------------


def _open(upload, max_side: int) -> tuple[Image.Image, str]:
    """The upload, small and in eight bits, and what is to be said of it."""
    try:
        upload.seek(0)
        _refuse_heic(upload.read(64))
        upload.seek(0)
        picture = Image.open(upload, formats=FORMATS)
        _refuse_too_many_pixels(picture, max_side)
        remark = _remark(picture)
        picture.load()
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError) as error:
        raise ValidationError(
            _("We couldn't read this picture. Please upload a JPEG, PNG, WebP or AVIF file.")
        ) from error
    small = _in_eight_bits(picture)
    # Averaged first: else a copy of the whole picture is made for it.
    small.thumbnail((max_side, max_side), reducing_gap=3.0)
    return small, remark


def _refuse_heic(start: bytes) -> None:
    if start[4:8] != b"ftyp":
        return
    brands = {start[place : place + 4] for place in range(8, len(start), 4)}
    is_avif = bool({b"avif", b"avis"} & brands)
    if start[8:12] in HEIC or (start[8:12] in HEIC_OR_AVIF and not is_avif):
        raise ValidationError(TOLD_OF_HEIC)


def _refuse_too_many_pixels(picture: Image.Image, max_side: int) -> None:
    """The header names the size before a single pixel is unpacked."""
    is_whole = "progressive" in picture.info
    limit = MAX_PIXELS if is_whole else MAX_PIXELS_OF.get(picture.format or "", MAX_PIXELS)
    pixels = picture.width * picture.height
    picture.draft("RGB", (max_side, max_side))
    if pixels > limit or picture.width * picture.height > MAX_PIXELS:
        raise ValidationError(
            _("This picture has more than %(limit)s million pixels. Please make it smaller.")
            % {"limit": limit // 1_000_000}
        )


def _remark(picture: Image.Image) -> str:
    # A photograph may hold a second one, of its depth or for a smaller screen: no animation.
    if picture.format == "MPO" or not getattr(picture, "is_animated", False):
        return ""
    return _("This picture is animated. Only its first image was kept.")


# --- Colours --------------------------------------------------------------------------------------


def _in_eight_bits(picture: Image.Image) -> Image.Image:
    """Of a mode that can be made smaller: palettes are dissolved, and 65,536 greys become 256."""
    if picture.mode.startswith("I"):
        greys = picture if picture.mode == "I" else picture.convert("I")
        return greys.point(lambda grey: grey * (1 / 257) + 0.5).convert("L")
    if picture.has_transparency_data:
        return picture if picture.mode == "RGBA" else picture.convert("RGBA")
    if picture.mode in ("L", "RGB", "CMYK"):
        return picture
    return picture.convert("L" if picture.mode == "1" else "RGB")


def _in_srgb(picture: Image.Image) -> Image.Image:
    """What was written with a profile of its own has the colours that it was meant to have."""
    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    profile = picture.info.get("icc_profile") or b""
    picture.info.clear()
    if not 0 < len(profile) <= MAX_PROFILE_BYTES:
        return picture.convert(mode)
    try:
        meant = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        in_srgb = ImageCms.profileToProfile(
            picture, meant, ImageCms.createProfile("sRGB"), outputMode=mode
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        # Of another kind of colours, or no profile at all: it says nothing of this picture.
        return picture.convert(mode)
    assert in_srgb is not None  # as it is only where a picture is changed in place
    in_srgb.info.clear()
    return in_srgb


# --- Writing --------------------------------------------------------------------------------------


def _write(picture: Image.Image) -> CleanPicture:
    is_transparent = picture.mode == "RGBA"
    file = io.BytesIO()
    if is_transparent:
        picture.save(file, "PNG")
    else:
        picture.save(file, "JPEG", quality=84, optimize=True, progressive=True)
    # A name of our own: the uploader's may hold their name, and an address must never be guessed.
    name = PurePosixPath(secrets.token_hex(8)).with_suffix(".png" if is_transparent else ".jpg")
    return CleanPicture(file.getvalue(), name=str(name))
