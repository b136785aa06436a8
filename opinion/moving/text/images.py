"""Where a picture's file lies, and what stands in a text until we have it."""

import re
from html import escape, unescape
from urllib.parse import unquote, urljoin, urlsplit

from opinion.moving.things import Image

_SIZE = re.compile(r"-[1-9]\d{0,4}x[1-9]\d{0,4}(?=\.[A-Za-z0-9]{2,5}$)")
_IS_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|bmp|tiff?)$", re.IGNORECASE)


def original(address: str, base: str) -> str:
    """The address of the file that a smaller one was made of: photo-300x200.jpg is photo.jpg."""
    address = urljoin(f"{base}/", unescape(address.strip()))
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    return f"{parts.scheme}://{parts.netloc}{_SIZE.sub('', parts.path)}"


def is_picture_file(address: str) -> bool:
    return _IS_FILE.search(address.partition("?")[0]) is not None


def host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def is_from(address: str, base: str) -> bool:
    """Whether it lies on the old site: nothing is fetched from anywhere else."""
    theirs, ours = host(address), host(base)
    return bool(ours) and (theirs == ours or theirs.endswith(f".{ours}"))


def upload_path(address: str) -> str:
    """Where a file lies below the folder of uploads: 2019/05/photo.jpg."""
    path = unquote(urlsplit(address).path)
    return path.partition("/uploads/")[2] or path.rpartition("/")[2]


def placeholder(image: Image) -> str:
    """A paragraph that leads to the picture where it was."""
    words = image.caption or image.alt or image.title or image.url.rpartition("/")[2]
    return f'<p><a href="{escape(image.url)}">{escape(words)}</a></p>'


def is_placeholder_of(url: str) -> re.Pattern[str]:
    """What `placeholder` has become in a text that was cleaned."""
    return re.compile(rf'<p><a href="{re.escape(escape(url, quote=False))}"[^<>]*>[^<>]*</a></p>')
