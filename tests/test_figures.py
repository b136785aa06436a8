"""Pictures in the text, from the writing desk to the page: chosen, described, printed, redacted."""

import pytest
from django.core.management import call_command
from django.test import Client

from opinion.articles.models import ArticlePicture, EditionPicture, Revision
from opinion.pictures.models import Picture
from tests.forms import press
from tests.newsroom import make_draft, make_picture, make_use, make_user
from tests.test_autosave import autosave
from tests.test_both_saved import both, told
from tests.test_both_saved import nora as nora
from tests.writing_desk import desk as desk

pytestmark = pytest.mark.django_db


def figure(picture):
    return f'<figure data-picture="{picture.pk}"></figure>'


def said(draft):
    uses = draft.pictures.filter(role="figure")
    return [(use.picture_id, use.position, use.alt, use.credit) for use in uses]


@pytest.fixture
def harbour(db):
    return make_picture("pictures/harbour.jpg", alt="A harbour.", credit="A. Lim")


@pytest.fixture
def chart(db):
    return make_picture("pictures/chart.jpg")


def test_a_picture_in_the_text_begins_with_the_librarys_words_and_keeps_its_own(
    desk, harbour, chart
):
    draft = make_draft()
    text = f"<p>One.</p>{figure(chart)}{figure(harbour)}"
    press(desk, pk=draft.pk, body=text)
    assert said(draft) == [(chart.pk, 1, "", ""), (harbour.pk, 2, "A harbour.", "A. Lim")]
    words = {f"figure-{harbour.pk}-alt": "Our harbour.", f"figure-{harbour.pk}-focal_x": "20"}
    press(desk, pk=draft.pk, **words)
    use = draft.pictures.get(picture=harbour)
    assert (use.alt, use.credit, use.focal_x) == ("Our harbour.", "A. Lim", 20)
    press(desk, pk=draft.pk, body=f"{figure(harbour)}<p>One.</p>")
    assert said(draft) == [(harbour.pk, 1, "Our harbour.", "A. Lim")]
    # The library's own words stay as they are.
    assert Picture.objects.get(pk=harbour.pk).alt == "A harbour."


def test_wrong_words_of_a_picture_are_refused_beside_their_field(desk, harbour):
    draft = make_draft(body=f"<p>One.</p>{figure(harbour)}")
    make_use(draft, harbour, alt="A harbour.")
    words = {f"figure-{harbour.pk}-focal_x": "101", f"figure-{harbour.pk}-alt": "Typed."}
    page = press(desk, pk=draft.pk, **words)
    assert page.status_code == 200
    assert "correct what is said of A harbour" in str(page.context["adminform"].form.errors["body"])
    assert "less than or equal to 100" in page.text and 'value="Typed."' in page.text
    assert draft.pictures.get().alt == "A harbour."


@pytest.mark.parametrize(("alt", "why"), [("", "Add alt text"), (None, "no longer in the library")])
def test_an_article_is_not_published_with_a_picture_that_not_everybody_can_have(
    publication, harbour, alt, why
):
    draft = make_draft(body=f"<p>One.</p>{figure(harbour)}")
    if alt is not None:
        make_use(draft, harbour, alt=alt)
    assert why in str(draft.obstacles()["body"])
    draft.pictures.all().delete()
    make_use(draft, harbour, alt="A harbour.")
    assert draft.obstacles() == {}


def test_an_edition_keeps_what_was_said_of_a_picture_until_it_is_redacted(
    publication, editor, harbour
):
    draft = make_draft(body=f"<p>One.</p>{figure(harbour)}")
    use = make_use(draft, harbour, alt="A harbour.", caption="Mr Roe at Inverey", focal_x=20)
    edition = draft.publish(by=editor)
    address = draft.get_absolute_url()
    before = Client().get(address).text
    assert "Mr Roe at Inverey" in before
    ArticlePicture.objects.filter(pk=use.pk).update(alt="x", caption="x", credit="x", focal_x=1)
    Picture.objects.filter(pk=harbour.pk).update(alt="y", caption="y", credit="y", licence="y")
    assert Client().get(address).text == before
    call_command("redact", article=str(draft.pk), words="Roe", why="A court.", by="root")
    assert "Roe" not in Client().get(address).text
    assert "Roe" not in EditionPicture.objects.get(edition=edition).caption


def test_words_of_a_picture_that_a_colleague_changed_are_not_written_over(
    desk, nora, editor, harbour
):
    draft = make_draft(body=f"<p>One.</p>{figure(harbour)}")
    make_use(draft, harbour, alt="A harbour.", credit="A. Lim")
    draft.keep_revision(editor)
    name = f"figure-{harbour.pk}-"
    page = both(desk, nora, draft, {f"{name}alt": "Mine."}, {f"{name}credit": "Theirs."})
    assert said(draft) == [(harbour.pk, 1, "Mine.", "Theirs.")]
    assert "What is said of a picture in the text" in told(page)
    page = both(desk, nora, draft, {f"{name}alt": "My own."}, {f"{name}alt": "Their own."})
    assert said(draft)[0][2] == "Their own."
    [difference] = page.context["differences"]
    assert difference.label == "Alt text (A harbour.)"


def test_what_a_form_kept_by_itself_has_the_pictures_and_their_words(desk, harbour):
    draft = make_draft()
    words = {f"figure-{harbour.pk}-{name}": "50" for name in ("focal_x", "focal_y")}
    words |= {f"figure-{harbour.pk}-{name}": "" for name in ("caption", "credit")}
    typed = {"body": figure(harbour), f"figure-{harbour.pk}-alt": "Our harbour."} | words
    autosave(desk, draft, **typed)
    assert draft.pictures.count() == 0
    Revision.objects.autosaves().get().restore(by=make_user("nora"))
    assert said(draft)[0][2:] == ("Our harbour.", "")


@pytest.mark.parametrize("number", ["9" * 18, "9" * 19, "0", "x"])
def test_a_picture_that_there_is_not_is_no_error(desk, publication, number):
    draft = make_draft()
    press(desk, pk=draft.pk, body=f'<p>One.</p><figure data-picture="{number}"></figure>')
    draft.refresh_from_db()
    assert draft.pictures.count() == 0 and "One." in draft.body
