"""A draft was handed in, taken, sent back or published: whom it concerns gets one mail.

Never about one's own act. Mere notes are not told.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from authors.models import User
from opinion import html
from opinion.pages import public_address
from opinion.post import Letter, Post

from .models import Article, DeskEntry, Publication

Kind = DeskEntry.Kind
SUBJECTS: dict[str, str | Promise] = {
    Kind.HANDED_IN: _("%(publication)s: %(who)s handed in “%(headline)s”"),
    Kind.TAKEN_BACK: _("%(publication)s: %(who)s took back “%(headline)s”"),
    Kind.TAKEN: _("%(publication)s: %(who)s has “%(headline)s” now"),
    Kind.SENT_BACK: _("%(publication)s: %(who)s sent back “%(headline)s”"),
    Kind.PUBLISHED: _("%(publication)s: “%(headline)s” is published"),
}


def tell(entry: DeskEntry):
    """Write to each of them, unless the draft has gone on since.

    Done again after a killed worker, it is the same mail to all. Raises Away where it is to be
    tried again.
    """
    if entry.article.last_step != entry:
        return
    publication = Publication.objects.current()
    with publication.at_home(), Post() as post:
        for colleague in _receivers(entry):
            post.offer(_message(entry, colleague, publication))


def _receivers(entry: DeskEntry):
    """The desk of what its author did, and the author of what the desk did."""
    to_the_desk = entry.kind in (Kind.HANDED_IN, Kind.TAKEN_BACK)
    told = _desk() if to_the_desk else _author(entry)
    # Staff have an address; the database sees to it.
    active = told.filter(is_active=True, is_staff=True).exclude(pk=entry.by_id)
    return active.order_by("pk").distinct()


def _desk():
    return User.objects.with_perm("articles.publish_article", include_superusers=False)


def _author(entry: DeskEntry):
    """Whoever handed it in last, as long as they may see the article."""
    steps = entry.article.desk_entries.filter(kind=Kind.HANDED_IN, pk__lt=entry.pk)
    handed = steps.order_by("-pk").select_related("by").first()
    sees = handed and Article.objects.visible_to(handed.by).filter(pk=entry.article_id).exists()
    return User.objects.filter(pk=handed.by_id) if handed and sees else User.objects.none()


def _message(entry: DeskEntry, colleague, publication) -> Letter:
    article = entry.article
    headline = html.clean_line(article.headline)
    told = {"publication": publication.name, "who": entry.by, "headline": headline}
    address = reverse("admin:articles_article_change", args=[article.pk])
    body = render_to_string(
        "articles/mail/desk.txt",
        told | {"entry": entry, "kind": entry.kind, "url": public_address(address)},
    )
    host = urlsplit(settings.PUBLIC_URL).hostname
    return Letter(
        SUBJECTS[entry.kind] % told,
        body,
        publication=publication.name,
        to=[colleague.email],
        headers={"Message-ID": f"<desk-{entry.pk}-{colleague.pk}@{host}>"},
    )
