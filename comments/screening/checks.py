"""What each kind of rule looks for. A check takes the rule's terms and what was sent.

It returns a Finding where the rule speaks up, else None. Leaving something out never looks better
than sending it.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.utils.translation import ngettext

from comments.models import Reader, Rule
from comments.rules import contact_details, folding, links, lists, markup, shape
from comments.rules.words import WordList
from comments.security import form_time, ip_addresses
from opinion.articles.models import Article, Publication

from . import advertising, impersonation
from .history import look_up

Kind = Rule.Kind
# Words that a moderator listed, named on a card: the rest is counted.
NAMED = 5
# A shorter text has too few letters to be loud: "OK", "NATO".
LOUD_FROM = 20


class Finding(NamedTuple):
    """What a rule saw: in a few words, and where in the text."""

    detail: str = ""
    marks: tuple = ()


@dataclass(frozen=True)
class Submission:
    """What a reader sent, as the rules look at it.

    `address` is their IP address, `reader` the confirmed Reader whose device it came from, `trap`
    what was typed into the field that people do not see, `opened` the signed time of the form.
    Without an `article` only its words are looked at. `publication` is where it was sent to,
    `looked_up` what `look_up` answered; whatever is left out is asked for.
    """

    article: Article | None
    text: str
    name: str = ""
    email: str = ""
    address: str = ip_addresses.UNKNOWN
    reader: Reader | None = None
    trap: str = ""
    opened: str = ""
    at: datetime | None = None
    publication: Publication | None = None
    looked_up: dict = field(default_factory=dict)

    @property
    def moment(self) -> datetime:
        return self.at or timezone.now()

    def answer_to(self, terms) -> Any:
        """What the database says to the question that a rule with these terms has."""
        answers = self.looked_up if terms.pk in self.looked_up else look_up([terms], self)
        return answers[terms.pk]


# --- What was written


def words(terms, sent):
    if not terms.entries:
        return None
    listed = _word_list(terms.entries)
    in_text, in_name = listed.found_in(sent.text), listed.found_in(sent.name)
    return _listed(in_text, [match.pattern for match in (*in_text, *in_name)])


def domains(terms, sent):
    if not terms.entries:
        return None
    listed = _domain_list(terms.entries)
    in_text, in_name = listed.found_in(sent.text), listed.found_in(sent.name)
    return _listed(in_text, [match.domain for match in (*in_text, *in_name)])


def advertises(terms, sent):
    if not terms.entries:
        return None
    seen = advertising.advertised(sent.text, _word_list(terms.entries))
    # Links and addresses alone are no advertising.
    if not seen.phrases or seen.points < terms.limit:
        return None
    return Finding(_some(seen.phrases), tuple(seen.places))


CONTACTS = {
    "phone": later("phone number"),
    "email": later("email address"),
    "handle": later("account name"),
    "street": later("street address"),
    "account": later("bank account"),
}


def contact(terms, sent):
    countries = [entry.upper() for _, entry in lists.entries(terms.entries.splitlines())]
    found = contact_details.contact_details(sent.text, countries)
    if not found:
        return None
    kinds = dict.fromkeys(CONTACTS[one.kind] for one in found)
    return Finding(", ".join(map(str, kinds)), _places(found))


def marked_up(terms, sent):
    found = markup.markup(sent.text)
    return Finding(marks=_places(found)) if found else None


def many_links(terms, sent):
    in_text = links.links(sent.text)
    if len(in_text) < terms.limit:
        return None
    said = ngettext("%(count)d link", "%(count)d links", len(in_text)) % {"count": len(in_text)}
    return Finding(said, _places(in_text))


def length(terms, sent):
    count = len(folding.words(sent.text))
    if count <= terms.limit:
        return None
    return Finding(ngettext("%(count)d word", "%(count)d words", count) % {"count": count})


def shouting(terms, sent):
    places = shape.shouting(sent.text, share=terms.limit / 100, letters=LOUD_FROM)
    return places and Finding(marks=_places(places))


def repetition(terms, sent):
    looks = (shape.same_letter, shape.same_word, shape.same_line)
    places = [place for look in looks for place in look(sent.text, times=terms.limit) or ()]
    return Finding(marks=_places(sorted(places))) if places else None


@lru_cache(maxsize=32)
def _word_list(entries: str) -> WordList:
    return WordList(entry for _, entry in lists.entries(entries.splitlines()))


@lru_cache(maxsize=32)
def _domain_list(entries: str) -> links.DomainList:
    return links.DomainList(entries.splitlines())


def _listed(in_text, names):
    if not names:
        return None
    return Finding(_some([*dict.fromkeys(names)]), _places(in_text))


def _some(names: list[str]) -> str:
    """The first of them, and how many more there are."""
    rest = len(names) - NAMED
    more = _(" and %(count)d more") % {"count": rest} if rest > 0 else ""
    return ", ".join(names[:NAMED]) + more


def _places(matches) -> tuple:
    return tuple((match.start, match.end) for match in matches)


# --- How it was sent


def honeypot(terms, sent):
    return Finding() if sent.trap else None


def untimed(terms, sent):
    return None if form_time.is_good(sent.opened, sent.article.pk) else Finding()


def too_fast(terms, sent):
    least = timedelta(seconds=settings.COMMENT_MINIMUM_SECONDS)
    if not form_time.is_good(sent.opened, sent.article.pk):
        return Finding(_("unknown: the form had no timestamp"))
    return Finding() if form_time.is_younger(sent.opened, sent.article.pk, than=least) else None


def staff_name(terms, sent):
    publication = _publication(sent).name
    version = sent.answer_to(terms)
    whose = impersonation.claimed_identity(sent.name, sent.email, publication, version)
    claim = whose or impersonation.claimed_badge(sent.name, publication)
    return Finding(claim) if claim else None


def _publication(sent) -> Publication:
    # One that is not stored may stand for one that could not be read.
    is_known = sent.publication and sent.publication.pk
    return sent.publication if is_known else Publication.objects.current()


# --- Who sent it, and where to


def newcomer(terms, sent):
    published = sent.answer_to(terms)
    if published is None or terms.limit < 1:
        return None
    return Finding(_("email seen before, but not confirmed") if published else "")


def refused_lately(terms, sent):
    count = sent.answer_to(terms)
    return Finding(f"{count}×") if count >= terms.limit else None


def heat(terms, sent):
    return Finding() if sent.answer_to(terms) >= terms.limit else None


CHECKS = {
    Kind.WORDS: words,
    Kind.ADVERTISING: advertises,
    Kind.CONTACT: contact,
    Kind.MARKUP: marked_up,
    Kind.LINKS: many_links,
    Kind.DOMAINS: domains,
    Kind.LENGTH: length,
    Kind.SHOUTING: shouting,
    Kind.REPETITION: repetition,
    Kind.NEWCOMER: newcomer,
    Kind.REFUSED: refused_lately,
    Kind.STAFF_NAME: staff_name,
    Kind.TOO_FAST: too_fast,
    Kind.UNTIMED: untimed,
    Kind.HONEYPOT: honeypot,
    Kind.HEAT: heat,
}
# What is asked again of a new text; the rest was asked when the comment came.
ABOUT_TEXT = (
    Kind.WORDS,
    Kind.ADVERTISING,
    Kind.CONTACT,
    Kind.MARKUP,
    Kind.LINKS,
    Kind.DOMAINS,
    Kind.LENGTH,
    Kind.SHOUTING,
    Kind.REPETITION,
)
# What has to be looked up, and so could take its time.
LOOKED_UP = (Kind.NEWCOMER, Kind.REFUSED, Kind.STAFF_NAME, Kind.HEAT)
# Which of its terms a kind of rule needs.
NEEDS = {
    Kind.WORDS: ("entries",),
    Kind.DOMAINS: ("entries",),
    Kind.ADVERTISING: ("entries", "limit"),
    Kind.CONTACT: ("entries",),
    Kind.LINKS: ("limit",),
    Kind.LENGTH: ("limit",),
    Kind.SHOUTING: ("limit",),
    Kind.REPETITION: ("limit",),
    Kind.NEWCOMER: ("limit",),
    Kind.REFUSED: ("limit", "minutes"),
    Kind.HEAT: ("limit", "minutes"),
}
