"""Logins of the staff: how often one may try, from where the owner gets in, and who is told."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.contrib.auth.hashers import ScryptPasswordHasher
from django.core import signing
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from procrastinate.contrib.django.models import ProcrastinateJob

from opinion.logins import devices, gate, hash_apart, hashing, letters, throttle
from opinion.logins.hashing import ApartScryptHasher
from opinion.logins.models import Delay, Login
from opinion.logins.origin import device
from tests.newsroom import make_user

pytestmark = pytest.mark.django_db
PASSWORD = "a long password"
ATTACKER, OWNER = "203.0.113.7", "198.51.100.20"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(autouse=True)
def account(publication):
    return make_user("olive", group="Editors", password=PASSWORD)


def log_in(client=None, password=PASSWORD, address=OWNER, username="olive"):
    fields = {"username": username, "password": password, "next": "/admin/"}
    browser = client or Client()
    return browser.post(
        "/admin/login/", fields, REMOTE_ADDR=address, headers={"user-agent": FIREFOX}
    )


def is_in(response) -> bool:
    return response.status_code == 302 and response["Location"] == "/admin/"


def attack(times=6, **where):
    return [log_in(password=f"wrong {n}", **{"address": ATTACKER} | where) for n in range(times)]


def queued(kind):
    jobs = ProcrastinateJob.objects.filter(task_name="opinion.logins.tasks.send")
    return [job.args for job in jobs if job.args["kind"] == kind]


# --- Attempts ---


def test_after_sixty_wrong_passwords_the_right_one_does_not_let_the_attacker_in():
    refused = attack(times=60)[-1]
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    right = log_in(address=ATTACKER)
    assert right.status_code == 429
    assert "Too many attempts" in right.content.decode()
    assert "_auth_user_id" not in right.wsgi_request.session


def test_the_owner_gets_in_from_another_network_meanwhile():
    attack()
    assert is_in(log_in())


def test_the_owner_gets_in_from_the_same_network_with_a_browser_known_before():
    browser = Client()
    assert is_in(log_in(browser, address=ATTACKER))
    browser.post("/admin/logout/")
    attack()
    assert is_in(log_in(browser, address=ATTACKER))


def test_a_link_in_a_mail_lets_the_owner_in_while_everybody_attacks(account):
    for n in range(5):
        attack(times=5, address=f"203.0.{n}.1")
    assert log_in().status_code == 429
    browser = Client()
    path = letters.set_password_address(account).partition("//")[2].partition("/")[2]
    form = browser.get(f"/{path}", follow=True)
    fields = {"new_password1": "quite another one", "new_password2": "quite another one"}
    browser.post(form.request["PATH_INFO"], fields, REMOTE_ADDR=OWNER)
    assert is_in(log_in(browser, password="quite another one"))


def test_a_known_browser_of_a_former_password_is_known_no_more(account):
    browser = Client()
    log_in(browser, address=ATTACKER)
    browser.post("/admin/logout/")
    account.set_password("quite another one")
    account.save()
    attack()
    assert log_in(browser, password="quite another one", address=ATTACKER).status_code == 429


def test_a_made_up_mark_of_a_browser_is_none():
    attack()
    browser = Client()
    browser.cookies["opinion_staff"] = signing.dumps({"1": "x"}, key="mine", salt="devices")
    assert log_in(browser, address=ATTACKER).status_code == 429


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(0, 0), (4, 0), (5, 15), (6, 30), (7, 60), (12, 1_920), (13, 3_600), (10**6, 3_600)],
)
def test_delays_grow_and_end(failures, seconds):
    assert throttle.HERE.after(failures).total_seconds() == seconds


def test_a_delay_is_over_after_its_time_and_forgotten_after_a_day(time_machine):
    time_machine.move_to("2024-01-11 05:25Z")
    attack(times=6)
    time_machine.shift(16)
    assert is_in(log_in(address=ATTACKER))
    attack(times=6)
    time_machine.shift(throttle.Delay.REMEMBERED)
    time_machine.shift(1)
    throttle.forget_old()
    assert not Delay.objects.exists()


def test_whoever_guesses_at_many_accounts_waits_for_all_of_them():
    for n in range(throttle.NETWORK.free):
        log_in(username=f"somebody{n}", password="wrong", address=ATTACKER)
    assert log_in(address=ATTACKER).status_code == 429
    assert is_in(log_in())


def test_one_who_logs_in_often_never_waits():
    for _time in range(throttle.HERE.free + 1):
        assert is_in(log_in())


def test_nothing_of_what_was_typed_or_of_an_address_is_kept():
    attack(times=3, username="hunter2")
    for row in Delay.objects.all():
        kept = bytes(row.digest)
        assert b"hunter2" not in kept
        assert b"203.0.113" not in kept
    assert not Login.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_no_more_passwords_are_looked_at_than_may_be_though_all_come_at_once(monkeypatch):
    looked = []
    monkeypatch.setattr(
        "django.contrib.auth.hashers.MD5PasswordHasher.verify", lambda *_: looked.append(1)
    )

    def try_once(n):
        try:
            return log_in(password=f"wrong {n}", address=ATTACKER).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = [*pool.map(try_once, range(40))]
    assert len(looked) == throttle.HERE.free
    assert answers.count(429) == 40 - throttle.HERE.free


# --- Hashing ---


def test_a_process_hashes_one_password_at_a_time_and_one_waits():
    bench, begun, go_on = hashing.Bench(), threading.Event(), threading.Event()

    def slow():
        begun.set()
        go_on.wait(20)

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(bench.run, slow)
        begun.wait(20)
        second = pool.submit(bench.run, lambda: "done")
        while bench._places._value:
            pass
        with pytest.raises(hashing.Busy):
            bench.run(lambda: "never")
        go_on.set()
        assert second.result(20) == "done"
        first.result(20)
    assert bench.run(lambda: "free again") == "free again"


def test_a_password_is_hashed_by_a_program_apart_as_django_would():
    ours = ApartScryptHasher().encode(PASSWORD, "salt", n=2**4)
    assert ours == ScryptPasswordHasher().encode(PASSWORD, "salt", n=2**4)
    assert ApartScryptHasher().verify(PASSWORD, ours)


def test_where_the_machine_has_no_time_for_a_password_it_is_sent_again(monkeypatch):
    # The first way leaves no time, the second does; then neither.
    monkeypatch.setattr(hashing, "WAYS", ((hash_apart.IDLE, 0.001), (hash_apart.BEHIND, 20)))
    assert len(hashing.scrypt(b"x", b"y", 2**4, 8, 1, 0)) == 64
    monkeypatch.setattr(hashing, "WAYS", ((hash_apart.IDLE, 0.001), (hash_apart.BEHIND, 0.001)))
    with pytest.raises(hashing.Busy):
        hashing.scrypt(b"x", b"y", 2**4, 8, 1, 0)


@contextmanager
def all_benches_full():
    places = hashing.bench()._places
    for _place in range(hashing.PLACES):
        places.acquire()
    yield
    for _place in range(hashing.PLACES):
        places.release()


def test_a_password_that_nobody_has_time_to_hash_is_sent_again_and_breaks_nothing(
    client, account, settings
):
    settings.PASSWORD_HASHERS = ["opinion.logins.hashing.ApartScryptHasher"]
    path = letters.set_password_address(account).partition("//")[2].partition("/")[2]
    form = client.get(f"/{path}", follow=True).request["PATH_INFO"]
    fields = {"new_password1": "quite another one", "new_password2": "quite another one"}
    with all_benches_full():
        assert client.post(form, fields).status_code == 429
    assert client.post(form, fields).status_code == 302
    account.refresh_from_db()
    assert account.check_password("quite another one")


def test_a_login_while_others_are_hashed_is_told_to_come_again_and_not_counted(settings):
    settings.PASSWORD_HASHERS = ["opinion.logins.hashing.ApartScryptHasher"]
    make_user("sam", password=PASSWORD)
    with all_benches_full():
        response = log_in(username="sam")
    assert response.status_code == 429
    assert "in a few seconds" in response.content.decode()
    assert not Delay.objects.filter(failures__gt=0).exists()
    assert is_in(log_in(username="sam"))


# --- A flood ---


def test_whoever_was_told_to_wait_is_told_again_without_a_question_to_the_database(
    client, django_assert_num_queries
):
    attack(client=client)
    log_in(client, address=ATTACKER)
    with django_assert_num_queries(0):
        answer = log_in(client, address=ATTACKER)
    assert answer.status_code == 429
    assert "Too many attempts" in answer.content.decode()
    for name in ("content-security-policy", "x-frame-options", "x-content-type-options"):
        assert name in answer.headers
    assert is_in(log_in(client, address=OWNER))


def test_a_network_that_guesses_at_many_accounts_is_told_to_wait_without_the_database(
    client, django_assert_num_queries
):
    for n in range(throttle.NETWORK.free + 1):
        log_in(username=f"somebody{n}", password="wrong", address=ATTACKER)
    log_in(client, username="another", address=ATTACKER)
    with django_assert_num_queries(0):
        assert log_in(client, username="one more", address=ATTACKER).status_code == 429
    assert is_in(log_in(client))


def ask_gate(door, path="/admin/login/", address=ATTACKER):
    return door(RequestFactory().post(path, REMOTE_ADDR=address)).status_code


def test_a_flood_from_one_network_leaves_the_turns_of_others_and_of_other_pages():
    door = gate.LoginGateMiddleware(lambda request: HttpResponse())
    answers = [ask_gate(door) for _time in range(gate.BURST + 2)]
    # The first was not here lately.
    assert answers == [200] * (gate.BURST + 1) + [429]
    assert ask_gate(door, address=OWNER) == 200
    assert ask_gate(door, "/admin/account/password/") == 200


def test_a_flood_from_everywhere_leaves_the_turns_of_browsers_known_before(account):
    door = gate.LoginGateMiddleware(lambda request: HttpResponse())
    answers = [ask_gate(door, address=f"203.0.{n}.1") for n in range(gate.BURST + 1)]
    assert answers[-1] == 429
    known = RequestFactory().post("/admin/login/", REMOTE_ADDR=OWNER)
    given = HttpResponse()
    devices.remember(known, given, account)
    known.COOKIES = {name: given.cookies[name].value for name in given.cookies}
    assert door(known).status_code == 200


def test_a_process_hears_two_logins_one_waits_and_others_are_sent_away_at_once():
    inside, go_on = threading.Semaphore(0), threading.Event()

    def slow(request):
        inside.release()
        go_on.wait(20)
        return HttpResponse()

    door, ask = gate.LoginGateMiddleware(slow), RequestFactory().post
    with ThreadPoolExecutor(3) as pool:
        heard = [pool.submit(door, ask("/admin/login/")) for _n in range(gate.AT_ONCE)]
        for _one in heard:
            inside.acquire(timeout=20)
        heard.append(pool.submit(door, ask("/admin/login/")))
        while door.waiting._value:
            pass
        assert door(ask("/admin/login/")).status_code == 429
        go_on.set()
        assert [one.result(20).status_code for one in heard] == [200, 200, 200]
    for path in ("/admin/login/", "/admin/articles/article/add/"):
        assert door(ask(path)).status_code == 200


# --- Who is told ---


def test_the_log_says_who_came_in_and_who_tried_without_a_whole_address(account):
    attack(times=1)
    log_in()
    entered, tried = account.logins.all()
    assert (tried.kind, tried.network) == ("password", "203.0.113.0/24")
    assert (entered.kind, entered.network) == ("entered", "198.51.100.0/24")
    assert entered.device == "Firefox, Linux"


def test_a_new_browser_is_told_by_mail_and_a_known_one_is_not(account, mailoutbox):
    first = Client()
    log_in(first)
    first.post("/admin/logout/")
    log_in(first)
    assert queued("new_device") == []
    log_in(Client())
    (job,) = queued("new_device")
    letters.send("new_device", account, Login.objects.get(pk=job["login"]))
    (letter,) = mailoutbox
    assert letter.to == [account.email]
    assert "Firefox, Linux" in letter.body
    assert "198.51.100.0/24" in letter.body
    assert OWNER not in letter.body
    assert re.search(r"When: [A-Z][a-z]+ \d+, \d{4} at \d+:\d\d [ap]m$", letter.body, re.MULTILINE)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox, Linux"),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/140 Safari/537 Edg/140",
            "Edge, Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18 like Mac OS X) Version/18 Safari/604",
            "Safari, iPhone",
        ),
        ("", "unknown"),
        ("x" * 10_000, "unknown"),
    ],
)
def test_a_device_is_told_in_words_that_a_person_knows(agent, words):
    assert device(agent) == words


# --- A password by a link ---


def test_whoever_asks_for_a_link_is_told_the_same_in_any_case(client, account):
    answers = {
        client.post("/admin/account/password/", {"email": email}).content
        for email in (account.email, "nobody@staff.example.org")
    }
    assert len(answers) == 1
    (job,) = queued("reset")
    assert job == {"kind": "reset", "user": account.pk}


def test_links_to_one_address_are_few(client, account):
    for _time in range(9):
        client.post("/admin/account/password/", {"email": account.email}, REMOTE_ADDR=OWNER)
    assert len(queued("reset")) == throttle.MAIL.free


def test_an_invitation_lets_somebody_choose_a_password_once(client, mailoutbox):
    invited = make_user("ida", password=None)
    letters.send("invitation", invited)
    (letter,) = mailoutbox
    path = next(line for line in letter.body.splitlines() if "/password/" in line)
    path = "/" + path.partition("//")[2].partition("/")[2]
    form = client.get(path, follow=True)
    fields = {"new_password1": PASSWORD, "new_password2": PASSWORD}
    client.post(form.request["PATH_INFO"], fields)
    assert is_in(log_in(username="ida"))
    assert "was invalid" in Client().get(path, follow=True).content.decode()


def test_an_account_made_without_a_password_is_invited(client):
    client.force_login(make_user("chief", is_superuser=True))
    fields = {"username": "ida", "email": "ida@staff.example.org", "is_staff": "on"}
    page = client.post("/admin/authors/user/add/", fields | {"usable_password": "false"})
    assert page.status_code == 302, page.context["errors"]
    (job,) = queued("invitation")
    assert job["kind"] == "invitation"
