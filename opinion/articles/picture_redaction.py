"""A picture taken out of an article for good: of its draft, of all its editions, of what was kept.

Where it stood in the text, nothing stands. Where no other article uses the picture, its file and
all that was made of it go as well.
"""

from collections.abc import Iterator

from opinion.pictures.models import Picture

from .models import Article, ArticlePicture, EditionPicture
from .redaction import Cut, Plan


def plan(article: Article, picture: Picture) -> Plan:
    """What is to be cut, nothing where the article never had it; nothing is changed yet."""
    cuts = [*_cuts(article, picture)]
    if cuts and not _is_used_elsewhere(article, picture):
        cuts.append(Cut(picture, {}))
    return Plan(cuts, [article] if cuts else [])


def _cuts(article: Article, picture: Picture) -> Iterator[Cut]:
    for use in article.pictures.filter(picture=picture):
        yield Cut(use, {})
    for printed in EditionPicture.objects.filter(edition__article=article, picture=picture):
        yield Cut(printed, {})
    for revision in article.revisions.all():
        uses = revision.document["pictures"]
        others = [use for use in uses if use["picture"] != picture.pk]
        if others != uses:
            yield Cut(revision, {"document": revision.document | {"pictures": others}})


def _is_used_elsewhere(article: Article, picture: Picture) -> bool:
    drafts = ArticlePicture.objects.filter(picture=picture).exclude(article=article)
    printed = EditionPicture.objects.filter(picture=picture).exclude(edition__article=article)
    return drafts.exists() or printed.exists()
