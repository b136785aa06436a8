"""Citing at the article's desk: the works to choose from, and their place among the references."""

import re

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Case, IntegerField, Q, When
from django.http import JsonResponse
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from opinion import html
from opinion.articles import citations
from opinion.articles.models import Article, Reference
from opinion.fields import sort_key
from opinion.parse_id import parse_id
from opinion.references import plain_text
from opinion.references.models import Work

MOST_WORKS = 20
MOST_YEARS = 3
MOST_LETTERS = 200
MOST_NAMED = 10
_YEAR = re.compile(r"\d{4}")


@require_safe
def works(request, model_admin):
    """As JSON, the works that `q` finds by title, people or year; the article's own come first."""
    if not model_admin.has_change_permission(request):
        raise PermissionDenied
    listed = _listed(request)
    typed = html.clean_line(request.GET.get("q", ""))[:MOST_LETTERS]
    told = [_told(work, work.pk in listed) for work in _search(typed, listed)]
    return JsonResponse({"works": told})


def _listed(request) -> set[int]:
    """The works in the references of the article that is written."""
    article = parse_id(request.GET.get("article"))
    if article is None:
        return set()
    mine = Article.objects.visible_to(request.user).filter(pk=article)
    return set(Reference.objects.filter(article__in=mine).values_list("work", flat=True)) - {None}


def _search(typed: str, listed: set[int]):
    if not typed:
        return Work.objects.filter(pk__in=listed)[:MOST_WORKS]
    words = typed.split()
    years = [word for word in words if _YEAR.fullmatch(word)]
    others = " ".join(word for word in words if word not in years)
    found = Work.objects.matching(others) if others else Work.objects.all()
    found = found.filter(Q(merged_into=None) | Q(pk__in=listed))
    for year in years[:MOST_YEARS]:
        # “1984” is a year, or a title.
        said = Q(pk__in=Work.objects.matching(year).values("pk"))
        found = found.filter(said | Q(issued__startswith=year))
    nearness = Case(
        When(pk__in=listed, then=0),
        When(sort_title__startswith=sort_key(typed), then=1),
        default=2,
        output_field=IntegerField(),
    )
    return found.order_by(nearness, "sort_title", "pk")[:MOST_WORKS]


def _told(work, is_listed: bool) -> dict:
    return {
        "id": work.pk,
        "label": label_of(work),
        "line": Truncator(plain_text.line(work.record)).chars(MOST_LETTERS),
        "listed": is_listed,
    }


def label_of(work) -> str:
    """What stands in the newsroom's text for a work: Westad 2017."""
    record = work.record
    named = record.names("author") or [name for _role, name in record.contributors]
    names = [name.literal or f"{name.particle} {name.family}".strip() for name in named]
    year = record.issued and (record.issued.year or record.issued.literal)
    who = _short(names) if any(names) else Truncator(str(work)).words(4)
    return " ".join(filter(None, [who, str(year or "")])) or gettext("Work %d") % work.pk


def _short(names: list[str]) -> str:
    if len(names) > 2:
        return gettext("%(name)s et al.") % {"name": names[0]}
    if len(names) == 2:
        return gettext("%(first)s and %(second)s") % {"first": names[0], "second": names[1]}
    return names[0]


def list_cited(request, article):
    """Add what the text cites to the references, and say so; name what cannot be added."""
    added = Reference.objects.cite(article)
    if added:
        works = [str(reference.work) for reference in added]
        messages.info(request, gettext("Added to the references: %s") % _named(works))
    unknown = citations.unlisted(article.body_html, article.references.all())
    if unknown:
        labels = [html.plain_text(citation.label) for citation in unknown]
        messages.warning(
            request,
            gettext("Cited, but not among the works: %s. Readers see plain text.") % _named(labels),
        )


def _named(texts: list[str]) -> str:
    named = [Truncator(text).chars(80) for text in texts[:MOST_NAMED]]
    return "; ".join([*named, "…"] if len(texts) > MOST_NAMED else named)
