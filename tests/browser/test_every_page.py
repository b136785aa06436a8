"""Every kind of public page in a real browser: accessible, within its width, quiet."""

import pytest
from django.test import Client

from tests import crawler
from tests.browser.axe import violations
from tests.browser.looks import ALL, PAIR, assert_accessible_where_new
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
    for kind, (address, response) in crawler.one_answer_of_each_kind(client).items():
        if crawler.is_a_page(response):
            pages.setdefault(response.content, (kind, address))
    return dict(pages.values())


def test_axe_would_find_a_violation(page, live_server):
    page.goto(f"{live_server.url}/nowhere/")
    page.evaluate("document.body.append(document.createElement('img'))")
    assert "image-alt" in dict(violations(page))


def test_no_page_has_an_accessibility_violation_or_scrolls_sideways(town, live_server, page):
    kinds, seen = kinds_of_page(), set()
    assert len(kinds) > 12
    for kind, address in kinds.items():
        page.goto(live_server.url + address)
        wanted = ALL if kind == ("article", 200) else PAIR
        assert_accessible_where_new(page, seen, (kind, address), wanted)
        # Whoever did nothing but read is remembered nowhere.
        assert page.context.cookies() == [], (kind, address)
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0, (kind, address)
