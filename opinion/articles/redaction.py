"""Words taken out of articles for good, as a law may demand.

Out of every edition as printed, the draft, what was kept of it, and what it is printed from (its
authors' bios and the works that it cites: the next edition would print the words again). The only
way to change an edition; the act is logged without the words. What else holds them is told.
"""

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.admin.options import get_content_type_for_model
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from authors.models import Author
from opinion import html
from opinion.embeds.models import EmbedCard
from opinion.fields import RenderedField, SortKeyField
from opinion.page_cache.models import Page
from opinion.pictures.models import Picture
from opinion.references import printing
from opinion.references.models import Link, Rendering, Work

from . import enqueue, reading_time
from .models import (
    Article,
    ArticlePicture,
    Byline,
    Card,
    Edition,
    EditionByline,
    EditionEmbed,
    EditionPicture,
    EditionReference,
    Reference,
    Revision,
    SanctionedAct,
    sanctioned_act,
)
from .models.embed import embeds_in

# Not words, or what the article is found by: of these it is told that they hold the words.
KEPT = {
    *("slug", "address", "guid", "digest", "language", "type", "doi", "isbn", "issn", "words"),
    *("name", "sort_name", "orcid", "provenance", "written_in"),
}
CODES = {"id", "type", "role", "language"}
PARTICLES = ("dropping-particle", "non-dropping-particle", "particle")
KINDS = (models.CharField, models.TextField, models.JSONField)
NOT_WORDS = (RenderedField, SortKeyField, models.FileField)
Row = models.Model


@dataclass(frozen=True)
class Cut:
    """What becomes of one row: its new values by column; none where the row itself goes."""

    row: Row
    values: dict[str, Any]

    @property
    def columns(self) -> list[str]:
        """The columns that people know, without what is made of them."""
        fields = (self.row._meta.get_field(name) for name in self.values)
        return [field.name for field in fields if not isinstance(field, RenderedField)]

    def apply(self) -> None:
        if not self.values:
            self.row.delete()
        elif isinstance(self.row, Work):
            for name, value in self.values.items():
                setattr(self.row, name, value)
            self.row.keep()
        else:
            type(self.row)._base_manager.filter(pk=self.row.pk).update(**self.values)

    def logged(self) -> dict[str, Any]:
        return {"row": self.row._meta.label_lower, "id": self.row.pk, "columns": self.columns}


@dataclass(frozen=True)
class Plan:
    """All that is to be cut, and the articles that it belongs to."""

    cuts: list[Cut]
    articles: list[Article]

    def carry_out(self, by, why: str) -> SanctionedAct:
        """Cut, and log who did and why. Whoever has one of the articles open is overtaken."""
        details = {"rows": [cut.logged() for cut in self.cuts]}
        with sanctioned_act(SanctionedAct.Kind.REDACTION, by, why, details) as act:
            for cut in self.cuts:
                cut.apply()
            for article in self.articles:
                _compare_anew(article)
            Card.objects.filter(article__in=self.articles).discard()
        # The words may stand on any page, and lie there until the next sweep.
        Page.objects.all().delete()
        for article in self.articles:
            enqueue.print_references(article)
            enqueue.draw_card(article)
        return act


def plan(articles: Iterable[Article], words: html.Words, beside=lambda article: ()) -> Plan:
    """What is to be cut from these articles; nothing is changed yet.

    `beside` gives further rows of an article, each with the names of the columns to look at.
    """
    cuts: dict[tuple, Cut] = {}
    touched = []
    for article in articles:
        with translation.override(article.language):
            rows = [*((row, ()) for row in rows_of(article)), *beside(article)]
            for row, columns in rows:
                key = (type(row), row.pk)
                if key not in cuts and (cut := _cut(row, words, columns)):
                    cuts[key] = cut
        if any((type(row), row.pk) in cuts for row, _columns in rows):
            touched.append(article)
    made = {(type(cut.row), cut.row.pk): cut for cut in _made_of(cuts.values(), words)}
    return Plan([*cuts.values(), *made.values()], touched)


def still_told(articles: QuerySet[Article], words: html.Words) -> list[str]:
    """Where the words stand on: what articles and people are found by, for somebody to judge."""
    found = []
    for article in articles.iterator():
        files = (picture.file.name for picture in _pictures(article))
        addresses = (article.slug, article.address or "", *files)
        if any(words.from_address(address) != address for address in addresses):
            found.append(_("The address of article %(id)d or of its picture") % {"id": article.pk})
    for author in _authors(articles):
        if words.are_in(author.name) or words.from_address(author.slug) != author.slug:
            found.append(_("The name of author %(id)d") % {"id": author.pk})
    return found


# --- What belongs to an article -------------------------------------------------------------------


def rows_of(article: Article) -> Iterator[Row]:
    """Each row in which words of an article may stand."""
    shared = [*_authors([article]), *_works(article), *_pictures(article), *_cards(article)]
    drafts = (article.references, article.pictures, article.revisions, article.desk_entries)
    yield from [article, *(row for rows in drafts for row in rows.all())]
    for edition in article.editions.all():
        yield edition
        parts = (edition.bylines, edition.references, edition.pictures, edition.embeds)
        for printed in (*parts, edition.errata):
            yield from printed.all()
    for row in [article, *shared]:
        kind = get_content_type_for_model(row)
        yield from LogEntry.objects.filter(content_type=kind, object_id=str(row.pk))
    yield from shared


def _authors(articles: Iterable[Article]) -> QuerySet[Author]:
    """Everybody in the byline of the draft or of any edition."""
    drafts = Byline.objects.filter(article__in=articles)
    printed = EditionByline.objects.filter(edition__article__in=articles)
    return Author.objects.filter(
        Q(pk__in=drafts.values("author")) | Q(pk__in=printed.values("author"))
    )


def _works(article: Article) -> list[Work]:
    cited = [
        *article.references.values_list("work", flat=True),
        *EditionReference.objects.filter(edition__article=article).values_list("work", flat=True),
    ]
    works = Work.objects.filter(pk__in=filter(None, cited))
    canonical = {work.canonical.pk: work.canonical for work in works.select_related("merged_into")}
    return [*({work.pk: work for work in works} | canonical).values()]


def _pictures(article: Article) -> QuerySet[Picture]:
    """The pictures of the draft and of every edition, whose words a next use begins with."""
    return Picture.objects.filter(
        Q(pk__in=article.pictures.values("picture"))
        | Q(pk__in=EditionPicture.objects.filter(edition__article=article).values("picture"))
    )


def _cards(article: Article) -> QuerySet[EmbedCard]:
    """What is known of all that the draft or any edition embeds."""
    printed = EditionEmbed.objects.filter(edition__article=article).values_list("url", flat=True)
    return EmbedCard.objects.filter(address__in=[*embeds_in(article.body), *printed])


def _made_of(cuts: Iterable[Cut], words: html.Words) -> Iterator[Cut]:
    """What was made of those rows before and goes whole: works as styles print them, links."""
    records, addresses = [], []
    for row in (cut.row for cut in cuts):
        if isinstance(row, Work):
            records += [row.record, row.record.for_readers()]
        elif isinstance(row, EditionReference):
            records += filter(None, [row.known])
            addresses.append(row.address)
    digests = {printing.digest(record) for record in records}
    for rendering in Rendering.objects.filter(digest__in=digests):
        if words.are_in_html(rendering.html):
            yield Cut(rendering, {})
    for address, link in Link.objects.of(addresses).items():
        if words.from_address(address) != address:
            yield Cut(link, {})


def _compare_anew(article: Article) -> None:
    for edition in Edition.objects.filter(article=article):
        Edition.objects.filter(pk=edition.pk).update(
            digest=edition.digest_of_print(), minutes=reading_time.minutes(edition.body_html)
        )
    stored = Article.objects.get(pk=article.pk)
    digest = Edition.objects.printed(stored, stored.manuscript()).digest
    version = stored.version + 1
    Article.objects.filter(pk=article.pk).update(digest=digest, version=version)
    # Else a form that was opened before would be compared with words that it was not opened at, and
    # those that are gone would be taken for a change of its own.
    Revision.objects.saved().filter(article=article).update(version=version)


# --- One row --------------------------------------------------------------------------------------


def _cut(row: Row, words: html.Words, columns: Collection[str] = ()) -> Cut | None:
    """What becomes of a row that holds the words. A card whose address does goes whole."""
    address = ""
    if isinstance(row, EditionEmbed):
        address = row.url
    elif isinstance(row, EmbedCard):
        address = row.address
    if address and not words.from_address(address):
        return Cut(row, {})
    values = _values(row, words, columns)
    return Cut(row, values) if values else None


def _values(row: Row, words: html.Words, columns: Collection[str] = ()) -> dict[str, Any]:
    """The new values of what in `row` holds the words, by column."""
    if isinstance(row, Revision):
        left = _document(row.document, words)
        return {} if left == row.document else {"document": left}
    rendered = {
        field.source: field
        for field in row._meta.concrete_fields
        if isinstance(field, RenderedField)
    }
    values: dict[str, Any] = {}
    for field in row._meta.concrete_fields:
        if not _may_hold_words(field) or (columns and field.name not in columns):
            continue
        if field.name in rendered:
            values |= _both(row, field, rendered[field.name], words)
            continue
        value = getattr(row, field.attname)
        left = _one(field, value, words)
        if left != value:
            values[field.attname] = left
    return values


def _may_hold_words(field) -> bool:
    is_text = isinstance(field, KINDS) and not isinstance(field, NOT_WORDS)
    return is_text and not field.choices and field.name not in KEPT


def _one(field, value, words: html.Words):
    if isinstance(field, models.JSONField):
        return _json(value, words)
    if field.name == "url":
        return words.from_address(value)
    if field.name == "change_message":
        return _message(value, words)
    return words.from_text(value)[: field.max_length]


def _message(value: str, words: html.Words) -> str:
    """Django's history: JSON that names what was changed, in which letters may be escaped."""
    try:
        said = json.loads(value)
    except ValueError:
        return words.from_text(value)
    left = _json(said, words)
    return value if left == said else json.dumps(left)


def _json(value: Any, words: html.Words) -> Any:
    """A value of JSON without the words: in its texts, not in its keys. A name is one text."""
    if isinstance(value, str):
        is_address = value.startswith(("http://", "https://"))
        return words.from_address(value) if is_address else words.from_text(value)
    if isinstance(value, list):
        return [_json(one, words) for one in value]
    if not isinstance(value, dict):
        return value
    if _is_name_of(value, words):
        return {key: value[key] for key in value if key == "role"} | {"literal": html.mark()}
    return {key: one if key in CODES else _json(one, words) for key, one in value.items()}


def _is_name_of(value: dict[str, Any], words: html.Words) -> bool:
    if "family" not in value:
        return False
    before = [value.get(part, "") for part in ("given", *PARTICLES)]
    return words.are_in(" ".join([*filter(None, before), value["family"]]))


def _both(row: Row, field, rendered: RenderedField, words: html.Words) -> dict[str, Any]:
    """What was typed and the HTML that is made of it."""
    typed, render = getattr(row, field.attname), getattr(html, rendered.policy)
    made = getattr(row, rendered.attname) or _cleaned(render, typed, "")
    if not words.are_in_html(typed) and not words.are_in_html(made):
        return {}
    if rendered.policy == "inline":
        left = _line(typed, words)
    else:
        # What no reader ever saw of it goes as well: it may hold the words in any disguise.
        left = str(render(words.from_html(_cleaned(render, typed, made))))
    return {field.attname: left, rendered.attname: render(left)}


def _cleaned(render, typed: str, made: str) -> str:
    try:
        return render(typed)
    except (html.TooLong, html.TooDeep):
        return made


def _line(typed: str, words: html.Words) -> str:
    """A reference as it was typed; where the words run on over its emphasis, without that."""
    left = words.from_text(typed)
    if words.are_in(html.plain_text(html.inline(left))):
        left = words.from_text(html.plain_text(html.inline(left)))
    for start, end, url in reversed([*html.links(left)]):
        if words.from_address(url) != url:
            left = left[:start] + left[end:]
    return left


def _document(document: dict[str, Any], words: html.Words) -> dict[str, Any]:
    """What was kept of a draft, read as the rows that it was kept of."""
    known = {field.attname for field in Article._meta.concrete_fields}
    copy = {name: value for name, value in document["content"].items() if name in known}
    left = _values(Article(**copy), words, copy.keys())
    content = {name: left.get(name, value) for name, value in document["content"].items()}
    cut = {
        "content": content,
        "pictures": [_kept(use, words, ArticlePicture) for use in document["pictures"]],
        "references": [_kept(line, words, Reference) for line in document["references"]],
    }
    if "typed" in document:
        cut["typed"] = _json(document["typed"], words)
    return document | cut


def _kept(line: dict[str, Any], words: html.Words, model: type[Row]) -> dict[str, Any]:
    said = {name: value for name, value in line.items() if name not in ("work", "picture")}
    left = _values(model(**said), words, said.keys())
    return {name: left.get(name, value) for name, value in line.items()}
