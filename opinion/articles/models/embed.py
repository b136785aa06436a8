import re
from html import unescape

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from opinion import html
from opinion.embeds.models import CardWords, EmbedCard, Host, Kind, Match

# As somebody may have typed it: what is stored is in one form.
_FIGURE = re.compile(r"<figure\b[^<>]*?\bdata-embed=(?:\"([^\"<>]*)\"|'([^'<>]*)')")


def embeds_in(body: str) -> list[str]:
    """The addresses that a text shows as cards, each once, in their order."""
    typed = (unescape(one or other) for one, other in _FIGURE.findall(body))
    return [*dict.fromkeys(url for one in typed if (url := html.embeddable_url(one)))]


class EditionEmbedQuerySet(models.QuerySet):
    def fill(self, card: EmbedCard) -> int:
        """Let editions that had nothing to print of `card` say what is known of it now; how many.

        What one says already stays.
        """
        said_nothing = self.filter(url=card.address, title="", thumbnail="")
        return said_nothing.update(**card.card_words())


class EditionEmbed(CardWords):
    """A card as it was printed: whose it is, and what was known of it first.

    What a press on it loads is no part of it: that is asked of the list of hosts as it is today.
    """

    edition = models.ForeignKey("articles.Edition", models.CASCADE, related_name="embeds")
    position = models.PositiveSmallIntegerField(_("position"), editable=False)
    url = models.CharField(_("address"), max_length=html.EMBED_LIMIT)
    provider = models.CharField(_("host"), max_length=60)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)

    objects = EditionEmbedQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["edition", "position"], name="printed_embed_position"),
            models.CheckConstraint(
                name="printed_embed_kind_is_known", condition=Q(kind__in=Kind.values)
            ),
        ]
        indexes = [
            models.Index(
                fields=["thumbnail"],
                name="printed_embed_by_thumbnail",
                condition=~Q(thumbnail=""),
            ),
            models.Index(
                fields=["url"],
                name="printed_embed_without_words",
                condition=Q(title="", thumbnail=""),
            ),
        ]

    def __str__(self):
        return self.title or self.url

    @classmethod
    def of_text(cls, edition, body: str) -> list["EditionEmbed"]:
        """The cards of a text as they would be printed now, each where its host is allowed."""
        found = _allowed(embeds_in(body))
        cards = {card.address: card for card in EmbedCard.objects.filter(address__in=found)}
        return [
            cls(
                edition=edition,
                position=position,
                url=url,
                provider=match.provider,
                kind=match.kind,
                **cards.get(url, EmbedCard()).card_words(),
            )
            for position, (url, match) in enumerate(found.items(), start=1)
        ]

    def said(self) -> dict:
        """What the text says of it, to be compared: its site's words may come later."""
        return {name: getattr(self, name) for name in ("url", "provider", "kind")}


def _allowed(urls: list[str]) -> dict[str, Match]:
    match = Host.objects.matcher() if urls else None
    return {url: found for url in urls if match and (found := match(url))}


def know_embeds(body: str) -> None:
    """Let the worker ask for what the cards of a text are to say."""
    EmbedCard.objects.know(_allowed(embeds_in(body)))
