"""Ghost's JSON: posts with their authors and tags; members' comments where a backup has them."""

from collections import defaultdict
from html import escape
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from opinion.moving.errors import NotAnExport
from opinion.moving.text import answers
from opinion.moving.things import Comment, Image, Person, Post, State, Survey, Term

from . import parts
from .files import Member, whole

STATES = {
    "published": State.PUBLISHED,
    "scheduled": State.SCHEDULED,
    "draft": State.DRAFT,
    "sent": State.DRAFT,
}
ANSWERS = {"published": State.PUBLISHED, "hidden": State.TAKEN_DOWN}
URL = "__GHOST_URL__"


def recognises(head: bytes) -> bool:
    return head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{") and (
        b'"db"' in head or b'"posts"' in head
    )


class Ghost:
    platform = "ghost"

    def __init__(self, members: list[Member], site: str = "") -> None:
        self.members, self.base = members, site.rstrip("/")
        self.data: dict[str, list[dict[str, Any]]] = defaultdict(list)

    def survey(self, report) -> Survey:
        for member in self.members:
            self._load(member)
        report.count("found: post", len(self.data["posts"]))
        report.count("found: comments", len(self.data["comments"]))
        base = self.base or self._own_address() or "https://ghost.invalid"
        survey = Survey(self.platform, base, title=self._setting("title"))
        survey.language = self._setting("lang") or self._setting("locale")
        self.base = base
        self._tie()
        survey.people = {person.key: person for person in self.people.values()}
        survey.terms = {(term.kind, term.key): term for term in self.terms.values()}
        return survey

    def _load(self, member: Member) -> None:
        said = parts.loaded(whole(member, parts.WHOLE_LIMIT), member.label)
        try:
            data = said["db"][0]["data"] if "db" in said else said["data"]
            for name, rows in data.items():
                if isinstance(rows, list):
                    self.data[name] += [row for row in rows if isinstance(row, dict)]
        except (KeyError, IndexError, TypeError, AttributeError) as error:
            raise NotAnExport(
                _("%(file)s is no export of Ghost.") % {"file": member.label}
            ) from error

    def _setting(self, key: str) -> str:
        found = [row.get("value") for row in self.data["settings"] if row.get("key") == key]
        return str(found[0] or "") if found else ""

    def _own_address(self) -> str:
        addresses = (str(row.get("canonical_url") or "") for row in self.data["posts"])
        return next((site for one in addresses if (site := parts.site_of(one))), "")

    def _tie(self) -> None:
        self.people = {
            str(row.get("id")): Person(
                str(row.get("slug") or row.get("id")),
                parts.plain(row.get("name")) or str(row.get("slug")),
                slug=str(row.get("slug") or ""),
                bio=parts.plain(row.get("bio")),
                how=_("account"),
            )
            for row in self.data["users"]
        }
        self.terms = {
            str(row.get("id")): Term(
                "tag",
                str(row.get("slug")),
                parts.plain(row.get("name")),
                parts.plain(row.get("description")),
            )
            for row in self.data["tags"]
            # Those that begin with # are its editors' own.
            if row.get("visibility", "public") == "public" and row.get("slug")
        }
        self.authors_of = self._tied("posts_authors", "author_id", self.people)
        self.tags_of = self._tied("posts_tags", "tag_id", self.terms)
        self.meta = {str(row.get("post_id")): row for row in self.data["posts_meta"]}
        self.members_by_id = {str(row.get("id")): row for row in self.data["members"]}
        self.comments_of = defaultdict(list)
        for row in self.data["comments"]:
            self.comments_of[str(row.get("post_id"))].append(row)

    def _tied(self, name: str, key: str, known: dict) -> dict[str, list]:
        tied: dict[str, list] = defaultdict(list)
        for row in sorted(self.data[name], key=lambda row: row.get("sort_order") or 0):
            if str(row.get(key)) in known:
                tied[str(row.get("post_id"))].append(known[str(row.get(key))])
        return tied

    def posts(self, survey: Survey, tables, report, progress=lambda part: None):
        rows = self.data["posts"]
        for number, row in enumerate(rows, start=1):
            post = self._post(row, survey, tables, report)
            progress(number / len(rows))
            if post:
                yield post

    def _post(self, row: dict[str, Any], survey: Survey, tables, report) -> Post | None:
        key = str(row.get("id"))
        state = STATES.get(str(row.get("status")))
        post = Post(key, parts.plain(row.get("title"))[:200] or _("Untitled"), state or State.DRAFT)
        if state is None:
            report.name("left out: unknown status", post.label)
            return None
        self._set_state(post, row, report)
        post.slug = str(row.get("slug") or "")
        post.published_at = parts.moment(row.get("published_at"))
        post.created_at = post.published_at or parts.moment(row.get("created_at"))
        post.guid = str(row.get("uuid") or "")[:500]
        post.language = str(row.get("locale") or survey.language)
        post.people = self.authors_of[key] or [
            self.people[one] for one in [str(row.get("author_id"))] if one in self.people
        ]
        post.terms = self.tags_of[key]
        post.standfirst = parts.plain(row.get("custom_excerpt"))[:400]
        post.addresses = [f"/{post.slug}/"]
        image = str(row.get("feature_image") or "").replace(URL, self.base)
        meta = self.meta.get(key, {})
        if image:
            post.lead = Image(
                image,
                alt=parts.plain(meta.get("feature_image_alt")),
                caption=parts.plain(meta.get("feature_image_caption")),
            )
        html = str(row.get("html") or "") or _of_lexical(row.get("lexical"))
        if not parts.fill(post, html.replace(URL, self.base), self.base, tables, report):
            return None
        post.comments = self._comments(self.comments_of[key], post, report)
        return post

    def _set_state(self, post: Post, row: dict[str, Any], report) -> None:
        if row.get("visibility", "public") != "public" and post.state != State.DRAFT:
            report.name("for members only: now drafts", post.label)
            post.state = State.DRAFT
        if row.get("type") == "page" or row.get("page"):
            report.name("pages, which come as drafts", post.label)
            post.state = State.DRAFT
        at = parts.moment(row.get("published_at"))
        if post.state == State.SCHEDULED and (not at or at <= timezone.now()):
            report.name("scheduled for what is past: now drafts", post.label)
            post.state = State.DRAFT

    def _comments(self, rows: list, post: Post, report) -> list[Comment]:
        taken = []
        for row in rows:
            state = ANSWERS.get(str(row.get("status")))
            at = parts.moment(row.get("created_at"))
            text = answers.plain(str(row.get("html") or ""))
            member = self.members_by_id.get(str(row.get("member_id")), {})
            if state is None or at is None or not text:
                report.count(f"left out: comments that are {row.get('status')}")
                continue
            taken.append(
                Comment(
                    str(row.get("id")),
                    parts.plain(member.get("name")),
                    text,
                    at,
                    state,
                    str(row.get("in_reply_to_id") or row.get("parent_id") or ""),
                    email=str(member.get("email") or ""),
                )
            )
        return taken


def _of_lexical(said: Any) -> str:
    """The HTML of Ghost's own tree of a text, of a post that was never rendered."""
    import json

    try:
        root = json.loads(said or "{}").get("root", {})
        return _children(root, 0)
    except (ValueError, AttributeError, TypeError, RecursionError):
        return ""


_TAGS = {"paragraph": "p", "quote": "blockquote", "aside": "blockquote", "listitem": "li"}


def _children(node: dict, depth: int) -> str:
    children = node.get("children") or []
    return "".join(_node(one, depth + 1) for one in children) if depth < 50 else ""


def _node(node: dict, depth: int) -> str:
    kind = str(node.get("type"))
    if kind in ("text", "extended-text"):
        text = escape(str(node.get("text", "")))
        style = node.get("format") or 0
        text = f"<strong>{text}</strong>" if style & 1 else text
        return f"<em>{text}</em>" if style & 2 else text
    if kind == "linebreak":
        return "<br>"
    if kind == "link":
        return f'<a href="{escape(str(node.get("url", "")))}">{_children(node, depth)}</a>'
    if kind in ("heading", "extended-heading"):
        return f"<h2>{_children(node, depth)}</h2>"
    if kind == "list":
        tag = "ol" if node.get("listType") == "number" else "ul"
        return f"<{tag}>{_children(node, depth)}</{tag}>"
    if kind == "image":
        alt, caption = escape(str(node.get("alt") or "")), str(node.get("caption") or "")
        source = escape(str(node.get("src", "")))
        return (
            f'<figure><img src="{source}" alt="{alt}"><figcaption>{caption}</figcaption></figure>'
        )
    if kind == "horizontalrule":
        return "<hr>"
    if kind in ("html", "embed", "markdown"):
        return str(node.get("html") or "")
    tag = _TAGS.get(kind.removeprefix("extended-"), "")
    inner = _children(node, depth)
    return f"<{tag}>{inner}</{tag}>" if tag else inner
