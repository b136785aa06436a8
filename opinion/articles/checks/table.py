"""The one table of checks: what each finds, how it is mended, and how much it counts at first."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from . import markup
from .draft import Draft

# Text, perhaps translated once it is shown.
Words = Any
# What a card shows of a headline in two or three lines, also where others share it.
CARD_LIMIT = 90


class Level(models.TextChoices):
    """What becomes of what a check finds."""

    OFF = "off", _("Do not check")
    WARN = "warn", _("Warn, and ask before publishing")
    STOP = "stop", _("Stop: not published until it is mended")


@dataclass(frozen=True)
class Check:
    """`find` gives a sentence for each complaint about a draft; `field` is where it is mended."""

    name: str
    label: Words
    mend: Words
    field: str
    find: Callable[[Draft], Iterator[Words]]
    level: Level = Level.WARN


def _standfirst(draft: Draft) -> Iterator[Words]:
    if not draft.content["standfirst"].strip():
        yield _("There is no standfirst.")


def _headline(draft: Draft) -> Iterator[Words]:
    length = len(draft.content["headline"].strip())
    if length > CARD_LIMIT:
        told = gettext("The headline has %(length)d characters; cards cut it after %(limit)d.")
        yield told % {"length": length, "limit": CARD_LIMIT}


def _alt(draft: Draft) -> Iterator[Words]:
    lead = draft.lead
    if lead and not lead.alt.strip():
        yield _("Add alt text: describe the picture for people who can't see it.")


def _alt_in_text(draft: Draft) -> Iterator[Words]:
    uses = [draft.figures[number] for number in draft.shown if number in draft.figures]
    if not all(use.alt.strip() for use in uses):
        yield _("Add alt text to each picture in the text, for people who can't see it.")


def _older_pictures(draft: Draft) -> Iterator[Words]:
    count = markup.images_without_words(draft.body_html)
    if count:
        told = ngettext(
            "%(count)d older picture in the text has no alt text.",
            "%(count)d older pictures in the text have no alt text.",
            count,
        )
        yield told % {"count": count}


def _empty_link(draft: Draft) -> Iterator[Words]:
    for words in markup.empty_links(draft.body):
        yield gettext("The link “%(words)s” leads nowhere or has no words.") % {"words": words}


def _gone(draft: Draft) -> Iterator[Words]:
    for address in draft.gone:
        yield gettext("%(address)s is not there any more.") % {"address": address}


def _references(draft: Draft) -> Iterator[Words]:
    count = sum(reference.state == reference.State.LOOK for reference in draft.references)
    if count:
        told = ngettext(
            "%(count)d reference is to check.", "%(count)d references are to check.", count
        )
        yield told % {"count": count}


def _headings(draft: Draft) -> Iterator[Words]:
    if markup.starts_below_a_level(draft.body_html):
        yield _("The first heading in the text is a smaller one (H3), with no H2 above it.")


def _alike(draft: Draft) -> Iterator[Words]:
    for other in draft.alike:
        told = gettext("The text is nearly the same as “%(headline)s” (/%(address)s/).")
        yield told % {"headline": other.headline, "address": other.address}


def _unused(draft: Draft) -> Iterator[Words]:
    notes = markup.uncalled_notes(draft.body)
    if notes:
        told = ngettext(
            "%(count)d note is called nowhere in the text: readers will not get it.",
            "%(count)d notes are called nowhere in the text: readers will not get them.",
            notes,
        )
        yield told % {"count": notes}
    pictures = len(draft.figures.keys() - {*draft.shown})
    if pictures:
        told = ngettext(
            "%(count)d picture is kept for the text and not shown in it.",
            "%(count)d pictures are kept for the text and not shown in it.",
            pictures,
        )
        yield told % {"count": pictures}


CHECKS = (
    Check(
        "standfirst",
        _("No standfirst"),
        _("Say in a sentence or two what the article says."),
        "standfirst",
        _standfirst,
    ),
    Check(
        "headline",
        _("Headline too long for cards"),
        _("Shorten it, or let the standfirst say the rest."),
        "headline",
        _headline,
    ),
    Check(
        "alt",
        _("Picture without alt text"),
        _("Say what the picture shows, in the field below it."),
        "picture_alt",
        _alt,
        Level.STOP,
    ),
    Check(
        "alt_in_text",
        _("Picture in the text without alt text"),
        _("Say what each picture shows, under “Pictures in the text”."),
        "body",
        _alt_in_text,
        Level.STOP,
    ),
    Check(
        "older_pictures",
        _("Older picture without alt text"),
        _("Put it in anew from the library, and say there what it shows."),
        "body",
        _older_pictures,
    ),
    Check(
        "empty_link",
        _("Empty link"),
        _("Give the link its address and its words, or take it away."),
        "body",
        _empty_link,
    ),
    Check(
        "gone",
        _("Link that leads nowhere any more"),
        _("Link to where it stands today or to an archived copy, or take the link away."),
        "references",
        _gone,
    ),
    Check(
        "references",
        _("References to check"),
        _("Confirm or correct each one, or keep it as text only."),
        "references",
        _references,
    ),
    Check(
        "headings",
        _("Heading level skipped"),
        _("Make the first heading an H2."),
        "body",
        _headings,
    ),
    Check(
        "alike",
        _("Text nearly identical to an earlier one"),
        _("Make sure that it is not the same article twice."),
        "body",
        _alike,
    ),
    Check(
        "unused",
        _("Note or picture unused"),
        _("Call the note in the text or put the picture into it, or take it away."),
        "body",
        _unused,
    ),
)
