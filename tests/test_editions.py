"""Publishing writes an edition that nothing changes afterwards."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from opinion import html
from opinion.articles.models import Article, Edition, NothingToPublish, Reference
from opinion.references.models import Work
from opinion.references.models.work import Source
from opinion.references.record import Record
from tests.newsroom import (
    MORNING,
    make_article,
    make_author,
    make_draft,
    make_topic,
    publish_again,
)

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
    article.keep_revision(editor)
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


# --- What is published, and whether there is anything ---------------------------------------------


def test_what_readers_see_already_is_not_published_again(publication, editor):
    article = make_article(topics=[make_topic()], references=["Rolt, L. T. C. Red for Danger."])
    article.edited(editor)
    article.save()
    with pytest.raises(NothingToPublish):
        article.publish(by=editor)
    with pytest.raises(NothingToPublish):
        article.schedule(by=editor, at=timezone.now() + timedelta(days=1))
    article.refresh_from_db()
    assert (article.editions.count(), article.scheduled_for) == (1, None)
    assert article.live_edition.modified_at == MORNING


def test_each_part_that_readers_would_see_differently_is_something_to_publish(publication, editor):
    author = make_author("Ana Reis")
    article = make_article(references=["Rolt, L. T. C. Red for Danger."])
    changes = [
        lambda: article.topics.set([make_topic()]),
        lambda: article.references.update(locator="p. 12"),
        lambda: article.bylines.create(author=author, role="translated", position=2),
        lambda: article.bylines.filter(position=2).update(role="with"),
        lambda: type(author).objects.update(bio="<p>She minds trains.</p>"),
    ]
    for number, change in enumerate(changes, start=2):
        change()
        assert article.publish(by=editor).number == number


def test_a_work_that_was_corrected_is_something_to_publish_and_one_merely_read_is_not(
    publication, editor
):
    work = Work.objects.keep(Record(type="book", title="Red for Danger"), Source.EDITOR)
    article = make_draft(references=["Rolt: Red for Danger"])
    article.publish(by=editor, at=MORNING)
    article.references.update(work=work, state=Reference.State.LOOK)
    article.publish(by=editor)
    article.references.update(state=Reference.State.KNOWN)
    article.publish(by=editor)
    Work.objects.update(title="Green for Danger")
    assert article.publish(by=editor).references.get().record["title"] == "Green for Danger"


def test_a_withdrawn_article_has_no_changes_that_readers_do_not_see(publication, editor):
    article = make_article()
    article.headline = "The First Train"
    article.save()
    article.keep_revision(editor)
    assert article.has_unpublished_changes
    article.withdraw(by=editor, reason="The figures were wrong.")
    assert not article.has_unpublished_changes


def test_a_draft_that_says_again_what_readers_see_has_no_unpublished_changes(publication, editor):
    article = make_article()
    for headline, differs in (("The First Train", True), ("The Last Train", False)):
        article.headline = headline
        article.edited(editor)
        article.save()
        article.keep_revision(editor)
        assert article.has_unpublished_changes == differs


def test_an_edition_takes_over_the_html_of_the_draft(publication, editor, monkeypatch):
    author = make_author(bio="<p>She minds trains.</p>")
    draft = make_draft(authors=[author], references=["Rolt. _Red for Danger_."], note="<p>N.</p>")
    for policy in ("article", "note", "inline"):
        monkeypatch.setattr(html, policy, lambda source: pytest.fail("cleaned again"))
    edition = draft.publish(by=editor)
    assert edition.body_html == draft.body_html
    assert edition.note_html == "<p>N.</p>"
    assert edition.bylines.get().bio_html == "<p>She minds trains.</p>"
    assert edition.references.get().text_html == "Rolt. <em>Red for Danger</em>."


def test_html_of_an_older_policy_is_made_anew(publication, editor):
    draft = make_draft()
    Article.objects.update(body_html="<p>An older policy.</p>", html_policy=0)
    assert "The last train" in draft.publish(by=editor).body_html


def test_an_empty_text_is_not_cleaned(publication, monkeypatch):
    monkeypatch.setattr(html, "note", lambda source: pytest.fail("cleaned"))
    draft = make_draft(note="")
    assert draft.note_html == ""


# --- What an edition is to the one before ---------------------------------------------------------


def test_the_first_edition_says_so_and_later_ones_what_they_are(publication):
    article = make_article()
    assert article.live_edition.change == "first"
    publish_again(article, headline="The Last Trains")
    publish_again(article, change="correction", note="It left at ten.", body="<p>At ten.</p>")
    said = article.editions.order_by("number").values_list("change", "change_note")
    assert [*said] == [("first", ""), ("unstated", ""), ("correction", "It left at ten.")]


@pytest.mark.parametrize(
    ("change", "note", "field"),
    [
        ("correction", " ", "change_note"),
        ("clarification", "", "change_note"),
        ("update", "", "change_note"),
        ("typo", "A word to readers.", "change"),
        ("unstated", "A word to readers.", "change"),
    ],
)
def test_a_note_goes_with_what_readers_should_know(publication, change, note, field):
    article = make_article()
    with pytest.raises(ValidationError) as refused:
        publish_again(article, change=change, note=note)
    assert [*refused.value.error_dict] == [field]
    assert article.editions.count() == 1


def test_every_change_but_a_typo_moves_the_moment_of_the_last_change(publication):
    article = make_article()
    moved = []
    for day, change in enumerate(["typo", "clarification", "typo", "update", "unstated"], start=1):
        note = "It is so." if change in ("clarification", "update") else ""
        at = MORNING + timedelta(days=day)
        edition = publish_again(article, at=at, change=change, note=note, headline=f"No. {day}")
        moved.append((edition.modified_at - MORNING).days)
    assert moved == [0, 2, 2, 4, 5]


@pytest.mark.parametrize(
    "values",
    [
        {"change": "erratum"},
        {"change": "first"},
        {"change": "typo", "change_note": "A note."},
        {"change": "correction", "change_note": ""},
        {"modified_at": MORNING + timedelta(days=1)},
    ],
)
def test_the_database_takes_no_edition_that_contradicts_itself(publication, values):
    edition = make_article().live_edition
    edition.pk, edition.number, edition.change = None, 2, "unstated"
    for name, value in values.items():
        setattr(edition, name, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        edition.save()


def test_an_article_has_its_guid_from_the_first_publication_on_and_keeps_it(publication):
    assert make_draft().guid is None
    article = make_article("The First Train")
    given = article.guid
    assert given.startswith("urn:uuid:")
    publish_again(article)
    article.refresh_from_db()
    assert article.guid == given
    for guid in (None, ""):
        with pytest.raises(IntegrityError), transaction.atomic():
            Article.objects.filter(pk=article.pk).update(guid=guid)
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(published_at=None).update(guid="urn:uuid:1")
