"""The card of a draft, drawn for whoever writes it."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from opinion.articles.history.access import article_to_read
from opinion.articles.models import ArticleType, Edition
from opinion.parse_id import parse_id

from . import cards, drawing


@require_safe
def card(request, model_admin, pk):
    """As the draft stands; with `headline` and `type` as somebody is typing it."""
    article = article_to_read(request, model_admin, pk)
    edition = Edition.objects.printed(article, article.manuscript())
    limit = Edition._meta.get_field("headline").max_length
    edition.headline = request.GET.get("headline", edition.headline)[:limit]
    number = parse_id(request.GET.get("type"))
    if chosen := number and ArticleType.objects.filter(pk=number).first():
        edition.type = chosen
    png = drawing.draw(cards.words_of(edition, request.publication))
    return HttpResponse(png, content_type="image/png", headers={"Cache-Control": "no-store"})
