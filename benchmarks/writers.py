"""Somebody at the writing page in a real Chromium, and a journal of their words outside of it."""

import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

import psutil
from playwright.sync_api import BrowserContext, Error, Page, Playwright, expect, sync_playwright

from authors.models import User
from opinion.articles.models import Article
from opinion.supervisor.chromium import NAMES

from .served_acts import staff

# Milliseconds: what is away comes back, and a busy machine takes its time.
PATIENCE = 60_000
TO_THE_END = """(paragraph) => {
  getSelection().selectAllChildren(paragraph);
  getSelection().collapseToEnd();
}"""
TEXT = ".field-body .ProseMirror"


@contextmanager
def chromium() -> Iterator[Playwright]:
    """Within, browsers can be started, and the database be asked beside Playwright's loop."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    try:
        with sync_playwright() as play:
            yield play
    finally:
        if before is None:
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


class Browser:
    """One person's browser, with a profile on disk, in which they are logged in."""

    def __init__(self, play: Playwright, user: User, port: int):
        self.play, self.user, self.port = play, user, port
        self.profile = tempfile.mkdtemp(prefix="opinion-browser-")
        self.context = self._start()

    def _start(self) -> BrowserContext:
        context = self.play.chromium.launch_persistent_context(
            self.profile,
            executable_path=next(filter(None, map(shutil.which, NAMES)), None),
            args=["--no-sandbox"] if os.geteuid() == 0 else [],
            base_url=f"http://127.0.0.1:{self.port}",
        )
        context.set_default_timeout(PATIENCE)
        self.log_in(context)
        return context

    def log_in(self, context: BrowserContext | None = None):
        cookies = re.findall(r"(\w+)=(\w+)", staff(self.user, self.port)["Cookie"])
        (context or self.context).add_cookies(
            [{"name": name, "value": value, "domain": "127.0.0.1", "path": "/"}
             for name, value in cookies]
        )  # fmt: skip

    def kill(self):
        """Kill -9, with all its processes, and start it again with the same profile."""
        for process in self._processes():
            process.kill()
        with suppress(Error):
            self.context.close()
        # What says that a browser has this profile open was left behind.
        for lock in Path(self.profile).glob("Singleton*"):
            lock.unlink()
        self.context = self._start()

    def _processes(self) -> list[psutil.Process]:
        first = [
            process
            for process in psutil.Process().children(recursive=True)
            if self.profile in " ".join(process.cmdline())
        ]
        return [*first, *(child for one in first for child in one.children(recursive=True))]

    def close(self):
        self.context.close()
        shutil.rmtree(self.profile, ignore_errors=True)


class Writer:
    """One page of a browser at which an article is written. No two words typed are alike."""

    _numbers = count(1)

    def __init__(self, browser: Browser, article: Article):
        self.browser, self.article = browser, article
        self.journal: list[tuple[float, str]] = []
        """When each word was typed (seconds of the clock that only goes on), and the word."""
        self.page: Page = self.open()

    def open(self) -> Page:
        self.page = self.browser.context.new_page()
        self.page.on("dialog", lambda dialog: dialog.accept())
        self.page.goto(f"/admin/articles/article/{self.article.pk}/change/")
        expect(self.page.locator(TEXT)).to_be_visible(timeout=PATIENCE)
        return self.page

    def close(self):
        """As people do it: the page is told, and whatever it asks is answered."""
        with self.page.expect_event("close"):
            self.page.close(run_before_unload=True)

    def come_back(self):
        """Open the page again and take all that is offered."""
        self.open()
        while (offer := self._offer()) is not None:
            offer()

    def _offer(self) -> Callable[[], None] | None:
        if self.page.locator(".browser-copy").is_visible():
            return self.page.locator(".browser-copy").get_by_role("button", name="Restore it").click
        if self.page.locator(".unsaved").is_visible():
            return self._restore_autosave
        return None

    def _restore_autosave(self):
        with self.page.expect_navigation():
            self.page.locator(".unsaved").get_by_role("button", name="Restore it").click()
        expect(self.page.locator(TEXT)).to_be_visible(timeout=PATIENCE)

    def save(self):
        with self.page.expect_navigation():
            self.page.get_by_role("button", name="Save draft").click()
        expect(self.page.locator(TEXT)).to_be_visible(timeout=PATIENCE)

    # --- Words

    def type(self, words: int, paragraph: int = -1, key: Callable[[], None] | None = None):
        """Type so many words at the end of a paragraph; `key` is called after each."""
        place = self.page.locator(f"{TEXT} > p").nth(paragraph)
        place.click()
        # The key End goes no further than the line.
        place.evaluate(TO_THE_END)
        for _number in range(words):
            word = f"word{next(self._numbers)}"
            self.page.keyboard.type(f" {word}")
            self.journal.append((time.monotonic(), word))
            if key:
                key()

    def state(self) -> str:
        return self.page.locator(".save-state").inner_text()

    def wait_for_state(self, text: str):
        expect(self.page.locator(".save-state")).to_contain_text(text, timeout=PATIENCE)

    def text(self) -> str:
        return self.page.locator(TEXT).inner_text()

    def lost(self, *texts: str, before: float = float("inf")) -> list[str]:
        """Words of the journal, typed before that moment, which stand in none of the texts."""
        there = set(re.findall(r"word\d+", " ".join(texts)))
        return [word for at, word in self.journal if at < before and word not in there]
