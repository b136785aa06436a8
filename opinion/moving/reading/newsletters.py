"""Substack and Medium: zips of posts as HTML."""

import re
from html import unescape
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from opinion.html import TooDeep
from opinion.moving.errors import NotAnExport
from opinion.moving.text import tree
from opinion.moving.things import Person, Post, State, Survey

from . import parts
from .files import Member, whole

POST_LIMIT = 20_000_000
_MEDIUM_ID = re.compile(r"-([0-9a-f]{8,14})\.html$")
# What is shorter and has no heading was an answer to somebody.
ANSWER_LETTERS = 1_500


def is_substack(members: list[Member]) -> bool:
    return any(one.label == "posts.csv" for one in members)


def is_medium(members: list[Member]) -> bool:
    return any(_is_medium_post(one) for one in members)


def _is_medium_post(member: Member) -> bool:
    place = PurePosixPath(member.name)
    return place.parent.name == "posts" and bool(_MEDIUM_ID.search(place.name))


class Substack:
    platform = "substack"

    def __init__(self, members: list[Member], site: str = "") -> None:
        self.base = site.rstrip("/") or "https://substack.com"
        self.table = next(one for one in members if one.label == "posts.csv")
        self.texts = {one.label: one for one in members if one.label.endswith(".html")}

    def survey(self, report) -> Survey:
        self.rows = parts.rows_of(whole(self.table, POST_LIMIT))
        for row in self.rows:
            report.count(f"found: {row.get('type') or 'post'}")
        person = Person("publisher", _("The publisher"), how=_("the export names nobody"))
        return Survey(self.platform, self.base, people={person.key: person})

    def posts(self, survey: Survey, tables, report, progress=lambda part: None):
        for number, row in enumerate(self.rows, start=1):
            post = self._post(row, survey, tables, report)
            progress(number / len(self.rows))
            if post:
                yield post

    def _post(self, row: dict[str, str], survey: Survey, tables, report) -> Post | None:
        number, _dot, slug = row.get("post_id", "").partition(".")
        title = parts.plain(row.get("title")) or parts.plain(row.get("subtitle"))
        published = row.get("is_published", "").lower() == "true"
        post = Post(
            number, title[:200] or _("Untitled"), State.PUBLISHED if published else State.DRAFT
        )
        text = self.texts.get(f"{row.get('post_id')}.html")
        if row.get("type") == "thread":
            report.name("left out: discussion threads", post.label)
            return None
        if text is None:
            report.name("left out: their text is missing", post.label)
            return None
        if row.get("audience", "everyone") != "everyone" and published:
            report.name("for subscribers only: now drafts", post.label)
            post.state = State.DRAFT
        html = whole(text, POST_LIMIT).decode(errors="replace")
        if row.get("podcast_url"):
            address = row["podcast_url"]
            html = f'<p><a href="{address}">{address}</a></p>{html}'
        post.slug, post.standfirst = slug, parts.plain(unescape(row.get("subtitle", "")))[:400]
        post.published_at = post.created_at = parts.moment(row.get("post_date"))
        post.people = [survey.people["publisher"]]
        post.addresses = [f"/p/{slug}/"]
        return post if parts.fill(post, html, self.base, tables, report) else None


class Medium:
    platform = "medium"

    def __init__(self, members: list[Member], site: str = "") -> None:
        self.base = site.rstrip("/") or "https://medium.com"
        self.members = [one for one in members if _is_medium_post(one)]

    def survey(self, report) -> Survey:
        report.count("found: post", len(self.members))
        survey = Survey(self.platform, self.base)
        for member in self.members:
            person = _Entry(member).person()
            if person:
                survey.people.setdefault(person.key, person)
        return survey

    def posts(self, survey: Survey, tables, report, progress=lambda part: None):
        for number, member in enumerate(self.members, start=1):
            post = self._post(member, tables, report)
            progress(number / len(self.members))
            if post:
                yield post

    def _post(self, member: Member, tables, report) -> Post | None:
        entry = _Entry(member)
        number = _MEDIUM_ID.search(member.name)
        assert number
        is_draft = PurePosixPath(member.name).name.startswith("draft_")
        state = State.DRAFT if is_draft else State.PUBLISHED
        post = Post(number[1], entry.words("p-name")[:200] or _("Untitled"), state)
        html, has_title = entry.body()
        if not has_title and len(html) < ANSWER_LETTERS and not is_draft:
            report.name("seem to be answers to others: now drafts", post.label)
            post.state = State.DRAFT
        post.standfirst = entry.words("p-summary")[:400]
        post.published_at = post.created_at = parts.moment(
            entry.attribute("dt-published", "datetime")
        )
        person = entry.person()
        post.people = [person] if person else []
        link = parts.path_of(entry.attribute("p-canonical", "href"))
        post.addresses = [one for one in (link, f"/p/{number[1]}/") if one]
        return post if parts.fill(post, html, self.base, tables, report) else None


class _Entry:
    """One post of Medium, by the class names of its h-entry."""

    def __init__(self, member: Member) -> None:
        text = whole(member, POST_LIMIT).decode(errors="replace")
        try:
            self.root = tree.parsed(text)
        except TooDeep as error:
            raise NotAnExport(
                _("%(file)s: its formatting is too complex.") % {"file": member.label}
            ) from error

    def find(self, name: str) -> Element | None:
        return tree.first(self.root, lambda one: name in one.attrib.get("class", "").split())

    def words(self, name: str) -> str:
        found = self.find(name)
        return tree.words(found) if found is not None else ""

    def attribute(self, name: str, attribute: str) -> str:
        found = self.find(name)
        return found.attrib.get(attribute, "") if found is not None else ""

    def person(self) -> Person | None:
        name, link = self.words("p-author"), self.attribute("p-author", "href")
        key = link.rstrip("/").rpartition("@")[2] or name
        return Person(key, name, slug=key, how=_("account")) if name else None

    def body(self) -> tuple[str, bool]:
        """The text without the headline that it begins with, and whether it has one."""
        content = self.find("e-content")
        if content is None:
            return "", False
        above = tree.parents(content)
        title = tree.first(content, lambda one: "graf--title" in one.attrib.get("class", ""))
        if title is not None and title in above:
            tree.remove(above[title], title)
        return tree.written(content), title is not None
