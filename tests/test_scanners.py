"""What scanners from outside look for first: headers, methods, hidden files, cookies, TLS."""

import re
import socket
import ssl
from pathlib import Path

import pytest
from django.test import Client

from benchmarks.nginx import HOST, Nginx, NotInstalled, open_to_workers
from tests.made_once import made_once
from tests.newsroom import make_article, make_publication, make_user

pytestmark = pytest.mark.django_db

HIDDEN = Path(__file__).with_name("hidden_files.txt").read_text().splitlines()[1:]
METHODS = ["TRACE", "TRACK", "PUT", "PATCH", "DELETE", "CONNECT", "PROPFIND", "DEBUG", "BREW"]
# Text that a page of ours never says, and an interpreter or a framework does.
REVEALING = re.compile(r"Traceback|DJANGO_SETTINGS|/site-packages/|root:x:0|SECRET_KEY|Exception")


def build():
    make_publication()
    return make_article().get_absolute_url()


article = made_once(build)


@pytest.fixture
def pages(article, db):
    return [
        "/",
        article,
        "/feed/",
        "/search/?q=train",
        "/nowhere/",
        "/admin/login/",
        "/admin/",
        "/privacy/",
    ]


@pytest.fixture
def https(settings):
    """As where PUBLIC_URL is https."""
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True


def test_each_page_says_how_a_browser_is_to_treat_it(pages, client, https):
    for path in pages:
        answer = client.get(path, secure=True, headers={"origin": "https://evil.test"})
        headers = {name.lower(): value for name, value in answer.headers.items()}
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["strict-transport-security"].startswith("max-age=31536000"), path
        assert headers["referrer-policy"] in ("strict-origin-when-cross-origin", "same-origin"), (
            path
        )
        assert headers["cross-origin-opener-policy"] == "same-origin", path
        assert headers["x-frame-options"] == "DENY", path
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy, path
        assert "unsafe" not in policy and "*" not in policy, path
        # Nobody else's page reads ours, and nobody learns what we are made of.
        assert "access-control-allow-origin" not in headers, path
        assert not {"server", "x-powered-by", "via", "x-generator"} & headers.keys(), path


def test_cookies_are_of_this_site_and_hidden_from_scripts(client, https):
    client.get("/admin/login/", secure=True)
    make_user("bo", password="a long password")
    typed = {"username": "bo", "password": "a long password", "next": "/admin/"}
    client.post("/admin/login/", typed, secure=True)
    assert {*client.cookies} >= {"sessionid", "csrftoken", "opinion_staff"}
    for name, cookie in client.cookies.items():
        assert cookie["secure"] and cookie["httponly"], name
        assert cookie["samesite"] in ("Lax", "Strict") and not cookie["domain"], name


def test_a_plain_address_leads_to_https_on_our_own_host(client, https):
    assert client.get("/?a=b")["Location"] == "https://testserver/?a=b"


def test_methods_that_nobody_needs_are_refused_and_tell_nothing_back(pages):
    browser = Client(raise_request_exception=False)
    for path in [*pages, "/static/css/tokens.css", "/health/"]:
        for method in METHODS:
            answer = browser.generic(method, path, headers={"x-told-back": "told-back"})
            assert answer.status_code == 405, (method, path)
            assert b"told-back" not in b"".join(answer), (method, path)
            assert "Set-Cookie" not in answer.headers, (method, path)


def test_no_file_is_found_that_is_not_for_readers(article, db):
    browser = Client(raise_request_exception=False)
    for path in HIDDEN:
        answer = browser.get(path)
        assert answer.status_code in (301, 302, 400, 403, 404), path
        assert not answer.cookies, path
        if answer.status_code in (301, 302):
            assert answer["Location"].startswith(("/admin/", path)), path
            answer = browser.get(answer["Location"])
            assert answer.status_code in (302, 404) or b"login-form" in answer.content, path
        assert not REVEALING.search(answer.content.decode()), path


def test_another_host_is_neither_answered_nor_led_on_to(article, client, https):
    browser = Client(raise_request_exception=False)
    for host in ("evil.test", "testserver.evil.test", "testserver:80@evil.test", "a b", ""):
        answer = browser.get("/", secure=True, headers={"host": host})
        assert answer.status_code == 400, host
        assert b"evil" not in answer.content
    for name in ("x-forwarded-host", "x-host", "x-original-url", "x-rewrite-url", "forwarded"):
        answer = browser.get("/", secure=True, headers={name: "evil.test"})
        assert b"evil.test" not in answer.content, name


def test_no_address_leads_to_another_site(article):
    browser = Client()
    for path in (
        "//evil.test/",
        "//evil.test",
        "/%5cevil.test/",
        "/\\evil.test",
        "/https://evil.test",
        "/admin/login/?next=https://evil.test/",
        "/admin/login/?next=//evil.test/",
        "/admin/logout/?next=//evil.test/",
        "/.//evil.test",
    ):
        answer = browser.get(path)
        where = answer.headers.get("Location", "/")
        assert where.startswith("/") and not where.startswith(("//", "/\\")), path
    make_user("bo", password="a long password")
    typed = {"username": "bo", "password": "a long password", "next": "//evil.test/"}
    assert browser.post("/admin/login/", typed)["Location"] == "/admin/"


# --- deploy/nginx.conf, in a real nginx where there is one


@pytest.fixture(scope="module")
def nginx(tmp_path_factory):
    folder = tmp_path_factory.mktemp("nginx")
    for one in (folder, folder.parent):
        open_to_workers(one)
    server = Nginx(folder, folder / "web.sock")
    try:
        with server.running():
            yield server
    except NotInstalled as missing:
        pytest.skip(str(missing))


def shake_hands(nginx, version, ciphers="ALL") -> str | None:
    context = ssl.create_default_context(cafile=str(nginx.folder / "fullchain.pem"))
    context.set_ciphers(f"{ciphers}:@SECLEVEL=0")
    context.minimum_version = context.maximum_version = version
    with (
        socket.create_connection(("127.0.0.1", nginx.port), timeout=20) as plain,
        context.wrap_socket(plain, server_hostname=HOST) as secure,
    ):
        return secure.cipher()[0]


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_nginx_speaks_no_old_tls_and_keeps_past_connections_secret(nginx):
    for version in (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1):
        with pytest.raises((ssl.SSLError, ConnectionResetError)):
            shake_hands(nginx, version)
    assert "GCM" in shake_hands(nginx, ssl.TLSVersion.TLSv1_2)
    assert shake_hands(nginx, ssl.TLSVersion.TLSv1_3)
    for weak in ("AES128-SHA", "AES128-GCM-SHA256", "ECDHE-ECDSA-AES128-SHA"):
        with pytest.raises((ssl.SSLError, ConnectionResetError)):
            shake_hands(nginx, ssl.TLSVersion.TLSv1_2, weak)


def test_nginx_tells_no_version_and_traces_nothing(nginx):
    connection = nginx.connection()
    connection.request("TRACE", "/", headers={"Host": HOST, "X-Told-Back": "told-back"})
    answer = connection.getresponse()
    assert answer.status == 405
    assert answer.headers["Server"] == "nginx"
    assert b"told-back" not in answer.read()
