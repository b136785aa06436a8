"""The feed of one thread: its newest comments, and nothing that the thread does not show."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client

from comments.models import Comment, Thread
from tests.newsroom import MORNING, make_article, make_comment, make_published_comment
from tests.thread_page import ARTICLE, fill, link, page, thread

pytestmark = pytest.mark.django_db
FEED = f"{ARTICLE}feed/"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
SELF = "{http://www.w3.org/2005/Atom}link"


def channel():
    response = Client().get(FEED)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/rss+xml; charset=utf-8"
    return ElementTree.fromstring(response.content).find("channel")


def texts():
    return [item.findtext("description") for item in channel().iter("item")]


def test_an_item_carries_the_whole_comment(article, settings):
    settings.PUBLIC_URL = "https://signal-box.example"
    comment = make_published_comment(article, "I *was* there.\n\nTwice.", at=MORNING)
    found = channel()
    assert found.findtext("title") == "Comments on “The Last Train – OpEd” · The Signal Box"
    assert found.findtext("link") == f"https://signal-box.example{ARTICLE}"
    assert found.find(SELF).attrib["href"] == f"https://signal-box.example{FEED}"
    item = found.find("item")
    assert item.findtext("title") == "Ana Reader on The Last Train – OpEd"
    address = f"https://signal-box.example/comment/{comment.pk}/"
    assert (item.findtext("link"), item.findtext("guid")) == (address, address)
    assert item.find("guid").get("isPermaLink", "true") == "true"
    assert item.findtext("pubDate") == "Thu, 11 Jan 2024 05:25:00 +0000"
    assert item.findtext("description") == "I was there. Twice."
    assert item.findtext(CREATOR) == "Ana Reader"
    assert item.findtext(CONTENT) == "<p>I <em>was</em> there.</p><p>Twice.</p>"


def test_the_newest_publication_comes_first_and_fifty_are_enough(article):
    fill(article, 52)
    late = Comment.objects.order_by("pk")[3]
    Comment.objects.filter(pk=late.pk).update(published_at=MORNING + timedelta(days=1))
    found = texts()
    assert len(found) == 50
    assert found[:3] == ["Thought 3", "Thought 51", "Thought 50"]


# Failures 7 and 20: what is not public is in no feed.
def test_the_feed_holds_what_the_thread_shows(article, moderator):
    gone = make_published_comment(article, "Gone.")
    make_published_comment(article, "Shown.", parent=gone)
    make_comment(article, "Waits.")
    make_comment(article, "Spam.", signals=[("honeypot", "", "spam")])
    make_published_comment(make_article("Another Train"), "Elsewhere.")
    tag = {"If-None-Match": Client().get(FEED).headers["ETag"]}
    assert Client().get(FEED, headers=tag).status_code == 304
    gone.take_down(by=moderator, reason="attack")
    assert Client().get(FEED, headers=tag).status_code == 200
    assert texts() == ["Shown."]
    assert "Last-Modified" not in Client().get(FEED).headers


def test_a_thread_without_comments_has_an_empty_feed(article):
    assert texts() == []


# Failures 1 and 22: markup and control characters in names, wherever they are shown.
def test_what_readers_type_stays_text_and_fits_into_xml(article):
    make_published_comment(article, "1 < 2 <script>x</script>", name="<b>Ana</b> & Ben")
    Comment.objects.update(name="<b>Ana</b>\x01 & Ben\uffff")
    item = channel().find("item")
    assert item.findtext("title").startswith("&lt;b&gt;Ana&lt;/b&gt; &amp; Ben on The")
    assert item.findtext(CREATOR) == "<b>Ana</b> & Ben"
    assert item.findtext("description") == "1 &lt; 2 &lt;script&gt;x&lt;/script&gt;"
    assert "<script>" not in item.findtext(CONTENT)


def test_the_feed_goes_with_its_article(article, editor):
    assert Client().get("/2023/01/the-last-train/feed/").status_code == 404
    article.withdraw(by=editor, reason="It was wrong.")
    assert Client().get(FEED).status_code == 410


def test_the_feed_is_public_and_only_read(article, moderator):
    make_published_comment(article)
    staff = Client()
    staff.force_login(moderator)
    response = staff.get(FEED)
    assert response.content == Client().get(FEED).content
    assert response.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "Cookie" not in response.headers.get("Vary", "")
    assert Client(enforce_csrf_checks=True).post(FEED).status_code == 405


def test_the_article_says_where_its_comments_are_followed(article, moderator):
    assert link(thread(), "Comments feed (RSS)") == FEED
    assert link(thread(), "Follow this thread by email") == f"{ARTICLE}follow/"
    assert FEED in announced()
    Thread.objects.create(article=article).set_policy("closed", by=moderator)
    assert FEED not in announced()


def announced():
    links = page().findall(".//head/link[@rel='alternate']")
    return [each.get("href") for each in links]
