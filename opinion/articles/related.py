"""Where the page of an article leads on to: more by its author, and what is near it."""

from itertools import groupby

from opinion.prepared import Prepared

from .models import Article, Relation

_NEXT = Prepared(
    lambda article: (
        Relation.objects.filter(article_id=article, other__in=Article.objects.published())
        .select_related("other__live_edition__type")
        .defer(
            *(f"other__{name}" for name in ("body", "body_html", "note", "note_html")),
            *(
                f"other__live_edition__{name}"
                for name in ("body", "body_html", "note", "note_html")
            ),
        )
        .order_by("position")
    ),
    int,
)


def after(article: Article) -> list[tuple[str, list[Article]]]:
    """(kind, articles) of what readers may read next. One query."""
    relations = _NEXT.fetch(article.pk)
    return [
        (Relation.Kind(kind), [relation.other for relation in group])
        for kind, group in groupby(relations, key=lambda relation: relation.kind)
    ]
