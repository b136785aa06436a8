"""What the site of a card says of it, by oEmbed: its title, its picture, its size.

https://oembed.com/ — asked through the guarded client. Of the HTML that comes along nothing is
used but the words of a post.
"""

import json
from typing import Any
from urllib.parse import quote, urljoin

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from opinion import html, images
from opinion.references.links.http_client import Answer, Deadline, Place, SafeClient, place
from opinion.references.links.outcome import FetchError, Reason

from .models import TITLE_LIMIT, EmbedCard, Kind, Match

AGENT = "OpinionEmbeds"
SECONDS = 20.0
MOST_HOPS = 3
MOST_BYTES = 200_000
# Pixels of a card's picture: as wide as the text.
WIDEST = 1_280
LARGEST_SIDE = 10_000
REDIRECTS = (301, 302, 303, 307, 308)
PASSING = {429, 500, 502, 503, 504}


def fetch(card: EmbedCard, match: Match, client: SafeClient | None = None) -> None:
    """Ask for what `card` is to say and store it. Raises FetchError where it may go well later."""
    client = client or SafeClient(AGENT, allowed=settings.CHECK_LINKS_ALSO_AT)
    told = _told(card.address, match.oembed, client) if match.oembed else {}
    card.title = _title(told, match.kind)
    card.frame_width, card.frame_height = _side(told.get("width")), _side(told.get("height"))
    if picture := _picture(told.get("thumbnail_url"), client):
        with Image.open(picture) as opened:
            card.thumbnail_width, card.thumbnail_height = opened.size
        picture.seek(0)
        card.thumbnail.save(picture.name, picture, save=False)
    card.fetched_at = timezone.now()
    card.save()


def _told(address: str, oembed: str, client: SafeClient) -> dict[str, Any]:
    """The answer's object; nothing where the site does not know the address, or sends no such."""
    mark = "&" if "?" in oembed else "?"
    asked = place(f"{oembed}{mark}format=json&url={quote(address, safe='')}")
    answer = _answer(asked, client, ("application/json", "text/"), MOST_BYTES, asked.host)
    if answer.code in PASSING:
        raise FetchError(Reason.UNREACHABLE)
    if answer.code != 200:
        return {}
    try:
        told = json.loads(answer.body)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _answer(
    here: Place, client: SafeClient, kinds: tuple[str, ...], most: int, only: str = ""
) -> Answer:
    """The answer at the end of a few redirects; with `only` none that leaves this host."""
    for _hop in range(MOST_HOPS):
        answer = client.get(here, Deadline(SECONDS), {"Accept": "*/*"}, kinds, most)
        if answer.code not in REDIRECTS:
            return answer
        here = place(urljoin(here.address, answer.header("location")))
        if only and here.host != only:
            raise FetchError(Reason.FORBIDDEN)
    raise FetchError(Reason.LOOP)


def _title(told: dict[str, Any], kind: str) -> str:
    """Its title; a post has none, but words, or else somebody who wrote it."""
    said = _line(told.get("title"))
    if not said and kind == Kind.POST:
        said = _words(told.get("html")) or _line(told.get("author_name"))
    return said if len(said) <= TITLE_LIMIT else f"{said[: TITLE_LIMIT - 1].rstrip()}…"


def _line(value: Any) -> str:
    return html.clean_line(value[: 10 * TITLE_LIMIT]) if isinstance(value, str) else ""


def _words(source: Any) -> str:
    try:
        return _line(html.plain_text(source)) if isinstance(source, str) else ""
    except html.TooDeep:
        return ""


def _side(value: Any) -> int | None:
    is_side = isinstance(value, int | float) and not isinstance(value, bool)
    return int(value) if is_side and 1 <= value <= LARGEST_SIDE else None


def _picture(address: Any, client: SafeClient) -> images.CleanPicture | None:
    """The picture, written anew as ours; None where none can be had: the card does without."""
    if not isinstance(address, str):
        return None
    try:
        most = settings.PICTURE_MAX_BYTES + 1
        answer = _answer(place(address), client, ("image/",), most)
        if answer.code != 200 or not answer.body:
            return None
        return images.clean(ContentFile(answer.body, name="thumbnail"), WIDEST)
    except (FetchError, ValidationError, ValueError):
        return None
