"""A reader meets a reference whose link is gone, on the screen and on paper."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.looks import looks
from tests.test_gone_links import COPY, PAGE, lose, make_article

ADDRESS_ON_PAPER = "link => getComputedStyle(link, '::after').content"


@pytest.fixture
def address(publication):
    article = make_article()
    lose()
    return article.get_absolute_url()


@pytest.mark.parametrize("scripts", [True, False])
def test_the_copy_is_offered_beside_the_link(address, open_page, scripts):
    page = open_page(java_script_enabled=scripts)
    page.goto(address)
    reference = page.locator("#ref-1")
    expect(reference.get_by_role("link", name="archived copy")).to_have_attribute("href", COPY)
    link = reference.get_by_role("link", name=PAGE)
    expect(link).to_have_attribute("href", PAGE)
    expect(link).to_have_attribute("data-versionurl", COPY)


def test_paper_says_where_the_copy_is(address, page):
    page.goto(address)
    copy = page.get_by_role("link", name="archived copy")
    assert copy.evaluate(ADDRESS_ON_PAPER) == "none"
    page.emulate_media(media="print")
    expect(copy).to_be_visible()
    assert COPY in copy.evaluate(ADDRESS_ON_PAPER)


def test_it_can_be_read_by_everybody(address, open_page):
    # axe writes styles of its own into the page, which our policy rightly blocks.
    page = open_page(bypass_csp=True)
    page.goto(address)
    for width, scheme in looks(page):
        within = {"include": [["section.references"]]}
        assert not violations(page, within=within), (width, scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
