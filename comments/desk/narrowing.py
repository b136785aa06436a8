"""By what a list of the desk can be narrowed, beyond its article and its section."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models import Contact, Signal

WRITERS = [("new", _("New here")), ("known", _("Known"))]
ADDRESSES = [("confirmed", _("Address confirmed")), ("guest", _("Address only typed"))]
# Older than so many hours.
AGES = [("1", _("an hour")), ("24", _("a day")), ("72", _("three days")), ("168", _("a week"))]


def by_signal(comments, kind):
    """Those that a rule or hold of this kind spoke up about."""
    spoke_up = Signal.objects.filter(comment=OuterRef("pk"), kind=kind)
    return comments.filter(Exists(spoke_up))


def by_writer(comments, which):
    """Known is whose typed address has a published comment: a hint for the eye, never trust."""
    published = Contact.objects.filter(
        email_digest=OuterRef("contact__email_digest"), comment__status="published"
    ).exclude(comment=OuterRef("pk"))
    # Of whom the address is forgotten, or never was, that cannot be said.
    addressed = comments.filter(contact__email_digest__isnull=False)
    return addressed.filter(Exists(published) if which == "known" else ~Exists(published))


def by_address(comments, which):
    found = comments.filter(contact__isnull=False)
    return found.filter(contact__reader__isnull=which == "guest")


def by_age(comments, hours):
    return comments.filter(created_at__lte=timezone.now() - timedelta(hours=int(hours)))


def by_name(comments, name):
    for word in name.split():
        # The beginning of any word of the name.
        comments = comments.filter(Q(name__istartswith=word) | Q(name__icontains=f" {word}"))
    return comments


NARROWING = {
    "held": by_signal,
    "writer": by_writer,
    "address": by_address,
    "age": by_age,
    "name": by_name,
}
