"""An article that is added becomes a draft with its first words; what a page kept goes in time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from opinion.articles.models import Article, ArticleType, Revision
from opinion.articles.tasks import forget_autosaves
from tests.forms import article_form, press
from tests.newsroom import make_draft, make_section, make_type
from tests.test_autosave import address_of, autosave
from tests.writing_desk import desk as desk

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/article/add/autosave/"


@pytest.fixture
def draft(publication):
    return make_draft()


# --- A new article --------------------------------------------------------------------------------


def begin(client, **typed):
    chosen = {"type": make_type().pk, "section": make_section().pk}
    _url, fields = article_form(client, **chosen | typed)
    return fields, client.post(ADD, fields).json()


def test_a_new_article_becomes_a_draft_of_whoever_types(desk, editor):
    fields, told = begin(desk, headline="The First Train", body="<p>Five.</p>")
    draft = Article.objects.get()
    assert (told["article"], told["version"], told["address"]) == (draft.pk, 0, address_of(draft))
    assert (draft.headline, draft.created_by, draft.version) == ("", editor, 0)
    assert Revision.objects.get().document["content"]["headline"] == "The First Train"

    again = fields | {"headline": "The Very First", "autosave": told["id"], "version": "0"}
    assert desk.post(told["address"], again).json()["id"] == told["id"]
    desk.post(told["change"], again | {"_draft": "1"})
    draft.refresh_from_db()
    assert (draft.headline, draft.slug, draft.version) == ("The Very First", "the-very-first", 1)
    assert [one.kind for one in Revision.objects.all()] == ["save"]


def test_an_authors_article_begun_so_bears_their_name_once_it_is_saved(client, writer, publication):
    client.force_login(writer)
    fields, told = begin(client, headline="Mine")
    client.post(told["change"], fields | {"version": "0", "_draft": "1"})
    draft = Article.objects.get()
    assert [line.author for line in draft.bylines.all()] == [writer.author]
    assert draft.created_by == writer


def test_where_there_is_no_section_yet_nothing_is_begun_and_it_says_so(desk):
    ArticleType.objects.all().delete()
    response = desk.post(ADD, {"headline": "Mine"})
    assert response.status_code == 400
    assert response.json() == {"error": "Add an article type and a section first."}
    assert not Article.objects.exists()


def test_who_may_not_add_articles_begins_none(client, moderator, publication):
    make_type(), make_section()
    client.force_login(moderator)
    assert client.post(ADD, {"headline": "Mine"}).status_code == 403
    assert not Article.objects.exists()


# --- How long -------------------------------------------------------------------------------------


def test_a_draft_that_never_got_a_word_goes_after_a_day(desk):
    begin(desk)
    begin(desk, slug="only-an-address")
    begin(desk, **{"references-0-text": "Only a reference"})
    begin(desk, headline="A headline")
    forget_autosaves(0)
    assert Article.objects.count() == 4
    Article.objects.update(edited_at=timezone.now() - timedelta(days=1, minutes=1))
    forget_autosaves(0)
    kept = [one.document for one in Revision.objects.order_by("pk")]
    assert [one["content"]["headline"] for one in kept] == ["", "", "A headline"]
    assert Article.objects.count() == 3


def test_an_autosave_goes_once_somebody_has_saved_since_and_its_days_are_over(
    desk, draft, settings
):
    settings.AUTOSAVE_RETENTION_DAYS = 30
    autosave(desk, draft, headline="Mine")
    Revision.objects.update(at=timezone.now() - timedelta(days=31))
    forget_autosaves(0)
    assert Revision.objects.autosaves().exists()
    press(desk, pk=draft.pk, headline="Saved")
    autosave(desk, draft, headline="New")
    forget_autosaves(0)
    kept = Revision.objects.autosaves().get()
    assert kept.document["content"]["headline"] == "New"
    assert Revision.objects.saved().exists()
