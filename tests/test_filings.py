"""Under what an article is listed follows what readers see of it, whoever changes that and how."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from authors.models import Author
from opinion.articles.models import Article, Edition, EditionByline, Filing
from opinion.articles.models.sanctioned_act import sanctioned_act
from tests.newsroom import (
    make_article,
    make_author,
    make_draft,
    make_publication,
    make_section,
    make_series,
    make_topic,
    make_user,
)


@pytest.fixture
def editor(publication):
    return make_user("editor", group="Editors")


def filed():
    """The kind and the subject of each filing, and the article."""
    rows = Filing.objects.values_list("kind", "subject", "article")
    return sorted((kind, subject, article) for kind, subject, article in rows)


def expected():
    """What the live editions print, gathered the long way."""
    found = set()
    for article in Article.objects.published().select_related("live_edition__section"):
        edition = article.live_edition
        found.add(("section", _canonical(edition.section), article.pk))
        found |= {("topic", _canonical(topic), article.pk) for topic in edition.topics.all()}
        lines = edition.bylines.select_related("author")
        found |= {("author", _canonical(line.author), article.pk) for line in lines}
        parts = article.parts.select_related("series")
        found |= {("series", _canonical(part.series), article.pk) for part in parts}
    return sorted(found)


def _canonical(one):
    return one.merged_into_id or one.pk


@pytest.mark.django_db
def test_it_is_filed_while_it_is_published_and_as_its_live_edition_says(editor):
    ana, bo = make_author("Ana Lim"), make_author("Bo Ek")
    article = make_article(authors=[ana, bo], topics=[make_topic("Trains")])
    make_draft("A Draft", authors=[ana])
    assert filed() == expected() and len(filed()) == 4
    article.section, article.headline = make_section("Elsewhere"), "Moved"
    article.save()
    assert filed() == expected()
    article.publish(by=editor, change="correction", note="It moved.")
    assert filed() == expected() and len(filed()) == 4
    article.withdraw(by=editor, reason="It was wrong.")
    assert filed() == []
    article.publish(by=editor, change="correction", note="Back again.")
    assert filed() == expected() and len(filed()) == 4


@pytest.mark.django_db
def test_it_is_filed_in_a_series_as_long_as_an_editor_wants_it_there(editor):
    article, draft = make_article(), make_draft("A Draft")
    one, other = make_series("One", [article, draft]), make_series("Other")
    assert filed() == expected() and len(filed()) == 3
    one.parts.update(series=other)
    assert filed() == expected() and len(filed()) == 3
    draft.publish(by=editor)
    assert filed() == expected() and len(filed()) == 6
    other.merge_into(one, by=editor)
    assert filed() == expected() and len(filed()) == 6
    one.parts.filter(article=draft).delete()
    assert filed() == expected() and len(filed()) == 5


@pytest.mark.django_db
def test_its_dates_are_those_that_lists_are_sorted_by(editor):
    article = make_article()
    Article.objects.update(published_at="2020-01-01T12:00Z")
    edition = Article.objects.get().live_edition
    dates = set(Filing.objects.values_list("published_at", "modified_at"))
    article.refresh_from_db()
    assert dates == {(article.published_at, edition.modified_at)}


@pytest.mark.django_db
@pytest.mark.parametrize("make", [make_author, make_topic, make_section])
def test_what_was_merged_is_filed_under_what_stands_for_it(editor, make):
    one, other = make("One"), make("Other")
    kind = type(one)._meta.model_name
    names = {"author": "authors", "topic": "topics"}
    both = make_article("Both", **({names[kind]: [one, other]} if kind in names else {}))
    name = names.get(kind, kind)
    only = make_article("Only", **{name: [one] if kind in names else one})
    one.merge_into(other, by=editor)
    assert filed() == expected()
    of_other = {article for which, subject, article in filed() if subject == other.pk}
    assert only.pk in of_other and (kind not in names or both.pk in of_other)


@pytest.mark.django_db
def test_what_is_put_there_by_plain_sql_is_filed_in_any_order(editor):
    article = make_article(topics=[make_topic("Trains")])
    with sanctioned_act("redaction", editor, "To see it filed."):
        EditionByline.objects.update(author=make_author("Somebody Else"))
        Edition.topics.through.objects.all().delete()
        Edition.objects.update(section=make_section("Elsewhere"))
    assert filed() == expected() and len(filed()) == 2
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO articles_edition_topics (edition_id, topic_id) VALUES (%s, %s)",
            [article.live_edition_id, make_topic("Boats").pk],
        )
    assert filed() == expected() and len(filed()) == 3


@pytest.mark.django_db(transaction=True)
def test_of_a_merge_and_a_publication_at_once_the_second_sees_the_first():
    make_publication()
    by = make_user("editor", group="Editors")
    one, other = make_author("One"), make_author("Other")
    draft = make_draft(authors=[one])
    is_published, may_commit = threading.Event(), threading.Event()

    def publish():
        with transaction.atomic():
            Article.objects.get(pk=draft.pk).publish(by=by)
            is_published.set()
            assert may_commit.wait(30)
        connection.close()

    def merge():
        Author.objects.get(pk=one.pk).merge_into(other, by=by)
        connection.close()

    with ThreadPoolExecutor(2) as pool:
        publishing = pool.submit(publish)
        assert is_published.wait(30)
        merging = pool.submit(merge)
        wait_for_somebody_who_waits()
        may_commit.set()
        publishing.result(), merging.result()
    assert filed() == expected()
    assert ("author", other.pk, draft.pk) in filed()


def wait_for_somebody_who_waits():
    while True:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
