"""Every kind of public page in a real browser: accessible, within its width, quiet."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client

from tests import crawler
from tests.town import build_town

WIDTHS = {"desk": 1280, "phone": 390}
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def town(transactional_db):
    return build_town()


def one_of_each_kind():
    """An address for each pair of URL pattern and status, so that no layout is left out."""
    client = Client(raise_request_exception=False)
    kinds = {}
    for address in sorted(crawler.pattern_addresses()):
        response = client.get(address)
        if response.headers.get("Content-Type", "").startswith("text/html") and response.content:
            name = response.resolver_match.view_name if response.resolver_match else "none"
            kinds.setdefault((name, response.status_code), address)
    kinds["nowhere", 404] = "/nowhere/"
    return kinds


def violations(page):
    found = Axe().run(page, options={"runOnly": STANDARDS}).response["violations"]
    return [
        (violation["id"], [node["html"][:200] for node in violation["nodes"]])
        for violation in found
    ]


def test_axe_would_find_a_violation(page, live_server):
    page.goto(f"{live_server.url}/nowhere/")
    page.evaluate("document.body.append(document.createElement('img'))")
    assert "image-alt" in dict(violations(page))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS.keys())
def test_no_page_has_an_accessibility_violation_or_scrolls_sideways(
    town, live_server, page, width, scheme
):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    kinds = one_of_each_kind()
    assert len(kinds) > 12
    for kind, address in kinds.items():
        page.goto(live_server.url + address)
        assert violations(page) == [], (kind, address)
        wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wider <= 0, (kind, address)
