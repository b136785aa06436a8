"""Secret words open one door each, for a time, and to a button only. Failures 6, 16, 17, 18, 24."""

import html
import json
import pickle
import re
from datetime import timedelta

import pytest
from django.conf import settings as site_settings
from django.core import mail
from django.core import signing as django_signing
from django.test import Client
from django.utils import timezone

from comments.models import Comment, Confirmation, Receipt, Subscription
from comments.readers import device_cookie
from comments.security import form_time, signing
from comments.security.signing import Purpose
from tests import crawler
from tests.failures.site import (
    ANA,
    BO,
    OURS,
    everything_stored,
    make_known,
    send,
    stored_text,
    trusting,
    work,
)
from tests.followers import make_follower
from tests.newsroom import make_comment, make_published_comment

pytestmark = pytest.mark.django_db
RECEIPT_DOORS = ("", "edit/", "withdraw/", "follow/", "export/", "erase/")


def page_of(response) -> tuple:
    return response.status_code, response.content


# --- 6


def test_failure_06_a_receipt_is_random_and_kept_hashed(article):
    tokens = set()
    for number in range(20):
        address = send(article, text=f"Thought {number}", address=f"203.0.113.{number}")["Location"]
        (token,) = re.fullmatch(r"/receipt/([A-Za-z0-9_-]{22})/", address).groups()
        tokens.add(token)
    assert len(tokens) == 20
    stored = stored_text()
    for token in tokens:
        assert token not in stored
        assert token.encode().hex() not in stored
    # Nothing in it counts up: no two share a place by more than chance.
    assert all(len({token[place] for token in tokens}) > 4 for place in range(21))


def test_failure_06_a_wrong_receipt_is_the_same_404_as_none(article, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    comment = make_comment(article)
    token = Receipt.objects.issue(comment)
    none = page_of(Client().get("/404/"))
    assert none[0] == 404
    old = Receipt.objects.issue(comment, at=timezone.now() - timedelta(days=400))
    wrong = [token[:-1], token + "A", token[::-1], token.swapcase(), "A" * 22, old, "", "%00", "."]
    for word in wrong:
        for door in RECEIPT_DOORS:
            assert page_of(Client().get(f"/receipt/{word}/{door}")) == none, (word, door)
    comment.erase()
    assert page_of(Client().get(f"/receipt/{token}/")) == none


def test_failure_06_a_receipt_ends(article, time_machine):
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    token = Receipt.objects.issue(make_comment(article))
    life = timedelta(days=site_settings.CONTACT_RETENTION_DAYS)
    time_machine.move_to(now + life - timedelta(minutes=1), tick=False)
    assert Client().get(f"/receipt/{token}/").status_code == 200
    time_machine.move_to(now + life, tick=False)
    assert Client().get(f"/receipt/{token}/").status_code == 404


def test_failure_06_a_receipt_is_of_one_comment_and_kept_by_nobody(article):
    token = Receipt.objects.issue(make_comment(article, "Of Ana.", name="Ana"))
    make_comment(article, "qwother thought.", name="Ana")
    for door in RECEIPT_DOORS:
        answer = Client().get(f"/receipt/{token}/{door}")
        assert answer.status_code == 200
        assert "qwother" not in answer.text
        assert answer["Cache-Control"] == "no-store"
        assert answer["X-Robots-Tag"] == "noindex"
        assert answer["Referrer-Policy"] == "same-origin"
        assert not answer.cookies


def test_failure_06_links_of_a_held_comment_are_inert(article, moderator):
    comment = make_comment(article, "See https://pills.example/ now.")
    address = f"/receipt/{Receipt.objects.issue(comment)}/"
    held = Client().get(address).text
    assert 'href="https://pills.example' not in held
    assert "https://pills.example/" in held
    comment.approve(by=moderator)
    assert 'href="https://pills.example' in Client().get(address).text


# --- 16


@pytest.fixture
def keys(article, moderator):
    """One good word of every kind that the site gives out."""
    ana = make_known(article, moderator)
    comment = make_comment(article, "Of Ana.", email=ANA)
    asked = Confirmation.objects.ask(ANA, "203.0.113.51", None)
    confirmation = Confirmation.objects.ask(BO, "203.0.113.52", article, comment)
    followed = Subscription.objects.start(ana, "thread", article)
    staff = Client()
    staff.force_login(moderator)
    return {
        "receipt": Receipt.objects.issue(comment),
        "confirm": signing.sign(Purpose.CONFIRM, confirmation.pk),
        "stop": signing.sign(Purpose.STOP, [followed.pk]),
        "reader's first": signing.sign(Purpose.ENTER, asked.pk),
        "reader": signing.sign(Purpose.READER, [ana.pk, ana.device_key]),
        "device": signing.sign(Purpose.DEVICE, [ana.pk, ana.device_key]),
        "clock": form_time.stamp(article.pk),
        "device key": ana.device_key,
        "plain signature": django_signing.dumps([ana.pk, ana.device_key]),
        "plain number": django_signing.dumps(confirmation.pk),
        "plain stamp": django_signing.TimestampSigner().sign(str(article.pk)),
        "session": staff.session.session_key,
        "pickle": django_signing.b64_encode(pickle.dumps([1])).decode(),
        "made up": "nonsense",
    }


DOORS = {
    "receipt": [f"/receipt/{{}}/{door}" for door in RECEIPT_DOORS],
    "confirm": ["/mail/confirm/{}/"],
    "stop": ["/mail/stop/{}/"],
    "reader's first": ["/reader/{}/"],
    "reader": ["/reader/{}/", "/reader/{}/export/", "/reader/{}/erase/"],
}


def test_failure_16_every_key_opens_its_own_door_and_no_other(keys, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    none = page_of(Client().get("/404/"))
    before = everything_stored()
    for kind, addresses in DOORS.items():
        for address in addresses:
            assert Client().get(address.format(keys[kind])).status_code == 200, address
            for other, key in keys.items():
                if other == kind or {other, address} == {"reader's first", "/reader/{}/"}:
                    continue
                if address == "/reader/{}/" and other == "reader":
                    continue
                door = address.format(key)
                assert page_of(Client().get(door)) == none, (other, address)
                posted = Client().post(door, {"do": "stop_all"}, headers=OURS)
                assert posted.status_code in (404, 405), (other, address)
    assert everything_stored() == before


def test_failure_16_no_other_key_makes_a_known_browser(keys, article, editor):
    trusting(article, by=editor)
    for kind, key in keys.items():
        client = Client()
        client.cookies[device_cookie.COOKIE] = key
        opened = opened_a_minute_ago(article)
        text, address = f"With {kind}.", f"203.0.113.{len(kind)}"
        send(article, client=client, text=text, address=address, opened=opened)
        expected = "published" if kind == "device" else "waiting"
        assert Comment.objects.get(text=text).status == expected, kind


def opened_a_minute_ago(article) -> str:
    import time_machine

    with time_machine.travel(timezone.now() - timedelta(minutes=1), tick=False):
        return form_time.stamp(article.pk)


def test_failure_16_no_other_key_tells_when_a_form_was_opened(keys, article, time_machine):
    # However slow the machine is: it was opened this very moment.
    time_machine.move_to(timezone.now(), tick=False)
    keys["clock"] = form_time.stamp(article.pk)
    for number, (kind, key) in enumerate(keys.items()):
        send(article, text=kind, opened=key, address=f"203.0.113.{number + 60}")
        noticed = {signal.kind for signal in Comment.objects.get(text=kind).signals.all()}
        assert noticed - {"newcomer"} == ({"too_fast"} if kind == "clock" else {"untimed"}), kind


def test_failure_16_no_key_of_a_reader_opens_the_desk(keys):
    for key in keys.values():
        client = Client()
        if key != keys["session"]:
            client.cookies["sessionid"] = key
            assert client.get("/admin/comments/comment/").status_code == 302


def test_failure_16_keys_are_json_and_end(keys, time_machine):
    assert site_settings.SESSION_SERIALIZER.endswith("JSONSerializer")
    now = timezone.now()
    for kind, purpose in {
        "confirm": Purpose.CONFIRM,
        "stop": Purpose.STOP,
        "reader's first": Purpose.ENTER,
        "reader": Purpose.READER,
        "device": Purpose.DEVICE,
    }.items():
        time_machine.move_to(now, tick=False)
        payload = keys[kind].split(":")[0]
        json.loads(django_signing.b64_decode(payload.encode()))
        assert signing.unsign(purpose, keys[kind]) is not None
        for other in set(Purpose) - {purpose}:
            assert signing.unsign(other, keys[kind]) is None
        assert signing.unsign(purpose, keys[kind][:-1]) is None
        time_machine.move_to(now + purpose.lifetime + timedelta(minutes=1), tick=False)
        assert signing.unsign(purpose, keys[kind]) is None
        for address in DOORS.get(kind, []):
            assert Client().get(address.format(keys[kind])).status_code == 404


def test_failure_16_a_key_names_nobody(keys):
    for kind in ("confirm", "stop", "reader", "device", "reader's first"):
        payload = django_signing.b64_decode(keys[kind].split(":")[0].lstrip(".").encode())
        assert b"@" not in payload
        assert b"readers.example" not in payload


# --- 17


def test_failure_17_a_key_manages_nobody_elses_mail(article):
    ana, bo = make_follower(article, ANA), make_follower(article, BO)
    of_ana, of_bo = ana.subscriptions.get(), bo.subscriptions.get()
    stop = f"/mail/stop/{signing.sign(Purpose.STOP, [of_ana.pk])}/"
    page = f"/reader/{signing.sign(Purpose.READER, [ana.pk, ana.device_key])}/"
    wishes = [
        (stop, {"List-Unsubscribe": "One-Click", "subscription": of_bo.pk, "pk": of_bo.pk}),
        (f"{stop}?subscription={of_bo.pk}", {"rhythm": "daily", "subscription": of_bo.pk}),
        (page, {"do": "stop", "subscription": of_bo.pk}),
        (page, {"do": "rhythm", "subscription": of_bo.pk, "rhythm": "daily"}),
        (page, {"do": "stop_all", "subscription": of_bo.pk, "reader": bo.pk}),
    ]
    for address, typed in wishes:
        Client().post(address, typed, headers=OURS)
    of_bo.refresh_from_db()
    of_ana.refresh_from_db()
    assert (of_bo.ended_at, of_bo.rhythm) == (None, "at_once")
    assert of_ana.ended_at is not None
    payload, rest = signing.sign(Purpose.STOP, [of_ana.pk]).split(":", 1)
    forged = django_signing.b64_encode(json.dumps([of_bo.pk]).encode()).decode()
    assert payload != forged
    assert Client().post(f"/mail/stop/{forged}:{rest}/").status_code == 404


def test_failure_17_no_answer_tells_whether_an_address_is_known(article, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    make_follower(article, ANA)
    address = f"{article.get_absolute_url()}follow/"
    for door, typed in ((address, {"rhythm": "at_once"}), ("/reader/", {})):
        told = []
        for email in (ANA, "nobody@readers.example.org"):
            answer = Client().post(door, typed | {"email": email}, headers=OURS)
            page = Client().get(answer["Location"])
            told.append((answer.status_code, [*answer.headers.items()], page.content))
        assert told[0] == told[1], door
        for _more_than_the_cap in range(5):
            again = Client().post(door, typed | {"email": ANA}, headers=OURS)
            assert (again.status_code, [*again.headers.items()]) == told[0][:2]


# --- 18


def all_private_doors(keys):
    for kind, addresses in DOORS.items():
        for address in addresses:
            yield address.format(keys[kind])


def test_failure_18_asking_changes_nothing_however_often_mail_is_scanned(keys, article):
    send(article, text="Another.")
    shown = make_published_comment(article, "Shown.")
    addresses = [*all_private_doors(keys), f"/comment/{shown.pk}/report/?reason=hate"]
    addresses += [f"{article.get_absolute_url()}{door}" for door in ("", "reply/", "follow/")]
    before = everything_stored()
    for address in addresses:
        joined = "&" if "?" in address else "?"
        acting = f"{address}{joined}do=stop_all&List-Unsubscribe=One-Click&confirm=1&erase=1"
        for ask in (Client().get, Client().head):
            for target in (address, acting):
                assert ask(target, headers=OURS).status_code == 200, target
        assert Client().options(address, headers=OURS).status_code in (200, 405)
    assert everything_stored() == before


def test_failure_18_a_page_that_asks_shows_a_button_that_posts(keys):
    for address in all_private_doors(keys):
        if address.endswith("/export/"):
            continue
        page = Client().get(address).text
        assert re.search(r'<form[^>]* method="post"', page) or "/edit/" in page, address


def test_failure_18_mails_are_stopped_with_one_press_in_the_mail_program(article, moderator):
    make_follower(article)
    make_published_comment(article, by=moderator)
    work()
    message = mail.outbox[-1].message()
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    (link,) = re.findall(r"<https?://[^/]+(/[^>]+)>", message["List-Unsubscribe"])
    Client().get(link)
    assert Subscription.objects.active().exists()
    answer = Client(enforce_csrf_checks=True).post(
        link, {"List-Unsubscribe": "One-Click"}, headers={}
    )
    assert answer.status_code == 200
    assert not Subscription.objects.active().exists()


# --- 24

PLACES = ["//evil.example/", "https://evil.example/", "/\\evil.example", "///evil.example/%2f.."]
NAMES = ["next", "redirect", "redirect_to", "return", "return_to", "url", "continue", "to", "from"]


def test_failure_24_nobody_is_sent_to_another_site(keys, article, moderator):
    client = Client()
    client.force_login(moderator)
    shown = make_published_comment(article, "Shown.")
    waiting = make_comment(article, "Decide me.")
    pages = crawler.one_answer_of_each_kind(Client()).values()
    posts = {
        f"{article.get_absolute_url()}reply/": {"name": "A", "email": ANA, "text": "Hm."},
        f"{article.get_absolute_url()}follow/": {"email": ANA, "rhythm": "daily"},
        f"/comment/{shown.pk}/report/": {"reason": "hate"},
        "/reader/": {"email": ANA},
        "/admin/comments/comment/decide/": {"chosen": f"{waiting.pk}-1", "kind": "approve"},
        f"/receipt/{keys['receipt']}/edit/": {"text": "Another text."},
        f"/receipt/{keys['receipt']}/withdraw/": {},
        f"/reader/{keys['reader']}/": {"do": "stop_all"},
        f"/mail/confirm/{keys['confirm']}/": {},
    }
    followed = 0
    for address, answer in pages:
        # Not even to a page of ours, which is the last that is asked for: nothing reads it.
        asked = Client().get(address, dict.fromkeys(NAMES, [*PLACES, "/about/"]))
        followed += assert_stays(asked, address)
        assert place_of(asked) in ("", place_of(answer)), address
    for place in PLACES:
        words = dict.fromkeys(NAMES, place)
        for address in ("/admin/login/", "/admin/logout/"):
            followed += assert_stays(Client().get(address, words), address)
        for address, typed in posts.items():
            query = "&".join(f"{name}={place}" for name in NAMES)
            who = client if address.startswith("/admin") else Client()
            answer = who.post(f"{address}?{query}", words | typed, headers=OURS)
            followed += assert_stays(answer, address)
    assert followed > 10


def place_of(response) -> str:
    return response.headers.get("Location", "").partition("?")[0]


def assert_stays(response, address) -> bool:
    location = response.headers.get("Location", "")
    assert "evil.example" not in location.split("?")[0], address
    assert not re.match(r"(?:[a-z]+:)?[/\\]{2}", location), address
    page = html.unescape(response.content.decode(errors="replace"))
    refreshed = re.findall(r'http-equiv="refresh"[^>]*', page)
    assert not refreshed, address
    return bool(location)


def test_failure_24_logging_in_leads_to_no_other_site(moderator):
    moderator.set_password("only-for-this-test")
    moderator.save()
    typed = {"username": moderator.username, "password": "only-for-this-test"}
    for place in PLACES:
        answer = Client().post(f"/admin/login/?next={place}", typed | {"next": place})
        assert answer.status_code == 302
        assert_stays(answer, place)
