"""A picture that was chosen is there still after something else had to be corrected."""

import re

import pytest

from authors.models import Author
from opinion.articles.models import Article
from opinion.pictures.chosen import name_for_form
from opinion.pictures.models import Picture
from tests.forms import fields_of
from tests.newsroom import make_draft, make_picture
from tests.test_article_admin import picture, press
from tests.test_renditions import photograph

pytestmark = pytest.mark.django_db
KEPT = "Your picture is kept: you needn't choose it again."
SIGNED = re.compile(r'name="chosen_picture" value="([^"]+)"')


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def refused(desk, draft, **values):
    """What the page names the picture that it keeps."""
    page = press(desk, pk=draft.pk, headline="", **values).text.replace("&#x27;", "'")
    assert KEPT in page
    return SIGNED.search(page)[1]


def test_it_is_stored_with_the_form_that_is_right(desk):
    draft = make_draft()
    signed = refused(desk, draft, picture=picture(), picture_alt="A sea.")
    assert Article.objects.get().lead is None
    press(desk, pk=draft.pk, chosen_picture=signed, picture_alt="The sea.")
    lead = Article.objects.get().lead
    assert (lead.picture, lead.alt) == (Picture.objects.get(), "The sea.")


def test_a_portrait_from_the_library_is_a_copy_that_stays(desk):
    page, typed = "/admin/authors/author/add/", {"name": "Ana Reis", "slug": "ana-reis"}
    typed = fields_of(desk.get(page), "author_form") | typed
    chosen = {"chosen_picture": name_for_form(photograph(1_000, 500))}
    desk.post(page, typed | chosen)
    author = Author.objects.get()
    assert (author.picture_width, author.picture_height) == (480, 240)
    Picture.objects.get().delete()
    assert author.picture.storage.exists(author.picture.name)
    # A name that nobody gave out chooses nothing; a file that is gone is told beside its field.
    change, before = f"/admin/authors/author/{author.pk}/change/", author.picture.name
    fields = fields_of(desk.get(change), "author_form")
    desk.post(change, fields | {"chosen_picture": "1:x"})
    assert Author.objects.get().picture.name == before
    gone = {"chosen_picture": name_for_form(make_picture())}
    form = desk.post(change, fields | gone).context["adminform"].form
    assert "is gone" in str(form.errors["picture"])


def test_it_is_kept_through_a_second_error(desk):
    draft = make_draft()
    signed = refused(desk, draft, picture=picture(), picture_alt="A sea.")
    assert refused(desk, draft, chosen_picture=signed, picture_alt="A sea.") == signed
    assert Picture.objects.count() == 1


def test_another_file_takes_its_place(desk):
    draft = make_draft()
    signed = refused(desk, draft, picture=picture(), picture_alt="A sea.")
    other = picture(side=50)
    press(desk, pk=draft.pk, chosen_picture=signed, picture=other, picture_alt="A sea.")
    assert Article.objects.get().lead.width == 50


@pytest.mark.parametrize("forged", ["1", "1:forged", "\x00", "x" * 9_000])
def test_a_name_that_we_did_not_give_out_is_no_picture(desk, forged):
    draft = make_draft()
    press(desk, pk=draft.pk, picture=picture(), picture_alt="A sea.")
    other = make_draft("Another")
    assert press(desk, pk=other.pk, chosen_picture=forged).status_code in (200, 302)
    assert other.lead is None
