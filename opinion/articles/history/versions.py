"""The versions of an article that can be compared and restored: the draft, revisions, editions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from opinion import html
from opinion.articles.models import Article, Edition, Reference, Revision
from opinion.articles.models.content import ArticleContent
from opinion.articles.models.manuscript import Manuscript
from opinion.html import Block
from opinion.parse_id import parse_id
from opinion.references import plain_text
from opinion.templatetags.dates import moment

from .comparison import Part, part

DRAFT = "draft"


@dataclass(frozen=True)
class Version:
    """One of them. `key` names it in addresses: `draft`, `r12` a revision, `e3` an edition.

    `row` is the draft itself, a revision or an edition.
    """

    key: str
    article: Article
    row: Article | Revision | Edition

    @classmethod
    def find(cls, article: Article, key: str, may_read_editions: bool) -> "Version":
        """That of `article` with this key; 404 where there is none."""
        if key == DRAFT:
            return cls(key, article, article)
        number = parse_id(key[1:])
        rows: Any = None
        if key[:1] == "r":
            rows = article.revisions.select_related("by", "article")
        elif key[:1] == "e" and may_read_editions:
            rows = article.editions.select_related("published_by", "type", "section")
        row = rows.filter(pk=number).first() if rows is not None else None
        if row is None:
            raise Http404
        return cls(key, article, row)

    @property
    def name(self) -> str:
        if isinstance(self.row, Edition):
            told = {"number": self.row.number, "moment": moment(self.row.published_at)}
            return _("Edition %(number)d, %(moment)s") % told
        if isinstance(self.row, Revision):
            told = {"kind": self.row.get_kind_display(), "moment": moment(self.row.at)}
            return _("%(kind)s, %(moment)s") % told
        return _("The draft as it stands")

    @property
    def by(self):
        names = {Edition: "published_by", Revision: "by", Article: "edited_by"}
        return getattr(self.row, names[type(self.row)])

    @cached_property
    def manuscript(self) -> Manuscript:
        if isinstance(self.row, Edition):
            return _of_edition(self.row)
        return self.row.manuscript()

    @property
    def document(self) -> dict[str, Any]:
        return self.row.document if isinstance(self.row, Revision) else self.manuscript.document()

    @cached_property
    def printed(self) -> Edition:
        """As it is printed, or would be from today's names."""
        if isinstance(self.row, Edition):
            prefetch_related_objects([self.row], "bylines", "topics", "references")
            prefetch_related_objects([self.row], "pictures__picture")
            return self.row
        return Edition.objects.printed(self.article, self.manuscript)

    @property
    def refused(self) -> list[str]:
        """Of an autosave, what a save would have refused."""
        typed = self.row.typed if isinstance(self.row, Revision) else []
        return [f"{entry['label']}: {' · '.join(entry['values'])}" for entry in typed]


def _of_edition(edition: Edition) -> Manuscript:
    """What an edition would be printed from again."""
    references = [
        Reference(
            work=line.work,
            text=line.text,
            url=line.url,
            locator=line.locator,
            state=Reference.State.KNOWN if line.record and line.work_id else Reference.State.LINE,
        )
        for line in edition.references.select_related("work")
    ]
    return Manuscript(
        content=Edition.typed(edition),
        bylines=[*edition.bylines.all()],
        topics=[*edition.topics.all()],
        pictures=[*edition.pictures.all()],
        references=references,
    )


# --- Compared -------------------------------------------------------------------------------------


def compare(before: Version, after: Version) -> list[Part]:
    """Part by part, those that differ."""
    one, other = _parts(before), _parts(after)
    compared = [part(label, one[label], other[label]) for label in one]
    return [found for found in compared if found.differs]


def _parts(version: Version) -> dict[str | Promise, list[Block]]:
    edition = version.printed
    return {
        _("Headline"): _lines([edition.full_headline]),
        _("Standfirst"): _lines([edition.standfirst]),
        _("Byline"): _lines(map(str, edition.printed_bylines)),
        _("Section"): _lines([str(edition.section)]),
        _("Language"): _lines([edition.get_language_display()]),
        _("Text"): _text(edition.body_html or edition.body),
        _("Author's note"): _text(edition.note_html or edition.note),
        _("Search and sharing"): _lines(_sharing(edition)),
        _("Pictures"): _lines(map(_picture, edition.printed_pictures)),
        _("Topics"): _lines(sorted(str(topic) for topic in edition.printed_topics)),
        _("References"): _lines(map(_reference, edition.printed_references)),
        _("What a save would refuse"): _lines(version.refused),
    }


def _lines(texts: Iterable[str]) -> list[Block]:
    return [Block("line", html.words(text)) for text in texts if text]


def _text(source: str) -> list[Block]:
    try:
        return html.blocks(source)
    except html.TooDeep:
        return _lines(source.splitlines())


def _sharing(edition: Edition) -> Iterator[str]:
    for field in ArticleContent.content_fields():
        said = getattr(edition, field.attname)
        if said and field.name in ArticleContent.SHARING:
            yield f"{field.verbose_name}: {_('yes') if said is True else said}"


def _picture(use) -> str:
    said = [use.get_role_display(), use.picture.file.name, use.alt, use.caption, use.credit]
    return " · ".join(filter(None, said))


def _reference(line) -> str:
    """As it is printed, in the plain style: those of the publication wait for the worker."""
    said = plain_text.line(line.known) if line.known else line.text
    address = "" if line.known or not line.url or line.url in said else line.url
    return " ".join(filter(None, [said, line.locator, address]))
