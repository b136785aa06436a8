"""Every kind of public page in a real browser: accessible, within its width, quiet."""

import pytest
from django.test import Client

from tests import crawler
from tests.browser.axe import violations
from tests.browser.looks import RULES, looks
from tests.town import build_town


@pytest.fixture
def town(transactional_db):
    return build_town()


def kinds_of_page():
    """An address of each kind; of kinds that come with the same page, to the letter, one address.

    Most of those say that there is nothing here.
    """
    client = Client(raise_request_exception=False)
    pages = {}
    for kind, address in crawler.one_of_each_kind(client).items():
        response = client.get(address)
        if crawler.is_a_page(response):
            pages.setdefault(response.content, (kind, address))
    return dict(pages.values())


def test_axe_would_find_a_violation(page, live_server):
    page.goto(f"{live_server.url}/nowhere/")
    page.evaluate("document.body.append(document.createElement('img'))")
    assert "image-alt" in dict(violations(page))


def test_no_page_has_an_accessibility_violation_or_scrolls_sideways(town, live_server, page):
    kinds = kinds_of_page()
    assert len(kinds) > 12
    for kind, address in kinds.items():
        page.goto(live_server.url + address)
        for width, scheme in looks(page):
            assert violations(page, RULES[scheme]) == [], (kind, address, width, scheme)
            wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert wider <= 0, (kind, address, width)
        # Whoever did nothing but read is remembered nowhere.
        assert page.context.cookies() == [], (kind, address)
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0, (kind, address)
