"""The card of an address, for the page where an article is written."""

from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from opinion import html
from opinion.articles.embedded import Drawn
from opinion.articles.models import EditionEmbed
from opinion.embeds.models import EmbedCard, Host, Match


@require_POST
def embed(request, model_admin):
    """As JSON the card of the posted `address`; what is not known of it yet, the worker fetches.

    An address of which no card can be made is an answer too: the reason, in `error`.
    """
    if not (model_admin.has_add_permission(request) or model_admin.has_change_permission(request)):
        raise PermissionDenied
    typed = html.clean_line(request.POST.get("address", ""))
    typed = typed if "://" in typed else f"https://{typed}"
    match = Host.objects.matcher()(typed)
    if not match or not html.embeddable_url(match.address):
        return JsonResponse({"error": _refused()})
    return JsonResponse(_told(match, EmbedCard.objects.know([match.address])[match.address]))


def _refused() -> str:
    names = gettext(", ").join(Host.objects.values_list("name", flat=True))
    told = gettext("This address can't be shown as a card. These sites can: %(names)s.")
    return told % {"names": names}


def _told(match: Match, card: EmbedCard) -> dict:
    shown = EditionEmbed(
        url=match.address, provider=match.provider, kind=match.kind, **card.card_words()
    )
    return {
        "address": match.address,
        "title": Drawn(shown, match.frame).title,
        "said": f"{shown.get_kind_display()} · {match.provider}",
        "picture": card.thumbnail.url if card.thumbnail else "",
        "isAwaited": card.is_to_fetch,
    }
