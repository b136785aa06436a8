"""After an article its page leads on: to more by its author, and to what is near it."""

import re
from datetime import timedelta

import pytest

from opinion.articles.models import Relation
from opinion.articles.tasks import read_for_search
from opinion.page_cache.models import Generation
from tests.bibliography import make_citing, make_work
from tests.newsroom import MORNING, make_article, make_author, make_topic
from tests.test_lists import read

pytestmark = pytest.mark.django_db


def leads_to(client, article) -> dict[str, list[str]]:
    page = read(client, article.get_absolute_url())
    return {
        kind: [headline.strip() for headline in re.findall(r"<li [^>]*><a [^>]*>([^<]*?)<", part)]
        for kind, part in re.findall(
            r'<section class="next" aria-labelledby="next-(\w+)">(.*?)</section>', page, re.DOTALL
        )
    }


def test_an_article_leads_to_its_author_and_to_what_shares_topics_works_and_words(
    publication, client
):
    ana, bo, cy = make_author("Ana Lim"), make_author("Bo Ek"), make_author("Cy Ro")
    work, topic = make_work(), make_topic("Signals")
    own = make_citing(work, headline="Night Trains", authors=[ana])
    make_article("By Ana", authors=[ana], slug="ana", at=MORNING + timedelta(days=1))
    make_citing(work, headline="Shares a Work", authors=[bo])
    make_article("Of Night Trains Again", authors=[bo], slug="words")
    make_article("Something Else", authors=[cy], topics=[topic], slug="else")
    read_for_search(0)
    assert leads_to(client, own) == {
        "author": ["By Ana"],
        "alike": ["Shares a Work", "Of Night Trains Again"],
    }


def test_shared_topics_count_and_older_pages_learn_of_what_is_new(publication, client):
    topic, rare = make_topic("Trains"), make_topic("Signals")
    authors = [make_author(name) for name in ("Ana Lim", "Bo Ek", "Cy Ro")]
    first = make_article("One", authors=authors[:1], topics=[topic, rare])
    make_article("Two", authors=authors[1:2], topics=[topic])
    read_for_search(0)
    assert leads_to(client, first) == {"alike": ["Two"]}
    make_article("Three", authors=authors[2:], topics=[topic, rare])
    read_for_search(0)
    assert leads_to(client, first) == {"alike": ["Three", "Two"]}


def test_what_was_withdrawn_is_led_to_no_more(publication, client, editor):
    topic = make_topic()
    own = make_article("One", authors=[make_author("Ana Lim")], topics=[topic])
    other = make_article("Two", authors=[make_author("Bo Ek")], topics=[topic])
    read_for_search(0)
    other.withdraw(by=editor, reason="Wrong.")
    assert leads_to(client, own) == {}


def test_what_stays_as_it_was_costs_no_page(publication):
    topic = make_topic()
    own = make_article("One", topics=[topic])
    make_article("Two", topics=[topic], slug="two")
    read_for_search(0)
    before = {*Generation.objects.values_list("name", "number")}
    Relation.objects.relate(own.pk)
    assert {*Generation.objects.values_list("name", "number")} == before
