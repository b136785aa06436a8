"""A receipt as its reader's browser asks for it."""

import html5lib
from django.test import Client

from comments.models import Reader, Receipt

ANA = "ana@readers.example.org"
OURS = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}


def address_of(comment, **values):
    return f"/receipt/{Receipt.objects.issue(comment, **values)}/"


def words(page):
    """What the main part of a page says, on one line."""
    document = html5lib.parse(page.content.decode(), namespaceHTMLElements=False)
    main = next(element for element in document.iter("main"))
    return " ".join(" ".join(main.itertext()).split())


def read(address):
    return words(Client().get(address))


def send(address, door="", headers=OURS, client=None, **typed):
    return (client or Client()).post(f"{address}{door}", typed, headers=headers)


def confirm(comment, email=ANA):
    reader = Reader.objects.confirm(email)
    comment.contact.belongs_to(reader)
    return reader
