"""When something is wrong, the page says so in the site's look, and is never a bare trace."""

import itertools
import re
from types import SimpleNamespace

import pytest
from django.core.exceptions import SuspiciousOperation
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import path
from django.utils import translation

from opinion import errors
from opinion.pages import keep_private, private, public
from opinion.urls import handler400, handler403, handler404, handler500
from opinion.urls import urlpatterns as site
from tests.newsroom import make_article, make_author, make_draft

pytestmark = pytest.mark.django_db


def broken(request):
    raise RuntimeError("The boiler has burst.")


def suspicious(request):
    raise SuspiciousOperation("Something was forged.")


def cut_off(request):
    """Its database goes away in the middle of a request."""
    raise OperationalError("server closed the connection unexpectedly")


def without_room(request):
    """Its database lives, and has no room on its disk."""
    with connection.cursor() as cursor:
        cursor.execute("DO $$ BEGIN RAISE 'no space' USING ERRCODE = 'disk_full'; END $$")


@private
def letter(request):
    return HttpResponse("For you alone.")


urlpatterns = [
    path("broken/", broken),
    path("suspicious/", suspicious),
    path("cut-off/", cut_off),
    path("without-room/", without_room),
    path("letter/", letter),
    *site,
]
__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


@pytest.fixture
def quiet(client):
    """A client that shows error pages as readers see them."""
    client.raise_request_exception = False
    return client


@pytest.fixture
def with_traps(settings):
    settings.ROOT_URLCONF = "tests.test_errors"


def test_a_database_without_room_is_told_as_one_that_is_away(with_traps, publication, quiet):
    response = quiet.get("/without-room/")
    assert response.status_code == 503
    assert "Retry-After" in response.headers


@pytest.mark.parametrize(("is_lost", "status"), [(True, 503), (False, 500)])
def test_a_database_that_goes_away_meanwhile_is_no_mistake_of_ours(
    with_traps, publication, quiet, monkeypatch, is_lost, status
):
    lost = SimpleNamespace(connection=None if is_lost else SimpleNamespace(closed=False))
    monkeypatch.setattr(errors, "connection", lost)
    response = quiet.get("/cut-off/")
    assert response.status_code == status
    assert ("Retry-After" in response.headers) == is_lost


def test_a_page_that_does_not_exist_shows_the_way_home(publication, client):
    response = client.get("/nowhere/")
    page = response.content.decode()
    assert response.status_code == 404
    assert "Page not found" in page
    assert "The Signal Box" in page
    assert 'href="/"' in page
    assert 'rel="canonical"' not in page


def test_a_forged_request_is_told_so_in_the_sites_look(publication, quiet, with_traps):
    response = quiet.get("/suspicious/")
    assert response.status_code == 400
    assert "The Signal Box" in response.content.decode()
    assert "forged" not in response.content.decode()


def test_a_strange_host_is_refused_without_being_printed(publication, quiet):
    response = quiet.get("/", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert "evil.example" not in response.content.decode()


def test_the_page_for_what_is_forbidden_is_in_the_sites_look(publication, rf):
    request = rf.get("/admin/")
    request.publication = publication
    response = errors.forbidden(request, PermissionError())
    assert response.status_code == 403
    assert "The Signal Box" in response.content.decode()


def test_our_own_mistake_is_confessed_and_not_explained(publication, quiet, with_traps):
    response = quiet.get("/broken/")
    page = response.content.decode()
    assert response.status_code == 500
    assert "Something went wrong" in page
    assert "boiler" not in page
    assert "css/bare_page.css" in page


def test_the_page_for_our_mistakes_asks_nothing_of_the_database(rf, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = errors.server_error(rf.get("/"))
    assert response.status_code == 500


def test_the_page_for_our_mistakes_speaks_the_readers_language(db):
    with translation.override("ar"):
        assert '<html lang="ar" dir="rtl">' in render_to_string("500.html")


HOSTILE = [
    "/%00",
    "/2024/01/%00/",
    "/2024/01/the-last-train%00/",
    "/section/%00/",
    "/author/%00/feed/",
    "/media/%00",
    "/media/..%2f..%2fetc/passwd",
    "/media/%2e%2e/%2e%2e/etc/passwd",
    "/preview/99999999999999999999999999/",
    "/comment/99999999999999999999999999/",
    "/2024/13/the-last-train/",
    "/٢٠٢٤/٠١/the-last-train/",
    "/sitemap-%00.xml",
    "/%ff%fe/",
    "/" + "a" * 5_000 + "/",
    "/2024/01/" + "a" * 5_000 + "/",
    "/2024/01/the-last-train/%2e%2e/",
]


def test_a_hostile_address_is_not_found(publication, quiet):
    make_article()
    for address, ask in itertools.product(HOSTILE, (quiet.get, quiet.head)):
        assert ask(address).status_code in {400, 404}, address[:40]


QUERIES = [
    "\x00",
    "%00",
    "%00=%00",
    "x=%FF",
    "before=%00",
    "&&&===",
    "thread=%00",
    "thread=-1",
    "to=%00",
    "article=%00",
    "p=%00",
    "a=" + "b" * 5_000,
    "&".join(f"x{n}" for n in range(500)),
]
PAGES = [
    "/",
    "/2024/01/the-last-train/",
    "/2024/01/the-last-train/reply/",
    "/section/world/",
    "/author/ngaire-whitcombe/",
    "/author/ngaire-whitcombe/feed/",
    "/authors/",
    "/about/",
    "/guidelines/",
    "/moderation/",
    "/privacy/",
    "/feed/",
    "/sitemap.xml",
    "/sitemap-articles.xml",
    "/robots.txt",
    "/nowhere/",
]


@pytest.mark.parametrize("ask", ["get", "head"])
def test_no_query_breaks_a_page(publication, quiet, ask):
    make_article()
    for query, address in itertools.product(QUERIES, PAGES):
        status = getattr(quiet, ask)(address, QUERY_STRING=query).status_code
        assert status in {200, 400, 404}, f"{address}?{query[:40]}"


def test_a_draft_an_unknown_page_and_a_preview_are_one_and_the_same_404(publication, client):
    draft = make_draft("Unfinished")
    addresses = [f"/preview/{draft.pk}/", "/2024/01/unfinished/", "/nowhere/"]
    pages = [client.get(address).content.decode() for address in addresses]
    # All but the words of the address, which the search box offers.
    assert len({re.sub(r'(name="q" id="q" value=")[^"]*', r"\1", page) for page in pages}) == 1


def test_private_pages_are_kept_nowhere(publication, client, with_traps):
    headers = client.get("/letter/").headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Robots-Tag"] == "noindex"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "ETag" not in headers


def test_the_two_promises_are_made_by_decorators(rf):
    response = public(lambda request: HttpResponse("x"))(rf.get("/"))
    assert response.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert public(lambda request: HttpResponse("x"))(rf.post("/")).status_code == 405
    assert keep_private(HttpResponse()).headers["Cache-Control"] == "no-store"


def test_an_author_without_articles_is_no_error(publication, client):
    make_author()
    assert client.get("/author/ngaire-whitcombe/").status_code == 200
