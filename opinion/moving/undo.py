"""Undoing a moving in: what it brought goes, but what people have done something with since stays.

It goes by the one door through what never changes, and is logged there.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from authors.models import Author
from comments.models import Comment, Contact, Decision, DecisionNote, Fingerprint, Thread
from opinion import edge
from opinion.articles.models import (
    Article,
    Edition,
    EditionByline,
    EditionEmbed,
    EditionPicture,
    EditionReference,
    Erratum,
    Redirect,
    SanctionedAct,
    Section,
    Topic,
    sanctioned_act,
)
from opinion.pictures.models import Picture

from .models import MoveIn, Provenance
from .storing.articles import said_by as of_article
from .storing.comments import said_by
from .storing.origins import digest

CHUNK = 2_000
# What an import itself stores beside a comment.
OWN_OF_COMMENT = (Comment, Decision, Contact, Fingerprint)


@dataclass
class Undone:
    """How many rows of each kind went, and what stayed and why."""

    deleted: Counter = field(default_factory=Counter)
    kept: Counter = field(default_factory=Counter)

    def keep(self, why: str) -> None:
        self.kept[why] += 1


def undo(move_in: MoveIn, by, why: str) -> Undone:
    """Delete what `move_in` brought and nobody has touched since; `by` as of `sanctioned_act`."""
    done = Undone()
    with sanctioned_act(SanctionedAct.Kind.IMPORT_UNDO, by, why, {"move_in": move_in.pk}):
        _Comments(move_in, done).delete()
        _Articles(move_in, done).delete()
        for model in (Picture, Author, Topic, Section):
            _delete_unused(move_in, model, done)
        _delete_front(move_in)
        MoveIn.objects.filter(pk=move_in.pk).update(
            undone_at=timezone.now(), stage=MoveIn.Stage.UNDONE
        )
    edge.take_down()
    return done


def _brought(move_in: MoveIn, model: type) -> dict[int, str]:
    """The digests of rows as they were brought, by their ids."""
    kind = ContentType.objects.get_for_model(model)
    return dict(
        Provenance.objects.filter(move_in=move_in, content_type=kind).values_list(
            "object_id", "digest"
        )
    )


def _forget(move_in: MoveIn, model: type, ids) -> None:
    kind = ContentType.objects.get_for_model(model)
    for part in _parts([*ids]):
        of_rows = Provenance.objects.filter(content_type=kind, object_id__in=part)
        of_rows.filter(move_in=move_in).delete()


def _parts(ids: list[int]) -> Iterator[list[int]]:
    for place in range(0, len(ids), CHUNK):
        yield ids[place : place + CHUNK]


def _delete_raw(queryset: models.QuerySet) -> None:
    """Without asking what refers to it: the database looks at the end."""
    queryset._raw_delete(queryset.db)


class _Comments:
    def __init__(self, move_in: MoveIn, done: Undone) -> None:
        self.move_in, self.done = move_in, done

    def delete(self) -> None:
        brought = _brought(self.move_in, Comment)
        fit = {pk for part in _parts([*brought]) for pk in self._untouched(part, brought)}
        self._keep_what_is_answered(fit)
        self.done.kept["comments that somebody decided about, edited or answered"] += len(
            brought
        ) - len(fit)
        self._lower_counts(fit)
        for part in _parts(sorted(fit)):
            decisions = Decision.objects.filter(comment__in=part)
            DecisionNote.objects.filter(decision__in=decisions).delete()
            for rows in (decisions, Contact.objects.filter(comment__in=part)):
                _delete_raw(rows)
            _delete_raw(Fingerprint.objects.filter(comment__in=part))
            _delete_raw(Comment.objects.filter(pk__in=part))
        _forget(self.move_in, Comment, fit)
        self.done.deleted["comments"] += len(fit)
        self.done.kept = +self.done.kept

    def _untouched(self, part: list[int], brought: dict[int, str]) -> set[int]:
        rows = Comment.objects.filter(pk__in=part)
        fit = {row.pk for row in rows if digest(*said_by(row)) == brought[row.pk]}
        relations: Any = Comment._meta.related_objects
        for relation in relations:
            if relation.related_model not in OWN_OF_COMMENT:
                name = relation.field.name
                touched = relation.related_model._base_manager.filter(**{f"{name}__in": part})
                fit -= {*touched.values_list(f"{name}_id", flat=True)}
        return fit

    def _keep_what_is_answered(self, fit: set[int]) -> None:
        """What is above a comment that stays has to stay as well."""
        for part in _parts(sorted(fit)):
            below = Comment.objects.filter(path__overlap=part).exclude(pk__in=part)
            for path, answered in below.values_list("path", "in_reply_to").exclude(pk__in=fit):
                fit -= {*path, answered}

    def _lower_counts(self, fit: set[int]) -> None:
        """Of the threads; and of what stays above what goes, which is nothing of this import."""
        lost: dict[int, int] = defaultdict(int)
        above: dict[int, int] = defaultdict(int)
        for part in _parts(sorted(fit)):
            gone = Comment.objects.published().filter(pk__in=part)
            for article, path in gone.values_list("article", "path"):
                lost[article] += 1
                for pk in path[:-1]:
                    above[pk] += pk not in fit
        for article, count in lost.items():
            thread = Thread.objects.select_for_update().get(article=article)
            thread.published_count -= count
            thread.save(update_fields=["published_count"])
        for pk, count in above.items():
            if count:
                Comment.objects.filter(pk=pk).update(
                    published_below=models.F("published_below") - count
                )


class _Articles:
    def __init__(self, move_in: MoveIn, done: Undone) -> None:
        self.move_in, self.done = move_in, done

    def delete(self) -> None:
        brought = _brought(self.move_in, Article)
        for part in _parts([*brought]):
            fit = self._untouched(part, brought)
            self._delete(fit)
            _forget(self.move_in, Article, fit)
            self.done.deleted["articles"] += len(fit)

    def _untouched(self, part: list[int], brought: dict[int, str]) -> list[int]:
        rows = Article.objects.filter(pk__in=part)
        answered = {*Comment.objects.filter(article__in=part).values_list("article", flat=True)}
        fit = []
        for row in rows.only("digest", "version"):
            if digest(*of_article(row)) != brought[row.pk]:
                self.done.keep("articles that somebody has edited")
            elif row.pk in answered:
                self.done.keep("articles with comments that stay")
            else:
                fit.append(row.pk)
        return fit

    def _delete(self, ids: list[int]) -> None:
        editions = [*Edition.objects.filter(article__in=ids).values_list("pk", flat=True)]
        for model in (EditionByline, EditionEmbed, EditionPicture, EditionReference, Erratum):
            _delete_raw(model.objects.filter(edition__in=editions))
        _delete_raw(Edition.topics.through.objects.filter(edition__in=editions))
        _delete_raw(Edition.objects.filter(pk__in=editions))
        Article.objects.filter(pk__in=ids).delete()


def _delete_unused(move_in: MoveIn, model: Any, done: Undone) -> None:
    gone = []
    for pk, as_brought in _brought(move_in, model).items():
        row = model._base_manager.filter(pk=pk).first()
        if row is None:
            gone.append(pk)
        elif _said(row) != as_brought or not _deleted(row):
            done.keep(f"{model._meta.verbose_name_plural} that are used or were edited")
        else:
            done.deleted[str(model._meta.verbose_name_plural)] += 1
            gone.append(pk)
    _forget(move_in, model, gone)


def _said(row) -> str:
    if isinstance(row, Author):
        return digest(row.name, row.bio)
    if isinstance(row, Picture):
        return digest(row.digest)
    return digest(row.name, row.description)


def _deleted(row) -> bool:
    try:
        with transaction.atomic():
            row.delete()
    except ProtectedError:
        return False
    if isinstance(row, Picture):
        transaction.on_commit(lambda: row.file.storage.delete(row.file.name))
    return True


def _delete_front(move_in: MoveIn) -> None:
    """Old months and feeds, where no other moving in may have brought them."""
    if not MoveIn.objects.exclude(pk=move_in.pk).filter(undone_at=None).exists():
        Redirect.objects.filter(publication__isnull=False, made_at__gte=move_in.begun_at).delete()
