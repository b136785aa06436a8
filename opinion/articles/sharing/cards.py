"""The card of each article: what stands on it, and when it is drawn anew."""

import hashlib
import json
import logging
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from opinion.articles.models import Article, Card, Edition, Publication
from opinion.articles.models.content import Role
from opinion.articles.templatetags.articles import names

from . import drawing
from .drawing import Words

FOLDER = "cards"
logger = logging.getLogger(__name__)


def words_of(edition: Edition, publication: Publication) -> Words:
    """What the card of an edition, stored or not, says."""
    with publication.at_home():
        wrote = [line.name for line in edition.printed_bylines if line.role != Role.TRANSLATED]
        return Words(
            label=edition.type.label,
            section=edition.section.name,
            headline=edition.headline,
            byline=names([*dict.fromkeys(wrote)]),
            publication=publication.name,
            is_rtl=edition.direction == "rtl",
        )


def draw(article: Article) -> None:
    """Draw the card of what is live, unless the one that there is says the same."""
    words = _live_words(article)
    if words is None:
        return
    digest = _digest(article, words)
    had = Card.objects.filter(article=article).first()
    is_same = had and had.digest == digest and default_storage.exists(had.file)
    png = b"" if is_same else drawing.draw(words)
    with transaction.atomic():
        # Whoever takes words out for good changes the article's row: nothing of before comes back.
        now = Article.objects.select_for_update(of=("self",)).filter(pk=article.pk).first()
        if now and _live_words(now) == words:
            _store(now, digest, png)


def draw_lacking(at_most: int) -> int:
    """Draw cards that there are not yet, of the newest articles first; gives how many."""
    drawn = 0
    for article in [*Card.objects.lacking().only("pk")[:at_most]]:
        try:
            draw(article)
            drawn += 1
        except Exception as error:
            # One that cannot be drawn must not keep the others back.
            logger.error("No card of article %s: %s", article.pk, type(error).__name__)
    return drawn


def _live_words(article: Article) -> Words | None:
    live = Edition.objects.select_related("type", "section").filter(
        live_for=article.pk, live_for__status=Article.Status.PUBLISHED
    )
    edition = live.first()
    return words_of(edition, Publication.objects.current()) if edition else None


def _digest(article: Article, words: Words) -> str:
    said = json.dumps([drawing.STYLE, article.pk, *words])
    return hashlib.sha256(said.encode()).hexdigest()


def _store(article: Article, digest: str, png: bytes) -> None:
    values: dict[str, Any] = {"edition": article.live_edition, "digest": digest}
    before = Card.objects.filter(article=article).values_list("file", flat=True).first()
    if png:
        values["file"] = f"{FOLDER}/{digest[:2]}/{digest}.png"
        # The storage would write beside what lies there from a try that failed.
        default_storage.delete(values["file"])
        default_storage.save(values["file"], ContentFile(png))
    Card.objects.update_or_create(article=article, defaults=values)
    if png and before and before != values["file"]:
        transaction.on_commit(lambda: default_storage.delete(before))
