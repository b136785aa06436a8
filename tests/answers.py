"""A comment as a browser posts it, and what to ask of the answer."""

import re

from django.test import Client

from comments.models import Receipt

REPLY = "/2024/01/the-last-train/reply/"
OURS = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}
TYPED = {
    "name": "Ana Reader",
    "email": "ana@readers.example.org",
    "text": "I *was* on that train <3",
}


def send(address=REPLY, headers=OURS, client=None, **changes):
    return (client or Client()).post(address, TYPED | changes, headers=headers)


def receipt_of(response):
    """The comment whose receipt this answer leads to."""
    token = re.fullmatch(r"/receipt/([\w-]{22})/", response["Location"])[1]
    return Receipt.objects.opened_by(token).comment


def nothing_is_lost(response):
    page = response.content.decode()
    return (
        "I *was* on that train &lt;3</textarea>" in page
        and 'value="Ana Reader"' in page
        and 'value="ana@readers.example.org"' in page
    )
