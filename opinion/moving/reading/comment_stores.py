"""Isso and Remark42: comments alone, of a small database or a backup of JSON."""

import sqlite3
from collections import defaultdict
from contextlib import closing
from typing import Any

from django.utils.translation import gettext as _

from opinion.moving.errors import NotAnExport
from opinion.moving.text import answers
from opinion.moving.things import Comment, State, Survey

from . import parts
from .disqus import on_pages
from .files import Member, whole

SQLITE = b"SQLite format 3\x00"
MODES = {1: State.PUBLISHED, 2: State.WAITING}
ROWS = """
SELECT threads.uri, comments.id, parent, created, mode, text, author, email
FROM comments JOIN threads ON threads.id = comments.tid ORDER BY comments.id
"""


def recognises_isso(head: bytes) -> bool:
    text = head.lstrip(b"\xef\xbb\xbf \r\n\t")
    return head.startswith(SQLITE) or (text.startswith(b"[") and b'"comments"' in text)


def recognises_remark42(head: bytes) -> bool:
    text = head.lstrip(b"\xef\xbb\xbf \r\n\t")
    return text.startswith(b"{") and (b'"locator"' in text or b'"version"' in text[:200])


class _Store:
    def __init__(self, members: list[Member], site: str = "") -> None:
        self.members, self.base = members, site.rstrip("/")
        self.pages: dict[str, list[Comment]] = defaultdict(list)

    def posts(self, survey: Survey, tables, report, progress=lambda part: None):
        yield from on_pages(self.pages, progress)

    def _take(self, page: str, comment: Comment | None, report) -> None:
        report.count("found: comments")
        path = parts.path_of(page)
        if comment and path and comment.text:
            self.pages[path].append(comment)
        else:
            report.name("comments left out: without a page, a date or words", page[:200])


class Isso(_Store):
    platform = "isso"

    def survey(self, report) -> Survey:
        for member in self.members:
            if member.name or not _is_sqlite(member):
                self._read_json(member, report)
            else:
                self._read_database(member, report)
        return Survey(self.platform, self.base or "https://isso.invalid")

    def _read_database(self, member: Member, report) -> None:
        try:
            place = f"{member.path.resolve().as_uri()}?mode=ro&immutable=1"
            with closing(sqlite3.connect(place, uri=True)) as database:
                rows = database.execute(ROWS).fetchall()
        except sqlite3.Error as error:
            raise NotAnExport(
                _("%(file)s is no database of Isso.") % {"file": member.label}
            ) from error
        for uri, number, parent, created, mode, text, author, email in rows:
            if mode not in MODES:
                report.count("left out: comments that are deleted")
                continue
            at = parts.moment(created)
            said = Comment(
                str(number), str(author or ""), answers.plain(str(text or "")), at, MODES[mode],
                str(parent or ""), email=str(email or ""),
            ) if at else None  # fmt: skip
            self._take(str(uri), said, report)

    def _read_json(self, member: Member, report) -> None:
        found = parts.loaded(whole(member, parts.WHOLE_LIMIT), member.label)
        try:
            for thread in found:
                for row in thread["comments"]:
                    at = parts.moment(row.get("created"))
                    said = Comment(
                        str(row["id"]), str(row.get("author") or ""),
                        answers.plain(str(row.get("text") or "")), at, State.PUBLISHED,
                        str(row.get("parent") or ""), email=str(row.get("email") or ""),
                    ) if at else None  # fmt: skip
                    self._take(str(thread["id"]), said, report)
        except (KeyError, TypeError, AttributeError) as error:
            raise NotAnExport(
                _("%(file)s is no export of Isso.") % {"file": member.label}
            ) from error


class Remark42(_Store):
    platform = "remark42"

    def survey(self, report) -> Survey:
        for member in self.members:
            for row in self._rows(member):
                self._take_row(row, report)
        if not self.pages:
            raise NotAnExport(_("The backup holds no comments."))
        return Survey(self.platform, self.base or "https://remark42.invalid")

    def _rows(self, member: Member):
        for line in whole(member, parts.WHOLE_LIMIT).splitlines():
            if line.strip():
                row = parts.loaded(line, member.label)
                if isinstance(row, dict) and "locator" in row:
                    yield row

    def _take_row(self, row: dict[str, Any], report) -> None:
        locator, user = row.get("locator"), row.get("user")
        page = str(locator.get("url") or "") if isinstance(locator, dict) else ""
        self.base = self.base or parts.site_of(page)
        if row.get("delete"):
            report.count("left out: comments that are deleted")
            return
        name = str(user.get("name") or "") if isinstance(user, dict) else ""
        at = parts.moment(row.get("time"))
        text = answers.plain(str(row.get("text") or row.get("orig") or ""))
        said = (
            Comment(str(row.get("id")), name, text, at, State.PUBLISHED, str(row.get("pid") or ""))
            if at and row.get("id")
            else None
        )
        self._take(page, said, report)


def _is_sqlite(member: Member) -> bool:
    with member.open() as file:
        return file.read(len(SQLITE)) == SQLITE
