"""What search engines are told: every live page, on the public host, and nothing else."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest

from opinion.articles import sitemaps
from tests.newsroom import (
    MORNING,
    make_article,
    make_author,
    make_draft,
    make_section,
    make_topic,
    publish_again,
)

pytestmark = pytest.mark.django_db
PLACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
HOST = "https://signal-box.example"


@pytest.fixture(autouse=True)
def public_host(settings):
    settings.PUBLIC_URL = HOST


def entries(client, address) -> dict[str, str | None]:
    """Each address in a sitemap with its lastmod."""
    response = client.get(address)
    assert response.status_code == 200
    return {
        entry.findtext(f"{PLACE}loc").removeprefix(HOST): entry.findtext(f"{PLACE}lastmod")
        for entry in ElementTree.fromstring(response.content)
    }


def listed(client, name) -> dict[str, str | None]:
    """All that the files of one kind hold; how many those are depends on the ids of the rows."""
    files = [file for file in entries(client, "/sitemap.xml") if file.startswith(f"/{name}.xml")]
    return {place: moment for file in files for place, moment in entries(client, file).items()}


def test_the_index_names_each_file_on_the_public_host(publication, client):
    make_article(topics=[make_topic()])
    kinds = {file.partition("?")[0] for file in entries(client, "/sitemap.xml")}
    assert kinds == {
        "/sitemap-news.xml",
        "/sitemap-articles.xml",
        "/sitemap-sections.xml",
        "/sitemap-topics.xml",
        "/sitemap-series.xml",
        "/sitemap-authors.xml",
        "/sitemap-works.xml",
        "/sitemap-pages.xml",
    }
    assert "testserver" not in client.get("/sitemap.xml").content.decode()


def test_articles_are_dated_by_their_latest_edition(publication, client):
    article = make_article()
    publish_again(article, at=MORNING + timedelta(days=40))
    assert listed(client, "sitemap-articles") == {"/2024/01/the-last-train/": "2024-02-20"}


def test_a_typo_makes_no_page_newer(publication, client):
    article = make_article()
    publish_again(article, at=MORNING + timedelta(days=40), change="typo")
    assert listed(client, "sitemap-articles") == {"/2024/01/the-last-train/": "2024-01-11"}
    assert listed(client, "sitemap-sections") == {"/section/world/": "2024-01-11"}


def test_drafts_and_withdrawn_articles_are_not_told_of(publication, client, editor):
    make_article("Live")
    make_draft("Unfinished")
    make_article("Gone").withdraw(by=editor, reason="Wrong.")
    assert [*listed(client, "sitemap-articles")] == ["/2024/01/live/"]


def test_subjects_without_articles_are_left_out(publication, client):
    make_article(authors=[make_author("Ana Lim")], topics=[make_topic("Trains")])
    make_section("Politics"), make_topic("Trams"), make_author("Bo Ek")
    assert listed(client, "sitemap-sections") == {"/section/world/": "2024-01-11"}
    assert listed(client, "sitemap-topics") == {"/topic/trains/": "2024-01-11"}
    assert listed(client, "sitemap-authors") == {"/author/ana-lim/": "2024-01-11"}


def test_the_pages_about_the_publication_are_told_of(publication, client):
    assert [*entries(client, "/sitemap-pages.xml")] == [
        "/",
        "/authors/",
        "/works/",
        "/archive/",
        "/about/",
        "/guidelines/",
        "/moderation/",
        "/privacy/",
    ]


def test_a_long_list_is_parted_into_files_that_keep_their_articles(
    publication, client, monkeypatch, editor
):
    articles = [make_article(f"Article {n}") for n in range(6)]
    places = [article.get_absolute_url() for article in articles]
    monkeypatch.setattr(sitemaps.Listing, "limit", articles[3].pk)
    files = ["/sitemap-articles.xml", "/sitemap-articles.xml?p=2"]
    assert {*files} <= {*entries(client, "/sitemap.xml")}
    assert [[*entries(client, file)] for file in files] == [places[:4], places[4:]]
    articles[0].withdraw(by=editor, reason="Wrong.")
    assert [[*entries(client, file)] for file in files] == [places[1:4], places[4:]]


@pytest.mark.parametrize(
    "query", ["p=0", "p=" + "8" * 9, "p=x", "p=-1", "p=%00", "p=9" * 30, "p=1.5"]
)
def test_a_part_that_is_none_is_not_found(publication, client, query):
    make_article()
    assert client.get(f"/sitemap-articles.xml?{query}").status_code == 404


def test_an_unknown_sitemap_is_not_found(publication, client):
    assert client.get("/sitemap-drafts.xml").status_code == 404


def test_a_withdrawal_is_seen_by_who_asks_what_changed(publication, client, editor):
    make_article("Stays"), make_article("Goes").withdraw(by=editor, reason="Wrong.")
    since = {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}
    for address in entries(client, "/sitemap.xml"):
        response = client.get(address, headers=since)
        assert response.status_code == 200, address
        assert response.headers["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_robots_are_shown_the_sitemap_and_kept_from_the_newsroom(publication, client):
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.content.decode().splitlines()
    assert f"Sitemap: {HOST}/sitemap.xml" in lines
    assert "Disallow: /admin/" in lines
    assert "Disallow: /preview/" in lines
