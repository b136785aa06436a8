"""A real Chromium beside a real server. What the browser complains about fails the test."""

import os
import shutil
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import expect, sync_playwright

from opinion.supervisor.chromium import NAMES
from tests.browser.cheap_server import (
    answering_threads,
    keep_connections,
    keep_static_files,
    note_refused_pages,
    wait_for_the_last_answers,
)
from tests.browser.slow_pages import come_slowly

# Playwright keeps an event loop running in the tests' thread, where Django refuses its database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# A machine that does other things as well needs longer than the five seconds of Playwright.
expect.set_options(timeout=10_000)

# Addresses of pages that answered with an error.
refused_pages: set[str] = set()
SIZE = {"width": 1280, "height": 900}
ARGUMENTS = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost",
    "--in-process-gpu",
    "--num-raster-threads=1",
    "--disable-checker-imaging",
]
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`securitypolicyviolation: ${event.violatedDirective} ${event.blockedURI}`);
});
"""


@pytest.fixture(scope="session", autouse=True)
def slow_pages():
    """With SLOW_PAGES=0.5 in the environment each page comes in two parts, so long apart."""
    with pytest.MonkeyPatch.context() as patch:
        if seconds := os.environ.get("SLOW_PAGES"):
            come_slowly(patch, float(seconds))
        yield


@pytest.fixture(scope="session", autouse=True)
def cheap_server():
    with pytest.MonkeyPatch.context() as patch:
        note_refused_pages(patch, refused_pages)
        keep_static_files(patch)
        keep_connections(patch)
        yield


@pytest.fixture(scope="session")
def browser():
    installed = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=installed, args=ARGUMENTS + as_root)
        yield chromium
        chromium.close()


@pytest.fixture(autouse=True)
def no_page_refused_yet():
    refused_pages.clear()


class Watch:
    """Everything one browser context complained about."""

    def __init__(self, context, host):
        self.host = host
        self.forget()
        context.on("requestfailed", self.note_request)
        context.on("console", self.note_console)
        context.on("weberror", lambda error: self.trouble.append(f"page error: {error.error}"))
        context.add_init_script(REPORT_VIOLATIONS)

    def forget(self):
        self.trouble = []
        self.console = []

    def note_request(self, request):
        """Whatever is asked of another host fails, and only what fails is told here."""
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.netloc != self.host:
            self.trouble.append(f"request to another host: {request.url}")

    def note_console(self, message):
        if message.type == "error":
            self.console.append((message.location["url"], message.text))

    def complaints(self):
        """A page that answers 404 on purpose is no complaint; a missing stylesheet is."""
        console = [
            f"console: {text} ({url})"
            for url, text in self.console
            if not (url in refused_pages and text.startswith("Failed to load resource"))
        ]
        return self.trouble + console


@pytest.fixture
def open_page(browser, live_server):
    """`open_page(**options)`: a page in a fresh context of 1280x900, with playwright's options.

    Addresses are relative to the live server. At the end the test fails if any of its pages broke
    the content security policy, logged or raised an error, or asked another host for anything.
    """
    opened, before = [], answering_threads()

    def open_one(**options):
        context, watch = new_context(browser, live_server, options)
        opened.append((context, watch))
        return context.new_page()

    yield open_one
    for context, _watch in opened:
        context.close()
    wait_for_the_last_answers(before)
    complaints = [line for _context, watch in opened for line in watch.complaints()]
    assert not complaints, "\n".join(complaints)


def new_context(browser, live_server, options):
    options = {"viewport": SIZE, "base_url": live_server.url} | options
    context = browser.new_context(**options)
    context.set_default_timeout(10_000)
    return context, Watch(context, urlsplit(live_server.url).netloc)


@pytest.fixture(scope="module")
def pages_of_the_file(browser, live_server):
    """By its options: a page, its watch."""
    kept = {}
    yield kept
    for page, _watch in kept.values():
        page.context.close()
    wait_for_the_last_answers()


@pytest.fixture
def reuse_page(pages_of_the_file, browser, live_server):
    """`reuse_page(**options)`: as `open_page`, but one page for all tests of the file.

    Its styles and scripts are there already, and a process to run them. What a test leaves in the
    browser is taken away; but not scripts that it has each page begin with, nor a clock. And not
    for an article's form, which still sends something when it is left.
    """
    used = {}

    def reuse(**options):
        key = str(sorted(options.items()))
        if key not in pages_of_the_file:
            context, watch = new_context(browser, live_server, options)
            pages_of_the_file[key] = context.new_page(), watch
        used[key] = pages_of_the_file[key]
        return used[key][0]

    yield reuse
    complaints = [line for _page, watch in used.values() for line in watch.complaints()]
    for page, watch in used.values():
        leave_nothing(page)
        watch.forget()
    assert not complaints, "\n".join(complaints)


def leave_nothing(page):
    page.unroute_all()
    # Where no script of ours runs, and what is stored can be seen.
    page.goto("/static/css/tokens.css")
    page.evaluate("localStorage.clear(); sessionStorage.clear()")
    page.context.clear_cookies()
    page.set_viewport_size(SIZE)
    page.emulate_media(color_scheme="light", media="null")


@pytest.fixture
def page(open_page):
    return open_page()


@pytest.fixture
def staff_page(open_page, live_server):
    """`staff_page(user, **options)`: a page of its own context in which `user` is logged in."""

    def open_one(user, **options):
        page = open_page(**options)
        log_in(page, user, live_server.url)
        return page

    return open_one


def log_in(page, user, url):
    """Give the page's browser the session of `user`, without the slow way through the form."""
    client = Client()
    client.force_login(user)
    name = django_settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": url}])
