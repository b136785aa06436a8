"""What a long article has at its head and its foot: contents, reading time, ways to share it."""

import re

import pytest

from opinion.articles import contents, reading_time
from opinion.html import article as clean
from tests.newsroom import make_article, make_published_comment
from tests.test_lists import read

pytestmark = pytest.mark.django_db
LONG = "<p>" + "word " * 600 + "</p>"


def test_a_long_article_with_headings_has_a_list_of_contents(publication, client):
    body = "".join(f"<h2>Part &amp; <em>{n}</em></h2>{LONG}" for n in (1, 2, 3))
    page = read(client, make_article(body=body).get_absolute_url())
    assert re.findall(r'<a href="#(part-\d)">([^<]*)</a>', page) == [
        ("part-1", "Part &amp; 1"),
        ("part-2", "Part &amp; 2"),
        ("part-3", "Part &amp; 3"),
    ]
    assert page.count('<h2 id="part-') == 3
    assert "8 minutes to read" in page


@pytest.mark.parametrize("body", ["<h2>A</h2><h2>B</h2><h2>C</h2><p>Short.</p>", LONG * 9, ""])
def test_others_have_none(body):
    text = clean(body)
    assert contents.of(text) == (text, [])


def test_reading_time_counts_words_or_letters():
    assert reading_time.minutes("") == 1
    assert reading_time.minutes("<p>" + "word " * 690 + "</p>") == 3
    assert reading_time.minutes("<p>" + "\u706b" * 900 + "</p>") == 2


def test_the_head_leads_to_the_comments(publication, client):
    article = make_article()
    assert '<a href="#reply">Be the first to comment</a>' in read(
        client, "/2024/01/the-last-train/"
    )
    for text in ("One.", "Two."):
        make_published_comment(article, text)
    page = read(client, "/2024/01/the-last-train/")
    assert '<a href="#comments">2 comments</a>' in page and 'id="comments"' in page


def test_sharing_hands_over_address_and_headline_and_nothing_else(publication, client, settings):
    settings.PUBLIC_URL = "https://signal-box.example"
    make_article("Trains & \u201ctrams\u201d", slug="x")
    page = read(client, "/2024/01/x/")
    shared = re.search(r'<details class="share">.*?</details>', page, re.DOTALL)[0]
    links = re.findall(r'href="([^"]*)"', shared)
    assert len(links) == 5
    for link in links:
        assert "https%3A%2F%2Fsignal-box.example%2F2024%2F01%2Fx%2F" in link
        assert "utm" not in link and link.startswith(("https://", "mailto:?"))
    assert shared.count('rel="nofollow noopener noreferrer"') == 4
