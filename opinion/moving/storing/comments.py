"""Comments of one batch: each thread as it stood, in the right order, with nobody told."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.models import Comment, Contact, Decision, DecisionNote, Fingerprint, Thread
from comments.models.intake import NAME_LIMIT
from opinion import html
from opinion.articles.models import Article
from opinion.html import TooDeep
from opinion.moving import things
from opinion.moving.things import Post, State

from .origins import Origins, new_ids

STATUS = {
    State.PUBLISHED: "published",
    State.WAITING: "waiting",
    State.SPAM: "spam",
    State.TAKEN_DOWN: "taken_down",
}


def in_order(comments: Iterable[things.Comment], known: set[str], report, label: str):
    """Those of one thread, each after its parent; a parent that is no comment here is dropped.

    A parent that is missing, or that is below the comment itself, makes it one at the top.
    """
    mine = {one.source_id: one for one in comments}
    below: dict[str, list[things.Comment]] = defaultdict(list)
    tops = []
    for one in mine.values():
        if one.parent in mine and one.parent != one.source_id:
            below[one.parent].append(one)
        elif one.parent in known:
            tops.append(one)
        else:
            if one.parent:
                report.name("comments whose parent is missing: now at the top", _told(one, label))
                one.parent = ""
            tops.append(one)
    ordered, done = [], set()

    def walk(begin):
        left = [begin]
        while left:
            one = left.pop()
            if one.source_id not in done:
                done.add(one.source_id)
                ordered.append(one)
                left += sorted(below[one.source_id], key=_age, reverse=True)

    for top in sorted(tops, key=_age):
        walk(top)
    for one in sorted(mine.values(), key=_age):
        if one.source_id not in done:
            report.name("comments in a ring: the first now at the top", _told(one, label))
            one.parent = ""
            walk(one)
    return ordered


def _age(one: things.Comment):
    return (one.at, one.source_id.zfill(20))


def _told(one: things.Comment, label: str) -> str:
    return f"{label}: {one.source_id}"


class Comments:
    """`keeps_numbers` gives a comment its number of old where that is free: for `#comment-12`."""

    def __init__(self, origins: Origins, report, files: str, keeps_numbers: bool) -> None:
        self.origins, self.report, self.files = origins, report, files
        self.keeps_numbers = keeps_numbers
        self.now = timezone.now()
        self.oldest = self.now - timedelta(days=settings.CONTACT_RETENTION_DAYS)

    def write(self, posts: list[Post], articles: dict[str, int], closes: bool) -> None:
        """Store the comments of `posts` that are new. `articles` are our ids by the source's."""
        ids = [one.source_id for post in posts for one in post.comments]
        known = self.origins.known("comment", ids)
        rows = Article.objects.select_related("live_edition").in_bulk([*articles.values()])
        fresh = []
        seen = {*known}
        for post in posts:
            article = rows.get(articles.get(post.source_id, 0))
            if article is None:
                continue
            new = [one for one in post.comments if one.source_id not in seen]
            seen |= {one.source_id for one in new}
            if not article.live_edition_id:
                self._leave(post, new)
            elif new:
                fresh.append((post, article, new))
        self._close(posts, rows, articles, closes)
        self._store(fresh, known)

    def _leave(self, post: Post, comments: list) -> None:
        if comments:
            self.report.name(
                "comments left out: their article is not published",
                f"{post.label}: {len(comments)}",
            )

    def _close(self, posts, rows, articles, closes) -> None:
        """Threads that took no more comments take none here."""
        shut = [
            rows[articles[post.source_id]]
            for post in posts
            if closes and not post.takes_comments and articles.get(post.source_id) in rows
        ]
        policy = Thread.Policy.READ_ONLY
        Thread.objects.bulk_create(
            (Thread(article=one, policy=policy) for one in shut if one.live_edition_id),
            ignore_conflicts=True,
        )

    def _store(self, fresh: list, known: dict[str, int]) -> None:
        if not fresh:
            return
        articles = [article for _post, article, _new in fresh]
        Thread.objects.bulk_create((Thread(article=one) for one in articles), ignore_conflicts=True)
        # As decisions do: each thread before its comments.
        locked = Thread.objects.select_for_update().filter(article__in=articles).order_by("pk")
        threads = {thread.article_id: thread for thread in locked}
        by_source = self._known_rows(fresh, known)
        ordered = [
            (article, in_order(new, {*by_source}, self.report, post.label))
            for post, article, new in fresh
        ]
        numbers = self._numbers([one for _article, ones in ordered for one in ones])
        rows = []
        for article, ones in ordered:
            for one in ones:
                row = self._row(one, article, by_source, numbers)
                if row:
                    rows.append((one, row))
                    by_source[one.source_id] = row
        self._count(rows, threads, {row.pk: row for row in by_source.values()})
        self._create(rows)

    def _known_rows(self, fresh: list, known: dict[str, int]) -> dict[str, Comment]:
        """What answers may hang on that came before."""
        parents = {one.parent for _post, _article, new in fresh for one in new if one.parent}
        ids = {**known}
        ids |= self.origins.known("comment", parents - {*ids})
        found = Comment.objects.in_bulk([*ids.values()])
        return {source: found[pk] for source, pk in ids.items() if pk in found}

    def _numbers(self, comments: list[things.Comment]) -> dict[str, int]:
        wanted = {}
        if self.keeps_numbers:
            wanted = {
                one.source_id: int(one.source_id)
                for one in comments
                if one.source_id.isascii() and one.source_id.isdigit() and len(one.source_id) < 13
            }
            taken = Comment.objects.filter(pk__in=wanted.values()).values_list("pk", flat=True)
            busy = {*taken, 0}
            wanted = {source: pk for source, pk in wanted.items() if pk not in busy}
        others = [one.source_id for one in comments if one.source_id not in wanted]
        return wanted | dict(zip(others, new_ids(Comment, len(others)), strict=True))

    def _row(self, one: things.Comment, article, by_source, numbers) -> Comment | None:
        text = html.clean_text(one.text).strip()
        if not text or len(text) > html.COMMENT_LIMIT:
            self.report.name("comments left out: too long or empty", one.source_id)
            return None
        parent = by_source.get(one.parent) if one.parent else None
        if one.parent and parent is None:
            # It was left out itself.
            self.report.name("comments whose parent is missing: now at the top", one.source_id)
        held = parent and parent.attach_point()
        if parent and held is not parent:
            self.report.count("comments deeper than threads go: “in reply to” says so")
        pk, status = numbers[one.source_id], STATUS[one.state]
        hidden = status in ("spam", "taken_down")
        row = Comment(
            pk=pk,
            article=article,
            edition=article.live_edition,
            parent=held or None,
            in_reply_to=parent,
            path=[*(held.path if held else []), pk],
            depth=held.depth + 1 if held else 0,
            name=self._name(one),
            text=text,
            status=status,
            created_at=one.at,
            waiting_since=one.at,
            published_at=one.at if status == "published" else None,
            priority_at=one.at if status == "waiting" else None,
            hidden_since=self.now if hidden else None,
            version=2,
        )
        try:
            row.html = html.comment(text)
        except TooDeep:
            self.report.name("comments left out: too long or empty", one.source_id)
            return None
        row.keeps_html = True  # type: ignore[attr-defined]  # See RenderedField.
        return row

    def _name(self, one: things.Comment) -> str:
        name = html.clean_line(one.name)
        if "@" in name and name.strip().lower() == one.email.lower():
            name = ""
        if not name:
            self.report.name("comments without a name", one.source_id)
            return _("Anonymous")
        if len(name) > NAME_LIMIT:
            self.report.name("names of writers that were too long", one.source_id)
        return name[:NAME_LIMIT]

    def _count(self, rows, threads, by_pk) -> None:
        """Published ones below each, and in each thread, as exact as decisions keep them."""
        counted: dict[int, int] = defaultdict(int)
        new = {row.pk for _one, row in rows}
        below: dict[int, int] = defaultdict(int)
        for _one, row in rows:
            if row.status == "published":
                counted[row.article_id] += 1
                for above in row.path[:-1]:
                    below[above] += 1
        for pk, count in below.items():
            if pk in new:
                by_pk[pk].published_below = count
            else:
                Comment.objects.filter(pk=pk).update(published_below=F("published_below") + count)
        for article, count in counted.items():
            threads[article].published_count += count
        Thread.objects.bulk_update(
            [threads[article] for article in counted], ["published_count"], batch_size=500
        )

    def _create(self, rows) -> None:
        Comment.objects.bulk_create((row for _one, row in rows), batch_size=2_000)
        Contact.objects.bulk_create(
            (self._contact(one, row) for one, row in rows if self._keeps_address(one)),
            batch_size=2_000,
        )
        waiting = [row for _one, row in rows if row.status == "waiting"]
        Fingerprint.objects.bulk_create(filter(None, map(Fingerprint.of, waiting)))
        decisions = Decision.objects.bulk_create(
            (self._decision(row) for _one, row in rows), batch_size=2_000
        )
        words = _("Moved in from %(files)s") % {"files": self.files}
        DecisionNote.objects.bulk_create(
            (DecisionNote(decision=one, text=words) for one in decisions), batch_size=2_000
        )
        for one, row in rows:
            self.origins.note("comment", one.source_id, Comment, row.pk, *said_by(row))
            self.report.count(f"comments: {row.status}")

    def _keeps_address(self, one: things.Comment) -> bool:
        if not one.email or "@" not in one.email or len(one.email) > 254:
            return False
        if one.at < self.oldest:
            self.report.count("addresses left out: older than we keep any")
            return False
        return True

    def _contact(self, one: things.Comment, row: Comment) -> Contact:
        self.report.count("addresses sealed")
        return Contact.as_typed_elsewhere(row, one.email, at=min(one.at, self.now))

    def _decision(self, row: Comment) -> Decision:
        return Decision(
            comment=row,
            kind=Decision.Kind.IMPORTED,
            at=self.origins.move_in.begun_at,
            comment_version=1,
            # It waited for nobody here: what the desk counts of waiting is its own.
            status_before=row.status,
            status_after=row.status,
        )


def said_by(row: Comment) -> tuple:
    """What makes a comment another one: asked again before it is deleted."""
    return (row.text, row.name, row.status, row.version)
