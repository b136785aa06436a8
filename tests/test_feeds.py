"""The feeds carry the whole text, name every author, and hold nothing that XML forbids."""

from datetime import timedelta
from uuid import UUID
from xml.etree import ElementTree

import pytest
from django.test import Client

from opinion.articles.feed_formats import fit_for_xml
from opinion.articles.models import Article, Edition
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
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
SELF = "{http://www.w3.org/2005/Atom}link"


def channel(client, address="/feed/"):
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/rss+xml; charset=utf-8"
    return ElementTree.fromstring(response.content).find("channel")


def titles(client, address="/feed/") -> list[str]:
    return [item.findtext("title") for item in channel(client, address).iter("item")]


def test_an_item_carries_the_whole_article(publication, client):
    make_article(
        standfirst="Why a town needs a train.",
        authors=[make_author("Ana Lim"), make_author("Bo Ek")],
        topics=[make_topic("Trains")],
        references=["Rolt. See https://example.org/a."],
        note="<p>They worked the night shift.</p>",
    )
    item = channel(client).find("item")
    assert item.findtext("title") == "The Last Train – OpEd"
    assert item.findtext("link") == "http://127.0.0.1:8000/2024/01/the-last-train/"
    assert item.find("guid").attrib["isPermaLink"] == "false"
    assert UUID(item.findtext("guid")).urn == item.findtext("guid")
    assert item.findtext("pubDate") == "Thu, 11 Jan 2024 05:25:00 +0000"
    assert item.findtext("description") == "Why a town needs a train."
    assert [name.text for name in item.iter(CREATOR)] == ["Ana Lim", "Bo Ek"]
    assert [category.text for category in item.iter("category")] == ["World", "Trains"]
    whole = item.findtext(CONTENT)
    for part in (
        "What OpEd means to readers.",
        "By Ana Lim and Bo Ek",
        "<p>The last train leaves at nine",
        "They worked the night shift.",
        '<a href="https://example.org/a"',
    ):
        assert part in whole


def test_an_item_stays_the_same_wherever_the_publication_moves(publication, client, settings):
    article = make_article()
    before = channel(client).find("item").findtext("guid")
    settings.PUBLIC_URL = "https://elsewhere.example"
    publish_again(article, headline="The First Train")
    item = channel(client).find("item")
    assert item.findtext("link").startswith("https://elsewhere.example/")
    assert item.findtext("guid") == before
    assert make_article("Another").guid != before


def test_without_a_standfirst_the_description_begins_the_text(publication, client):
    make_article(body="<p>" + "word " * 200 + "</p>")
    told = channel(client).find("item").findtext("description")
    assert told.startswith("word word")
    assert told.endswith("…")
    assert len(told) < 400


def test_the_feed_says_where_it_stands_whatever_host_was_asked(publication, client, settings):
    settings.PUBLIC_URL = "https://signal-box.example"
    make_article(
        picture="articles/a.jpg", picture_width=1, picture_height=1, picture_alt="A train."
    )
    found = channel(client)
    assert found.find(SELF).attrib["href"] == "https://signal-box.example/feed/"
    assert found.findtext("link") == "https://signal-box.example/"
    body = client.get("/feed/").content.decode()
    assert "testserver" not in body
    assert "https://signal-box.example/media/articles/a.jpg" in body


def test_a_feed_holds_what_is_live_and_nothing_else(publication, client, editor):
    article = make_article("Live")
    article.headline = "Unsaid"
    article.save()
    make_draft("Unfinished")
    make_article("Gone").withdraw(by=editor, reason="Wrong.")
    assert titles(client) == ["Live – OpEd"]


def test_each_subject_has_a_feed_of_its_own(publication, client):
    ana, bo = make_author("Ana Lim"), make_author("Bo Ek")
    make_article("Both", authors=[ana, bo], topics=[make_topic()])
    make_article("One", authors=[bo], section=make_section("Politics"))
    assert titles(client, "/section/world/feed/") == ["Both – OpEd"]
    assert titles(client, "/section/politics/feed/") == ["One – OpEd"]
    assert titles(client, "/topic/trains/feed/") == ["Both – OpEd"]
    assert titles(client, "/author/ana-lim/feed/") == ["Both – OpEd"]
    assert titles(client, "/author/bo-ek/feed/") == ["One – OpEd", "Both – OpEd"]
    assert channel(client, "/topic/trains/feed/").findtext("title") == "Trains · The Signal Box"
    assert client.get("/topic/nothing/feed/").status_code == 404


def test_the_feed_is_the_newest_twenty(publication, client):
    for n in range(22):
        make_article(f"Article {n}", at=MORNING + timedelta(hours=n))
    assert titles(client) == [f"Article {n} – OpEd" for n in range(21, 1, -1)]


def test_an_empty_feed_is_a_feed(client, db):
    assert titles(client) == []


FORBIDDEN = "\x01\x08\x0b\x0c\x0e\x1f\ufffe\uffff"


def test_characters_that_xml_forbids_are_left_out(publication, client):
    publication.tagline = f"Opinion{FORBIDDEN}, signed"
    publication.save()
    author = make_author(f"Ana{FORBIDDEN} Lim", slug="ana")
    draft = make_draft(
        f"Bell{FORBIDDEN}s", slug="bells", authors=[author], standfirst=f"Ding{FORBIDDEN}."
    )
    Article.objects.update(body=f"<p>Dong{FORBIDDEN}.</p>")
    draft.refresh_from_db()
    draft.publish(by=None, at=MORNING)
    Edition.objects.update(body_html=f"<p>Dong{FORBIDDEN}.</p>")
    found = channel(client)
    item = found.find("item")
    assert found.findtext("description") == "Opinion, signed"
    assert item.findtext("title") == "Bells – OpEd"
    assert item.findtext("description") == "Ding."
    assert item.findtext(CREATOR) == "Ana Lim"
    assert "<p>Dong.</p>" in item.findtext(CONTENT)


def test_what_xml_allows_stays():
    allowed = "\t\n\r aé\u00a0中🚂\ue000\ufffd"
    assert fit_for_xml(allowed) == allowed
    assert fit_for_xml([FORBIDDEN, "a"]) == ["", "a"]
    assert fit_for_xml(None) is None


def test_markup_typed_into_a_headline_stays_text(publication, client):
    make_article("<b>Trains</b> & trams", slug="trains", standfirst="1 < 2 <script>x</script>")
    item = channel(client).find("item")
    assert item.findtext("title") == "&lt;b&gt;Trains&lt;/b&gt; &amp; trams – OpEd"
    assert item.findtext("description") == "1 &lt; 2 &lt;script&gt;x&lt;/script&gt;"
    assert "<script>" not in item.findtext(CONTENT)


def test_a_feed_tells_by_its_tag_that_an_article_was_withdrawn(publication, client, editor):
    article = make_article()
    before = client.get("/feed/")
    assert "Last-Modified" not in before.headers
    tag = {"If-None-Match": before.headers["ETag"]}
    assert client.get("/feed/", headers=tag).status_code == 304
    article.withdraw(by=editor, reason="Wrong.")
    since = {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}
    assert client.get("/feed/", headers=since).status_code == 200
    assert client.get("/feed/", headers=tag).status_code == 200


def test_a_feed_is_public_and_only_read(publication, client, editor):
    make_article()
    client.force_login(editor)
    response = client.get("/feed/")
    assert response.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "Cookie" not in response.headers.get("Vary", "")
    assert not response.cookies
    assert Client(enforce_csrf_checks=True).post("/feed/").status_code == 405
