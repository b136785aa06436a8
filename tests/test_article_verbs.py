"""The buttons of the article's form: what each does, and what it says when it can't."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from opinion.articles.models import Article, Edition
from tests.forms import article_form, fields_of, press
from tests.newsroom import (
    MORNING,
    make_article,
    make_draft,
)
from tests.test_article_admin import new_article, picture
from tests.writing_desk import desk as desk

pytestmark = pytest.mark.django_db


def test_saving_and_previewing_opens_the_preview(desk):
    draft = make_draft()
    response = press(desk, "_preview", draft.pk, headline="The First Train")
    assert response["Location"] == f"/preview/{draft.pk}/"
    draft.refresh_from_db()
    assert draft.headline == "The First Train"


def test_an_unfit_draft_is_saved_but_not_published_and_the_fields_say_why(desk):
    draft = make_draft()
    response = press(
        desk,
        "_publish",
        draft.pk,
        **{"body": "", "standfirst": "Typed.", "bylines-0-DELETE": "on", "picture": picture()},
    )
    page = desk.get(response["Location"])
    form = page.context["adminform"].form
    assert {*form.errors} == {"body", "picture_alt"}
    byline = page.context["inline_admin_formsets"][0].formset
    assert "Add at least one author" in str(byline.non_form_errors())
    assert "Add at least one author" in page.content.decode()
    assert "Your draft was saved, but nothing else was done" in page.content.decode()
    draft.refresh_from_db()
    assert (draft.status, draft.standfirst, draft.lead.width) == ("draft", "Typed.", 40)
    assert not Edition.objects.exists()
    assert "Your draft was saved" not in desk.get(response["Location"]).content.decode()


def test_an_article_without_an_author_cannot_be_published_from_the_empty_form(desk):
    response = press(desk, "_publish", **new_article() | {"bylines-0-author": ""})
    assert "Add at least one author" in desk.get(response["Location"]).content.decode()
    assert Article.objects.get().status == "draft"


def test_an_article_is_scheduled_and_taken_off_the_clock(desk, editor):
    draft = make_draft()
    at = (timezone.now() + timedelta(days=1)).replace(second=0, microsecond=0)
    press(desk, "_schedule", draft.pk, scheduled_for=f"{at:%Y-%m-%dT%H:%M}")
    draft.refresh_from_db()
    assert (draft.status, draft.scheduled_for, draft.scheduled_by) == ("scheduled", at, editor)
    press(desk, "_unschedule", draft.pk)
    draft.refresh_from_db()
    assert (draft.status, draft.scheduled_for, draft.scheduled_by) == ("draft", None, None)


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [("", "Choose a date and time."), ("2024-01-01T05:25", "This time has passed.")],
)
def test_a_schedule_that_cannot_be_kept_says_so_beside_its_field(desk, typed, complaint):
    draft = make_draft()
    response = press(desk, "_schedule", draft.pk, scheduled_for=typed)
    page = desk.get(response["Location"])
    form = page.context["adminform"].form
    assert complaint in str(form.errors["scheduled_for"])
    assert form["scheduled_for"].value() == (typed or None) or typed in page.content.decode()
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_saving_alone_never_sets_the_clock_or_withdraws(desk):
    article = make_article()
    press(desk, pk=article.pk, scheduled_for="2050-01-01T05:25", withdrawal_reason="No.")
    article.refresh_from_db()
    assert (article.status, article.scheduled_for, article.withdrawal_reason) == (
        "published",
        None,
        "",
    )


def test_an_article_is_withdrawn_with_a_reason_and_published_again(desk):
    article = make_article()
    response = press(desk, "_withdraw", article.pk)
    assert (
        "Tell readers why you are withdrawing it."
        in desk.get(response["Location"]).content.decode()
    )
    press(desk, "_withdraw", article.pk, withdrawal_reason="The figures were wrong.")
    article.refresh_from_db()
    assert (article.status, article.withdrawal_reason) == ("withdrawn", "The figures were wrong.")
    press(desk, "_publish", article.pk)
    article.refresh_from_db()
    assert article.is_published


def test_a_withdrawn_article_has_no_changes_that_readers_do_not_see_yet(desk, editor):
    article = make_article(at=MORNING)
    press(desk, pk=article.pk, headline="The Very Last Train")
    assert "1 article" in desk.get("/admin/articles/article/?changes=1").text
    article.refresh_from_db()
    article.withdraw(by=editor, reason="The figures were wrong.")
    page = desk.get(f"/admin/articles/article/{article.pk}/change/").text
    assert "The figures were wrong." in page
    assert "changes that readers do not see" not in page
    assert "0 articles" in desk.get("/admin/articles/article/?changes=1").text


def test_the_history_tells_a_verb_once_in_its_own_words(desk):
    draft = make_draft()
    press(desk, "_publish", draft.pk)
    press(desk, "_withdraw", draft.pk, withdrawal_reason="The figures were wrong.")
    press(desk, "_publish", draft.pk, headline="The Very Last Train")
    told = [entry.get_change_message() for entry in LogEntry.objects.order_by("pk")]
    assert told == [
        "Published. Readers now see edition 1.",
        "Withdrawn. Readers see your reason at the article's address.",
        "Changed Headline.",
        "Published. Readers now see edition 2.",
    ]
    page = desk.get(f"/admin/articles/article/{draft.pk}/history/").text
    assert "No fields changed" not in page


def test_the_first_publication_is_not_asked_what_it_changes(desk):
    draft = make_draft()
    page = desk.get(f"/admin/articles/article/{draft.pk}/change/").content.decode()
    assert 'name="change"' not in page
    press(desk, "_publish", draft.pk)
    assert Edition.objects.get().change == "first"
    page = desk.get(f"/admin/articles/article/{draft.pk}/change/").content.decode()
    assert page.index('name="change"') < page.index('name="_publish"')


def test_a_later_publication_says_what_it_changes(desk):
    article = make_article()
    press(desk, "_publish", article.pk, standfirst="One.")
    note = "An earlier version said that it leaves at ten."
    press(
        desk,
        "_publish",
        article.pk,
        standfirst="Two.",
        change="correction",
        change_note=f" {note} ",
    )
    said = article.editions.order_by("number").values_list("change", "change_note")
    assert [*said] == [("first", ""), ("unstated", ""), ("correction", note)]
    _url, fields = article_form(desk, article.pk)
    assert (fields["change"], fields["change_note"]) == ("unstated", "")


@pytest.mark.parametrize(
    ("typed", "field", "complaint"),
    [
        ({"change": "correction"}, "change_note", "Tell readers in a sentence what changed."),
        ({"change": "typo", "change_note": "It is ten."}, "change", "A note goes with a"),
    ],
)
def test_a_change_that_is_half_said_is_told_beside_its_field(desk, typed, field, complaint):
    article = make_article()
    response = press(desk, "_publish", article.pk, standfirst="Two.", **typed)
    page = desk.get(response["Location"])
    form = page.context["adminform"].form
    assert complaint in str(form.errors[field])
    assert complaint in page.content.decode()
    for name, value in typed.items():
        assert form[name].value() == value
    assert article.editions.count() == 1


def test_a_change_that_nobody_knows_is_refused_by_the_form(desk):
    article = make_article()
    response = press(desk, "_publish", article.pk, standfirst="Two.", change="first")
    assert "change" in response.context["adminform"].form.errors
    assert article.editions.count() == 1


def test_a_note_typed_before_a_mere_save_is_still_there(desk):
    article = make_article()
    said = {"change": "update", "change_note": "The town has decided."}
    response = press(desk, pk=article.pk, standfirst="Two.", **said)
    page = desk.get(response["Location"])
    assert "Draft saved." in page.content.decode()
    fields = fields_of(page, "article_form")
    assert {name: fields[name] for name in said} == said


def test_what_is_scheduled_is_published_as_the_change_it_was_said_to_be(desk, editor):
    article = make_article()
    at = f"{timezone.now() + timedelta(days=1):%Y-%m-%dT%H:%M}"
    said = {"change": "clarification", "change_note": "It meant the night train."}
    press(desk, "_schedule", article.pk, standfirst="Two.", scheduled_for=at, **said)
    article.refresh_from_db()
    assert (article.scheduled_change, article.scheduled_note) == tuple(said.values())
    _url, fields = article_form(desk, article.pk)
    assert {name: fields[name] for name in said} == said


@pytest.mark.parametrize("button", ["_publish", "_schedule"])
def test_where_nothing_changed_there_is_nothing_to_publish(desk, button):
    article = make_article(at=MORNING)
    at = f"{timezone.now() + timedelta(days=1):%Y-%m-%dT%H:%M}"
    response = press(desk, button, article.pk, scheduled_for=at)
    page = desk.get(response["Location"]).content.decode()
    assert "There is nothing to publish: readers see exactly this already." in page
    article.refresh_from_db()
    assert (article.editions.count(), article.scheduled_for) == (1, None)
    assert article.live_edition.modified_at == MORNING


def test_a_published_article_is_edited_as_a_draft_beside_its_live_edition(desk):
    article = make_article(at=MORNING)
    press(desk, pk=article.pk, headline="The First Train")
    article.refresh_from_db()
    assert article.live_edition.headline == "The Last Train"
    page = desk.get(f"/admin/articles/article/{article.pk}/change/").content.decode()
    assert (
        "Readers see edition 1 of January 11, 2024 at 5:25 am. You are editing the draft." in page
    )
    assert '<a href="/2024/01/the-last-train/">View live</a>' in page
    assert "The draft has unpublished changes." in page
    assert "Publish changes" in page
    edition = f"/admin/articles/edition/{article.live_edition_id}/change/"
    assert f'<a href="{edition}">Edition 1 of January 11, 2024 at 5:25 am</a>' in page
    assert "The last train leaves at nine" in desk.get(edition).content.decode()
