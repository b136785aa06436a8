"""Feeds in each form, archives, old addresses, and what programs ask of every site."""

import json
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from opinion.articles.crawlers import validate_added
from opinion.articles.models import ListingDate
from tests.newsroom import (
    MORNING,
    make_article,
    make_author,
    make_draft,
    make_published_comment,
    make_topic,
    publish_again,
)
from tests.test_lists import headlines, read

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = ("/", "/section/world/", "/topic/trains/", "/author/ana-lim/", "/2024/01/the-last-train/")


@pytest.fixture
def article(publication):
    authors = [make_author("Ana Lim"), make_author("Bo Ek")]
    article = make_article(
        standfirst="1 < 2 & 3", authors=authors, topics=[make_topic()], headline="The Last Train"
    )
    make_published_comment(article)
    return article


def atom(client, address):
    response = client.get(f"{address}feed/atom/")
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)


def json_feed(client, address):
    response = client.get(f"{address}feed/json/")
    assert response.headers["Content-Type"] == "application/feed+json; charset=utf-8"
    return json.loads(response.content)


def test_each_subject_and_thread_has_a_feed_in_each_form(article, client):
    for address in FEEDS:
        page = read(client, address)
        for form in ("", "atom/", "json/"):
            assert f'href="{address}feed/{form}"' in page, address
        feed, entry = json_feed(client, address), atom(client, address).find(f"{ATOM}entry")
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["feed_url"].endswith(f"{address}feed/json/")
        assert len(feed["items"]) == 1
        assert entry.findtext(f"{ATOM}link") is not None


def test_each_form_says_the_same_and_names_everybody(article, client):
    (item,) = json_feed(client, "/")["items"]
    entry = atom(client, "/").find(f"{ATOM}entry")
    names = [author.findtext(f"{ATOM}name") for author in entry.iter(f"{ATOM}author")]
    assert names == [author["name"] for author in item["authors"]] == ["Ana Lim", "Bo Ek"]
    assert item["title"] == entry.findtext(f"{ATOM}title") == "The Last Train – OpEd"
    assert item["summary"] == "1 < 2 & 3"
    assert item["id"] == entry.findtext(f"{ATOM}id") == article.guid
    assert item["content_html"] == entry.findtext(f"{ATOM}content")
    assert item["date_published"] == "2024-01-11T05:25:00+00:00"
    assert item["tags"] == ["World", "Trains"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/rss", "/feed/"),
        ("/rss.xml", "/feed/"),
        ("/feed.xml", "/feed/"),
        ("/atom.xml", "/feed/atom/"),
        ("/feed.json", "/feed/json/"),
    ],
)
def test_where_other_systems_have_it_leads_to_where_it_is(publication, client, old, new):
    answer = client.get(old)
    assert (answer.status_code, answer.headers["Location"]) == (301, new)


def test_the_archive_lists_years_months_and_what_was_published_in_them(publication, client, editor):
    make_article("One")
    make_article("Two", at=MORNING + timedelta(days=1))
    make_article("Three", at=MORNING + timedelta(days=400))
    make_article("Gone", at=MORNING + timedelta(days=800)).withdraw(by=editor, reason="Wrong.")
    make_draft("Unfinished")
    years = read(client, "/archive/")
    assert 'href="/2025/"' in years and 'href="/2024/"' in years and "2026/" not in years
    year = read(client, "/2024/")
    assert '<a class="roll-name" href="/2024/01/">January</a>' in year and "2 articles" in year
    assert headlines(read(client, "/2024/01/")) == ["Two", "One"]
    for nothing in ("/2023/", "/2024/02/", "/2026/03/", "/2024/13/"):
        assert client.get(nothing).status_code == 404, nothing


def test_a_month_lists_by_the_address_wherever_the_clock_stood(publication, client):
    article = make_article("One")
    type(article).objects.update(published_at=MORNING + timedelta(days=90))
    assert headlines(read(client, "/2024/01/")) == ["One"]
    assert client.get("/2024/04/").status_code == 404


def test_security_txt_names_somebody_for_a_year(publication, client, settings):
    assert client.get("/.well-known/security.txt").status_code == 404
    publication.contact_email = "desk@example.org"
    publication.save()
    lines = read(client, "/.well-known/security.txt").splitlines()
    told = dict(line.split(": ", 1) for line in lines)
    assert told["Contact"] == "mailto:desk@example.org"
    days = timezone.datetime.fromisoformat(told["Expires"]) - timezone.now()
    assert timedelta(days=290) < days < timedelta(days=366)
    settings.SECURITY_CONTACT = "https://example.org/security"
    assert "Contact: https://example.org/security" in read(client, "/.well-known/security.txt")


def test_a_web_app_is_called_as_the_publication(publication, client):
    told = json.loads(read(client, "/site.webmanifest"))
    assert (told["name"], told["start_url"]) == ("The Signal Box", "/")
    assert 'rel="manifest" href="/site.webmanifest"' in read(client)


def test_crawlers_are_welcome_by_what_they_come_for(publication, client):
    assert "GPTBot" not in read(client, "/robots.txt")
    assert "TDM-Reservation" not in client.get("/").headers
    publication.welcomes_training = False
    publication.further_crawlers = "NewBot: training\nFriendlyBot: search"
    publication.save()
    refused, _blank, rest = read(client, "/robots.txt").partition("\n\n")
    assert "User-agent: GPTBot\n" in refused and "User-agent: NewBot\n" in refused
    assert refused.endswith("Disallow: /") and rest.startswith("User-agent: *\n")
    assert "Googlebot" not in refused and "FriendlyBot" not in refused
    assert client.get("/").headers["TDM-Reservation"] == "1"


@pytest.mark.parametrize("line", ["NewBot", "NewBot: world peace", ": training", "A\x07: search"])
def test_a_crawler_without_a_purpose_is_refused(line):
    with pytest.raises(ValidationError):
        validate_added(line)


def test_the_news_sitemap_has_the_last_two_days(publication, client, time_machine):
    time_machine.move_to(MORNING, tick=False)
    make_article("Old", at=MORNING - timedelta(days=3))
    make_article("Trains & trams", slug="news", at=MORNING - timedelta(days=1))
    root = ElementTree.fromstring(client.get("/sitemap-news.xml").content)
    news = "{http://www.google.com/schemas/sitemap-news/0.9}"
    assert [title.text for title in root.iter(f"{news}title")] == ["Trains & trams"]
    assert [name.text for name in root.iter(f"{news}name")] == ["The Signal Box"]
    assert [day.text for day in root.iter(f"{news}publication_date")] == [
        "2024-01-10T05:25:00+00:00"
    ]


def test_the_index_of_sitemaps_tells_when_each_last_said_something_new(publication, client):
    article = make_article(topics=[make_topic()])
    ListingDate.objects.update(changed_at=MORNING)
    page = read(client, "/sitemap.xml")
    assert page.count("<lastmod>2024-01-11T05:25:00+00:00</lastmod>") == 4
    publish_again(article)
    page = read(client, "/sitemap.xml")
    assert page.count("<lastmod>") == 4 and "<lastmod>2024-01-11" not in page
