"""Who comes back finds what they typed and did not save, and says what becomes of it."""

import pytest
from django.test import Client

from opinion.articles.models import Article, Revision
from tests.forms import article_form, fields_of, press
from tests.newsroom import make_author, make_draft, make_section, make_type
from tests.test_autosave import autosave
from tests.test_html_is_valid import complaint
from tests.writing_desk import desk as desk

pytestmark = pytest.mark.django_db
NOTICE = "and it was not saved"


@pytest.fixture
def draft(publication):
    return make_draft()


def open_form(client, article, query=""):
    return client.get(f"/admin/articles/article/{article.pk}/change/{query}")


def test_words_that_wait_are_offered_with_what_can_be_done(desk, draft):
    assert NOTICE not in open_form(desk, draft).text
    told = autosave(desk, draft, headline="Mine")
    page = open_form(desk, draft)
    assert NOTICE in page.text
    assert page.text.count(">\nThe Last Train</textarea>") == 1
    restore = f'action="/admin/articles/article/{draft.pk}/history/r{told["id"]}/restore/"'
    assert restore in page.text
    assert f"history/compare/?from=draft&amp;to=r{told['id']}" in page.text
    assert f"autosave/{told['id']}/discard/" in page.text
    assert complaint(page.text) is None


def test_they_are_offered_to_nobody_else(desk, draft, admin_client):
    autosave(desk, draft, headline="Mine")
    assert NOTICE not in open_form(admin_client, draft).text


def test_a_save_of_ones_own_ends_it_and_a_colleagues_does_not(desk, draft, admin_client):
    autosave(desk, draft, headline="Mine")
    press(admin_client, pk=draft.pk, headline="Theirs")
    page = open_form(desk, draft)
    assert NOTICE in page.text
    assert "admin saved the draft on" in page.text
    press(desk, pk=draft.pk)
    assert NOTICE not in open_form(desk, draft).text


def test_words_that_came_behind_their_own_save_are_not_offered(desk, draft):
    url, fields = article_form(desk, draft.pk, headline="Mine")
    desk.post(url, fields | {"_draft": "1"})
    desk.post(f"/admin/articles/article/{draft.pk}/autosave/", fields)
    assert Revision.objects.autosaves().exists()
    assert NOTICE not in open_form(desk, draft).text


def test_restored_they_are_the_draft_and_a_version_of_their_own(desk, draft, editor):
    told = autosave(desk, draft, headline="Mine", body="<p>Mine.</p>")
    address = f"/admin/articles/article/{draft.pk}/history/r{told['id']}/restore/"
    page = desk.post(address, {"version": "1"}, follow=True)
    assert "Restored: Saved by itself" in page.text
    assert NOTICE not in page.text
    draft.refresh_from_db()
    assert (draft.headline, draft.body_html, draft.version) == ("Mine", "<p>Mine.</p>", 2)
    assert [one.kind for one in Revision.objects.order_by("pk")] == [
        "autosave",
        "save",  # what stood there before
        "restore",
    ]


def test_what_would_be_refused_stands_in_the_form_again_and_can_be_copied(desk, draft):
    make_draft("Another", slug="taken")
    typed = {"slug": "taken", "pasted_references": "Wolmar. Fire and Steam."}
    told = autosave(desk, draft, headline="Mine", **typed, **{"bylines-1-author": "No Body <b>"})
    address = f"/admin/articles/article/{draft.pk}/history/r{told['id']}/restore/"
    page = desk.post(address, {"version": "1"}, follow=True)
    fields = fields_of(page, "article_form")
    assert fields["slug"] == "taken"
    assert fields["pasted_references"] == "Wolmar. Fire and Steam."
    assert "No Body &lt;b&gt;" in page.text
    assert complaint(page.text) is None
    draft.refresh_from_db()
    assert (draft.headline, draft.slug) == ("Mine", "the-last-train")
    assert [line.author.name for line in draft.bylines.all()] == ["Ngaire Whitcombe"]


@pytest.mark.parametrize("typed", ["x", "99999999", "%00", "9" * 40])
def test_a_made_up_address_puts_nothing_into_the_form(desk, draft, typed):
    assert "can't be saved as it is" not in open_form(desk, draft, f"?typed={typed}").text


def test_words_of_another_article_are_not_put_into_this_one(desk, draft):
    other = make_draft("Another")
    told = autosave(desk, other, pasted_references="Of another")
    assert "Of another" not in open_form(desk, draft, f"?typed={told['id']}").text


def test_discarded_they_are_gone(desk, draft, admin_client):
    told = autosave(desk, draft, headline="Mine")
    address = f"/admin/articles/article/{draft.pk}/autosave/{told['id']}/discard/"
    admin_client.post(address)
    assert Revision.objects.exists()
    careful = Client(enforce_csrf_checks=True)
    careful.cookies = desk.cookies
    assert careful.post(address).status_code == 403
    assert desk.get(address).status_code == 405
    assert desk.post(address)["Location"] == f"/admin/articles/article/{draft.pk}/change/"
    assert not Revision.objects.exists()


def test_a_save_is_not_discarded(desk, draft):
    press(desk, pk=draft.pk, headline="Saved")
    kept = Revision.objects.latest("pk")
    desk.post(f"/admin/articles/article/{draft.pk}/autosave/{kept.pk}/discard/")
    assert Revision.objects.filter(pk=kept.pk).exists()


def test_a_save_that_is_refused_keeps_the_words_and_their_number(desk, draft):
    told = autosave(desk, draft, headline="Mine")
    page = press(desk, pk=draft.pk, headline="", autosave=told["id"])
    assert fields_of(page, "article_form")["autosave"] == str(told["id"])
    assert Revision.objects.autosaves().exists()


def test_a_draft_that_was_only_begun_is_restored_with_its_address_and_its_author(
    client, writer, publication
):
    client.force_login(writer)
    chosen = {"type": make_type().pk, "section": make_section().pk}
    _url, fields = article_form(client, headline="The First Train", **chosen)
    told = client.post("/admin/articles/article/add/autosave/", fields).json()
    draft = Article.objects.get()
    page = open_form(client, draft)
    assert NOTICE in page.text
    assert fields_of(page, "article_form")["slug"] == ""
    client.post(
        f"/admin/articles/article/{draft.pk}/history/r{told['id']}/restore/", {"version": "0"}
    )
    draft.refresh_from_db()
    assert (draft.headline, draft.slug, draft.version) == ("The First Train", "the-first-train", 1)
    assert [line.author for line in draft.bylines.all()] == [writer.author]


def test_what_nobody_may_change_is_offered_to_nobody(client, writer, editor, publication):
    draft = make_draft(authors=[writer.author, make_author("Bo Lind")])
    client.force_login(writer)
    autosave(client, draft, headline="Mine")
    draft.publish(by=editor)
    page = open_form(client, draft)
    assert page.status_code == 200
    assert NOTICE not in page.text
