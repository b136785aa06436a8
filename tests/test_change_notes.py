"""What an edition told readers of itself stands dated on the page, in the feed and for machines."""

from datetime import timedelta

import pytest

from tests.newsroom import MORNING, make_article, publish_again
from tests.test_article_page import read, structured, text

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TIME = "It leaves at nine; we said <ten>."
NAME = "The town is Inverey."


@pytest.fixture
def changed(publication):
    article = make_article()
    publish_again(article, at=MORNING + DAY, change="correction", note=TIME)
    publish_again(article, at=MORNING + 2 * DAY, change="typo", headline="The Last Trains")
    publish_again(article, at=MORNING + 3 * DAY, change="update", note=NAME, standfirst="Now.")
    return article


def test_readers_find_each_note_with_its_day_the_newest_first(client, changed):
    page = read(client)
    assert (
        "What changed Update January 14, 2024 The town is Inverey. "
        "Correction January 12, 2024 It leaves at nine; we said &lt;ten&gt;." in text(page)
    )
    assert text(page).count("What changed") == 2
    assert '<a href="#changes">What changed</a>' in page


def test_machines_are_told_of_corrections_and_not_of_updates(client, changed):
    assert structured(read(client))["correction"] == [
        {
            "@type": "CorrectionComment",
            "name": "Correction",
            "text": TIME,
            "datePublished": "2024-01-12T05:25:00+00:00",
        }
    ]


def test_an_article_without_notes_says_nothing_of_changes(client, publication):
    article = make_article()
    publish_again(article, at=MORNING + DAY, change="typo")
    page = read(client)
    assert "What changed" not in page
    assert "correction" not in structured(page)


def test_the_feed_tells_them_too_in_one_query_for_all(
    client, changed, django_assert_num_queries, django_assert_max_num_queries
):
    with django_assert_max_num_queries(30) as few:
        feed = client.get("/feed/").text
    assert "Correction&lt;/b&gt;, January 12, 2024: It leaves at nine" in feed
    publish_again(make_article("The Night Train"), at=MORNING + DAY, change="update", note=NAME)
    with django_assert_num_queries(len(few)):
        assert client.get("/feed/").text.count("What changed") == 2
