"""WordPress's own export (WXR 1.0 to 1.2): what one item says, not what becomes of it."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import unquote

from django.utils.translation import gettext as _

from opinion.moving.errors import NotAnExport

from .files import Member
from .parsing import Broken, Element, declarations, parsed, root_tag
from .repairs import BOM, repaired
from .scanning import Piece, pieces

WP = tuple(f"http://wordpress.org/export/{version}/" for version in ("1.2", "1.1", "1.0"))
CONTENT = "http://purl.org/rss/1.0/modules/content/ encoded"
CREATOR = "http://purl.org/dc/elements/1.1/ creator"
NEVER = "0000-00-00 00:00:00"
_EXCERPT = re.compile(r"http://wordpress\.org/export/1\.[012]/excerpt/ encoded")
_WP_ADDRESS = re.compile(rb"http://wordpress\.org/export/(1\.[012])/[\"']")
_NAMED = re.compile(rb"<title>\s*(?:<!\[CDATA\[)?([^<\]]{0,80})")
_POST_ID = re.compile(rb"post_id>\s*(?:<!\[CDATA\[)?\s*(\d{1,18})")


@dataclass(frozen=True)
class RawComment:
    source_id: str
    author: str
    email: str = field(repr=False)
    gmt: str
    local: str
    content: str
    approved: str
    kind: str
    parent: str


@dataclass(frozen=True)
class Category:
    domain: str
    slug: str
    name: str


@dataclass
class Item:
    """An item as its file says it; texts are those of the file."""

    source_id: str
    kind: str
    status: str
    title: str
    link: str
    guid: str
    creator: str
    content: str
    excerpt: str
    slug: str
    gmt: str
    local: str
    published: str
    password: str
    parent: str
    sticky: bool
    comment_status: str
    attachment_url: str
    categories: list[Category]
    meta: dict[str, list[str]]
    comments: list[RawComment]
    # By how much the site's clock was ahead of Greenwich.
    ahead: timedelta = timedelta()

    def first(self, key: str) -> str:
        return self.meta.get(key, [""])[0]

    @property
    def label(self) -> str:
        return f"{self.kind} {self.source_id} “{self.title}”"

    @property
    def at(self) -> datetime | None:
        """When it was published, by the clock of Greenwich; None where nobody said."""
        return moment(self.gmt) or feed_moment(self.published) or self.by_local_clock(self.local)

    def by_local_clock(self, text: str) -> datetime | None:
        at = moment(text)
        return at - self.ahead if at else None


@dataclass
class Head:
    """What stands before the items: the site, its people and its terms."""

    title: str = ""
    link: str = ""
    base: str = ""
    language: str = ""
    people: list[dict[str, str]] = field(default_factory=list)
    terms: list[dict[str, str]] = field(default_factory=list)


def moment(text: str) -> datetime | None:
    """`2019-05-04 10:20:30` in GMT; None for a date that is none."""
    try:
        at = datetime.strptime(text.strip()[:19], "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        return None
    return within_reason(at)


def within_reason(at: datetime) -> datetime | None:
    """None for a year in which nobody published, and which no calendar of ours reaches."""
    return at if 1000 <= at.year <= 9000 else None


def feed_moment(text: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(text)
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        return within_reason(at.astimezone(UTC))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def is_wxr(head: bytes) -> bool:
    # In UTF-16 every second byte is none.
    return b"wordpress.org/export/" in head.replace(b"\x00", b"")


class WxrFile:
    """One file, read from its first byte to its last as often as asked.

    With `report`, repairs and what is held back are told to it, once.
    """

    def __init__(self, member: Member, report=None) -> None:
        self.member, self.report = member, report
        self.head = Head()
        self._declared = b""
        self._wp = WP[0]
        self._ahead = timedelta()

    def items(self, read: Callable[[int], None] = lambda place: None) -> Iterator[Item]:
        """Raises NotAnExport for what is none; `read` is told each item's last byte."""
        with self.member.open() as stream:
            found = pieces(stream)
            self._read_head(next(found))
            for piece in found:
                item = self._item(piece)
                if item:
                    yield item
                read(piece.start + len(piece.data))

    def _read_head(self, piece: Piece) -> None:
        data = piece.data
        if data.startswith(BOM):
            self._tell("byte-order mark", "head", 0, "U+FEFF", "")
            data = data.removeprefix(BOM)
        if data[:1].isspace():
            self._tell(
                "leading blanks", "head", 0, repr(data[: len(data) - len(data.lstrip())]), ""
            )
            data = data.lstrip()
        tag = root_tag(data)
        named = tag and _WP_ADDRESS.search(tag)
        if not tag or not named:
            raise NotAnExport(
                _("%(file)s is no export of WordPress.") % {"file": self.member.label}
            )
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise NotAnExport(_("The file declares entities or a document type. No export does."))
        self._declared = declarations(tag)
        self._wp = f"http://wordpress.org/export/{named[1].decode()}/"
        inner = data[data.index(tag) + len(tag) :]
        self.head = self._said_in_head(inner, piece.start + len(piece.data) - len(inner))

    def _said_in_head(self, data: bytes, start: int) -> Head:
        data = repaired(data, start, self._teller("head"))
        opened = re.match(rb"\s*<channel[^<>]*>", data)
        body = data[opened.end() :] if opened else data
        # A file without items has the ends of both in its head.
        body = re.sub(rb"</channel>\s*(</rss>)?\s*$", b"", body.rstrip())
        try:
            channel = parsed(body, self._declared)
        except Broken as error:
            self._hold("head", str(error))
            return Head()
        return self._head(channel)

    def _head(self, channel: Element) -> Head:
        wp = f"{self._wp} "
        base = channel.said(f"{wp}base_blog_url") or channel.said(f"{wp}base_site_url")
        link = channel.said("link")
        return Head(
            title=channel.said("title"),
            link=link,
            base=(base or link).rstrip("/"),
            language=channel.said("language"),
            people=[self._children(one) for one in channel.all(f"{wp}author")],
            terms=[
                self._children(one) | {"tag": kind}
                for kind in ("category", "tag", "term")
                for one in channel.all(f"{wp}{kind}")
            ],
        )

    def _children(self, element: Element) -> dict[str, str]:
        return {child.name.rpartition(" ")[2]: child.text.strip() for child in element.children}

    def _item(self, piece: Piece) -> Item | None:
        label = _label(piece.data)
        if not piece.is_whole:
            self._hold(label, "the file ends, or another item begins, within it")
            return None
        data = repaired(piece.data, piece.start, self._teller(label))
        try:
            found = parsed(data, self._declared).find("item")
        except Broken as error:
            more = piece.data.count(b"<wp:post_id>") - 1
            self._hold(label, f"{error}; with {more} more" if more > 0 else str(error))
            return None
        return self._read(found) if found else None

    def _read(self, item: Element) -> Item:
        wp = f"{self._wp} "
        excerpt = next((one for one in item.children if _EXCERPT.fullmatch(one.name)), None)
        meta: dict[str, list[str]] = {}
        for one in item.all(f"{wp}postmeta"):
            value = one.find(f"{wp}meta_value")
            meta.setdefault(one.said(f"{wp}meta_key"), []).append(value.text if value else "")
        content = item.find(CONTENT)
        self._set_clock(item.said(f"{wp}post_date"), item.said(f"{wp}post_date_gmt"))
        guid = item.said("guid")
        return Item(
            source_id=item.said(f"{wp}post_id"),
            kind=item.said(f"{wp}post_type") or "post",
            status=item.said(f"{wp}status"),
            title=item.said("title"),
            link=item.said("link"),
            guid=guid,
            creator=item.said(CREATOR),
            content=content.text if content else "",
            excerpt=excerpt.text.strip() if excerpt else "",
            slug=unquote(item.said(f"{wp}post_name")),
            gmt=item.said(f"{wp}post_date_gmt"),
            local=item.said(f"{wp}post_date"),
            published=item.said("pubDate"),
            password=item.said(f"{wp}post_password"),
            parent=item.said(f"{wp}post_parent"),
            sticky=item.said(f"{wp}is_sticky") == "1",
            comment_status=item.said(f"{wp}comment_status"),
            attachment_url=item.said(f"{wp}attachment_url"),
            categories=[
                Category(
                    one.attributes.get("domain", "category"),
                    unquote(one.attributes.get("nicename", "")) or one.text.strip(),
                    one.text.strip(),
                )
                for one in item.all("category")
            ],
            meta=meta,
            comments=[self._comment(one) for one in item.all(f"{wp}comment")],
            ahead=self._ahead,
        )

    def _set_clock(self, local: str, gmt: str) -> None:
        here, there = moment(local), moment(gmt)
        if here and there and abs(here - there) < timedelta(hours=16):
            self._ahead = here - there

    def _comment(self, one: Element) -> RawComment:
        wp = f"{self._wp} comment_"
        content = one.find(f"{wp}content")
        return RawComment(
            source_id=one.said(f"{wp}id"),
            author=one.said(f"{wp}author"),
            email=one.said(f"{wp}author_email"),
            gmt=one.said(f"{wp}date_gmt"),
            local=one.said(f"{wp}date"),
            content=content.text if content else "",
            approved=one.said(f"{wp}approved"),
            kind=one.said(f"{wp}type"),
            parent=one.said(f"{wp}parent"),
        )

    def _teller(self, item: str):
        return lambda kind, byte, before, after: self._tell(kind, item, byte, before, after)

    def _tell(self, kind: str, item: str, byte: int, before: str, after: str) -> None:
        if self.report:
            self.report.repair(kind, item, byte, before, after)

    def _hold(self, item: str, why: str) -> None:
        if self.report:
            self.report.name("held back: not well-formed", f"{item}: {why}")


def _label(data: bytes) -> str:
    number, title = _POST_ID.search(data), _NAMED.search(data)
    words = title[1].decode(errors="replace").strip() if title else ""
    return f"item {number[1].decode() if number else '?'} “{words}”"


def footnotes_of(item: Item) -> dict[str, str]:
    """The texts of a block post's footnotes, by their keys in its text."""
    try:
        listed = json.loads(item.first("footnotes") or "[]")
        return {str(one["id"]): str(one["content"]) for one in listed}
    except (ValueError, TypeError, KeyError):
        return {}
