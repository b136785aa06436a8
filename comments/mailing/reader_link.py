"""The mail that leads to what is kept about its address."""

from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from comments.models import Confirmation, Contact, Reader
from comments.security import signing
from comments.security.signing import Purpose
from opinion.articles.models import Publication
from opinion.pages import public_address
from opinion.post import Letter


def reader_link(confirmation) -> Letter | None:
    """The link to the page of the confirmation's address; None where nothing is kept under it.

    Asked here and not where the address was typed: there, every address takes the same time.
    """
    if not _is_known(confirmation):
        return None
    publication = Publication.objects.current()
    sealed = signing.sign(Purpose.ENTER, confirmation.pk)
    with translation.override(publication.language):
        subject = gettext("%(publication)s: your data") % {"publication": publication.name}
        url = public_address(reverse("reader", args=[sealed]))
        body = render_to_string(
            "comments/mail/reader_link.txt", {"publication": publication, "url": url}
        )
    host = urlsplit(settings.PUBLIC_URL).hostname
    return Letter(
        subject,
        body,
        publication=publication.name,
        to=[confirmation.address],
        headers={"Message-ID": f"<confirmation-{confirmation.pk}@{host}>"},
    )


def _is_known(confirmation) -> bool:
    digest = bytes(confirmation.email_digest)
    return any(
        rows.filter(email_digest=digest).exists()
        for rows in (
            Reader.objects,
            Contact.objects,
            Confirmation.objects.filter(article__isnull=False),
        )
    )
