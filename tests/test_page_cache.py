"""Pages are kept as they were drawn, for everybody, and never answered once they are not true."""

import gzip

import brotli
import pytest
import time_machine
from django.conf import settings as django_settings
from django.db import DatabaseError, connection, connections
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client
from django.utils import timezone

from comments.models import Thread
from opinion.articles import views
from opinion.articles.models import Topic
from opinion.page_cache.drawing import noted, shows
from opinion.page_cache.middleware import _may_be_kept
from opinion.page_cache.models import Generation, Page
from tests.kept_pages import address as address
from tests.kept_pages import article as article
from tests.kept_pages import get, outcome
from tests.kept_pages import publication as publication
from tests.newsroom import (
    make_article,
    make_author,
    make_published_comment,
    make_user,
    publish_again,
)

pytestmark = pytest.mark.django_db(transaction=True)


# --- What is kept, and for whom


def test_the_second_reader_gets_the_same_bytes_without_their_being_drawn(address):
    first, second = get(address), get(address)
    assert (outcome(first), outcome(second)) == ("miss", "hit")
    assert first.content == second.content
    assert "The Last Train" in second.text
    same = ("Content-Type", "Cache-Control", "ETag", "Content-Security-Policy", "Vary")
    assert [first[name] for name in same] == [second[name] for name in same]


def test_a_kept_page_is_found_by_one_query(address, django_assert_num_queries):
    get(address)
    # Of Django's own there is none: the one query does not even ask first for a sound connection.
    with django_assert_num_queries(0):
        assert outcome(get(address)) == "hit"


@pytest.mark.parametrize("query", ["?utm_source=x", "?fbclid=1&thread=", "?before=7", "?%00=%ff"])
def test_what_the_view_does_not_ask_for_changes_neither_key_nor_bytes(address, query):
    page = get(address)
    assert outcome(get(f"{address}{query}")) == ("miss" if "thread" in query else "hit")
    assert get(f"{address}{query}").content == page.content


def test_what_the_view_asks_for_is_a_page_of_its_own(address):
    get(address)
    newest = get(f"{address}?sort=newest")
    assert outcome(newest) == "miss"
    assert outcome(get(f"{address}?utm=1&sort=newest")) == "hit"


def test_a_page_is_drawn_for_nobody(address):
    """Whoever comes first leaves nothing of theirs in it: no cookie, no host, no language."""
    staff = Client(SERVER_NAME="localhost", SERVER_PORT="8000")
    staff.force_login(make_user("editor", group="Editors"))
    staff.cookies["csrftoken"] = "short"
    first = get(address, staff, accept_language="de", x_forwarded_for="203.0.113.9")
    assert outcome(first) == "miss" and not first.cookies
    assert "localhost" not in first.text
    assert get(address).content == first.content


@pytest.mark.parametrize(
    "address",
    [
        "/works/?q=train",
        "/nowhere/",
        "/unapi",
        "/admin/login/",
        "/reader/",
        f"/{'x' * 600}/",
        "/%00/",
        "/section/%ED%A0%80/",
        f"/?before={'9' * 200}",
    ],
)
def test_what_is_not_a_page_for_everybody_is_not_kept(article, address):
    assert not outcome(get(address)) and not outcome(get(address))
    assert not Page.objects.exists()


def test_neither_a_redirect_nor_what_is_gone_is_kept(article):
    comment = make_published_comment(article)
    editor = make_user("editor", group="Editors")
    gone = make_article("Gone")
    gone.withdraw(by=editor, reason="It was wrong.")
    for path in (f"/comment/{comment.pk}/", "/2020/01/the-last-train/", gone.get_absolute_url()):
        assert get(path).status_code in (301, 302, 410)
    assert not Page.objects.exists()


def answer_with(**headers):
    return HttpResponse(
        "x", headers={"Cache-Control": "public", "Vary": "Accept-Encoding"} | headers
    )


def test_only_what_is_the_same_for_everybody_may_be_kept():
    with_cookie, streaming = answer_with(), StreamingHttpResponse(["x"], headers={})
    with_cookie.set_cookie("seen", "1")
    streaming.headers["Cache-Control"] = "public"
    missing = answer_with()
    missing.status_code = 404
    assert _may_be_kept(answer_with())
    for refused in (
        with_cookie,
        streaming,
        missing,
        answer_with(Vary="Accept-Encoding, Cookie"),
        answer_with(**{"Cache-Control": "no-store"}),
    ):
        assert not _may_be_kept(refused)


def test_a_view_that_varies_by_more_is_mended_before_its_page_is_kept(address, monkeypatch):
    def varying(request, *args, **kwargs):
        response = drawn(request, *args, **kwargs)
        response.headers["Vary"] = "Cookie"
        return response

    drawn = views.render
    monkeypatch.setattr(views, "render", varying)
    assert "Cookie" not in get(address)["Vary"]


def test_the_cache_may_be_off(address, settings):
    settings.PAGE_CACHE = False
    assert not outcome(get(address)) and not Page.objects.exists()


def test_with_another_host_a_page_is_refused_as_ever(address):
    get(address)
    assert Client(SERVER_NAME="evil.example").get(address).status_code == 400


# --- In which form


def test_each_reader_gets_the_smallest_form_they_accept(address):
    plain = get(address).content
    packed = get(address, accept_encoding="gzip, deflate")
    smaller = get(address, accept_encoding="gzip, deflate, br, zstd")
    assert packed["Content-Encoding"] == "gzip" and smaller["Content-Encoding"] == "br"
    assert gzip.decompress(packed.content) == plain == brotli.decompress(smaller.content)
    assert len(smaller.content) < len(packed.content) < len(plain) / 2
    for response in (packed, smaller):
        assert response["Vary"] == "Accept-Encoding"
        assert response["Content-Length"] == str(len(response.content))


@pytest.mark.parametrize(
    "path",
    ["/privacy/", "/section/nobody/", "/works/?q=train", "/2024/01/the-last-train/reply/"],
)
def test_pages_are_compressed_without_nginx_as_well(article, path):
    # A form says when it was opened, to the second.
    with time_machine.travel(timezone.now(), tick=False):
        plain, packed = get(path), get(path, accept_encoding="gzip")
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert "Accept-Encoding" in packed["Vary"]


def test_a_page_for_one_person_tells_nothing_by_its_length(article):
    reply = f"{article.get_absolute_url()}reply/"
    assert len({len(get(reply, accept_encoding="gzip").content) for _time in range(30)}) > 3


def test_whoever_has_the_page_is_told_that_it_holds(address):
    etags = {}
    for coding in ("identity", "gzip", "br"):
        etags[coding] = get(address, accept_encoding=coding)["ETag"]
        answer = get(address, accept_encoding=coding, if_none_match=f'"x", W/{etags[coding]}')
        assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", etags[coding])
    assert len({*etags.values()}) == 3
    # Of another form the bytes are others.
    assert get(address, accept_encoding="br", if_none_match=etags["gzip"]).status_code == 200


def test_what_changed_is_sent_anew_to_whoever_has_the_former_page(article, address):
    etag = get(address)["ETag"]
    publish_again(article)
    assert get(address, if_none_match=etag).status_code == 200


def test_head_is_the_same_without_the_body(address):
    page, head = get(address), Client().head(address)
    assert (head.content, head["Content-Length"]) == (b"", str(len(page.content)))
    assert outcome(head) == "hit"


# --- Where it is kept


def test_what_holds_no_more_is_swept_away_and_the_oldest_beyond_the_room(article, address):
    get("/"), get(address), get("/about/")
    make_published_comment(article)
    assert Page.objects.sweep(most_bytes=1_000_000) == 1
    assert outcome(get("/")) == outcome(get("/about/")) == "hit"
    newest = Page.objects.order_by("kept_at").last()
    assert Page.objects.sweep(most_bytes=newest.size) == 1
    assert [*Page.objects.all()] == [newest]


def test_an_erased_comment_is_gone_from_what_is_kept_at_once(article, address):
    comment = make_published_comment(article, "Erase my words.")
    get(address)
    assert Page.objects.showing(f"thread:{article.pk}").exists()
    comment.erase()
    assert not Page.objects.showing(f"thread:{article.pk}").exists()


def test_the_table_is_in_no_backup_and_may_be_emptied(address):
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'page_cache_page'")
        assert cursor.fetchone() == ("u",)
    get(address)
    Page.objects.all().delete()
    assert outcome(get(address)) == "miss"


def test_where_nothing_can_be_kept_the_page_is_shown_all_the_same(address, monkeypatch, caplog):
    def full(page):
        raise DatabaseError("could not extend file: No space left on device")

    monkeypatch.setattr(Page.objects, "keep", full)
    assert get(address).status_code == 200
    assert "A page could not be kept: DatabaseError" in caplog.text


def test_a_connection_that_broke_is_opened_anew_and_the_page_shown(address):
    get(address)
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        backend = connection.connection.info.backend_pid
        cursor.execute("SELECT pg_terminate_backend(%s, 10000)", [backend])
    other.close()
    assert get(address).status_code == 200
    assert outcome(get(address)) == "hit"


def test_a_generation_is_raised_by_one_and_never_taken_back(article):
    name = f"article:{article.pk}"
    before = Generation.objects.get(name=name).number
    publish_again(article)
    assert Generation.objects.get(name=name).number > before
    assert Generation.objects.of([name, "nobody:1"])["nobody:1"] is None


def test_outside_of_a_drawing_nothing_is_noted(article):
    shows("article", 1)
    with noted() as drawn:
        Thread.objects.for_article(article)
        make_author("Tomasz Wieczorek")
        Topic.objects.first()
    assert drawn.names == {"site", f"thread:{article.pk}"}
    assert django_settings.PAGE_CACHE
