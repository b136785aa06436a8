"""Sign-in by OpenID Connect in a real browser, which a real provider sends back to us."""

import re

import pytest
from playwright.sync_api import expect

from tests.login_provider import ask, there
from tests.login_provider import issuer as issuer
from tests.newsroom import make_publication, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def test_who_was_invited_comes_in_by_the_outlets_provider_without_javascript(
    issuer, settings, live_server, open_page
):
    make_publication()
    make_user("olive", group="Editors")
    settings.PUBLIC_URL = live_server.url
    ask(issuer, settings)
    there(issuer, "olive there")
    there(issuer, "a stranger", "stranger@elsewhere.example.org")
    page = open_page(java_script_enabled=False, viewport={"width": 390, "height": 800})
    # The provider's style sheet lies elsewhere.
    page.context.route(re.compile("^https:"), lambda route: route.fulfill(body=""))
    page.goto("/admin/articles/article/")
    page.get_by_role("link", name="Continue with The House").click()
    assert page.url.startswith(issuer)
    page.get_by_placeholder("sub").fill("olive there")
    page.get_by_role("button", name="Authorize").click()
    expect(page).to_have_url(f"{live_server.url}/admin/articles/article/")
    expect(page.get_by_role("link", name="Your account")).to_be_attached()

    page.get_by_role("button", name="Log out", exact=True).first.click()
    page.goto("/admin/")
    page.get_by_role("link", name="Continue with The House").click()
    page.get_by_placeholder("sub").fill("a stranger")
    page.get_by_role("button", name="Authorize").click()
    expect(page.get_by_text("No account here belongs")).to_be_visible()
