"""A WordPress site, of its export files: what comes, as what, and what is left out and why."""

import re
from collections.abc import Callable, Iterator
from html import unescape
from urllib.parse import unquote, urlsplit

from django.utils import timezone
from django.utils.translation import gettext as _

from opinion.html import TooDeep
from opinion.moving import proposals
from opinion.moving.errors import NotAnExport
from opinion.moving.text import answers, autop, body, shortcodes
from opinion.moving.text.blocks import has_blocks, without_blocks
from opinion.moving.text.footnotes import Notes
from opinion.moving.things import Comment, Image, Post, State, Survey, Term

from .bylines import Bylines
from .files import Member
from .wxr import Item, RawComment, WxrFile, footnotes_of, is_wxr, moment

ARTICLES = ("post", "page")
STATES = {
    "publish": State.PUBLISHED,
    "future": State.SCHEDULED,
    "draft": State.DRAFT,
    "pending": State.DRAFT,
}
# Never taken, and each named; all else that is no article is only counted.
NAMED = {
    "private": _("left out: private"),
    "trash": _("left out: in the trash"),
}
ANSWERS = {
    "1": State.PUBLISHED,
    "approved": State.PUBLISHED,
    "0": State.WAITING,
    "hold": State.WAITING,
    "spam": State.SPAM,
    "trash": State.TAKEN_DOWN,
}
_CREDIT = re.compile(r's:6:"credit";s:\d+:"([^"]{1,200})"')
_MORE = re.compile(r"<!--\s*(?:more|nextpage|noteaser)\b.*?-->", re.S)
HEADLINE_LIMIT, STANDFIRST_LIMIT = 200, 400
# Digits of a larger one would be no number of a row.
_TAG = re.compile(r"<[^<>]*>")
_ID = re.compile(r"[1-9]\d{0,11}")


def recognises(head: bytes) -> bool:
    return is_wxr(head)


class WordPress:
    platform = "wordpress"

    def __init__(self, members: list[Member], site: str = "") -> None:
        self.members = members
        self.attachments: dict[str, Image] = {}
        self.pages_of: dict[str, list[str]] = {}
        self.reusable: dict[str, str] = {}
        self.bylines = Bylines()
        self.term_slugs: dict[str, str] = {}
        # Of each file, unpacked: known once it has been read.
        self.sizes: list[int] = []

    # --- Counting ---------------------------------------------------------------------------

    def survey(self, report) -> Survey:
        survey = Survey(self.platform, "")
        seen: set[str] = set()
        for member in self.members:
            file = WxrFile(member, report)
            sizes = [0]
            for item in file.items(sizes.append):
                if not item.source_id:
                    report.name("held back: without an id", item.label)
                    continue
                if item.source_id in seen:
                    report.count("items that another file has too")
                    continue
                seen.add(item.source_id)
                self._count(item, survey, report)
                del sizes[:-1]
            self.sizes.append(sizes[-1])
            self._take_head(file, survey)
        if not survey.base:
            raise NotAnExport(_("The export names no site that it comes from."))
        # By what the whole file says of them, which may stand behind their articles.
        named = self.bylines.known
        survey.people = {key: named(person) for key, person in survey.people.items()}
        report.count("found: people", len(survey.people))
        report.count(f"language: {survey.language or '?'}")
        for kind, _key in survey.terms:
            report.count(f"found: {kind}")
        return survey

    def _take_head(self, file: WxrFile, survey: Survey) -> None:
        head = file.head
        survey.base = survey.base or head.base[:300]
        survey.title, survey.language = survey.title or head.title, survey.language or head.language
        for one in head.people:
            self.bylines.take_account(one)
        for one in head.terms:
            self._take_term(one, survey)

    def _take_term(self, one: dict[str, str], survey: Survey) -> None:
        kind = {"category": "category", "tag": "post_tag"}.get(
            one["tag"], one.get("term_taxonomy", "")
        )
        slug = unquote(
            one.get("category_nicename") or one.get("tag_slug") or one.get("term_slug") or ""
        )
        name = one.get("cat_name") or one.get("tag_name") or one.get("term_name") or slug
        parent = one.get("category_parent") or one.get("term_parent") or ""
        if not slug or kind in ("nav_menu", "post_format", "wp_theme"):
            return
        if kind == "author":
            self.bylines.take_term(slug, name)
            return
        told = one.get("category_description") or one.get("tag_description") or ""
        told = told or one.get("term_description") or ""
        number = one.get("term_id", "")
        told = _untagged(unescape(told))
        # The head of the first file is read after its items, which only name it.
        survey.terms[kind, slug] = Term(kind, slug, unescape(name), told, unquote(parent), number)
        if number and kind == "category":
            self.term_slugs[number] = slug

    def _count(self, item: Item, survey: Survey, report) -> None:
        report.count(f"found: {item.kind}")
        if item.kind == "attachment":
            self._take_attachment(item)
        elif item.kind == "guest-author":
            self.bylines.take_guest(item)
        elif item.kind == "wp_block":
            self.reusable[item.source_id] = item.content
        elif item.kind in ARTICLES:
            report.count(f"status: {item.status or '?'}")
            self._count_article(item, survey, report)
        for one in item.comments:
            report.count("found: comments")
            if _ID.fullmatch(one.source_id):
                survey.highest_comment = max(survey.highest_comment, int(one.source_id))

    def _count_article(self, item: Item, survey: Survey, report) -> None:
        if item.sticky:
            report.name("sticky", item.label)
        suffix = proposals.SUFFIX.match(_plain(item.title))
        if suffix:
            words = suffix["suffix"].strip()
            survey.headlines[words] = survey.headlines.get(words, 0) + 1
        for person in self.bylines.of(item):
            survey.people.setdefault(person.key, person)
        for one in item.categories:
            if one.slug and one.domain not in ("author", "post_format", "nav_menu"):
                term = Term(one.domain, one.slug, unescape(one.name))
                survey.terms.setdefault((one.domain, one.slug), term)
        if item.at and item.status == "publish":
            day = item.at
            survey.front |= {f"/{day:%Y}/", f"/{day:%Y/%m}/", f"/{day:%Y/%m/%d}/"}

    def _take_attachment(self, item: Item) -> None:
        url = item.attachment_url or item.guid
        credit = _CREDIT.search(item.first("_wp_attachment_metadata"))
        image = Image(
            url,
            alt=_plain(item.first("_wp_attachment_image_alt")),
            caption=_plain(item.excerpt),
            credit=credit[1] if credit else "",
            source_id=item.source_id,
            title=_plain(item.title),
            parent=item.parent,
        )
        self.attachments[item.source_id] = image
        pages = [_path(item.link), f"/?attachment_id={item.source_id}"]
        if item.parent != "0":
            self.pages_of.setdefault(item.parent, []).extend(path for path in pages if path)

    # --- Taking -----------------------------------------------------------------------------

    def posts(
        self, survey: Survey, tables, report, progress: Callable[[float], None] = lambda part: None
    ) -> Iterator[Post]:
        texts = body.Texts(
            survey.base,
            report,
            self.attachments,
            {one.url: one for one in self.attachments.values()},
        )
        seen: set[str] = set()
        before, total = 0, sum(self.sizes) or 1
        for member, size in zip(self.members, self.sizes, strict=True):
            tell = _Told(progress, before, size, total)
            for item in WxrFile(member).items(tell):
                if not item.source_id or item.source_id in seen:
                    continue
                seen.add(item.source_id)
                post = self._post(item, survey, texts, tables, report)
                if post:
                    yield post
            before += size

    def _post(self, item: Item, survey: Survey, texts, tables, report) -> Post | None:
        if item.kind not in ARTICLES:
            return None
        state = self._state(item, report)
        if state is None:
            return None
        post = Post(item.source_id, self._headline(item, report), state)
        try:
            self._write(post, item, texts, report)
        except TooDeep:
            report.name("held back: its formatting is too complex", item.label)
            return None
        if item.kind == "page" and state != State.DRAFT:
            report.name("pages, which come as drafts", item.label)
            post.state = State.DRAFT
        self._place(post, item, survey, report)
        proposals.settle(post, tables, report)
        post.comments = self._comments(item, post, report)
        return post

    def _state(self, item: Item, report) -> State | None:
        if item.password:
            report.name("left out: protected by a password", item.label)
            return None
        if item.status in NAMED:
            report.name(NAMED[item.status], item.label)
            return None
        state = STATES.get(item.status)
        if state is None:
            report.count(f"left out: {item.status or 'no status'}")
            return None
        if state == State.SCHEDULED and (not item.at or item.at <= timezone.now()):
            report.name("scheduled for what is past: now drafts", item.label)
            return State.DRAFT
        if state == State.PUBLISHED and not item.at:
            report.name("published without a date: now drafts", item.label)
            return State.DRAFT
        return state

    def _headline(self, item: Item, report) -> str:
        headline = _plain(item.title)
        if len(headline) > HEADLINE_LIMIT:
            report.name("headlines that were too long", headline)
            headline = headline[: HEADLINE_LIMIT - 1].rsplit(" ", 1)[0] + "…"
        return headline

    def _write(self, post: Post, item: Item, texts, report) -> None:
        notes = Notes()
        codes = shortcodes.Shortcodes(
            lambda said: body.gallery(self._gallery(said, item)), notes.call, report
        )
        text = item.content.replace("\x00", "")
        fn = footnotes_of(item)
        if has_blocks(text):
            text = codes.replaced(without_blocks(text, self._reused, report))
        else:
            text = autop.paragraphs(codes.replaced(_MORE.sub("\n\n", text)))
        if codes.unknown:
            named = ", ".join(f"[{name}]" for name in sorted(codes.unknown))
            report.name("unknown shortcodes, which stay visible", f"{item.label}: {named}")
        made = texts.body(text, notes, fn)
        post.body, post.images = made.html, made.images
        post.lead = self.attachments.get(item.first("_thumbnail_id"))
        post.standfirst = _plain(item.excerpt)
        if len(post.standfirst) > STANDFIRST_LIMIT:
            report.name("excerpts that were too long for a standfirst", item.label)
            post.standfirst = post.standfirst[: STANDFIRST_LIMIT - 1].rsplit(" ", 1)[0] + "…"

    def _reused(self, number: str) -> str:
        return self.reusable.get(number, "")

    def _gallery(self, said: dict[str, str], item: Item) -> list[Image]:
        ids = said.get("ids") or said.get("include") or ""
        if ids:
            named = [one.strip() for one in ids.split(",")]
            return [self.attachments[one] for one in named if one in self.attachments]
        return [one for one in self.attachments.values() if one.parent == item.source_id]

    def _place(self, post: Post, item: Item, survey: Survey, report) -> None:
        post.slug, post.guid = item.slug, item.guid[:500]
        post.published_at = item.at
        post.created_at = item.at
        post.language = survey.language
        post.people = self.bylines.of(item)
        post.terms = self._terms(item, survey)
        post.takes_comments = item.comment_status != "closed"
        post.addresses = [*self._addresses(item), *self.pages_of.get(item.source_id, [])]
        if not post.headline:
            post.headline = " ".join(_plain(post.body).split()[:8])[:HEADLINE_LIMIT]
            report.name("without a headline: the first words were taken", item.label)
        post.headline = post.headline or _("Untitled")

    def _terms(self, item: Item, survey: Survey) -> list[Term]:
        terms = [
            survey.terms[one.domain, one.slug]
            for one in item.categories
            if (one.domain, one.slug) in survey.terms
        ]
        main = self.term_slugs.get(item.first("_yoast_wpseo_primary_category"))
        return sorted(
            dict.fromkeys(terms), key=lambda term: (term.kind, term.key) != ("category", main)
        )

    def _addresses(self, item: Item) -> list[str]:
        number = "page_id" if item.kind == "page" else "p"
        link = _path(item.link)
        found = [link, f"/?{number}={item.source_id}", f"/?p={item.source_id}", _path(item.guid)]
        folder = link.rstrip("/").rpartition("/")[0]
        for old in item.meta.get("_wp_old_slug", []):
            found.append(f"{folder}/{unquote(old)}/")
        return [*dict.fromkeys(path for path in found if path)]

    # --- Comments ---------------------------------------------------------------------------

    def _comments(self, item: Item, post: Post, report) -> list[Comment]:
        taken = []
        for one in item.comments:
            comment = self._comment(one, item, report)
            if comment:
                taken.append(comment)
        return taken

    def _comment(self, one: RawComment, item: Item, report) -> Comment | None:
        if not one.source_id:
            report.name("comments left out: without an id", item.label)
            return None
        if one.kind in ("pingback", "trackback"):
            report.name("pingbacks and trackbacks", f"{item.label}: {one.source_id}")
            return None
        if one.kind not in ("", "comment"):
            report.count(f"left out: comments of the kind {one.kind}")
            return None
        state = ANSWERS.get(one.approved)
        if state is None:
            report.count(f"left out: comments that are {one.approved or 'undecided'}")
            return None
        at = moment(one.gmt) or item.by_local_clock(one.local) or item.at
        text = answers.plain(one.content)
        if not text or at is None:
            report.name("comments left out: no words or no date", f"{item.label}: {one.source_id}")
            return None
        parent = "" if one.parent in ("", "0") else one.parent
        name = unescape(one.author).strip()
        return Comment(one.source_id, name, text, at, state, parent, email=one.email.strip())


class _Told:
    """Tells which part of all files has been read, as bytes of one are."""

    def __init__(self, progress, before: int, size: int, total: int) -> None:
        self.progress, self.before, self.size, self.total = progress, before, size, total

    def __call__(self, place: int) -> None:
        self.progress(min((self.before + min(place, self.size)) / self.total, 1.0))


def _untagged(html: str) -> str:
    return _TAG.sub("", html)


def _plain(html: str) -> str:
    return " ".join(unescape(_untagged(html)).split())


def _path(link: str) -> str:
    """An address of the old site as one of ours: its path, and its number where it has one."""
    try:
        parts = urlsplit(unescape(link.strip()))
    except ValueError:
        return ""
    path = unquote(parts.path) or "/"
    number = re.search(r"(?:^|&)((?:p|page_id|attachment_id)=\d{1,18})(?:&|$)", parts.query)
    if number:
        return f"/?{number[1]}"
    if path == "/" or "//" in path or "\x00" in path or not path.startswith("/") or len(path) > 490:
        return ""
    return path if path.endswith("/") or "." in path.rpartition("/")[2] else f"{path}/"
