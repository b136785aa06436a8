"""What the platforms besides WordPress have in common: one text, one moment, one address."""

import csv
import io
import json
import re
from datetime import UTC, datetime
from html import unescape
from typing import Any
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _

from opinion.html import TooDeep
from opinion.moving import proposals
from opinion.moving.errors import NotAnExport
from opinion.moving.text import body
from opinion.moving.text.footnotes import Notes
from opinion.moving.things import Post, State

from .wxr import within_reason

# What is read at once.
WHOLE_LIMIT = 600_000_000
_TAG = re.compile(r"<[^<>]*>")
# Half a letter, or none: no text of a database holds it.
_UNSOUND = re.compile(r"\\u(?:0000|[dD][89a-fA-F][0-9a-fA-F]{2})")


def moment(said: Any) -> datetime | None:
    """A moment as JSON or CSV tells it: ISO 8601, or seconds or milliseconds since 1970."""
    if isinstance(said, (int, float)):
        seconds = said / 1_000 if said > 10**11 else said
        try:
            return within_reason(datetime.fromtimestamp(seconds, UTC))
        except (ValueError, OverflowError, OSError):
            return None
    try:
        at = datetime.fromisoformat(str(said or "").strip().replace("Z", "+00:00"))
        at = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    return within_reason(at)


def plain(html: Any) -> str:
    return " ".join(unescape(_TAG.sub("", str(html or ""))).split())


def path_of(address: str) -> str:
    """The path of an address, or a path that stands alone; empty for what is none."""
    try:
        path = unquote(urlsplit(address.strip()).path)
    except ValueError:
        return ""
    if not path.startswith("/") or path.startswith("//") or "\x00" in path or path == "/":
        return ""
    return path if path.endswith("/") or "." in path.rpartition("/")[2] else f"{path}/"


def site_of(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme and parts.netloc else ""


def loaded(data: bytes, label: str) -> Any:
    try:
        text = data.decode("utf-8-sig")
        found = json.loads(text)
        return _sound(found) if _UNSOUND.search(text) else found
    except (ValueError, RecursionError) as error:
        raise NotAnExport(_("%(file)s is damaged: it is no JSON.") % {"file": label}) from error


def _sound(value: Any) -> Any:
    if isinstance(value, str):
        whole = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return whole.replace("\x00", "")
    if isinstance(value, list):
        return [_sound(one) for one in value]
    if isinstance(value, dict):
        return {_sound(key): _sound(one) for key, one in value.items()}
    return value


def rows_of(data: bytes) -> list[dict[str, str]]:
    csv.field_size_limit(10_000_000)
    text = io.StringIO(data.decode("utf-8-sig", errors="replace").replace("\x00", ""), newline="")
    return [{str(name): value or "" for name, value in row.items()} for row in csv.DictReader(text)]


def fill(post: Post, html: str, base: str, tables, report) -> bool:
    """Put the text into our forms, with its tails; whether that could be done."""
    try:
        made = body.Texts(base, report).body(html, Notes())
    except TooDeep:
        report.name("held back: its formatting is too complex", post.label)
        return False
    post.body, post.images = made.html, made.images
    proposals.settle(post, tables, report)
    if post.state == State.PUBLISHED and post.published_at is None:
        report.name("published without a date: now drafts", post.label)
        post.state = State.DRAFT
    return True
