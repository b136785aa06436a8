"""A moderator hands a comment on: whoever is to look at it now gets one mail, without its words."""

from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from authors.models import User
from opinion.articles.models import Publication
from opinion.pages import public_address
from opinion.post import Letter, Post


def tell(decision):
    """Write to each of them. Done again after a killed worker, it is the same mail to all.

    Raises Away where it is to be tried again.
    """
    if not _still_holds(decision):
        return
    publication = Publication.objects.current()
    with translation.override(publication.language), Post() as post:
        for colleague in _receivers(decision):
            post.offer(_message(decision, colleague, publication))


def _still_holds(decision) -> bool:
    return decision.comment.decisions.last() == decision


def _receivers(decision):
    """The colleague named, or everybody who decides what is escalated; not who handed it on."""
    if decision.to_id:
        colleagues = User.objects.filter(pk=decision.to_id, is_active=True)
    else:
        colleagues = User.objects.with_perm("comments.receive_escalated", include_superusers=True)
    # Staff have an address; the database sees to it.
    return colleagues.filter(is_staff=True).exclude(pk=decision.by_id).order_by("pk").distinct()


def _message(decision, colleague, publication) -> Letter:
    host = urlsplit(settings.PUBLIC_URL).hostname
    address = reverse("admin:comments_comment_changelist") + "?status=mine"
    body = render_to_string(
        "comments/mail/handed.txt",
        {"decision": decision, "publication": publication, "url": public_address(address)},
    )
    return Letter(
        _subject(decision) % {"publication": publication.name, "who": decision.by},
        body,
        publication=publication.name,
        to=[colleague.email],
        headers={"Message-ID": f"<handed-{decision.pk}-{colleague.pk}@{host}>"},
    )


def _subject(decision) -> str:
    if decision.kind == decision.Kind.ESCALATE:
        return _("%(publication)s: %(who)s escalated a comment")
    return _("%(publication)s: %(who)s assigned you a comment")
