"""By what a list of the desk can be narrowed, beyond its article and its section."""

import re
from datetime import timedelta

from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models import Comment, Contact, Signal

from .person import COUNTED

WRITERS = [("new", _("New")), ("known", _("Known"))]
ADDRESSES = [("confirmed", _("Confirmed")), ("guest", _("Not confirmed"))]
# Older than so many hours.
AGES = [("1", _("1 hour")), ("24", _("1 day")), ("72", _("3 days")), ("168", _("1 week"))]


def by_signal(comments, kind):
    """Those that a rule or hold of this kind spoke up about."""
    spoke_up = Signal.objects.filter(comment=OuterRef("pk"), kind=kind)
    return comments.filter(Exists(spoke_up))


def by_writer(comments, which):
    """Known is whose typed address has a published comment: a hint for the eye, never trust."""
    # The newest of each address, as its card counts them.
    theirs = Contact.objects.filter(email_digest=OuterRef(OuterRef("contact__email_digest")))
    newest = theirs.order_by("email_digest", "-comment").values("pk")[:COUNTED]
    published = Comment.objects.published().filter(pk__in=newest).exclude(pk=OuterRef("pk"))
    # One look for each comment, in the order of the list. Asked whether one exists, PostgreSQL
    # would gather all that was ever published; of a number it expects that a third fits, and stops
    # when the page is full.
    one = Coalesce(Subquery(published.values("pk")[:1]), 0)
    # Of whom the address is forgotten, or never was, that cannot be said.
    addressed = comments.filter(contact__email_digest__isnull=False).alias(one=one)
    return addressed.filter(one__gt=0) if which == "known" else addressed.filter(one__lt=1)


def by_address(comments, which):
    with_contact = comments.filter(contact__isnull=False)
    return with_contact.filter(contact__reader__isnull=which == "guest")


def by_age(comments, hours):
    return comments.filter(created_at__lte=timezone.now() - timedelta(hours=int(hours)))


def by_name(comments, name):
    for word in name.split():
        # The beginning of any word of the name, tags and brackets or not.
        starts = rf"\m{re.escape(word)}" if word[0].isalnum() else re.escape(word)
        comments = comments.filter(name__iregex=starts)
    return comments


def by_words(comments, words):
    return comments.saying(words)


NARROWING = {
    "held": by_signal,
    "writer": by_writer,
    "address": by_address,
    "age": by_age,
    "name": by_name,
    "words": by_words,
}
