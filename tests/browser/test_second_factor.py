"""Passkeys and apps in a real browser, whose authenticator is made of software."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.newsroom import make_publication, make_user

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "a long password"


@pytest.fixture
def account(transactional_db):
    make_publication()
    return make_user("olive", group="Editors", password=PASSWORD)


def attach_authenticator(page):
    """A passkey's device in the browser, which its owner unlocks each time."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    options |= {"hasUserVerification": True, "isUserVerified": True}
    options |= {"automaticPresenceSimulation": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def give_password(page):
    page.goto("/admin/login/")
    page.get_by_label("Username").fill("olive")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()


def log_out(page):
    page.get_by_role("button", name="Log out", exact=True).first.click()


def test_a_passkey_is_added_and_opens_the_newsroom_with_and_without_a_password(account, page):
    attach_authenticator(page)
    give_password(page)
    page.get_by_role("link", name="Your account").click()
    page.get_by_role("link", name=re.compile("Second factor")).click()
    page.locator(".account-panel").get_by_role("link", name="Add").click()
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("heading", name="Recovery Codes")).to_be_visible()
    log_out(page)

    give_password(page)
    page.get_by_role("button", name="Use a security key").click()
    expect(page.get_by_role("heading", name="Newsroom")).to_be_visible()
    log_out(page)

    page.goto("/admin/login/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="Newsroom")).to_be_visible()


def test_an_app_is_set_up_without_javascript_and_asked_at_the_next_login(account, open_page):
    page = open_page(java_script_enabled=False, viewport={"width": 390, "height": 800})
    give_password(page)
    page.goto("/admin/account/second-factor/totp/activate/")
    secret = page.locator("#authenticator_secret, input[disabled]").first.input_value()
    given = hotp_value(secret, int(time.time()) // 30)
    page.get_by_label("Authenticator code").fill(format_hotp_value(given))
    page.get_by_role("button", name="Activate").click()
    codes = page.get_by_label("Unused codes").input_value().split()
    assert len(codes) == 10
    log_out(page)
    give_password(page)
    page.get_by_label("Code").fill(codes[0])
    page.get_by_role("button", name="Sign In").click()
    expect(page.get_by_role("heading", name="Newsroom")).to_be_visible()


PAGES = [
    "",
    "second-factor/",
    "second-factor/totp/activate/",
    "second-factor/webauthn/add/",
    "sessions/",
    "confirm/",
    "password/",
]


def test_pages_about_ones_account_can_be_read_and_fit_a_phone(account, page):
    give_password(page)
    for path in PAGES:
        page.goto(f"/admin/account/{path}")
        page.set_viewport_size({"width": 390, "height": 900})
        wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wider <= 0, path
        assert violations(page) == [], path
