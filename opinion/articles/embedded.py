"""What a text embeds from elsewhere: drawn as cards, which load nothing before a reader asks.

In the stored text an embed is `<figure data-embed="https://…"></figure>`. One of a host that was
not allowed when the edition was printed is a link.
"""

import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlsplit

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from opinion import html
from opinion.embeds.models import Kind

from .models.embed import EditionEmbed

_FIGURE = re.compile(r'<figure data-embed="([^"]*)"></figure>')
PAGE, FEED = "articles/_embed.html", "articles/_feed_embed.html"
# What a press on a card promises, and what of the browser the frame may use.
ACTIONS = {
    Kind.VIDEO: _("Play here"),
    Kind.POST: _("Show here"),
    Kind.CHART: _("Show here"),
    Kind.DOCUMENT: _("Read here"),
}
ALLOWED = {Kind.VIDEO: "autoplay; encrypted-media; fullscreen; picture-in-picture"}


@dataclass(frozen=True)
class Drawn:
    """A card as a template shows it; without `frame` it is a link."""

    embed: EditionEmbed
    frame: str

    @property
    def title(self) -> str:
        return self.embed.title or self.host

    @property
    def host(self) -> str:
        return (urlsplit(self.embed.url).hostname or "").removeprefix("www.")

    @property
    def address(self) -> str:
        """For the eye: without what every address has."""
        return self.embed.url.removeprefix("https://").removeprefix("www.").removesuffix("/")

    @property
    def action(self) -> str:
        return str(ACTIONS[Kind(self.embed.kind)])

    @property
    def allow(self) -> str:
        return ALLOWED.get(Kind(self.embed.kind), "fullscreen")

    @property
    def notice(self) -> str:
        asked = urlsplit(self.frame).hostname
        return gettext("Loads from %(host)s, which then learns of your visit.") % {"host": asked}


def filled(body: str, edition, template: str = PAGE) -> SafeString:
    """A stored text with its cards. They are asked for only where it has any."""
    if not _FIGURE.search(body):
        return html.stored(body)
    printed = {one.url: one for one in edition.printed_embeds}
    frames = edition.embed_frames if template == PAGE else {}

    def draw(figure: re.Match[str]) -> str:
        url = unescape(figure[1])
        if url not in printed:
            return format_html('<p><a href="{}" rel="noopener">{}</a></p>', url, url)
        drawn = Drawn(printed[url], frames.get(url, ""))
        return render_to_string(template, {"card": drawn, "embed": drawn.embed}).strip()

    return html.stored(_FIGURE.sub(draw, body))


def allow_frames(response, edition):
    """Let the page load what its cards may load when pressed, and nothing else."""
    frames = edition.embed_frames.values()
    origins = sorted({f"https://{urlsplit(frame).netloc}" for frame in frames if frame})
    if origins:
        # django-csp reads it; Django's own policy, from 6.2 on, has a decorator for it.
        response._csp_update = {"frame-src": origins}
    return response
