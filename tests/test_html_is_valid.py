"""Every page a reader can reach is HTML that a strict parser has nothing to say against."""

import re

import html5lib
import pytest
from django.test import Client
from html5lib.html5parser import ParseError

from tests import crawler
from tests.town import build_town

pytestmark = pytest.mark.django_db
DESCRIBED = ("description", "og:title", "og:url")


def complaint(page: str):
    try:
        html5lib.HTMLParser(strict=True).parse(page)
    except ParseError as error:
        return str(error) or "unexpected markup"
    return None


def test_the_parser_complains_where_it_should():
    head = "<!DOCTYPE html><html lang=en><head><title>x</title></head><body>"
    assert complaint(f"{head}<p>Fine.</p></body></html>") is None
    assert complaint(f"{head}<p><div></p></body></html>")
    assert complaint(f"{head}<p class=a class=b>Twice.</p></body></html>")


def undescribed(page: str) -> list[str]:
    """What a page that search engines may show lacks of what they and others show of it."""
    if '<meta name="robots" content="noindex' in page:
        return []
    head = page.partition("</head>")[0]
    return [name for name in DESCRIBED if not re.search(f'="{name}" content="[^"]{{3,}}"', head)]


def test_every_page_is_described_and_none_has_a_mistake_in_its_markup():
    build_town()
    pages, found = {}, set()
    for address, response in crawler.crawl(Client(raise_request_exception=False)):
        if crawler.is_a_page(response):
            # What is answered alike, as wherever nothing is found, is read once.
            pages[crawler.body(response)] = address
            if response.status_code == 200 and "X-Robots-Tag" not in response.headers:
                found.add(crawler.body(response))
    assert len(pages) > 20
    for page, address in pages.items():
        assert complaint(page) is None, address
        assert page not in found or undescribed(page) == [], address
