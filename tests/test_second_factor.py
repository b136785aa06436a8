"""Second factors: who must have one, that there is no way past one, and what is asked for again."""

import time
from datetime import timedelta
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group, Permission
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from opinion.logins import tasks, throttle
from opinion.logins.models import Login
from tests.newsroom import make_article, make_comment, make_draft, make_user

pytestmark = pytest.mark.django_db
PASSWORD = "a long password"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def account(publication):
    return make_user("olive", group="Editors", password=PASSWORD)


@pytest.fixture
def app(account):
    """Olive's authenticator app; the request is only for the site's name."""
    return TOTP.activate(account, SECRET)


def code(shift=0) -> str:
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30 + shift))


def give_password(client, **more):
    fields = {"username": "olive", "password": PASSWORD, "next": "/admin/"} | more
    return client.post("/admin/login/", fields)


def give_code(client, given):
    return client.post("/admin/account/second-factor/authenticate/", {"code": given})


def test_a_password_alone_opens_nothing_for_who_has_a_second_factor(client, app):
    page = give_password(client)
    assert page["Location"] == "/admin/account/second-factor/authenticate/"
    for path in ("/admin/", "/admin/account/", "/admin/articles/article/"):
        assert client.get(path).status_code == 302
    assert give_code(client, code())["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_wrong_codes_delay_the_next_as_wrong_passwords_do(client, account, app):
    give_password(client)
    for _time in range(throttle.HERE.free):
        assert "Incorrect code" in give_code(client, "000000").content.decode()
    assert "Too many attempts" in give_code(client, code()).content.decode()
    assert client.get("/admin/").status_code == 302
    assert account.logins.filter(kind=Login.Kind.WRONG_CODE).count() == throttle.HERE.free


def test_a_code_works_once(client, app):
    once = code()
    give_password(client)
    give_code(client, once)
    other = Client()
    give_password(other)
    assert give_code(other, once).status_code == 200
    assert other.get("/admin/").status_code == 302


def test_a_recovery_code_stands_in_for_a_lost_device_once(client, account, app):
    first, *_others = RecoveryCodes.activate(account).get_unused_codes()
    for expected in (302, 200):
        browser = Client()
        give_password(browser)
        assert give_code(browser, first).status_code == expected


def test_what_was_typed_comes_back_after_the_second_factor(client, account, app):
    draft = make_draft()
    kept = {
        "typed:headline": "Nothing is lost",
        "next": f"/admin/articles/article/{draft.pk}/change/",
    }
    assert give_password(client, **kept).status_code == 302
    page = client.get(give_code(client, code())["Location"])
    assert "Nothing is lost" in page.content.decode()
    assert page.context["typed"].fields == [("headline", "Nothing is lost")]


def test_seeds_and_codes_are_not_in_the_database_in_clear(account, app):
    RecoveryCodes.activate(account)
    for row in Authenticator.objects.all():
        assert SECRET not in str(row.data)
        assert ":" in row.data.get("secret", row.data.get("seed"))


def test_where_their_key_is_lost_no_code_is_right_and_no_page_breaks(
    client, account, app, settings
):
    RecoveryCodes.activate(account)
    settings.CONTACT_KEYS = {"another": b"a" * 32}
    give_password(client)
    for given in (code(), "12345678"):
        assert "Incorrect code" in give_code(client, given).content.decode()
    client.force_login(account)
    assert client.get("/admin/account/second-factor/").status_code == 200


# --- Who must have one ---


@pytest.fixture
def strict(settings):
    settings.SECOND_FACTOR_GROUPS = ["Editors", "superusers"]


def test_who_must_have_one_and_has_none_sets_it_up_and_can_do_nothing_else(client, strict):
    assert give_password(client)["Location"] == "/admin/account/second-factor/"
    for path in ("/admin/", "/admin/articles/article/", "/admin/password_change/"):
        assert client.get(path).status_code == 302
    assert client.get("/admin/login/")["Location"] == "/admin/account/second-factor/"
    page = client.get("/admin/account/second-factor/totp/activate/")
    secret = page.context["form"].secret
    given = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    client.post("/admin/account/second-factor/totp/activate/", {"code": given})
    assert client.get("/admin/articles/article/").status_code == 200


def test_a_member_of_no_such_group_goes_straight_in(client, strict):
    make_user("mo", group="Moderators", password=PASSWORD)
    assert give_password(client, username="mo")["Location"] == "/admin/"


def test_superusers_can_be_asked_for_one_as_well(client, strict):
    make_user("chief", is_superuser=True, password=PASSWORD)
    assert give_password(client, username="chief")["Location"] == "/admin/account/second-factor/"


def test_whoever_must_have_one_keeps_the_last(client, strict, account, app):
    client.force_login(account)
    page = client.post("/admin/account/second-factor/totp/deactivate/")
    assert page.status_code == 200
    assert Authenticator.objects.filter(user=account).exists()


def test_a_lost_one_is_removed_by_a_superuser_and_by_nobody_else(client, account, app):
    helper, chief = make_user("helper"), make_user("chief", is_superuser=True)
    helper.user_permissions.set(Permission.objects.filter(codename__endswith="_user"))
    chosen = {"action": "remove_second_factors", "_selected_action": [account.pk]}
    for user, are_left in ((helper, True), (chief, False)):
        client.force_login(user)
        client.post("/admin/authors/user/", chosen)
        assert Authenticator.objects.filter(user=account).exists() is are_left


# --- What is asked for again ---


def wait_long(client):
    session = client.session
    session["entered_at"] -= 3_600
    session.save()


GRAVE = [
    "/admin/authors/user/add/",
    "/admin/authors/user/{pk}/change/",
    "/admin/authors/user/{pk}/password/",
    "/admin/authors/user/{pk}/delete/",
    "/admin/auth/group/add/",
]


def test_accounts_are_changed_only_by_who_proved_who_they_are_just_now(client, account):
    chief = make_user("chief", is_superuser=True, password=PASSWORD)
    client.force_login(chief)
    for path in GRAVE:
        assert client.get(path.format(pk=account.pk)).status_code == 200
    wait_long(client)
    for path in GRAVE:
        asked = client.get(path.format(pk=account.pk))
        assert asked["Location"].startswith("/admin/account/confirm/?next=")
    assert client.get("/admin/authors/user/").status_code == 200
    assert client.post("/admin/authors/user/", {"action": "delete_selected"}).status_code == 302
    confirmed = client.post(asked["Location"], {"password": PASSWORD, "next": "/admin/auth/group/"})
    assert confirmed["Location"] == "/admin/auth/group/"
    assert client.get(GRAVE[0]).status_code == 200


def test_a_readers_address_is_shown_only_to_who_proved_who_they_are_just_now(client):
    comment = make_comment(make_article())
    client.force_login(make_user("mo", group="Moderators", password=PASSWORD))
    path = f"/admin/comments/comment/{comment.pk}/address/"
    assert "ana@readers.example.org" in client.post(path).content.decode()
    wait_long(client)
    assert client.post(path)["Location"].startswith("/admin/account/confirm/")
    assert comment.contact.looks.count() == 1


def test_what_was_typed_into_a_grave_form_comes_back(client):
    client.force_login(make_user("chief", is_superuser=True, password=PASSWORD))
    wait_long(client)
    fields = {"name": "Night desk", "permissions": []}
    asked = client.post("/admin/auth/group/add/", fields)
    client.post(asked["Location"], {"password": PASSWORD})
    page = client.get("/admin/account/again/")
    assert page.context["typed"].fields == [("name", "Night desk")]
    assert not Group.objects.filter(name="Night desk").exists()


def test_a_second_factor_is_what_is_asked_for_where_there_is_one(client, account, app):
    account.is_superuser = True
    account.save()
    client.force_login(account)
    wait_long(client)
    asked = client.get("/admin/auth/group/add/")
    assert asked["Location"].startswith("/admin/account/second-factor/reauthenticate/")
    client.post(asked["Location"], {"code": code(), "next": "/admin/auth/group/add/"})
    assert client.get("/admin/auth/group/add/").status_code == 200


# --- Sessions ---


def test_ones_sessions_are_listed_and_ended_one_by_one_or_all_but_this(account):
    here, there, elsewhere = Client(), Client(), Client()
    for browser in (here, there, elsewhere):
        give_password(browser)
    listed = here.get("/admin/account/sessions/").context["sessions"]
    assert len(listed) == 3
    here.post("/admin/account/sessions/", {"session": listed[1].pk})
    assert [one.get("/admin/").status_code for one in (here, there, elsewhere)] == [200, 302, 200]
    here.post("/admin/account/sessions/")
    assert [one.get("/admin/").status_code for one in (here, there, elsewhere)] == [200, 302, 302]


def test_nobody_ends_the_session_of_another(account):
    here, theirs = Client(), Client()
    give_password(here)
    make_user("sam", password=PASSWORD)
    give_password(theirs, username="sam")
    for number in (UserSession.objects.get(user__username="sam").pk, "0", "x", "9" * 40):
        assert here.post("/admin/account/sessions/", {"session": number}).status_code == 302
    assert theirs.get("/admin/").status_code == 200


def test_what_is_over_is_forgotten_at_night(client, account):
    give_password(client)
    Session.objects.update(expire_date=timezone.now())
    Login.objects.update(at=timezone.now() - timedelta(days=91))
    tasks.forget_logins(0)
    for kept in (Session, UserSession, Login):
        assert not kept.objects.exists()


def test_a_new_key_seals_second_factors_too(client, account, app, settings):
    settings.CONTACT_KEYS = {"new": b"n" * 32, **settings.CONTACT_KEYS}
    call_command("rotate_contact_keys", stdout=StringIO())
    settings.CONTACT_KEYS = {"new": b"n" * 32}
    give_password(client)
    assert give_code(client, code()).status_code == 302


@pytest.mark.parametrize(
    "path",
    ["", "second-factor/", "sessions/", "again/", "second-factor/totp/activate/"],
)
def test_nobody_sees_a_page_about_an_account_without_logging_in(client, path):
    answer = client.get(f"/admin/account/{path}")
    assert answer.status_code == 302
    assert "/login/" in answer["Location"]
