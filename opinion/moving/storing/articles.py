"""Articles of one batch, written in a few statements for all of them.

What is stored is what an editor would have saved and published on the day: the draft, its revision,
and of a published one its first edition.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone

from opinion import html, slugs
from opinion.articles.models import (
    Article,
    ArticlePicture,
    Byline,
    Edition,
    EditionByline,
    EditionEmbed,
    EditionPicture,
    EditionReference,
    Publication,
    Redirect,
    Reference,
    Revision,
)
from opinion.articles.models.change import Change
from opinion.articles.models.embed import know_embeds
from opinion.articles.models.manuscript import Manuscript
from opinion.embeds.models import Host
from opinion.html import TooDeep, TooLong
from opinion.moving.text import embeds
from opinion.moving.things import Post, State
from opinion.references.models import Link

from .origins import Origins, new_ids
from .pictures import Pictures
from .redirects import Redirects
from .subjects import Subjects

BATCH = 500
_TAG = re.compile(r"<[^<>]*>")


@dataclass
class Prepared:
    """A post whose text has passed our door, and the rows it is made of."""

    post: Post
    article: Article
    manuscript: Manuscript
    topics: list
    edition: Edition | None = None


class Articles:
    def __init__(
        self, origins: Origins, subjects: Subjects, redirects: Redirects, pictures: Pictures, report
    ) -> None:
        self.origins, self.subjects, self.redirects = origins, subjects, redirects
        self.pictures, self.report = pictures, report
        self.publication = Publication.objects.current()
        self.embedded = Host.objects.matcher()

    def write(self, posts: list[Post]) -> dict[str, int]:
        """Store those that are new; gives the ids of all, by those of the source."""
        known = self.origins.known("post", [post.source_id for post in posts])
        known |= self._there([post for post in posts if post.is_there_already])
        new = [p for p in posts if p.source_id not in known and not p.is_there_already]
        prepared = [one for post in new if (one := self._cleaned(post))]
        if prepared:
            self._number(prepared)
            for one in prepared:
                self._fill(one)
            self._store(prepared)
        return known | {one.post.source_id: one.article.pk for one in prepared}

    def _there(self, posts: list[Post]) -> dict[str, int]:
        """The articles that stand at the addresses of posts of which only the comments come."""
        paths = [path for post in posts for path in post.addresses]
        own = Article.objects.filter(address__in=[path.strip("/") for path in paths])
        by_path = {f"/{address}/": pk for address, pk in own.values_list("address", "pk")}
        old = Redirect.objects.filter(path__in=paths, article__isnull=False)
        by_path = dict(old.values_list("path", "article")) | by_path
        found = {}
        for post in posts:
            pks = [by_path[path] for path in post.addresses if path in by_path]
            if pks:
                found[post.source_id] = pks[0]
            else:
                told = f"{post.source_id}: {len(post.comments)}"
                self.report.name("comments left out: no article at their address", told)
        return found

    # --- One by one ---------------------------------------------------------------------------

    def _cleaned(self, post: Post) -> Prepared | None:
        try:
            body = self.pictures.placed(post, post.body)
            body = embeds.placed(body, self._card, self.report)
            rendered = html.article(body)
            note = html.note(post.note) if post.note else html.stored("")
        except (TooLong, TooDeep) as error:
            self.report.name("held back: its text is too long or too complex", f"{post.label}")
            del error
            return None
        made_type = self.subjects.kind(post)
        article = Article(
            headline=html.clean_line(post.headline)[:200],
            standfirst=html.clean_line(post.standfirst)[:400],
            language=_language(post.language, self.publication.language),
            type=made_type,
            section=self.subjects.section(post.terms),
            # What the door has let through says the same when it passes again.
            body=str(rendered),
            note=str(note),
        )
        article.body_html, article.note_html = rendered, note
        article.html_policy = html.POLICY_VERSION
        article.keeps_html = True  # type: ignore[attr-defined]  # See RenderedField.
        return Prepared(
            post, article, Manuscript({}, [], [], [], []), self.subjects.topics(post.terms)
        )

    def _card(self, address: str) -> str:
        found = self.embedded(address)
        return found.address if found else ""

    def _number(self, prepared: list[Prepared]) -> None:
        for one, pk in zip(prepared, new_ids(Article, len(prepared)), strict=True):
            one.article.pk = pk
        published = [one for one in prepared if self._is_published(one)]
        for one, pk in zip(published, new_ids(Edition, len(published)), strict=True):
            one.edition = Edition(pk=pk)
        self._name(prepared)

    def _is_published(self, one: Prepared) -> bool:
        if one.post.state != State.PUBLISHED:
            return False
        if not _has_words(one.article.body_html) and not one.post.images:
            self.report.name("published without a text: now drafts", one.post.label)
            return False
        if not one.post.people:
            self.report.name("published without a byline: now drafts", one.post.label)
            return False
        return True

    def _name(self, prepared: list[Prepared]) -> None:
        """A free slug for each."""
        wanted = [(one, _slug(one.post, one.article)) for one in prepared]
        taken = {
            *Article.objects.filter(slug__in=[slug for _one, slug in wanted]).values_list(
                "slug", flat=True
            )
        }
        for one, slug in wanted:
            if slug in taken:
                slug = _free(slug, taken)
                self.report.name("slugs that were taken", f"{one.post.label}: {slug}")
            taken.add(slug)
            one.article.slug = slug

    def _fill(self, one: Prepared) -> None:
        post, article, now = one.post, one.article, timezone.now()
        at = post.published_at or now
        bylines = self._bylines(post, article)
        references = self._references(post, article)
        uses = self.pictures.uses(post, article)
        one.manuscript = Manuscript(
            content=Article.typed(article),
            rendered={"body_html": article.body_html, "note_html": article.note_html},
            bylines=bylines,
            topics=one.topics,
            pictures=uses,
            references=references,
        )
        article.created_at = min(post.created_at or now, now)
        article.edited_at = article.status_changed_at = now
        if one.edition:
            one.edition = self._edition(one, at)
            article.digest = one.edition.digest
            article.live_edition = one.edition
            article.status, article.published_at = Article.Status.PUBLISHED, at
            article.address = f"{at.astimezone(self.publication.zone):%Y/%m}/{article.slug}"
            article.guid = post.guid or f"urn:uuid:{uuid4()}"
        else:
            article.digest = Edition.objects.printed(article, one.manuscript).digest

    def _edition(self, one: Prepared, at: datetime) -> Edition:
        assert one.edition
        edition = Edition.objects.printed(
            one.article,
            one.manuscript,
            pk=one.edition.pk,
            published_at=at,
            modified_at=at,
            change=Change.FIRST,
        )
        edition.number = 1
        return edition

    def _bylines(self, post: Post, article: Article) -> list[Byline]:
        authors = {one.pk: one for one in map(self.subjects.author, post.people)}
        return [
            Byline(article=article, author=author, position=position)
            for position, author in enumerate(authors.values(), start=1)
        ]

    def _references(self, post: Post, article: Article) -> list[Reference]:
        lines = [html.clean_line(line) for line in post.references]
        return [
            Reference(article=article, position=position, text=line, pasted=line, locator="")
            for position, line in enumerate(filter(None, lines), start=1)
            if len(line) <= html.INLINE_LIMIT
        ]

    # --- All of them --------------------------------------------------------------------------

    def _store(self, prepared: list[Prepared]) -> None:
        self._free_guids(prepared)
        articles = [one.article for one in prepared]
        editions = [one.edition for one in prepared if one.edition]
        revisions = [_revision(one) for one in prepared]
        # Each names the other: the keys are known, and the database looks at the end.
        Article.objects.bulk_create(articles, batch_size=BATCH)
        Revision.objects.bulk_create(revisions, batch_size=BATCH)
        for one, revision in zip(prepared, revisions, strict=True):
            if one.edition:
                one.edition.revision = revision
        Edition.objects.bulk_create(editions, batch_size=BATCH)
        self._store_parts(prepared, editions)
        for one in prepared:
            self._note(one)
        self._schedule(prepared)
        know_embeds("".join(article.body for article in articles))

    def _free_guids(self, prepared: list[Prepared]) -> None:
        wanted = [one.article.guid for one in prepared if one.article.guid]
        taken = {*Article.objects.filter(guid__in=wanted).values_list("guid", flat=True)}
        for one in prepared:
            if one.article.guid in taken:
                self.report.name("GUIDs that another article has", one.post.label)
                one.article.guid = f"urn:uuid:{uuid4()}"
            elif one.article.guid:
                taken.add(one.article.guid)

    def _store_parts(self, prepared: list[Prepared], editions: list[Edition]) -> None:
        manuscripts = [one.manuscript for one in prepared]
        _create(Byline, [row for one in manuscripts for row in one.bylines])
        _create(Reference, [row for one in manuscripts for row in one.references])
        _create(ArticlePicture, [row for one in manuscripts for row in one.pictures])
        _tie(Article, [(one.article, one.topics) for one in prepared])
        _tie(Edition, [(one, one.printed_topics) for one in editions])
        _create(EditionByline, [row for one in editions for row in one.printed_bylines])
        _create(EditionPicture, [row for one in editions for row in one.printed_pictures])
        _create(EditionEmbed, [row for one in editions for row in one.printed_embeds])
        printed = [row for one in editions for row in one.printed_references]
        _create(EditionReference, printed)
        if printed:
            Link.objects.know(row.address for row in printed if row.address)

    def _note(self, one: Prepared) -> None:
        article = one.article
        self.origins.note("post", one.post.source_id, Article, article.pk, *said_by(article))
        own = f"/{article.address}/" if article.address else ""
        self.redirects.article(article.pk, one.post.addresses, own)
        self.report.count(f"articles: {article.status}")
        self.pictures.wait(one.post, article)

    def _schedule(self, prepared: list[Prepared]) -> None:
        by = self.origins.move_in.begun_by
        for one in prepared:
            if one.post.state != State.SCHEDULED:
                continue
            if by is None or one.article.obstacles(one.manuscript):
                self.report.name("scheduled, and now drafts", one.post.label)
            else:
                one.article.schedule(by, one.post.published_at)
                self.report.count("articles: scheduled")


def said_by(article: Article) -> tuple:
    """What makes an article another one: asked again before it is deleted."""
    return (article.digest, article.version)


def _has_words(body: str) -> bool:
    """Whether a reader finds any, or a card; asked without reading the whole text again."""
    text = body.partition("<section")[0]
    return "data-embed=" in text or bool(_TAG.sub("", text).replace("&nbsp;", "").strip())


def _create(model: type[models.Model], rows: list) -> None:
    model._default_manager.bulk_create(rows, batch_size=2_000)


def _tie(model: Any, pairs: list) -> None:
    """Rows of the table between `model` and the topics."""
    through = model.topics.through
    name = model._meta.model_name
    through.objects.bulk_create(
        through(**{f"{name}_id": row.pk, "topic_id": topic.pk})
        for row, topics in pairs
        for topic in topics
    )


def _revision(one: Prepared) -> Revision:
    kind = Revision.Kind.PUBLISH if one.edition else Revision.Kind.SAVE
    document = one.manuscript.document()
    return Revision(article=one.article, kind=kind, version=1, document=document)


def _slug(post: Post, article: Article) -> str:
    slug = slugs.slug(post.slug)[:110].strip("-_") or slugs.slug(article.headline)[:110].strip("-_")
    return slug or f"article-{slugs.slug(post.source_id)[:60]}"


def _free(stem: str, taken: set[str]) -> str:
    number = 2
    while (slug := f"{stem}-{number}") in taken or Article.objects.filter(slug=slug).exists():
        number += 1
    return slug


def _language(said: str, usual: str) -> str:
    known = {code.lower(): code for code, _name in settings.LANGUAGES}
    said = said.lower().replace("_", "-")
    return known.get(said) or known.get(said.partition("-")[0]) or usual
