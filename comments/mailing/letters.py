"""The mails themselves: plain text, to one person each.

Nothing in them was typed by a stranger but quoted words that a moderator has approved.
"""

import hashlib
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.readers.wishes import promises
from comments.security import signing
from comments.security.signing import Purpose
from opinion import html
from opinion.articles.models import Publication
from opinion.pages import public_address
from opinion.post import Letter


def question(confirmation) -> Letter:
    """The mail that asks whether an address is its owner's."""
    publication = Publication.objects.current()
    seal = signing.sign(Purpose.CONFIRM, confirmation.pk)
    article = confirmation.article
    with publication.at_home():
        return _mail(
            _("%(publication)s: please confirm your email address")
            % {"publication": publication.name},
            "confirmation",
            {
                "publication": publication,
                "headline": article and html.clean_line(article.live_edition.full_headline),
                "article": article and public_address(article.get_absolute_url()),
                "promises": promises(confirmation),
                "hours": settings.CONFIRMATION_HOURS,
                "address": public_address(reverse("confirm", args=[seal])),
            },
            to=confirmation.address,
            number=f"confirmation-{confirmation.pk}",
        )


def letter(news, publication) -> Letter:
    """The mail that tells one reader all their news."""
    stop = public_address(reverse("stop", args=[signing.sign(Purpose.STOP, news.subscriptions)]))
    with publication.at_home():
        return _mail(
            _subject(news, publication),
            "news",
            {
                "publication": publication,
                "news": news,
                "guidelines": public_address(reverse("guidelines")),
                "stop": stop,
            },
            to=news.reader.address,
            number=f"news-{_fingerprint(news.numbers)}",
            headers={
                "List-Id": f"<comments.{_host()}>",
                # RFC 8058: mail programs show a button that stops these mails.
                "List-Unsubscribe": f"<{stop}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            },
        )


def _subject(news, publication) -> str:
    """What became of the reader's own comment stands first, whatever else there is."""
    count = len(news.numbers)
    words = {"publication": publication.name, "first": news.first.subject}
    if count == 1:
        return _("%(first)s – %(publication)s") % words
    if news.first.is_own:
        more = ngettext(
            "%(first)s, and %(count)d more update – %(publication)s",
            "%(first)s, and %(count)d more updates – %(publication)s",
            count - 1,
        )
        return more % (words | {"count": count - 1})
    return ngettext(
        "%(publication)s: %(count)d update", "%(publication)s: %(count)d updates", count
    ) % (words | {"count": count})


def _mail(subject, template, context, *, to, number, headers=None) -> Letter:
    """`number` is the same whenever the same is sent: by it mail programs know a second copy."""
    return Letter(
        subject,
        render_to_string(f"comments/mail/{template}.txt", context),
        publication=context["publication"].name,
        to=[to],
        headers={"Message-ID": f"<{number}@{_host()}>"} | (headers or {}),
    )


def _fingerprint(numbers) -> str:
    return hashlib.sha256(",".join(map(str, sorted(numbers))).encode()).hexdigest()[:32]


def _host() -> str | None:
    return urlsplit(settings.PUBLIC_URL).hostname
