"""Whatever happens while somebody writes, no word is lost: compared with a journal kept outside.

Tabs are closed, the browser and the web server are killed with kill -9, the network is cut, a
session ends, the browser has no room; two pages and two people write into the same article.
"""

import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session

from authors.models import Author, User
from opinion.articles.models import Article, ArticleType, Byline, Publication, Section
from opinion.supervisor.console import Console

from . import outlets, writers
from .programs import Programs, collect_static, environment_of, free_port
from .survival import _wait
from .writers import Browser, Writer

WORDS, WORDS_OF_SMALL = 60, 12
SAVES, SAVES_OF_SMALL = 200, 4
PARAGRAPHS = 4
# Seconds: a browser that is killed may take with it what was typed since words were last sent,
# which static/js/admin/autosave.js does every five seconds, and what a busy server needs to answer.
YOUNG = 7
FILL_UP = """() => {
  for (let size = 2 ** 22; size >= 1; size /= 2) {
    try { for (;;) localStorage.setItem(`full${localStorage.length}`, "x".repeat(size)); }
    catch { continue; }
  }
}"""


@dataclass
class Figures:
    typed: Counter = field(default_factory=Counter)
    notes: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        told = [
            f"{name}: {number:,} words, none lost{self.notes.get(name, '')}"
            for name, number in self.typed.items()
        ]
        return "; ".join(told)


class Stage:
    """A web server, and two people who may write everything."""

    def __init__(self, play, programs: Programs, words: int, saves: int):
        self.play, self.programs, self.words, self.saves = play, programs, words, saves
        self.figures = Figures()
        self.cleanup = ExitStack()
        self.people = [self._person(name) for name in ("Nora Felgate", "Bo Lind")]

    def _person(self, name: str) -> User:
        first, last = name.split()
        user = User.objects.create_user(
            first.lower(), f"{first.lower()}@staff.example.org", is_staff=True
        )
        user.first_name, user.last_name = first, last
        user.save()
        user.groups.add(Group.objects.get(name="Editors"))
        return user

    def draft(self) -> Article:
        article = Article.objects.create(
            headline="The Last Train",
            body="".join(f"<p>Paragraph {number}.</p>" for number in range(PARAGRAPHS)),
            type=ArticleType.objects.first(),
            section=Section.objects.first(),
        )
        Byline.objects.create(article=article, author=Author.objects.first(), position=1)
        return article

    def browser(self, person: int = 0) -> Browser:
        browser = Browser(self.play, self.people[person], self.programs.port)
        self.cleanup.callback(browser.close)
        return browser

    def writer(self) -> Writer:
        return Writer(self.browser(), self.draft())

    def play_all(self, rounds: int, scenarios):
        for name, scenario in scenarios.items():
            for _round in range(rounds):
                with self.cleanup:
                    self.figures.typed[name] += sum(
                        len(writer.journal) for writer in scenario(self)
                    )


# --- Scenarios: each returns who wrote ------------------------------------------------------------


def tab_closed(stage: Stage) -> list[Writer]:
    writer = stage.writer()
    writer.type(stage.words)
    writer.close()
    return _all_back(writer)


def browser_killed(stage: Stage) -> list[Writer]:
    writer = stage.writer()
    until = time.monotonic() + YOUNG + random.uniform(0, 3)
    while time.monotonic() < until:
        writer.type(3)
    killed = time.monotonic()
    writer.browser.kill()
    writer.come_back()
    young = writer.lost(writer.text())
    old = writer.lost(writer.text(), before=killed - YOUNG)
    assert not old, f"lost, though typed {YOUNG} s before: {old}"
    stage.figures.notes["browser killed"] = f" but the last {len(young)} before it"
    return [writer]


def server_killed(stage: Stage) -> list[Writer]:
    writer = stage.writer()
    writer.type(stage.words // 2)
    stage.programs.kill(["web"])
    writer.type(stage.words // 2)
    _wait(stage.programs.are_up, [])
    writer.wait_for_state("Saved at")
    writer.close()
    return _all_back(writer)


def server_away_and_tab_closed(stage: Stage) -> list[Writer]:
    writer = stage.writer()
    writer.browser.context.route("**/autosave/", lambda route: route.abort())
    writer.type(stage.words)
    writer.wait_for_state("kept in this browser")
    writer.close()
    writer.browser.context.unroute("**/autosave/")
    return _all_back(writer)


def network_cut(stage: Stage) -> list[Writer]:
    writer = stage.writer()
    writer.type(stage.words // 2)
    writer.browser.context.set_offline(True)
    writer.type(stage.words // 2)
    writer.wait_for_state("kept in this browser")
    writer.browser.context.set_offline(False)
    writer.wait_for_state("Saved at")
    writer.close()
    return _all_back(writer)


def login_expired(stage: Stage) -> list[Writer]:
    writer = stage.writer()
    writer.type(stage.words // 2)
    Session.objects.all().delete()
    writer.type(stage.words // 2)
    writer.wait_for_state("kept in this browser")
    writer.close()
    writer.browser.log_in()
    return _all_back(writer)


def browser_without_room(stage: Stage) -> list[Writer]:
    writer = stage.writer()
    writer.page.evaluate(FILL_UP)
    writer.type(stage.words)
    writer.wait_for_state("Saved at")
    writer.close()
    return _all_back(writer)


def two_tabs(stage: Stage) -> list[Writer]:
    """Of one person, who writes in two paragraphs and saves both."""
    browser, article = stage.browser(), stage.draft()
    return _both_saved(Writer(browser, article), Writer(browser, article), (0, 2), stage)


def two_people_two_paragraphs(stage: Stage) -> list[Writer]:
    article = stage.draft()
    pair = [Writer(stage.browser(number), article) for number in (0, 1)]
    return _both_saved(*pair, (0, 2), stage)


def two_people_one_paragraph(stage: Stage) -> list[Writer]:
    article = stage.draft()
    pair = [Writer(stage.browser(number), article) for number in (0, 1)]
    return _both_saved(*pair, (1, 1), stage)


def saves_in_turn(stage: Stage) -> list[Writer]:
    """Two people save again and again, each into the page that they opened before the other's."""
    article = stage.draft()
    pair = [Writer(stage.browser(number), article) for number in (0, 1)]
    for number in range(stage.saves):
        writer = pair[number % 2]
        writer.type(2, paragraph=random.randrange(PARAGRAPHS))
        _save_and_decide(writer)
    article.refresh_from_db()
    for writer in pair:
        lost = writer.lost(article.body)
        assert not lost, f"{len(lost)} of {len(writer.journal)} words lost: {lost}"
    return pair


NAMED = {
    scenario.__name__.replace("_", " "): scenario
    for scenario in (
        tab_closed,
        browser_killed,
        server_killed,
        server_away_and_tab_closed,
        network_cut,
        login_expired,
        browser_without_room,
        two_tabs,
        two_people_two_paragraphs,
        two_people_one_paragraph,
        saves_in_turn,
    )
}


def _all_back(writer: Writer) -> list[Writer]:
    """Whoever comes back and saves has every word in the draft."""
    writer.come_back()
    writer.save()
    writer.article.refresh_from_db()
    lost = writer.lost(writer.article.body)
    assert not lost, f"{len(lost)} of {len(writer.journal)} words lost: {lost}"
    return [writer]


def _both_saved(first: Writer, second: Writer, paragraphs, stage: Stage) -> list[Writer]:
    for writer, paragraph in zip((first, second), paragraphs, strict=True):
        writer.type(stage.words // 2, paragraph=paragraph)
    first.save()
    _save_and_decide(second)
    first.article.refresh_from_db()
    for writer in (first, second):
        lost = writer.lost(first.article.body)
        assert not lost, f"{len(lost)} of {len(writer.journal)} words lost: {lost}"
    return [first, second]


def _save_and_decide(writer: Writer):
    """Save; where a colleague was faster, both texts are taken, and both of one paragraph."""
    writer.save()
    merged = writer.page.get_by_role("button", name="Take both texts and save")
    while merged.is_visible():
        for both in writer.page.get_by_label("Both, one after the other").all():
            both.check()
        with writer.page.expect_navigation():
            merged.click()


# --- The whole ------------------------------------------------------------------------------------


def run(small: bool, console: Console | None = None, name: str = "bench_words") -> Figures:
    """Play all of it in a database of its own. Raises AssertionError where a word was lost.

    Programs are started, so call it from the main thread.
    """
    console = console or Console()
    with (
        outlets.scratch(console, name) as outlet,
        outlet.in_charge(),
        tempfile.TemporaryDirectory(prefix="opinion-") as folder,
    ):
        _fill()
        environment = environment_of(outlet, folder, free_port())
        collect_static(environment)
        with (
            Programs(environment, Path(folder)) as programs,
            writers.chromium() as play,
            # Django knows other connections where a loop is running, as Playwright's is.
            outlet.in_charge(),
        ):
            programs.start("web")
            _wait(programs.are_up, [])
            return _played(play, programs, small)


def _played(play, programs: Programs, small: bool) -> Figures:
    sizes = (WORDS_OF_SMALL, SAVES_OF_SMALL) if small else (WORDS, SAVES)
    stage = Stage(play, programs, *sizes)
    chosen: dict[str, Callable] = NAMED
    if small:
        chosen = {name: NAMED[name] for name in ("server killed", "saves in turn")}
    stage.play_all(1 if small else 3, chosen)
    return stage.figures


def _fill():
    Publication(name="The Signal Box", tagline="Opinion, signed").save()
    ArticleType.objects.create(label="OpEd", suffix="OpEd", explanation="Signed opinion.")
    Section.objects.create(name="World", slug="world")
    Author.objects.create(name="Ngaire Whitcombe", slug="ngaire-whitcombe")
