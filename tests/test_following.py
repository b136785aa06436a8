"""Following a thread without answering it, and stopping again."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from comments.models import Confirmation, Reader, Subscription
from comments.readers import device_cookie
from comments.security import signing
from comments.security.signing import Purpose
from tests.followers import make_follower, make_reader
from tests.newsroom import make_draft

pytestmark = pytest.mark.django_db

PAGE = "/2024/01/the-last-train/follow/"
OURS = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}
FAY = {"email": "fay@readers.example.org", "rhythm": "daily"}


def ask(client, headers=OURS, **typed):
    return client.post(PAGE, FAY | typed, headers=headers)


def answer(response):
    return response.status_code, response.headers.get("Location"), response.cookies.output()


def test_the_page_is_private_and_opening_it_does_nothing(article, client):
    page = client.get(PAGE)
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert "Your email address will not be published." in page.content.decode()
    assert not page.cookies
    assert not Confirmation.objects.exists()


def test_an_address_is_asked_before_anything_is_sent_to_it(article, client):
    response = ask(client)
    assert answer(response) == (303, f"{PAGE}?done", "")
    assert "Check your inbox" in client.get(f"{PAGE}?done").content.decode()
    confirmation = Confirmation.objects.get()
    assert confirmation.article == article
    assert confirmation.wishes == [["thread", "daily"]]
    assert not Subscription.objects.exists()


def test_a_recognised_browser_follows_at_once(article, client):
    reader = make_reader(FAY["email"])
    client.cookies[device_cookie.COOKIE] = signing.sign(
        Purpose.DEVICE, [reader.pk, reader.device_key]
    )
    ask(client)
    assert Subscription.objects.get().reader == reader
    assert Subscription.objects.get().rhythm == "daily"
    assert not Confirmation.objects.exists()
    ask(client, email="somebody@else.example")
    assert Subscription.objects.count() == 1
    assert Confirmation.objects.count() == 1


# Failure 17: nobody learns from the answer whether an address is known.
def test_the_answer_is_the_same_whatever_is_known_about_the_address(article):
    reader = make_follower(article, "known@readers.example.org")
    recognised = Client()
    recognised.cookies[device_cookie.COOKIE] = signing.sign(
        Purpose.DEVICE, [reader.pk, reader.device_key]
    )
    make_reader("confirmed@readers.example.org")
    answers = {
        answer(ask(Client(), email="unknown@readers.example.org")),
        answer(ask(Client(), email="confirmed@readers.example.org")),
        answer(ask(Client(), email="known@readers.example.org")),
        answer(ask(recognised, email="known@readers.example.org")),
        answer(ask(Client(), more_words="https://spam.example/")),
        *(answer(ask(Client(), email="often@readers.example.org")) for _time in range(5)),
    }
    assert answers == {(303, f"{PAGE}?done", "")}


# Failure 19: a confirmation mail is no bomb.
def test_an_address_is_asked_a_few_times_a_day_only(article, client, settings, time_machine):
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    for number in range(6):
        client.post(PAGE, FAY, headers=OURS, REMOTE_ADDR=f"198.51.{number}.7")
    assert Confirmation.objects.count() == settings.CONFIRMATIONS_PER_ADDRESS
    time_machine.move_to(now + timedelta(days=1, seconds=1), tick=False)
    ask(client)
    assert Confirmation.objects.count() == settings.CONFIRMATIONS_PER_ADDRESS + 1


def test_a_network_asks_a_few_addresses_a_day_only(article, client, settings):
    settings.CONFIRMATIONS_PER_NETWORK = 4
    for number in range(6):
        typed = FAY | {"email": f"r{number}@readers.example.org"}
        client.post(PAGE, typed, headers=OURS, REMOTE_ADDR=f"198.51.100.{number}")
    assert Confirmation.objects.count() == 4


def test_who_fills_in_the_hidden_field_gets_no_mail_sent(article, client):
    ask(client, more_words="https://spam.example/")
    assert not Confirmation.objects.exists()


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"email": ""}, "Enter your email address."),
        ({"email": "fay"}, "Enter a complete email address, like name@example.org."),
        (
            {"email": "fay@readers.example.org\r\nBcc: all@x.example"},
            "Enter a complete email address",
        ),
        ({"rhythm": "hourly"}, "Choose how often you want alerts."),
        ({"rhythm": ""}, "Choose how often you want alerts."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(article, client, typed, message):
    page = ask(client, **typed)
    assert page.status_code == 422
    assert message in page.content.decode()
    kept = typed.get("email", FAY["email"]).partition("\r")[0]
    assert f'value="{kept}' in page.content.decode() or not kept
    assert not Confirmation.objects.exists()


def test_a_huge_post_is_not_read(article, client):
    page = ask(client, email="a" * 20_000)
    assert page.status_code == 413
    assert "aaaa" not in page.content.decode()


def test_another_site_cannot_ask_and_the_address_stays(article):
    client = Client(enforce_csrf_checks=True)
    for headers in ({"origin": "https://evil.example"}, {}):
        page = ask(client, headers=headers)
        assert page.status_code == 403
        assert 'value="fay@readers.example.org"' in page.content.decode()
    assert not Confirmation.objects.exists()
    token = page.cookies["csrftoken"].value
    assert ask(client, headers={}, csrfmiddlewaretoken=token).status_code == 303
    assert Confirmation.objects.exists()


def test_what_cannot_be_seen_cannot_be_followed(article, client, editor):
    make_draft("Unfinished")
    for address in ("/2024/01/unfinished/follow/", "/2024/01/nothing/follow/"):
        assert client.get(address).status_code == 404
        assert client.post(address, FAY, headers=OURS).status_code == 404
    article.withdraw(by=editor, reason="Wrong.")
    assert client.get(PAGE).status_code == 410
    assert ask(client).status_code == 410
    assert not Confirmation.objects.exists()


@pytest.mark.parametrize("policy", ["closed", "read_only"])
def test_a_closed_thread_is_not_followed(article, client, editor, policy):
    from comments.models import Thread

    thread = Thread.objects.get_or_create(article=article)[0]
    thread.set_policy(policy, by=editor)
    assert "is closed to new comments" in client.get(PAGE).content.decode()
    assert ask(client).status_code == 409
    assert not Confirmation.objects.exists()


def test_a_database_that_is_away_gives_the_address_back(article, client, monkeypatch, caplog):
    from django.db import OperationalError

    def fail(*args, **kwargs):
        raise OperationalError("DETAIL: fay@readers.example.org")

    monkeypatch.setattr("comments.readers.subscription_views.Confirmation.objects.ask", fail)
    page = ask(client)
    assert page.status_code == 503
    assert "fay@readers.example.org" in page.content.decode()
    assert "fay@" not in caplog.text


# --- Stopping


def stop_address(*subscriptions):
    return f"/mail/stop/{signing.sign(Purpose.STOP, [one.pk for one in subscriptions])}/"


@pytest.fixture
def followed(article):
    return make_follower(article).subscriptions.get()


def test_opening_the_link_stops_nothing(followed, client):
    page = client.get(stop_address(followed))
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert "Unsubscribe" in page.content.decode()
    assert "fay" not in page.content.decode()
    assert Subscription.objects.active().exists()


# RFC 8058: from anywhere, without a cookie, a token or an origin of ours.
@pytest.mark.parametrize(
    "headers", [{}, {"origin": "https://mail.example"}, {"sec-fetch-site": "cross-site"}]
)
def test_one_click_in_a_mail_program_stops_them(followed, headers):
    client = Client(enforce_csrf_checks=True)
    typed = {"List-Unsubscribe": "One-Click"}
    for _twice in range(2):
        page = client.post(stop_address(followed), typed, headers=headers)
        assert page.status_code == 200
        assert "You have unsubscribed" in page.content.decode()
    assert not page.cookies
    assert not Subscription.objects.active().exists()


def test_one_click_may_come_as_a_url_encoded_form(followed, client):
    kind = "application/x-www-form-urlencoded"
    client.post(stop_address(followed), "List-Unsubscribe=One-Click", content_type=kind)
    assert not Subscription.objects.active().exists()


def test_a_post_that_says_nothing_stops_nothing(followed, client):
    assert client.post(stop_address(followed)).status_code == 200
    assert Subscription.objects.active().exists()


def test_mails_can_come_once_a_day_instead(followed, client):
    page = client.post(stop_address(followed), {"rhythm": "daily"})
    followed.refresh_from_db()
    assert followed.rhythm == "daily" and followed.ended_at is None
    assert "From now on you'll get a daily digest." in page.content.decode()
    assert 'value="daily"' not in page.content.decode()


# Failure 17: a link manages what it was made for, and nothing else.
def test_a_link_manages_nobody_elses(followed, client, article):
    other = make_follower(article, "gil@readers.example.org").subscriptions.get()
    client.post(stop_address(followed), {"List-Unsubscribe": "One-Click", "pk": other.pk})
    assert [*Subscription.objects.active()] == [other]


def test_wrong_links_are_the_404_of_any_page(followed, client, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    nowhere = client.get("/404/").content
    right = stop_address(followed)
    middle = right.index("/stop/") + 8
    wrong = [
        right[:middle] + ("a" if right[middle] != "a" else "b") + right[middle + 1 :],
        "/mail/stop/x/",
        f"/mail/stop/{signing.sign(Purpose.CONFIRM, [followed.pk])}/",
        f"/mail/stop/{signing.sign(Purpose.STOP, [followed.pk + 1])}/",
        f"/mail/stop/{signing.sign(Purpose.STOP, [])}/",
    ]
    for address in wrong:
        for page in (
            client.get(address),
            client.post(address, {"List-Unsubscribe": "One-Click"}),
        ):
            assert (page.status_code, page.content) == (404, nowhere)
    time_machine.shift(timedelta(days=731))
    assert client.get(right).status_code == 404
    assert Subscription.objects.active().exists()


def test_an_erased_readers_link_is_gone(followed, client):
    Reader.objects.get().erase()
    assert client.get(stop_address(followed)).status_code == 404
