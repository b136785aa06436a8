"""Whose cards a text may show, and what is known of each."""

import itertools
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import NamedTuple
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from opinion import html
from opinion.jobs import queue_once
from opinion.page_cache.drawing import shows

from . import addresses

# What every page that shows a card depends on.
GENERATION = "embeds"
TITLE_LIMIT = 300
# What could not be had is asked for again when somebody writes the address once more.
ASKED_AGAIN = timedelta(days=1)


class Kind(models.TextChoices):
    VIDEO = "video", _("Video")
    POST = "post", _("Post")
    CHART = "chart", _("Chart")
    DOCUMENT = "document", _("Document")


class Match(NamedTuple):
    """What the list of hosts says of an address; `frame` is what a press on its card loads."""

    address: str
    provider: str
    kind: str
    frame: str
    oembed: str


class HostQuerySet(models.QuerySet):
    def matcher(self) -> Callable[[str], Match | None]:
        """What tells of an address how it is shown as a card, None where it is not. One query.

        A page that asks is drawn anew when the list changes.
        """
        shows(GENERATION)
        hosts = [*self]
        lines = [(host, pattern) for host in hosts for pattern in host.patterns]

        def match_of_page(address: str) -> Match | None:
            for host, pattern in lines:
                if found := addresses.match(pattern, address):
                    frame = addresses.fill(host.frame, found.values)
                    return Match(found.address, host.name, host.kind, frame, host.oembed)
            return None

        def match(address: str) -> Match | None:
            """Of a page, or else of the page whose player is there."""
            pages = (page for host in hosts if (page := host.page_of(address)))
            return next(filter(None, map(match_of_page, itertools.chain([address], pages))), None)

        return match


class Host(models.Model):
    """A site whose videos, posts or charts a text may show as cards. Everything else is a link."""

    name = models.CharField(
        _("name"), max_length=60, unique=True, help_text=_("As readers know it: YouTube.")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    addresses = models.TextField(
        _("addresses"),
        help_text=_(
            "One pattern a line, with names in braces for what differs: youtube.com/watch?v={id}. "
            "{number} stands for figures only, {path} for any path."
        ),
    )
    frame = models.CharField(
        _("loaded when pressed"),
        max_length=300,
        blank=True,
        help_text=_(
            "The player's address, with the same names: "
            "https://www.youtube-nocookie.com/embed/{id}. Left empty, the card is a link."
        ),
    )
    oembed = models.CharField(
        _("asked for title and picture"),
        max_length=300,
        blank=True,
        help_text=_("The site's oEmbed address. Left empty, the card shows the address."),
    )

    objects = HostQuerySet.as_manager()

    class Meta:
        verbose_name = _("embed host")
        verbose_name_plural = _("embed hosts")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="embed_host_kind_is_known", condition=Q(kind__in=Kind.values)
            ),
            # It becomes a part of every page's policy.
            models.CheckConstraint(
                name="embed_host_frame_is_https",
                condition=Q(frame="") | Q(frame__regex=r"^https://[a-z0-9.-]+/[^\s;,]*$"),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def patterns(self) -> list[str]:
        return [line for line in map(str.strip, self.addresses.splitlines()) if line]

    def page_of(self, address: str) -> str:
        """The page whose player is at `address`; nothing where none is."""
        player = addresses.of_player(self.frame)
        found = addresses.match(player, address) if _is_pattern(player) else None
        if not found:
            return ""
        for pattern in self.patterns:
            if pattern != player and addresses.names_of(pattern) <= {*found.values}:
                return f"https://{addresses.fill(pattern, found.values)}"
        return ""

    def clean(self):
        errors = {}
        if wrong := [line for line in self.patterns if not _is_pattern(line)]:
            told = _("Not a pattern: %(line)s. Write it like youtube.com/watch?v={id}.")
            errors["addresses"] = ValidationError(told, params={"line": wrong[0]})
        elif missing := self._names_missing():
            told = _("Each line needs {%(name)s}, which the address that is loaded has.")
            errors["addresses"] = ValidationError(told, params={"name": missing[0]})
        for name in ("frame", "oembed"):
            address = getattr(self, name)
            if address and not _is_fixed(address):
                told = _("Enter an https address of a host by its name, without spaces.")
                errors[name] = ValidationError(told)
        if errors:
            raise ValidationError(errors)

    def _names_missing(self) -> list[str]:
        had = [addresses.names_of(line) for line in self.patterns]
        needed = addresses.names_of(self.frame)
        return sorted(name for name in needed if not all(name in names for names in had))


def _is_pattern(line: str) -> bool:
    try:
        addresses.parsed(line)
    except ValueError:
        return False
    return True


def _is_fixed(address: str) -> bool:
    """Whether its host is plain, and stays so whatever is filled in behind it."""
    plain = address.replace("{", "").replace("}", "")
    is_plain = html.embeddable_url(plain) == plain and not {*";,'\" "} & {*plain}
    return is_plain and "{" not in urlsplit(address).netloc and bool(urlsplit(plain).path)


class CardWords(models.Model):
    """What a card shows besides its address: fetched once, and printed with an edition."""

    title = models.CharField(_("title"), max_length=TITLE_LIMIT, blank=True)
    # Its size stands beside it, so that nobody opens a file that may be gone.
    thumbnail = models.FileField(_("picture"), upload_to="embeds/%Y/%m/", blank=True)
    thumbnail_width = models.PositiveIntegerField(null=True, editable=False)
    thumbnail_height = models.PositiveIntegerField(null=True, editable=False)
    # Of what is loaded, as its host recommends.
    frame_width = models.PositiveIntegerField(null=True, editable=False)
    frame_height = models.PositiveIntegerField(null=True, editable=False)

    class Meta:
        abstract = True

    def card_words(self) -> dict:
        """Them by their columns, for another row."""
        names = ("title", "thumbnail_width", "thumbnail_height", "frame_width", "frame_height")
        return {name: getattr(self, name) for name in names} | {"thumbnail": self.thumbnail.name}


class CardQuerySet(models.QuerySet):
    def know(self, wanted: Iterable[str]) -> dict[str, "EmbedCard"]:
        """The cards of these addresses; of those that say nothing yet the worker fetches it."""
        wanted = [*dict.fromkeys(wanted)]
        if not wanted:
            return {}
        self.bulk_create([self.model(address=one) for one in wanted], ignore_conflicts=True)
        cards = {card.address: card for card in self.filter(address__in=wanted)}
        for card in cards.values():
            if card.is_to_fetch:
                lock = f"fetch_card:{card.pk}"
                queue_once(
                    "opinion.embeds.tasks.fetch_card", lock=lock, arguments={"card": card.pk}
                )
        return cards


class EmbedCard(CardWords):
    """What is known of an address that some text shows as a card."""

    address = models.CharField(_("address"), max_length=html.EMBED_LIMIT, unique=True)
    fetched_at = models.DateTimeField(_("fetched"), null=True, editable=False)

    objects = CardQuerySet.as_manager()

    class Meta:
        verbose_name = _("card")
        verbose_name_plural = _("cards")
        default_permissions = ()

    def __str__(self):
        return self.title or self.address

    @property
    def says_something(self) -> bool:
        return bool(self.title or self.thumbnail)

    @property
    def is_to_fetch(self) -> bool:
        """What is known is never asked for again: a redaction would come to nothing."""
        if self.says_something:
            return False
        return not self.fetched_at or timezone.now() - self.fetched_at > ASKED_AGAIN

    def delete(self, *args, **kwargs):
        """With its picture, once that is committed."""
        name, storage = self.thumbnail.name, self.thumbnail.storage
        deleted = super().delete(*args, **kwargs)
        if name:
            transaction.on_commit(lambda: storage.delete(name))
        return deleted
