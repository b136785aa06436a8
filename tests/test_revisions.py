"""What stood in a draft is kept, can be scheduled as it stood, be restored, and be pruned."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from opinion.articles.models import Article, Reference, Revision, Section
from opinion.articles.tasks import publish_due
from opinion.references.models import Work
from opinion.references.models.work import Source
from opinion.references.record import Record
from tests.forms import press
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
HOUR = timedelta(hours=1)


def save(article, by, **values):
    """As the form does it: the row first, then what is kept of it."""
    for name, value in values.items():
        setattr(article, name, value)
    article.edited(by)
    article.save()
    return article.keep_revision(by)


def whole_draft(**values):
    work = Work.objects.keep(Record(type="book", title="Red for Danger"), Source.EDITOR)
    draft = make_draft(
        authors=[make_author("Ana Reis"), make_author("Bo Lind")],
        topics=[make_topic()],
        references=["Rolt. _Red for Danger_.", "Wolmar. Fire and Steam."],
        standfirst="Why a town needs a train.",
        note="<p>They work at night.</p>",
        **values,
    )
    draft.bylines.filter(position=2).update(role="translated")
    draft.references.filter(position=1).update(work=work, state="known", locator="p. 12")
    return draft


def test_a_revision_says_all_that_an_edition_would_be_printed_from(publication, editor):
    draft = whole_draft()
    revision = draft.keep_revision(editor)
    kept = Revision.objects.get().document
    assert (kept["schema"], revision.kind, revision.by) == (1, "save", editor)
    assert kept["content"]["headline"] == "The Last Train"
    assert kept["content"]["body"].startswith("<p>The last train")
    assert "body_html" not in kept["content"]
    assert [line["role"] for line in kept["byline"]] == ["by", "translated"]
    assert [line["state"] for line in kept["references"]] == ["known", "line"]
    assert Revision.objects.get().manuscript().document() == kept


def test_each_save_in_the_newsroom_that_changes_something_is_kept(client, editor, publication):
    client.force_login(editor)
    draft = make_draft()
    press(client, pk=draft.pk, standfirst="One.")
    press(client, pk=draft.pk)
    press(client, pk=draft.pk, **{"references-0-text": "Rolt. Red for Danger."})
    press(client, "_publish", draft.pk)
    kept = [*Revision.objects.order_by("pk")]
    assert [(one.kind, one.by) for one in kept] == [("save", None), *[("save", editor)] * 2]
    assert [one.document["content"]["standfirst"] for one in kept] == ["", "One.", "One."]
    assert [len(one.document["references"]) for one in kept] == [0, 0, 1]
    draft.refresh_from_db()
    assert draft.live_edition.revision == kept[-1]


def test_an_edition_names_the_revision_it_was_made_of(publication, editor):
    article = make_article()
    first = article.live_edition.revision
    assert (first.kind, first.document["content"]["headline"]) == ("publish", "The Last Train")
    kept = save(article, editor, headline="The First Train")
    assert article.publish(by=editor).revision == kept


# --- What is scheduled ----------------------------------------------------------------------------


def test_what_is_saved_after_scheduling_waits_for_the_next_time(publication, editor, time_machine):
    time_machine.move_to(MORNING)
    article = make_article(at=MORNING - HOUR)
    save(article, editor, headline="As it was checked")
    noon = MORNING + 3 * HOUR
    article.schedule(by=editor, at=noon, change="update", note="The town has decided.")
    assert not article.changed_since_scheduled
    time_machine.move_to(MORNING + HOUR)
    save(article, editor, headline="Not checked yet")
    assert article.changed_since_scheduled
    assert Article.objects.get().live_edition.headline == "The Last Train"
    time_machine.move_to(noon)
    publish_due(0)
    article.refresh_from_db()
    edition = article.live_edition
    assert (edition.headline, edition.published_at) == ("As it was checked", noon)
    assert (edition.change, edition.change_note) == ("update", "The town has decided.")
    assert article.headline == "Not checked yet"
    assert article.has_unpublished_changes
    assert (article.scheduled_for, article.scheduled_revision, article.scheduled_note) == (
        None,
        None,
        "",
    )


def test_the_whole_of_what_was_scheduled_is_published(publication, editor, time_machine):
    time_machine.move_to(MORNING)
    draft = whole_draft()
    draft.schedule(by=editor, at=MORNING + HOUR)
    draft.bylines.filter(position=2).delete()
    draft.topics.clear()
    draft.references.all().delete()
    save(draft, editor, section=make_section("Politics"))
    time_machine.move_to(MORNING + HOUR)
    publish_due(0)
    edition = Article.objects.get().live_edition
    assert edition.change == "first"
    assert [str(line) for line in edition.bylines.all()] == ["By Ana Reis", "Translated by Bo Lind"]
    assert [topic.name for topic in edition.topics.all()] == ["Trains"]
    assert [line.text_html for line in edition.references.all()] == [
        "Rolt. <em>Red for Danger</em>.",
        "Wolmar. Fire and Steam.",
    ]
    assert edition.references.first().record["title"] == "Red for Danger"
    assert "The last train leaves" in edition.body_html
    assert edition.section.name == "World"


def test_the_form_says_that_later_saves_are_not_scheduled(client, editor, publication):
    client.force_login(editor)
    draft = make_draft()
    draft.schedule(by=editor, at=timezone.now() + HOUR)
    url = f"/admin/articles/article/{draft.pk}/change/"
    assert "What was saved since is not part of it." not in client.get(url).content.decode()
    press(client, pk=draft.pk, headline="Not checked yet")
    page = client.get(url).content.decode()
    assert "What was saved since is not part of it." in page
    assert "Schedule these changes instead" in page


def test_a_schedule_that_names_who_is_gone_is_not_published(publication, editor, time_machine):
    time_machine.move_to(MORNING)
    draft = whole_draft()
    draft.schedule(by=editor, at=MORNING + HOUR)
    gone = draft.bylines.get(position=2)
    gone.delete()
    gone.author.delete()
    time_machine.move_to(MORNING + HOUR)
    publish_due(0)
    draft.refresh_from_db()
    assert (draft.status, draft.editions.count()) == ("scheduled", 0)
    assert draft.schedule_failure == "What was scheduled names what is gone by now: author."


def test_what_was_published_by_hand_meanwhile_is_not_published_twice(
    publication, editor, time_machine
):
    time_machine.move_to(MORNING)
    article = make_article(at=MORNING - HOUR)
    save(article, editor, headline="The First Train")
    article.schedule(by=editor, at=MORNING + HOUR)
    article.publish(by=editor)
    time_machine.move_to(MORNING + HOUR)
    publish_due(0)
    assert article.editions.count() == 2


@pytest.mark.parametrize(
    "values", [{"scheduled_revision": None}, {"scheduled_change": ""}, {"scheduled_for": None}]
)
def test_the_database_keeps_a_schedule_whole(publication, editor, values):
    draft = make_draft()
    draft.schedule(by=editor, at=timezone.now() + HOUR)
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.update(**values)


def test_a_scheduled_draft_can_be_deleted_with_its_revisions(client, editor, publication):
    draft = make_draft()
    draft.schedule(by=editor, at=timezone.now() + HOUR)
    client.force_login(editor)
    client.post(f"/admin/articles/article/{draft.pk}/delete/", {"post": "yes"})
    assert not Article.objects.exists()
    assert not Revision.objects.exists()


# --- Restoring and pruning ------------------------------------------------------------------------


def test_a_restored_revision_is_the_draft_again_and_a_revision_of_its_own(publication, editor):
    draft = whole_draft()
    kept = draft.keep_revision(editor)
    draft.bylines.all().delete()
    draft.references.all().delete()
    draft.topics.clear()
    save(draft, editor, headline="Another", body="<p>Another.</p>")
    assert kept.restore(editor) == []
    draft.refresh_from_db()
    assert (draft.headline, draft.version) == ("The Last Train", 3)
    assert "The last train leaves" in draft.body_html
    assert draft.manuscript().document() == kept.document
    assert draft.references.first().text_html == "Rolt. <em>Red for Danger</em>."
    newest = Revision.objects.latest("pk")
    assert (newest.kind, newest.document) == ("restore", kept.document)


def test_what_a_revision_names_and_is_gone_is_left_out_and_told(publication, editor):
    draft = whole_draft()
    kept = draft.keep_revision(editor)
    gone = draft.bylines.get(position=2)
    gone.delete()
    gone.author.delete()
    draft.references.all().delete()
    Work.objects.all().delete()
    save(draft, editor, section=make_section("Politics"))
    Section.objects.filter(name="World").delete()
    assert kept.restore(editor) == ["section", "author", "work"]
    draft.refresh_from_db()
    assert draft.section.name == "Politics"
    assert [line.author.name for line in draft.bylines.all()] == ["Ana Reis"]
    assert [line.state for line in draft.references.all()] == ["line", "line"]


def test_a_revision_of_the_copy_of_other_days_is_still_read(publication, editor):
    draft = make_draft()
    kept = draft.keep_revision(editor)
    kept.document["content"]["dateline"] = "Leeds"
    del kept.document["content"]["standfirst"]
    kept.save()
    Article.objects.update(standfirst="Of today.")
    kept.refresh_from_db()
    content = kept.manuscript().content
    assert content["standfirst"] == "Of today."
    assert "dateline" not in content


def test_what_nothing_needs_is_pruned_and_the_edition_made_of_it_stays(publication, editor):
    article = make_article()
    publish_again(article, headline="Second")
    save(article, editor, headline="Third")
    article.schedule(by=editor, at=timezone.now() + HOUR)
    save(article, editor, headline="Fourth")
    save(article, editor, headline="Fifth")
    Revision.objects.prunable().delete()
    left = Revision.objects.order_by("pk")
    assert [one.document["content"]["headline"] for one in left] == ["Second", "Third", "Fifth"]
    first = article.editions.get(number=1)
    assert (first.revision, first.headline) == (None, "The Last Train")
    assert article.has_unpublished_changes


def test_an_edition_never_gets_another_revision(publication, editor):
    article = make_article()
    other = save(article, editor, headline="Another")
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        article.editions.update(revision=other)
    article.editions.update(revision=None)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        article.editions.update(revision=other)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        article.editions.update(revision=None, headline="Another")


@pytest.mark.parametrize("values", [{"kind": "guess"}, {"document": {"content": {}}}])
def test_the_database_takes_no_revision_it_could_not_read(publication, editor, values):
    make_draft().keep_revision(editor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Revision.objects.update(**values)


def test_references_of_a_revision_are_not_those_of_the_draft(publication, editor):
    draft = make_draft(references=["Rolt. Red for Danger."])
    revision = draft.keep_revision(editor)
    assert [line.pk for line in revision.manuscript().references] == [None]
    assert Reference.objects.count() == 1
