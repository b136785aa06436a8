"""Archived copies of what references led to, for readers, once it is gone."""

import re
from html import unescape
from urllib.parse import urldefrag

from django.utils.html import format_html
from django.utils.safestring import SafeString

from opinion import html
from opinion.references.models import Link

_LINK = re.compile(r'<a href="([^"]*)"')


def attach(references: list) -> list:
    """Give each reference its `gone`: its link if that is, and has a copy. One query at most."""
    addresses = {reference.address for reference in references if reference.address}
    gone = Link.objects.copied().of(addresses) if addresses else {}
    for reference in references:
        reference.gone = gone.get(reference.address)
    return references


def copy_of(gone: Link | None) -> str:
    """The address of the copy, or nothing."""
    return html.safe_url(gone.archived_address) or "" if gone else ""


def robust(stored: str, gone: Link | None) -> SafeString:
    """HTML that was stored, in which the links that are gone say where there is a copy of them.

    https://robustlinks.mementoweb.org/spec/
    """
    copy = copy_of(gone)

    def tell(link: re.Match) -> str:
        is_gone = gone and urldefrag(unescape(link[1])).url == gone.address
        return (
            format_html('{} data-versionurl="{}"', html.stored(link[0]), copy)
            if is_gone
            else link[0]
        )

    return html.stored(_LINK.sub(tell, stored) if copy else stored)
