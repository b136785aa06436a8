"""Publishing writes an edition that nothing changes afterwards."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from opinion.articles.models import Article, Edition
from tests.newsroom import MORNING, make_article, make_author, make_draft, make_topic

pytestmark = pytest.mark.django_db


def test_publishing_prints_everything_as_it_stands(publication, editor):
    author = make_author("Ngaire Whitcombe", role="Signal engineer", bio="She minds trains.")
    draft = make_draft(authors=[author], topics=[make_topic()], references=["Rolt, L. T. C. Red."])
    edition = draft.publish(by=editor, at=MORNING)
    author.role = "Retired"
    author.save()
    assert draft.is_published
    assert draft.address == "2024/01/the-last-train"
    assert (edition.number, edition.published_by) == (1, editor)
    assert edition.full_headline == "The Last Train – OpEd"
    assert [line.affiliation for line in edition.bylines.all()] == ["Signal engineer"]
    assert [line.text for line in edition.references.all()] == ["Rolt, L. T. C. Red."]
    assert [topic.name for topic in edition.topics.all()] == ["Trains"]


def test_saving_a_published_article_leaves_readers_its_edition(publication, editor):
    article = make_article()
    article.headline = "The First Train"
    article.edited(editor)
    article.save()
    article.refresh_from_db()
    assert article.has_unpublished_changes
    assert article.live_edition.headline == "The Last Train"
    article.publish(by=editor)
    assert article.live_edition.headline == "The First Train"
    assert article.address == "2024/01/the-last-train"
    assert not article.has_unpublished_changes


@pytest.mark.parametrize("table", ["edition", "editionbyline", "editionreference"])
@pytest.mark.parametrize(
    "statement", ["UPDATE articles_{} SET id = id + 900", "DELETE FROM articles_{}"]
)
def test_the_database_refuses_to_change_an_edition(publication, table, statement):
    from django.db import connection

    make_article(references=["Rolt, L. T. C. Red for Danger."])
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        connection.cursor().execute(statement.format(table))


def test_editions_may_be_rendered_again(publication):
    make_article()
    assert Edition.objects.update(body_html="<p>Anew.</p>", html_policy=99) == 1


@pytest.mark.parametrize(
    ("broken", "field"),
    [({"body": "<p> </p>"}, "body"), ({"authors": []}, "byline")],
)
def test_an_unfit_draft_is_not_published_and_says_why(publication, editor, broken, field):
    draft = make_draft(**broken)
    with pytest.raises(ValidationError) as refused:
        draft.publish(by=editor)
    assert field in refused.value.error_dict
    assert Article.objects.get().status == "draft"
    assert not Edition.objects.exists()


def test_the_clock_publishes_in_the_name_of_who_set_it(publication, editor, time_machine):
    time_machine.move_to(MORNING)
    draft = make_draft()
    draft.schedule(by=editor, at=MORNING + timedelta(hours=1))
    draft.publish_as_scheduled()
    assert draft.status == "scheduled"
    time_machine.move_to(MORNING + timedelta(hours=1, seconds=20))
    draft.publish_as_scheduled()
    draft.publish_as_scheduled()
    assert draft.published_at == MORNING + timedelta(hours=1)
    assert [edition.published_by for edition in draft.editions.all()] == [editor]


def test_a_withdrawn_article_keeps_its_reason_until_it_returns(publication, editor):
    article = make_article()
    with pytest.raises(ValidationError):
        article.withdraw(by=editor, reason=" ")
    article.withdraw(by=editor, reason="The figures were wrong.")
    assert not Article.objects.published().exists()
    article.publish(by=editor)
    assert article.withdrawal_reason == ""
    assert Article.objects.published().get() == article


def test_two_articles_with_one_headline_get_two_addresses(publication):
    assert [make_draft().slug, make_draft().slug] == ["the-last-train", "the-last-train-2"]
