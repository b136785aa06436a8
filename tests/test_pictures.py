"""Pictures: files that never change, their places in drafts and editions, figures in the text."""

import hashlib
import io

import pytest
from django.core.files.base import ContentFile
from django.db import DatabaseError, IntegrityError, connection, transaction
from PIL import Image

from comments.rules import quotes
from opinion import html
from opinion.articles import citations
from opinion.articles.models import Article, Edition, EditionPicture
from opinion.pictures.models import Picture
from tests.forms import fields_of, press
from tests.newsroom import MORNING, make_article, make_draft, make_picture, make_use, make_user
from tests.test_article_admin import picture as upload
from tests.writing_desk import desk as desk

pytestmark = pytest.mark.django_db


def png(colour="navy") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (40, 20), colour).save(file, "PNG")
    return file.getvalue()


def figure(picture) -> str:
    return f'<figure data-picture="{picture.pk}"></figure>'


def refused(*, match):
    return pytest.raises(DatabaseError, match=match)


# --- The file ---------------------------------------------------------------------------------


def test_a_kept_file_says_what_it_is(editor):
    file = ContentFile(png(), name="0a1b.png")
    Picture.objects.keep(file, by=editor, alt="A sea.", licence="CC BY 4.0")
    kept = Picture.objects.get()
    assert (kept.width, kept.height, kept.media_type) == (40, 20, "image/png")
    assert (kept.size, kept.digest) == (len(png()), hashlib.sha256(png()).hexdigest())
    assert (kept.uploaded_by, kept.alt, kept.licence) == (editor, "A sea.", "CC BY 4.0")
    with kept.file.open() as stored:
        assert stored.read() == png()


@pytest.mark.parametrize(
    "change",
    [
        {"file": "pictures/other.jpg"},
        {"width": 99},
        {"height": 99},
        {"media_type": "image/png"},
        {"size": 1},
        {"digest": "1" * 64},
        {"uploaded_at": MORNING},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_database_refuses_to_change_a_file(change):
    picture = make_picture()
    with refused(match="never changed"), transaction.atomic():
        Picture.objects.filter(pk=picture.pk).update(**change)


def test_the_words_of_a_picture_may_change():
    picture = make_picture(alt="A see.")
    picture.alt, picture.focal_x = "A sea.", 10
    picture.save()
    picture = Picture.objects.get()
    assert (picture.alt, picture.focal_x) == ("A sea.", 10)


@pytest.mark.parametrize(
    "wrong",
    [
        {"file": ""},
        {"size": 0},
        {"media_type": "text/html"},
        {"digest": "x" * 64},
        {"focal_x": 101},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_the_database_refuses_a_picture_that_is_none(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_picture(**{"file": "pictures/a.jpg"} | wrong)


def test_a_picture_that_was_printed_is_not_deleted(publication):
    draft = make_draft(picture="pictures/a.jpg", picture_alt="A sea.")
    draft.publish(by=None, at=MORNING)
    draft.pictures.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Picture.objects.all().delete()


# --- Its places -------------------------------------------------------------------------------


def test_an_edition_prints_the_words_of_the_day(publication, editor):
    draft = make_draft(picture="pictures/a.jpg", picture_alt="A sea.", picture_credit="A. Lim")
    edition = draft.publish(by=editor)
    draft.pictures.update(alt="Another.", focal_x=1)
    Picture.objects.update(alt="Another still.")
    lead = Article.objects.get().live_edition.lead
    assert (lead.alt, lead.credit, lead.focal_x) == ("A sea.", "A. Lim", 50)
    draft.publish(by=editor)
    assert edition.pictures.get().alt == "A sea."
    assert draft.live_edition.lead.alt == "Another."


@pytest.mark.parametrize("statement", ["UPDATE {} SET alt = 'x'", "DELETE FROM {}"])
def test_the_database_refuses_to_change_what_was_printed(publication, statement):
    make_article(picture="pictures/a.jpg", picture_alt="A sea.")
    with refused(match="never changed"), transaction.atomic():
        connection.cursor().execute(statement.format(EditionPicture._meta.db_table))


def test_an_article_has_one_picture_above_its_text_and_each_figure_once(publication):
    draft, picture = make_draft(picture="pictures/a.jpg"), make_picture()
    make_use(draft, picture)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_use(draft, picture)
    with pytest.raises(IntegrityError), transaction.atomic():
        draft.pictures.create(picture=picture, role="lead", position=9)
    with pytest.raises(IntegrityError), transaction.atomic():
        draft.pictures.create(picture=picture, role="cover", position=9)
    make_use(draft)
    assert [use.position for use in draft.pictures.all()] == [0, 2, 3]


# --- Figures in the text ----------------------------------------------------------------------


def test_a_figure_is_filled_in_from_what_was_printed(publication, client, editor):
    chart = make_picture("pictures/chart.png", width=800, height=400)
    draft = make_draft(body=f"<p>See.</p>{figure(chart)}<p>So.</p>")
    make_use(draft, chart, alt="Two lines that cross.", caption="Trains & towns", credit="A. Lim")
    draft.publish(by=editor, at=MORNING)
    page = client.get("/2024/01/the-last-train/").content.decode()
    assert 'src="/media/pictures/chart.png" width="800" height="400"' in page
    assert 'alt="Two lines that cross." loading="lazy"' in page
    assert "Trains &amp; towns" in page
    assert "data-picture" not in page
    feed = client.get("/feed/").content.decode()
    assert "http://127.0.0.1:8000/media/pictures/chart.png" in feed
    assert "data-picture" not in feed


def test_the_preview_fills_in_the_figures_of_the_draft(desk):
    chart = make_picture("pictures/chart.png")
    draft = make_draft(body=f"<p>See.</p>{figure(chart)}")
    make_use(draft, chart)
    assert "/media/pictures/chart.png" in desk.get(f"/preview/{draft.pk}/").content.decode()


def test_a_figure_that_is_not_of_the_edition_is_left_out_whole(publication):
    lead = make_picture("pictures/lead.png")
    other = make_picture("pictures/other.png")
    draft = make_draft(body=f"<p>One.</p>{figure(lead)}{figure(other)}<p>Two.</p>")
    make_use(draft, lead, role="lead", alt="A sea.")
    # Nobody may publish that; it could have come from elsewhere.
    edition = Edition.objects.preview(draft)
    assert citations.shown(edition).html == "<p>One.</p><p>Two.</p>"


def test_a_text_without_figures_asks_for_no_pictures(publication, django_assert_num_queries):
    edition = make_article().editions.get()
    edition.printed_references  # noqa: B018 - asked for before
    with django_assert_num_queries(0):
        citations.shown(edition)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ('<figure data-picture="7"></figure>', '<figure data-picture="7"></figure>'),
        ("<figure data-picture=7 class=x id=y>", '<figure data-picture="7"></figure>'),
        # What stands in it stands behind it.
        (
            '<figure data-picture="7"><figcaption>A sea.</figcaption></figure>',
            '<figure data-picture="7"></figure><p>A sea.</p>',
        ),
        ('<p>a<figure data-picture="7">b', '<p>a</p><figure data-picture="7"></figure><p>b</p>'),
        # No id of ours: a figure like any other.
        ('<figure data-picture="0">a</figure>', "<figure><p>a</p></figure>"),
        ('<figure data-picture="7 ">a</figure>', "<figure><p>a</p></figure>"),
        (f'<figure data-picture="{"9" * 19}">a</figure>', "<figure><p>a</p></figure>"),
        ('<p data-picture="7">a</p>', "<p>a</p>"),
        (
            '<table><tr><td><figure data-picture="7"></figure>a',
            "<table><tbody><tr><td>a</td></tr></tbody></table>",
        ),
    ],
)
def test_the_door_lets_a_figure_through_in_one_form(typed, kept):
    assert html.article(typed) == kept
    assert html.article(kept) == kept


def test_a_note_or_comment_has_no_figures():
    assert html.note('<figure data-picture="7">a</figure>') == "<p>a</p>"


def test_the_words_of_a_figure_are_quoted_and_not_counted(publication, editor):
    chart = make_picture()
    draft = make_draft(body=f"<p>See.</p>{figure(chart)}")
    make_use(draft, chart, caption="Trains and towns")
    edition = draft.publish(by=editor)
    assert quotes.stands_in(edition, "Trains and towns")
    assert html.plain_text(edition.body_html) == "See."


# --- The article's form -----------------------------------------------------------------------


def test_a_new_file_is_a_new_picture_and_its_words_are_kept(desk, editor):
    draft = make_draft()
    press(desk, pk=draft.pk, picture=upload(), picture_alt="A sea.", picture_credit="A. Lim")
    first = draft.lead.picture
    press(desk, pk=draft.pk, picture=upload(side=50))
    assert draft.pictures.count() == 1
    assert draft.lead.picture != first
    assert (draft.lead.alt, draft.lead.credit, draft.lead.width) == ("A sea.", "A. Lim", 50)
    assert [picture.width for picture in Picture.objects.order_by("pk")] == [40, 50]
    assert first.uploaded_by == editor


def test_words_are_changed_without_a_new_picture(desk):
    draft = make_draft(picture="pictures/a.jpg", picture_alt="A see.")
    press(desk, pk=draft.pk, picture_alt="A sea.", picture_caption="Inverey")
    assert (draft.lead.alt, draft.lead.caption) == ("A sea.", "Inverey")
    assert Picture.objects.count() == 1


def test_a_picture_is_taken_away(desk):
    draft = make_draft(picture="pictures/a.jpg", picture_alt="A sea.")
    press(desk, pk=draft.pk, **{"picture-clear": "on"})
    assert draft.lead is None
    assert Picture.objects.count() == 1


def test_words_about_no_picture_are_not_lost(desk):
    draft = make_draft()
    response = press(desk, pk=draft.pk, picture_caption="The 21:04 at Inverey.")
    form = response.context["adminform"].form
    assert "Choose the picture" in str(form.errors["picture"])
    assert "The 21:04 at Inverey." in response.content.decode()


def test_a_colleagues_words_about_the_picture_are_shown(desk):
    draft = make_draft(picture="pictures/a.jpg", picture_alt="A sea.")
    mine = fields_of(desk.get(f"/admin/articles/article/{draft.pk}/change/"), "article_form")
    press(desk, pk=draft.pk, picture_alt="A lake.")
    posted = mine | {"picture_alt": "A pond.", "_draft": "1"}
    response = desk.post(f"/admin/articles/article/{draft.pk}/change/", posted)
    differences = response.context["differences"]
    assert [difference.label for difference in differences] == ["Alt text"]
    assert draft.lead.alt == "A lake."


def test_who_may_only_read_an_article_sees_its_picture(client, publication):
    author = make_user("writer", group="Authors")
    article = make_article(
        created_by=author, picture="pictures/a.jpg", picture_alt="A sea.", picture_credit="A. Lim"
    )
    client.force_login(author)
    page = client.get(f"/admin/articles/article/{article.pk}/change/").content.decode()
    assert 'href="/media/pictures/a.jpg"' in page
    assert "A sea." in page and "A. Lim" in page
