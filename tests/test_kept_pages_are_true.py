"""No reader sees a kept page that is not true any more, whoever changes it and however."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection, connections
from django.test import Client

from opinion.articles import views
from opinion.articles.models import Topic
from opinion.page_cache.models import Page
from tests.kept_pages import address as address
from tests.kept_pages import article as article
from tests.kept_pages import get, outcome, seen
from tests.kept_pages import publication as publication
from tests.newsroom import (
    make_article,
    make_comment,
    make_host,
    make_published_comment,
    make_user,
)

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_a_moderator_decides_is_seen_at_once(article, address):
    moderator = make_user("mo", group="Moderators")
    comment = make_comment(article, "I was on that train.")
    assert "I was on that train." not in seen(address)
    comment.approve(by=moderator)
    assert "I was on that train." in seen(address)
    comment.take_down(by=moderator, reason="attack")
    assert "I was on that train." not in seen(address)


def test_a_comment_that_waits_costs_no_page(article, address):
    make_comment(article, email="bo@readers.example.org")
    get(address)
    make_comment(article)
    assert outcome(get(address)) == "hit"


def test_an_approval_costs_no_list(article, address):
    get("/"), get(address)
    make_published_comment(article)
    assert outcome(get("/")) == "hit" and outcome(get(address)) == "miss"


def test_a_publication_costs_no_other_article(article, address):
    get("/"), get(address)
    make_article("Another Train")
    assert "Another Train" in seen("/")
    assert outcome(get(address)) == "hit"


@pytest.mark.parametrize("page", ["/", "/section/world/", "/topic/trains/", "/feed/"])
def test_what_is_withdrawn_stands_in_no_list(article, page):
    assert "The Last Train" in seen(page)
    article.withdraw(by=make_user("editor", group="Editors"), reason="It was wrong.")
    assert "The Last Train" not in seen(page)


def test_what_is_changed_in_bulk_or_by_plain_sql_is_seen_as_well(article):
    assert "Trains" in seen("/topic/trains/")
    Topic.objects.update(name="Railways")
    assert "Railways" in seen("/topic/trains/")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE articles_topic SET name = 'Lines'")
    assert "Lines" in seen("/topic/trains/")


def test_what_was_not_there_and_comes_is_seen(article):
    author = article.live_edition.bylines.get().author
    page = author.get_absolute_url()
    assert "https://ngaire.example.org/" not in seen(page)
    author.links.create(label="Website", url="https://ngaire.example.org/")
    assert "https://ngaire.example.org/" in seen(page)


def test_what_a_page_may_load_changes_at_once_with_the_list_of_hosts(article, address):
    host = make_host()
    body = '<p>One.</p><figure data-embed="https://tv.example.org/watch/x1"></figure>'
    page = make_article("Another Train", body=body).get_absolute_url()

    def frames(response):
        return response.headers["Content-Security-Policy"].partition("frame-src ")[2].split(";")[0]

    assert frames(get(page)) == "https://player.example.org"
    kept = get(page)
    assert outcome(kept) == "hit" and frames(kept) == "https://player.example.org"
    assert frames(get(address)) == ""
    host.frame = "https://other.example.org/{id}"
    host.save()
    assert frames(get(page)) == "https://other.example.org"
    host.delete()
    assert frames(get(page)) == "" and "data-frame" not in seen(page)
    # No other page is drawn anew for it.
    assert outcome(get(address)) == "hit"


def test_what_was_rolled_back_raises_nothing(article, address):
    get(address)
    other = connections.create_connection("default")
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute("UPDATE articles_publication SET name = 'Another'")
        assert outcome(get(address)) == "hit"
    other.rollback()
    other.close()
    assert outcome(get(address)) == "hit"


def test_the_report_on_moderation_changes_with_the_month():
    with time_machine.travel(datetime(2030, 5, 20, 12, tzinfo=UTC), tick=False):
        get("/moderation/")
    assert Page.objects.get().until == datetime(2030, 6, 1, 1, tzinfo=UTC)


def test_a_page_holds_no_longer_than_the_clock_lets_it(address):
    get(address)
    Page.objects.update(until=datetime(2020, 1, 1, tzinfo=UTC))
    assert outcome(get(address)) == "miss"


# --- Many at once


class Drawing:
    """Stops the drawing of article pages in its middle, once all that it shows was read."""

    def __init__(self, monkeypatch):
        self.is_begun, self.may_end = threading.Event(), threading.Event()
        self.times = 0
        self.render = views.render
        monkeypatch.setattr(views, "render", self.draw)

    def draw(self, request, *args, **kwargs):
        response = self.render(request, *args, **kwargs)
        self.times += 1
        self.is_begun.set()
        assert self.may_end.wait(30)
        return response


@pytest.fixture
def drawing(monkeypatch):
    return Drawing(monkeypatch)


def in_a_thread(pool, act, *args):
    def closing():
        try:
            return act(*args)
        finally:
            connection.close()

    return pool.submit(closing)


def test_a_page_drawn_before_a_take_down_is_not_kept_after_it(article, address, drawing):
    moderator = make_user("mo", group="Moderators")
    comment = make_published_comment(article, "Take this down.", by=moderator)
    with ThreadPoolExecutor(1) as pool:
        before = in_a_thread(pool, get, address)
        assert drawing.is_begun.wait(30)
        comment.take_down(by=moderator, reason="attack")
        drawing.may_end.set()
        # Asked before it was taken down: what was true then.
        assert "Take this down." in before.result().text
    assert "Take this down." not in seen(address)


def test_a_page_drawn_before_an_approval_is_not_kept_after_it(article, address, drawing):
    comment = make_comment(article, "Approve this.")
    with ThreadPoolExecutor(1) as pool:
        before = in_a_thread(pool, get, address)
        assert drawing.is_begun.wait(30)
        comment.approve(by=make_user("mo", group="Moderators"))
        drawing.may_end.set()
        before.result()
    assert "Approve this." in seen(address)


def test_of_many_readers_of_a_changed_page_one_has_it_drawn(address, drawing):
    """They share one application, as the threads of a process do."""
    shared = Client().handler
    with ThreadPoolExecutor(8) as pool:
        readers = [Client() for _number in range(8)]
        shared.load_middleware()
        for reader in readers:
            reader.handler = shared
        first = in_a_thread(pool, get, address, readers[0])
        assert drawing.is_begun.wait(30)
        others = [in_a_thread(pool, get, address, reader) for reader in readers[1:]]
        drawing.may_end.set()
        answers = [answer.result() for answer in (first, *others)]
    assert drawing.times == 1
    assert {answer.content for answer in answers} == {answers[0].content}
