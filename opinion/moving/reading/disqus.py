"""Disqus's XML: comments alone, which find their articles by the addresses of their pages."""

from collections import defaultdict
from functools import partial

from django.utils.translation import gettext as _

from opinion.moving.errors import NotAnExport
from opinion.moving.text import answers
from opinion.moving.things import Comment, Post, State, Survey

from . import parts
from .files import Member
from .parsing import Broken, Element, declarations, parsed, root_tag
from .repairs import BOM, repaired
from .scanning import pieces

NS = "http://disqus.com "
ID = "http://disqus.com/disqus-internals id"
PARTS = rb"thread|post|category"


def recognises(head: bytes) -> bool:
    return b"<disqus" in head


def _tell(report, label: str, kind: str, byte: int, before: str, after: str) -> None:
    report.repair(kind, label, byte, before, after)


class Disqus:
    platform = "disqus"

    def __init__(self, members: list[Member], site: str = "") -> None:
        self.members, self.base = members, site.rstrip("/")
        # The path of each thread's page, and its comments: twins of one page are one.
        self.pages: dict[str, str] = {}
        self.comments: dict[str, dict[str, Comment]] = defaultdict(dict)

    def survey(self, report) -> Survey:
        for member in self.members:
            for element in self._elements(member, report):
                if element.name == f"{NS}thread":
                    self._take_thread(element, report)
                elif element.name == f"{NS}post":
                    self._take_post(element, report)
        if not self.pages:
            raise NotAnExport(_("The export names no page that anybody commented on."))
        return Survey(self.platform, self.base or "https://disqus.com")

    def _elements(self, member: Member, report):
        with member.open() as stream:
            found = pieces(stream, PARTS)
            head = next(found)
            data = head.data.removeprefix(BOM)
            if not data.lstrip().startswith(b"<"):
                report.repair("leading characters", "head", 0, repr(data[:20]), "")
            if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
                raise NotAnExport(_("The file declares entities or a document type."))
            declared = declarations(root_tag(data) or b"")
            for piece in found:
                label = f"byte {piece.start}"
                data = repaired(piece.data, piece.start, partial(_tell, report, label))
                try:
                    yield from parsed(data, declared).children
                except Broken as error:
                    report.name("held back: not well-formed", f"{label}: {error}")

    def _take_thread(self, thread: Element, report) -> None:
        report.count("found: pages")
        number = thread.attributes.get(ID, "")
        link = thread.said(f"{NS}link") or thread.said(f"{NS}id")
        path = parts.path_of(link)
        self.base = self.base or parts.site_of(link)
        if number and path:
            self.pages[number] = path
        else:
            report.name("pages without an address", number or "?")

    def _take_post(self, post: Element, report) -> None:
        report.count("found: comments")
        number = post.attributes.get(ID, "")
        page, parent = post.find(f"{NS}thread"), post.find(f"{NS}parent")
        path = self.pages.get(page.attributes.get(ID, "")) if page else None
        at = parts.moment(post.said(f"{NS}createdAt"))
        text = answers.plain(post.said(f"{NS}message"))
        if not number or not path or at is None or not text:
            report.name("comments left out: without an id, a page, a date or words", number or "?")
            return
        if post.said(f"{NS}isDeleted") == "true":
            report.count("left out: comments that are deleted")
            return
        state = State.SPAM if post.said(f"{NS}isSpam") == "true" else State.PUBLISHED
        author = post.find(f"{NS}author")
        name = author.said(f"{NS}name") if author else ""
        email = author.said(f"{NS}email") if author else ""
        above = parent.attributes.get(ID, "") if parent else ""
        self.comments[path][number] = Comment(number, name, text, at, state, above, email)

    def posts(self, survey: Survey, tables, report, progress=lambda part: None):
        yield from on_pages(
            {path: [*found.values()] for path, found in self.comments.items()}, progress
        )


def on_pages(pages: dict[str, list[Comment]], progress):
    """Comments of pages that another moving in brought, or that were here before."""
    for number, (path, comments) in enumerate(pages.items(), start=1):
        yield Post(
            path,
            path,
            State.PUBLISHED,
            addresses=[path],
            comments=comments,
            is_there_already=True,
        )
        progress(number / len(pages))
