"""Uploaded pictures as they are stored: their colours, what is left out, and what is refused."""

import io
import struct
import threading
import zlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms

from opinion import images


def upload(picture, kind="PNG", **options):
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return SimpleUploadedFile(f"train.{kind.lower()}", file.getvalue())


def stored(file):
    return Image.open(io.BytesIO(images.clean(file).read()))


def middle(picture):
    return picture.getpixel((picture.width // 2, picture.height // 2))


def near(value, wanted):
    return all(abs(one - other) <= 2 for one, other in zip(value, wanted, strict=True))


def flat(mode, colour, side=40):
    return Image.new(mode, (side, side), colour)


def p3(gamma=2.2) -> bytes:
    """A profile with the primaries of Display P3; None for the curve of sRGB."""
    columns = {
        b"rXYZ": (0.51512, 0.24120, -0.00105),
        b"gXYZ": (0.29198, 0.69225, 0.04189),
        b"bXYZ": (0.15710, 0.06657, 0.78407),
    }
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    for place in range(int.from_bytes(profile[128:132], "big")):
        tag, offset, _size = struct.unpack_from(">4sII", profile, 132 + 12 * place)
        if tag in columns:
            struct.pack_into(">3i", profile, offset + 8, *(round(x * 65536) for x in columns[tag]))
        elif tag == b"rTRC" and gamma:
            struct.pack_into(">4s3i", profile, offset, b"para", 0, 0, round(gamma * 65536))
    return bytes(profile)


P3, RGB, IN_SRGB = p3(), (200, 80, 60), (218, 67, 47)


def grey_of_16_bits(grey):
    return Image.frombytes("I;16", (40, 40), struct.pack("<H", grey) * 1_600)


@pytest.mark.parametrize(
    ("file", "wanted"),
    [
        (upload(flat("RGB", RGB), "JPEG", icc_profile=P3, quality=95), IN_SRGB),
        (upload(flat("RGB", RGB), icc_profile=p3(gamma=None)), (216, 69, 50)),
        (upload(flat("RGBA", (*RGB, 90)), icc_profile=P3), (*IN_SRGB, 90)),
        (upload(flat("RGB", RGB).quantize(), icc_profile=P3), IN_SRGB),
        (upload(flat("RGB", RGB), "WEBP", icc_profile=P3, lossless=True), IN_SRGB),
        # No profile, one that is none, and one for other colours than the picture has.
        (upload(flat("RGB", RGB)), RGB),
        (upload(flat("RGB", RGB), icc_profile=b"no profile"), RGB),
        (upload(flat("L", 120), icc_profile=P3), (120, 120, 120)),
        (upload(grey_of_16_bits(30_000)), (117, 117, 117)),
        (upload(grey_of_16_bits(65_535)), (255, 255, 255)),
        (upload(flat("1", 1)), (255, 255, 255)),
        (upload(flat("LA", (120, 90))), (120, 120, 120, 90)),
        (upload(flat("CMYK", (0, 153, 153, 51)), "JPEG", quality=95), (204, 82, 82)),
    ],
)
def test_colours_are_those_that_were_meant(file, wanted):
    picture = stored(file)
    assert picture.mode == ("RGBA" if len(wanted) == 4 else "RGB")
    assert near(middle(picture), wanted)
    assert "icc_profile" not in picture.info


def test_a_picture_stands_upright_and_tells_nothing_of_its_camera():
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Mallory's camera"
    exif.get_ifd(0x8825)[1] = "N"
    turned = Image.new("RGB", (60, 30), "white")
    turned.paste("red", (0, 0, 30, 30))
    for kind in ("JPEG", "PNG", "WEBP"):
        file = images.clean(upload(turned, kind, exif=exif))
        data = file.read()
        picture = Image.open(io.BytesIO(data))
        assert picture.size == (30, 60)
        assert near(picture.getpixel((15, 10)), (254, 0, 0)) and near(
            picture.getpixel((15, 50)), (255, 255, 255)
        )
        assert b"Mallory" not in data and not picture.getexif()


@pytest.mark.parametrize(("kind", "animated"), [("GIF", 1), ("WEBP", 1), ("PNG", 1), ("MPO", 0)])
def test_it_is_said_of_an_animation_that_one_image_of_it_was_kept(kind, animated):
    frames = [flat("RGB", "red"), flat("RGB", "blue")]
    file = images.clean(upload(frames[0], kind, save_all=True, append_images=frames[1:]))
    assert bool(file.remark) == bool(animated)
    assert near(middle(Image.open(file)), (254, 0, 0))


def first_box(*brands):
    names = b"".join(brands)
    return SimpleUploadedFile("IMG_1.HEIC", struct.pack(">I", len(names) + 8) + b"ftyp" + names)


@pytest.mark.parametrize("brands", [(b"heic", bytes(4), b"mif1"), (b"mif1", bytes(4), b"heic")])
def test_of_a_heic_photo_it_is_said_how_to_export_it(brands):
    with pytest.raises(ValidationError, match="HEIC photo.*JPEG"):
        images.clean(first_box(*brands))


def test_an_avif_is_none():
    file = upload(flat("RGB", RGB), "AVIF", quality=95)
    assert near(middle(stored(file)), RGB)


def blank(width, height) -> SimpleUploadedFile:
    """The header of a PNG whose pixels would have to be unpacked."""
    data = bytearray(upload(Image.new("1", (8, 8))).read())
    struct.pack_into(">II", data, 16, width, height)
    struct.pack_into(">I", data, 29, zlib.crc32(data[12:29]))
    return SimpleUploadedFile("huge.png", bytes(data))


def test_pixels_that_would_fill_the_memory_are_not_unpacked():
    with pytest.raises(ValidationError, match="more than 20 million pixels"):
        images.clean(blank(7_070, 7_070))
    large = upload(Image.new("L", (9_000, 6_000)), "JPEG", quality=30)
    assert stored(large).size == (1_600, 1_067)
    whole = upload(Image.new("L", (9_000, 6_000)), "JPEG", quality=30, progressive=True)
    with pytest.raises(ValidationError, match="million pixels"):
        images.clean(whole)


def test_of_all_threads_one_has_a_picture_in_memory(monkeypatch):
    inside, together = [], []
    written = images._write

    def write(picture):
        inside.append(1)
        together.append(len(inside))
        file = written(picture)
        inside.pop()
        return file

    monkeypatch.setattr(images, "_write", write)
    file, begin = upload(flat("RGB", "red", side=600)).read(), threading.Barrier(4)

    def send(_number):
        begin.wait()
        return images.clean(SimpleUploadedFile("train.png", file))

    with ThreadPoolExecutor(4) as threads:
        assert len([*threads.map(send, range(4))]) == 4
    assert together == [1, 1, 1, 1]
