"""A prepared query answers as its queryset does, and is planned once."""

import pytest
from django.db import connection
from django.db.models import Value

from opinion.articles.models import Article
from opinion.prepared import Prepared, any_of
from tests.newsroom import make_article, make_publication

pytestmark = pytest.mark.django_db


@pytest.fixture
def articles(db):
    make_publication()
    return [make_article(headline) for headline in ("Rails", "100% Trains", "Bridges")]


def named(headline):
    return Article.objects.published().select_related("live_edition").filter(headline=headline)


def numbered(numbers):
    return Article.objects.filter(any_of("pk", numbers)).order_by("pk")


def test_it_gives_what_the_queryset_gives(articles):
    (found,) = Prepared(named, str).fetch("100% Trains")
    expected = named("100% Trains").get()
    assert vars(found.live_edition).keys() == vars(expected.live_edition).keys()
    assert found == expected and found.live_edition.body_html == expected.live_edition.body_html
    assert type(found.live_edition.body_html) is type(expected.live_edition.body_html)
    assert Prepared(named, str).first("Nobody's") is None


def test_what_never_differs_is_written_out_with_its_percent_signs(articles):
    query = Prepared(lambda pk: named("100% Trains").filter(pk=pk), int)
    assert query.fetch(articles[1].pk) == [articles[1]]
    assert query.fetch(articles[0].pk) == []


def test_it_takes_as_many_numbers_as_there_are(articles):
    query = Prepared(numbered, list)
    for count in range(4):
        assert query.fetch([article.pk for article in articles[:count]]) == articles[:count]


def test_values_and_annotations_come_as_they_were_asked(articles):
    listed = Prepared(lambda pk: Article.objects.filter(pk=pk).values_list("headline", "pk"), int)
    assert [tuple(row) for row in listed.fetch(articles[0].pk)] == [("Rails", articles[0].pk)]
    marked = Prepared(lambda pk: Article.objects.filter(pk=pk).annotate(mark=Value("x")), int)
    assert marked.first(articles[0].pk).mark == "x"


def test_one_statement_is_planned_for_all_values(articles):
    query = Prepared(lambda pk: Article.objects.filter(pk=pk), int)
    for number in (1, 70_000, 5_000_000_000, articles[0].pk):
        query.fetch(number)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_prepared_statements WHERE statement = %s",
            [query._built.sql.replace("%s", "$1")],
        )
        assert cursor.fetchone() == (1,)
