"""What the platforms besides WordPress have in common: one text, one moment, one address."""

import csv
import io
import json
from datetime import UTC, datetime
from html import unescape
from typing import Any
from urllib.parse import unquote, urlsplit

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from opinion.html import TooDeep
from opinion.moving.errors import NotAnExport
from opinion.moving.text import body, tails
from opinion.moving.text.footnotes import Notes
from opinion.moving.things import Post, State

# What is read at once.
WHOLE_LIMIT = 600_000_000


def moment(said: Any) -> datetime | None:
    """A moment as JSON or CSV tells it: ISO 8601, or seconds or milliseconds since 1970."""
    if isinstance(said, (int, float)):
        seconds = said / 1_000 if said > 10**11 else said
        try:
            return datetime.fromtimestamp(seconds, UTC)
        except (ValueError, OverflowError, OSError):
            return None
    try:
        at = datetime.fromisoformat(str(said or "").strip().replace("Z", "+00:00"))
    except ValueError:
        return None
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def plain(html: Any) -> str:
    return " ".join(unescape(strip_tags(str(html or ""))).split())


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
        return json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise NotAnExport(_("%(file)s is damaged: it is no JSON.") % {"file": label}) from error


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
    found = tails.found(post.body)
    if found.references or found.about:
        report.name("proposed: references or about the author", post.label)
    if tables.takes_tails:
        post.body, post.references, post.note = found.body, found.references, found.about
    if post.state == State.PUBLISHED and post.published_at is None:
        report.name("published without a date: now drafts", post.label)
        post.state = State.DRAFT
    return True
