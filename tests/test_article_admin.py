"""Writing, publishing and finding articles at the newsroom's desk."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from authors.models import Author
from opinion.articles.models import Article, Publication
from tests.forms import article_form, fields_of, press
from tests.newsroom import (
    make_article,
    make_author,
    make_draft,
    make_picture,
    make_section,
    make_topic,
    make_type,
    make_use,
)
from tests.writing_desk import desk as desk

pytestmark = pytest.mark.django_db

PASTE = """\
Ø  Rolt, L. T. C. Red for Danger. London: Bodley Head, 1955.
•\u00a0\u00a0Wolmar, Christian. “Fire and Steam.” 2007.

- “Timetable” [https://trains.example.org/table](https://trains.example.org/table)"""


def new_article(**values):
    """What an editor types into an empty form."""
    author = Author.objects.first() or make_author()
    return {
        "headline": "The Last Train",
        "type": make_type().pk,
        "section": make_section().pk,
        "body": "<p>The last train leaves at nine.</p>",
        "bylines-0-author": author.pk,
    } | values


def picture(side=40, name="train.png"):
    file = io.BytesIO()
    Image.new("RGB", (side, side), "navy").save(file, "PNG")
    return SimpleUploadedFile(name, file.getvalue(), "image/png")


def bylines(article):
    return [(line.position, line.author.name, line.role) for line in article.bylines.all()]


def texts(article):
    return [line.text for line in article.references.all()]


# --- Writing ----------------------------------------------------------------------------------


def test_an_article_is_written_saved_and_published(desk, editor):
    topic = make_topic()
    response = press(desk, **new_article(topics=[topic.pk], pasted_references=PASTE))
    article = Article.objects.get()
    assert response["Location"] == f"/admin/articles/article/{article.pk}/change/"
    assert (article.status, article.slug, article.created_by) == (
        "draft",
        "the-last-train",
        editor,
    )
    assert (article.version, article.edited_by) == (1, editor)
    assert [*article.topics.all()] == [topic]
    assert bylines(article) == [(1, "Ngaire Whitcombe", "by")]

    press(desk, "_publish", article.pk, standfirst="And nobody minds.")
    article.refresh_from_db()
    assert (article.status, article.status_changed_by) == ("published", editor)
    assert article.live_edition.standfirst == "And nobody minds."
    assert article.live_edition.references.count() == 3
    assert not article.has_unpublished_changes


def test_pasted_lines_become_references_behind_those_that_are_there(desk):
    draft = make_draft(references=["Simmons, Jack. The Railway."])
    press(desk, pk=draft.pk, pasted_references=PASTE)
    assert texts(draft)[0] == "Simmons, Jack. The Railway."
    assert texts(draft)[1] == "Rolt, L. T. C. Red for Danger. London: Bodley Head, 1955."
    last = draft.references.last()
    assert (last.position, last.url) == (4, "https://trains.example.org/table")
    assert last.pasted == PASTE.splitlines()[-1]


def test_a_paste_that_cannot_be_taken_stays_in_its_box(desk):
    draft = make_draft()
    response = press(desk, pk=draft.pk, pasted_references=f"{PASTE}\n{'x' * 5_000}")
    page = response.content.decode()
    assert "be longer than 4000 characters" in page
    assert "Red for Danger" in page
    assert "Nothing is saved yet." in page
    assert texts(draft) == []


def test_an_error_elsewhere_leaves_the_paste_in_its_box(desk):
    draft = make_draft()
    response = press(desk, pk=draft.pk, headline="", pasted_references=PASTE)
    assert "Red for Danger" in response.content.decode()
    assert not draft.references.exists()


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("First.\r\n\r\nSecond,\r\nbroken.", "<p>First.</p>\n<p>Second,<br>broken.</p>"),
        ("3 < 4 & 5 > 4", "<p>3 &lt; 4 &amp; 5 &gt; 4</p>"),
        ("<p>Made by the editor.</p>", "<p>Made by the editor.</p>"),
        ("<p>Stored.</p>\r\n\r\nAdded by hand.", "<p>Stored.</p>\n<p>Added by hand.</p>"),
        ("  \r\n ", ""),
    ],
)
def test_text_typed_without_the_editor_becomes_paragraphs(desk, typed, stored):
    draft = make_draft()
    press(desk, pk=draft.pk, body=typed)
    draft.refresh_from_db()
    assert draft.body == stored


def test_a_body_over_the_limit_is_refused_beside_its_field_and_kept(desk):
    draft = make_draft()
    response = press(desk, pk=draft.pk, body=f"<p>{'night ' * 70_000}</p>", note="A note.")
    assert "The limit is 400000." in response.content.decode()
    assert "A note." in response.content.decode()
    draft.refresh_from_db()
    assert draft.note == ""


def test_bylines_and_references_stand_where_their_numbers_say(desk):
    ana, bo = make_author("Ana Reis"), make_author("Bo Lind")
    draft = make_draft(authors=[ana, bo], references=["One", "Two", "Three"])
    moved = {"bylines-0-place": "2", "references-0-place": "3", "references-1-DELETE": "on"}
    press(desk, pk=draft.pk, **moved, **{"references-3-text": "Four", "references-3-place": "1"})
    assert bylines(draft) == [(1, "Bo Lind", "by"), (2, "Ana Reis", "by")]
    assert texts(draft) == ["Four", "Three", "One"]
    assert [line.position for line in draft.references.all()] == [1, 2, 3]


def test_two_authors_change_places_by_changing_their_names(desk):
    ana, bo = make_author("Ana Reis"), make_author("Bo Lind")
    draft = make_draft(authors=[ana, bo])
    press(desk, pk=draft.pk, **{"bylines-0-author": bo.pk, "bylines-1-author": ana.pk})
    assert bylines(draft) == [(1, "Bo Lind", "by"), (2, "Ana Reis", "by")]


def test_one_author_stands_once_with_one_role(desk):
    draft = make_draft()
    same = {"bylines-1-author": draft.bylines.get().author.pk, "bylines-1-role": "by"}
    response = press(desk, pk=draft.pk, **same)
    assert "only once with the same role" in response.content.decode()
    press(desk, pk=draft.pk, **same | {"bylines-1-role": "translated"})
    assert [role for _place, _name, role in bylines(draft)] == ["by", "translated"]


def test_a_number_alone_makes_no_row(desk):
    draft = make_draft()
    response = press(desk, pk=draft.pk, **{"references-0-place": "7", "bylines-1-place": "2"})
    assert response.status_code == 302
    assert (draft.references.count(), draft.bylines.count()) == (0, 1)


def test_a_row_can_always_be_added_without_javascript(desk):
    draft = make_draft(references=["One"])
    _url, fields = article_form(desk, draft.pk)
    assert fields["bylines-1-author"] == ""
    assert fields["references-1-text"] == ""


def test_two_articles_with_one_address_are_refused_beside_the_field(desk):
    make_draft("The Last Train")
    response = press(desk, **new_article(slug="the-last-train"))
    assert response.context["errors"] == [["Article with this Address already exists."]]
    press(desk, **new_article())
    assert Article.objects.filter(slug="the-last-train-2").exists()


def test_the_address_is_fixed_once_it_is_out(desk):
    article = make_article()
    _url, fields = article_form(desk, article.pk)
    assert "slug" not in fields
    press(desk, pk=article.pk, slug="another-train")
    article.refresh_from_db()
    assert (article.slug, article.address) == ("the-last-train", "2024/01/the-last-train")


# --- Pictures ---------------------------------------------------------------------------------


def test_a_picture_is_written_anew_under_a_name_of_its_own(desk):
    draft = make_draft()
    press(desk, pk=draft.pk, picture=picture(name="mallory@example.org.png"), picture_alt="A sea.")
    draft.refresh_from_db()
    assert draft.lead.width == 40
    assert "mallory" not in draft.lead.picture.file.name


@pytest.mark.parametrize(
    ("file", "complaint"),
    [
        (SimpleUploadedFile("train.png", b"<svg onload=alert(1)>"), "read this picture"),
        (SimpleUploadedFile("train.png", b""), "empty"),
        (picture(side=8_000), "million pixels"),
    ],
)
def test_what_is_no_picture_is_refused_beside_its_field(desk, file, complaint):
    draft = make_draft()
    file.seek(0)
    response = press(desk, pk=draft.pk, picture=file, note="Kept.")
    assert complaint in str(response.context["adminform"].form.errors["picture"])
    assert "you needn't choose it again" not in response.content.decode()
    assert "Kept." in response.content.decode()


def test_of_an_animation_the_editor_learns_what_was_kept(desk):
    file = io.BytesIO()
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("navy", "red")]
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])
    moving = SimpleUploadedFile("train.gif", file.getvalue(), "image/gif")
    answer = press(desk, pk=make_draft().pk, picture=moving, picture_alt="A sea.")
    assert "Only its first image was kept" in desk.get(answer.url).text


def test_a_picture_over_the_limit_is_refused(desk, settings):
    settings.PICTURE_MAX_BYTES = 100
    response = press(desk, pk=make_draft().pk, picture=picture())
    assert "larger than" in str(response.context["adminform"].form.errors["picture"])


# --- The list, and what is deleted ------------------------------------------------------------


def test_the_list_names_what_editors_look_for(desk):
    article = make_article("The Last Train", authors=[make_author("Ana Reis")])
    press(desk, pk=article.pk, standfirst="And nobody minds.")
    first = make_draft("The First Train", authors=[make_author("Bo Lind")])
    shown = make_use(first, role="lead").picture.smallest_url
    make_use(first, make_picture("pictures/other.jpg"))
    page = desk.get("/admin/articles/article/").content.decode()
    assert "<h1>Articles</h1>" in page
    assert re.findall(r'class="listed-picture" src="([^"]+)"', page) == [shown]
    assert '<strong class="state state-published">Published</strong> <time' in page
    assert 'title="January 11, 2024 at 5:25 am"' in page
    assert '<span class="state-next">unpublished changes</span>' in page
    assert '<span class="listed-place">OpEd · World</span>' in page
    for query, found in [
        ("q=ana+reis", "The Last Train"),
        ("q=first", "The First Train"),
        ("status__exact=draft", "The First Train"),
        ("changes=1", "The Last Train"),
        ("language=en&q=last+reis", "The Last Train"),
    ]:
        listed = desk.get(f"/admin/articles/article/?{query}").context["cl"].result_list
        assert [article.headline for article in listed] == [found]


def test_the_list_costs_the_same_for_two_articles_and_for_twelve(
    desk, django_assert_num_queries, django_assert_max_num_queries
):
    def more(count):
        for number in range(count):
            author = make_author(f"Author {Article.objects.count()}")
            make_article(f"Train {number}", authors=[author])

    more(2)
    with django_assert_max_num_queries(20) as few:
        desk.get("/admin/articles/article/")
    more(10)
    with django_assert_num_queries(len(few)):
        assert len(desk.get("/admin/articles/article/").context["cl"].result_list) == 12


def test_a_draft_is_deleted_and_what_readers_have_seen_is_not(desk):
    draft, article = make_draft(), make_article("The Night Train")
    for kept in (draft, article):
        page = desk.get(f"/admin/articles/article/{kept.pk}/change/").content.decode()
        assert ("/delete/" in page) == (kept is draft)
    assert desk.post(f"/admin/articles/article/{draft.pk}/delete/", {"post": "yes"}).url
    refused = desk.post(f"/admin/articles/article/{article.pk}/delete/", {"post": "yes"})
    assert refused.status_code == 403
    assert "Nothing was changed." in refused.content.decode()
    desk.post(
        "/admin/articles/article/", {"action": "delete_selected", "_selected_action": article.pk}
    )
    assert [*Article.objects.all()] == [article]


def test_the_publication_is_one_record_whose_list_is_its_form(desk, admin_client):
    assert desk.get("/admin/articles/publication/").url == ("/admin/articles/publication/1/change/")
    for client in (desk, admin_client):
        assert client.get("/admin/articles/publication/add/").status_code == 403
        assert client.post("/admin/articles/publication/1/delete/").status_code == 403


def test_an_editor_fills_in_the_record_on_the_first_day(client, editor):
    client.force_login(editor)
    assert client.get("/admin/articles/publication/").url == "/admin/articles/publication/add/"
    url = "/admin/articles/publication/add/"
    fields = fields_of(client.get(url), "publication_form")
    assert (fields["time_zone"], fields["language"]) == ("UTC", "en")
    typed = {"name": "The Signal Box", "about": "Who we are.\n\nWhy.", "_save": "1"}
    client.post(url, fields | typed)
    assert Publication.objects.get().about == "<p>Who we are.</p>\n<p>Why.</p>"


def test_the_front_page_begins_with_the_articles(admin_client, publication):
    apps = admin_client.get("/admin/").context["app_list"]
    assert [apps[0]["app_label"], apps[0]["models"][0]["object_name"]] == ["articles", "Article"]


def test_an_authors_picture_links_and_orcid_are_checked(desk):
    url = "/admin/authors/author/add/"
    typed = {"name": "Ana Reis", "slug": "ana-reis", "orcid": "0000-0002-1825-0098"}
    fields = fields_of(desk.get(url), "author_form") | typed
    assert "orcid" in desk.post(url, fields).context["adminform"].form.errors
    fields |= {"orcid": "0000-0002-1825-0097", "links-0-label": "Website"}
    fields |= {"links-0-url": "https://ana.example.org/", "bio": "One.\n\nTwo."}
    desk.post(url, fields | {"picture": picture(), "_save": "1"})
    author = Author.objects.get()
    assert (author.picture_width, author.bio) == (40, "<p>One.</p>\n<p>Two.</p>")
    assert author.links.get().url == "https://ana.example.org/"
