"""A picture that was chosen is there still after something else had to be corrected."""

import re

import pytest

from opinion.articles.models import Article
from opinion.pictures.models import Picture
from tests.newsroom import make_draft
from tests.test_article_admin import picture, press

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
