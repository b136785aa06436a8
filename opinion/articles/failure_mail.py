"""An edition that was due could not be published: whoever scheduled or edited it gets one mail."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from authors.models import User
from opinion import html
from opinion.pages import public_address
from opinion.post import Letter, Post

from .models import Publication


def tell(article):
    """Write to each of them, unless somebody has acted since.

    Done again after a killed worker, it is the same mail to all. Raises Away where it is to be
    tried again.
    """
    if not article.schedule_failed_at:
        return
    publication = Publication.objects.current()
    with publication.at_home(), Post() as post:
        for editor in _receivers(article):
            post.offer(_message(article, editor, publication))


def _receivers(article):
    """Who scheduled it and who edited it last; where both have left, everybody who publishes."""
    known = User.objects.filter(Q(pk=article.scheduled_by_id) | Q(pk=article.edited_by_id))
    known = known.filter(is_active=True, is_staff=True).order_by("pk")
    # Staff have an address; the database sees to it.
    return known or User.objects.with_perm("articles.publish_article", include_superusers=False)


def _message(article, editor, publication) -> Letter:
    headline = html.clean_line(article.headline)
    subject = _("%(publication)s: “%(headline)s” could not be published") % {
        "publication": publication.name,
        "headline": headline,
    }
    host = urlsplit(settings.PUBLIC_URL).hostname
    address = reverse("admin:articles_article_change", args=[article.pk])
    body = render_to_string(
        "articles/mail/not_published.txt",
        {
            "article": article,
            "headline": headline,
            "publication": publication,
            "url": public_address(address),
        },
    )
    return Letter(
        subject,
        body,
        publication=publication.name,
        to=[editor.email],
        headers={"Message-ID": f"<{_number(article)}-{editor.pk}@{host}>"},
    )


def _number(article) -> str:
    """The same whenever the same failure is told: by it mail programs know a second copy."""
    return f"not-published-{article.pk}-{article.schedule_failed_at:%Y%m%d%H%M%S%f}"
