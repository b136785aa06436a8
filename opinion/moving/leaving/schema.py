"""What an archive of a whole publication holds: one file of JSON lines for each kind of row.

docs/moving-out.md tells it for whoever reads an archive with other software. Raise SCHEMA when a
line changes its shape, and let `reading` read the older ones.
"""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.dateparse import parse_datetime

from authors.models import Author, AuthorLink, User
from comments.models import (
    Comment,
    Contact,
    Decision,
    DecisionNote,
    Edit,
    PersonNote,
    Reason,
    SectionPolicy,
    Thread,
)
from opinion.articles.models import (
    Article,
    ArticlePicture,
    ArticleType,
    Byline,
    DeskEntry,
    Edition,
    EditionByline,
    EditionEmbed,
    EditionPicture,
    EditionReference,
    Erratum,
    FrontPlace,
    Publication,
    Redirect,
    Reference,
    Revision,
    Section,
    Series,
    SeriesPart,
    Topic,
)
from opinion.articles.reading_time import MinutesField
from opinion.embeds.models import EmbedCard, Host
from opinion.fields import PolicyVersionField, RenderedField, SortKeyField
from opinion.moving.models import AwaitedPicture, MoveIn, Provenance
from opinion.pictures.models import Picture
from opinion.references.models import Work
from opinion.references.models.duplicates import WorkKey
from opinion.references.models.words_field import WordsField

NAME, SCHEMA = "opinion-archive", 1
# Made of other columns, by every save.
_DERIVED = (RenderedField, PolicyVersionField, SortKeyField, WordsField, MinutesField)


@dataclass(frozen=True)
class Kind:
    """One kind of row. `left_out` names columns that stay here; `rows` which rows go."""

    name: str
    model: Any
    left_out: frozenset[str] = frozenset()
    is_private: bool = False
    only: Callable[[Any], Any] = lambda rows: rows

    @property
    def fields(self) -> list[models.Field]:
        return [
            field
            for field in self.model._meta.local_concrete_fields
            if not isinstance(field, _DERIVED) and field.attname not in self.left_out
        ]

    def rows(self):
        return self.only(self.model._base_manager.order_by("pk"))

    def line(self, row) -> dict[str, Any]:
        return {field.attname: _told(field, getattr(row, field.attname)) for field in self.fields}

    def row(self, line: dict[str, Any], staff: dict[int, int]):
        """The row that a line tells of, unsaved. Raises KeyError, TypeError, ValueError."""
        said = {field.attname: _read(field, line[field.attname], staff) for field in self.fields}
        return self.model(**said)


def _saved(revisions):
    return revisions.exclude(kind=Revision.Kind.AUTOSAVE)


# In the order in which they are read again.
KINDS = (
    Kind("publication", Publication),
    Kind("article_type", ArticleType),
    Kind("section", Section),
    Kind("topic", Topic),
    Kind("series", Series),
    Kind("author", Author),
    Kind("author_link", AuthorLink),
    Kind("picture", Picture),
    Kind("embed_host", Host),
    Kind("embed_card", EmbedCard),
    Kind("work", Work),
    Kind("work_key", WorkKey),
    Kind("article", Article),
    Kind("byline", Byline),
    Kind("article_topic", Article.topics.through),
    Kind("article_picture", ArticlePicture),
    Kind("reference", Reference),
    Kind("revision", Revision, only=_saved),
    Kind("edition", Edition),
    Kind("edition_topic", Edition.topics.through),
    Kind("edition_byline", EditionByline),
    Kind("edition_picture", EditionPicture),
    Kind("edition_embed", EditionEmbed),
    Kind("edition_reference", EditionReference),
    Kind("erratum", Erratum),
    Kind("series_part", SeriesPart),
    Kind("front_place", FrontPlace),
    Kind("redirect", Redirect),
    Kind("section_policy", SectionPolicy),
    Kind("reason", Reason),
    Kind("thread", Thread),
    Kind("comment", Comment),
    Kind("decision", Decision),
    Kind("move_in", MoveIn, frozenset({"report", "tables"})),
    Kind("provenance", Provenance),
    Kind("awaited_picture", AwaitedPicture),
    Kind("desk_entry", DeskEntry, is_private=True),
    Kind("edit", Edit, is_private=True),
    Kind("decision_note", DecisionNote, is_private=True),
    Kind("person_note", PersonNote, is_private=True),
    # Sealed as here: only who has the keys reads them. Readers have to confirm anew.
    Kind("contact", Contact, frozenset({"reader_id"}), is_private=True),
)
# Their files go along, each under its name in the storage.
FILES = (
    (Picture, "file"),
    (EmbedCard, "thumbnail"),
    (EditionEmbed, "thumbnail"),
    (Author, "picture"),
    (Publication, "logo"),
)


def is_staff(field: models.Field) -> bool:
    return field.related_model is User


def _is_kind(field: models.Field) -> bool:
    return field.related_model is ContentType


def _told(field: models.Field, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(field, models.BinaryField):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(field, models.FileField):
        return value.name
    if _is_kind(field):
        kind = ContentType.objects.get_for_id(value)
        return f"{kind.app_label}.{kind.model}"
    return value


def _read(field: models.Field, value: Any, staff: dict[int, int]) -> Any:
    if value is None:
        return None
    if is_staff(field):
        return staff[value]
    if isinstance(field, models.DateTimeField):
        return parse_datetime(value)
    if isinstance(field, models.BinaryField):
        return base64.b64decode(value)
    if _is_kind(field):
        return ContentType.objects.get_by_natural_key(*value.split(".")).pk
    return value
