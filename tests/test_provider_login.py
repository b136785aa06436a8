"""Sign-in by OpenID Connect, with a real provider: who comes in by it, and who does not."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from authors.models import User
from benchmarks.programs import free_port
from opinion import login_provider
from opinion.logins import second_factor
from opinion.logins.models import Login
from opinion.logins.provider import ID, OutletAdapter
from tests.login_provider import ask, there
from tests.login_provider import issuer as issuer
from tests.newsroom import make_user

pytestmark = pytest.mark.django_db
CODES = "/admin/account/second-factor/authenticate/"


@pytest.fixture(autouse=True)
def provider(publication, issuer, settings):
    settings.PUBLIC_URL = "http://testserver"
    return ask(issuer, settings)


@pytest.fixture
def olive():
    """Invited, and without a password so far."""
    return make_user("olive", group="Editors")


def way_back(browser, sub, start="/admin/account/provider/go/?next=/admin/account/"):
    """To the provider and through it: the address by which it sends us back."""
    to = browser.get(start)
    assert to.status_code == 302, to.content.decode()
    answer = requests.post(to["Location"], data={"sub": sub}, allow_redirects=False, timeout=5)
    return answer.headers["Location"].removeprefix("http://testserver")


def come(browser, sub, **more):
    return browser.get(way_back(browser, sub, **more))


def is_in(browser) -> bool:
    return browser.get("/admin/").status_code == 200


def test_who_was_invited_comes_in_by_their_verified_address_and_needs_no_password(
    client, issuer, olive
):
    olive.set_unusable_password()
    olive.save()
    assert "Continue with The House" in client.get("/admin/login/?next=/admin/").content.decode()
    assert come(client, there(issuer, "1", "Olive@Staff.example.org"))["Location"] == (
        "/admin/account/"
    )
    assert is_in(client)
    assert olive.logins.get().kind == Login.Kind.ENTERED
    tie = SocialAccount.objects.get(user=olive)
    assert tie.extra_data == {} and len(tie.uid) == 64


def test_from_then_on_the_account_is_theirs_whatever_becomes_of_the_address(client, issuer, olive):
    come(client, there(issuer, "1"))
    other = Client()
    come(other, there(issuer, "1", "olive@married.example.org"))
    assert is_in(other)
    # Somebody new got the address there.
    third = Client()
    assert "No account here belongs" in come(third, there(issuer, "2")).content.decode()
    assert not is_in(third)


def test_nobody_else_comes_in_and_no_account_is_made(issuer, olive):
    make_user("reader", is_staff=False)
    make_user("left", is_active=False)
    make_user("mike")
    for sub, email, verified in (
        ("stranger", "stranger@staff.example.org", True),
        ("unsure", "olive@staff.example.org", False),
        ("reader", "reader@staff.example.org", True),
        ("left", "left@staff.example.org", True),
        ("lookalike", "m\u0131ke@staff.example.org", True),
        ("none", None, True),
        ("strange", {"a": "b"}, True),
    ):
        browser = Client()
        answer = come(browser, there(issuer, sub, email, verified))
        assert answer.status_code == 403, sub
        assert not is_in(browser), sub
    assert User.objects.count() == 4
    assert not SocialAccount.objects.exists() and not Login.objects.exists()


def test_it_is_no_way_round_a_second_factor(client, issuer, olive, settings):
    settings.SECOND_FACTOR_GROUPS = ["Editors"]
    owing = Client()
    assert come(owing, there(issuer, "1"))["Location"] == "/admin/account/second-factor/"
    assert not is_in(owing)
    TOTP.activate(olive, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    assert come(client, "1")["Location"] == CODES
    assert not is_in(client)


def test_a_way_back_works_once_in_the_browser_that_began_it_and_nonsense_breaks_nothing(
    client, issuer, olive
):
    back = way_back(client, there(issuer, "1"))
    assert Client().get(back).status_code == 403
    assert client.get(back).status_code == 302
    for query in ("", "?code=1", "?state=1&code=2", "?error=access_denied", "?state=%00&error=x"):
        answer = Client().get(f"/admin/account/provider/back/{query}")
        assert answer.status_code == 403, query
        assert "was not completed" in answer.content.decode()
    state = parse_qs(urlsplit(back).query)["state"][0]
    browser = Client()
    begun = parse_qs(urlsplit(browser.get("/admin/account/provider/go/")["Location"]).query)
    assert begun["state"] != [state]
    assert begun["code_challenge_method"] == ["S256"] and begun["max_age"] == ["1800"]
    refused = browser.get(f"/admin/account/provider/back/?state={begun['state'][0]}&code=guessed")
    assert refused.status_code == 403 and not is_in(browser)


def test_a_provider_that_is_away_or_another_one_is_told_and_lets_nobody_in(
    client, issuer, olive, provider, monkeypatch
):
    back = way_back(client, there(issuer, "1"))
    provider["server_url"] = f"http://localhost:{free_port()}"
    for address in ("/admin/account/provider/go/", back):
        assert client.get(address).status_code == 503
    # It describes itself by the name that it is called by.
    provider["server_url"] = issuer.replace("localhost", "127.0.0.1")
    described = {"issuer": "https://elsewhere.example.org"}
    provider["openid_configuration_overrides"] = described
    assert client.get("/admin/account/provider/go/").status_code == 503
    described |= {"issuer": provider["server_url"], "token_endpoint": "file:///etc/passwd"}
    assert client.get("/admin/account/provider/go/").status_code == 503


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"id_token": 7},
        {"id_token": "a.b.c"},
        {"access_token": ["a"], "id_token": "e30.e30."},
    ],
)
def test_an_answer_that_names_nobody_lets_nobody_in(client, issuer, olive, monkeypatch, told):
    def answer(adapter, *args, **kwargs):
        adapter.did_fetch_access_token = True
        return {"access_token": "token"} | told

    monkeypatch.setattr(OutletAdapter, "get_access_token_data", answer)
    assert come(client, there(issuer, "1")).status_code == 403
    assert not is_in(client)


@pytest.mark.parametrize(
    "claims", [{"sub": ""}, {"sub": 7}, {"sub": "1", "auth_time": time.time() - 3_600}, {}]
)
def test_claims_about_nobody_or_of_long_ago_let_nobody_in(
    client, issuer, olive, monkeypatch, claims
):
    monkeypatch.setattr(OutletAdapter, "_decode_id_token", lambda *_args: claims)
    assert come(client, there(issuer, "1")).status_code == 403
    monkeypatch.setattr(OutletAdapter, "_decode_id_token", lambda *_args: {"sub": "another"})
    assert come(client, "1").status_code == 403
    assert not is_in(client)


def age(browser):
    """As if they had come in hours ago."""
    session = browser.session
    session[second_factor.ENTERED] = 0
    session["account_authentication_methods"] = []
    session.save()


def test_what_is_grave_is_asked_again_of_the_provider_where_there_is_nothing_else(
    client, issuer, olive
):
    User.objects.filter(pk=olive.pk).update(is_superuser=True)
    come(client, there(issuer, "1"))
    olive.set_unusable_password()
    age(client)
    page = client.get("/admin/auth/group/add/", follow=True)
    assert page.redirect_chain == [
        ("/admin/account/provider/?next=%2Fadmin%2Fauth%2Fgroup%2Fadd%2F", 302)
    ]
    there_again = "/admin/account/provider/go/?next=/admin/auth/group/add/"
    assert there_again in page.content.decode().replace("%2F", "/")
    make_user("bo")
    refused = come(client, there(issuer, "2", "bo@staff.example.org"))
    assert "another account" in refused.content.decode()
    assert come(client, "1", start=there_again)["Location"] == "/admin/auth/group/add/"
    assert client.get("/admin/auth/group/add/").status_code == 200
    # Whoever has a second factor is asked for that, whatever the provider says.
    TOTP.activate(olive, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    age(client)
    come(client, "1", start=there_again)
    assert client.get("/admin/auth/group/add/").status_code == 302


def test_words_typed_before_the_login_ran_out_come_back_after_it(client, issuer, olive):
    typed = {"typed:headline": "The last train", "next": "/admin/articles/article/add/"}
    page = client.post("/admin/account/provider/", typed)
    assert "Continue with The House" in page.content.decode()
    start = "/admin/account/provider/go/?next=/admin/account/again/"
    assert come(client, there(issuer, "1"), start=start)["Location"] == "/admin/account/again/"
    assert "The last train" in client.get("/admin/account/again/").content.decode()


def test_who_is_sent_by_another_site_is_asked_first_and_leads_nowhere_else(client):
    page = client.get(
        "/admin/account/provider/go/?next=https://evil.test/",
        headers={"sec-fetch-site": "cross-site"},
    )
    assert page.status_code == 200
    assert "evil.test" not in page.content.decode()
    assert 'href="/admin/account/provider/go/?next=%2Fadmin%2F"' in page.content.decode()


def test_a_flood_of_them_asks_nobody(client, issuer):
    answers = [client.get("/admin/account/provider/go/").status_code for _time in range(20)]
    assert 429 in answers


def test_a_superuser_unties_an_account(client, issuer, olive):
    come(Client(), there(issuer, "1"))
    client.force_login(make_user("chief", is_superuser=True))
    client.post("/admin/authors/user/", {"action": "untie", "_selected_action": [olive.pk]})
    assert not SocialAccount.objects.exists()


def test_without_a_provider_there_is_nothing_of_it(client, settings):
    settings.SOCIALACCOUNT_PROVIDERS = {}
    assert "Continue with" not in client.get("/admin/login/").content.decode()
    for path in ("", "go/", "back/"):
        assert client.get(f"/admin/account/provider/{path}").status_code == 404


def test_the_environment_names_one_and_never_over_http(monkeypatch):
    assert login_provider.read() == ("", {})
    monkeypatch.setenv("OIDC_ISSUER", "https://login.example.org/")
    monkeypatch.setenv("OIDC_VERIFIED_DOMAINS", "staff.example.org")
    name, providers = login_provider.read()
    told = providers[ID]["APP"]["settings"]
    assert (name, told["server_url"]) == ("login.example.org", "https://login.example.org")
    assert told["verified_email"] == ["staff.example.org"]
    monkeypatch.setenv("OIDC_ISSUER", "http://login.example.org")
    with pytest.raises(ImproperlyConfigured, match="OIDC_ISSUER"):
        login_provider.read()
