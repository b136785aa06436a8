"""What each group of staff may not do: by buttons that are absent, and by forged posts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from opinion.articles.models import Article, Publication, Section
from tests.forms import article_form, press
from tests.newsroom import (
    make_article,
    make_author,
    make_draft,
    make_section,
    make_type,
    make_user,
)

pytestmark = pytest.mark.django_db

BUTTONS = [
    *("_publish", "_schedule", "_unschedule", "_retry"),
    *("_withdraw", "_schedule_withdrawal", "_cancel_withdrawal"),
]


@pytest.fixture
def writing(client, writer, publication):
    """The writer's browser."""
    client.force_login(writer)
    return client


def own_draft(writer, **values):
    return make_draft(authors=[writer.author], **values)


def forged(client, own, pk):
    """A post to the form of article `pk`, copied from the form of a draft of one's own."""
    _url, fields = article_form(client, own.pk, headline="Mine now")
    return client.post(f"/admin/articles/article/{pk}/change/", fields | {"_draft": "1"})


# --- Authors ------------------------------------------------------------------------------------


def test_an_authors_new_article_bears_the_authors_name(writing, writer):
    other = make_author("Bo Lind")
    typed = {"headline": "Night Shift", "type": make_type().pk, "section": make_section().pk}
    press(writing, **typed, body="Text.", **{"bylines-0-author": other.pk})
    article = Article.objects.get()
    assert article.created_by == writer
    assert [line.author.name for line in article.bylines.all()] == ["Ngaire Whitcombe", "Bo Lind"]
    press(writing, pk=article.pk, headline="Day Shift")
    article.refresh_from_db()
    assert (article.headline, article.bylines.count()) == ("Day Shift", 2)


def test_an_author_finds_only_articles_of_their_own(writing, writer):
    by_name = own_draft(writer, headline="Under my name")
    by_hand = make_draft("By my hand", authors=[make_author("Bo Lind")], created_by=writer)
    other = make_draft("Of another", authors=[make_author("Ana Reis")])
    listed = writing.get("/admin/articles/article/").context["cl"].result_list
    assert {*listed} == {by_name, by_hand}
    assert writing.get(f"/admin/articles/article/{other.pk}/change/").url == "/admin/"
    assert writing.get(f"/admin/articles/article/{other.pk}/history/").status_code == 404
    assert forged(writing, by_name, other.pk).status_code == 404
    other.refresh_from_db()
    assert other.headline == "Of another"


def test_an_author_has_no_button_that_publishes(writing, writer):
    page = writing.get(f"/admin/articles/article/{own_draft(writer).pk}/change/").content.decode()
    assert "_draft" in page
    assert not [name for name in [*BUTTONS, "scheduled_for", "withdrawal_reason"] if name in page]


@pytest.mark.parametrize("button", BUTTONS)
def test_an_author_cannot_forge_a_button(writing, writer, button):
    draft = own_draft(writer)
    typed = {"scheduled_for": "2050-01-01T05:25", "withdrawal_reason": "No.", "standfirst": "Mine."}
    refused = press(writing, button, draft.pk, **typed)
    assert refused.status_code == 403
    assert "Only editors can publish" in refused.content.decode()
    draft.refresh_from_db()
    assert (draft.status, draft.standfirst, draft.scheduled_for) == ("draft", "", None)


def test_nor_the_fields_that_tell_who_and_when(writing, writer, editor):
    draft = own_draft(writer, created_by=writer)
    forged_fields = {
        "status": "published",
        "created_by": editor.pk,
        "edited_by": editor.pk,
        "status_changed_by": editor.pk,
        "scheduled_for": "2050-01-01T05:25",
        "scheduled_by": editor.pk,
        "published_at": "2024-01-01",
        "address": "2024/01/mine",
        "withdrawal_reason": "No.",
    }
    press(writing, pk=draft.pk, **forged_fields)
    draft.refresh_from_db()
    assert (draft.status, draft.created_by, draft.edited_by) == ("draft", writer, writer)
    assert (draft.scheduled_for, draft.address, draft.withdrawal_reason) == (None, None, "")


@pytest.mark.parametrize("state", ["scheduled", "published", "withdrawn"])
def test_what_has_left_the_authors_desk_is_only_read(writing, writer, editor, state):
    article = own_draft(writer, headline="Night Shift")
    fields = article_form(writing, article.pk, headline="Day Shift")[1]
    if state == "scheduled":
        article.schedule(by=editor, at=timezone.now() + timedelta(days=1))
    else:
        article.publish(by=editor)
    if state == "withdrawn":
        article.withdraw(by=editor, reason="Wrong.")
    url = f"/admin/articles/article/{article.pk}/change/"
    page = writing.get(url).content.decode()
    assert "The last train leaves at nine" in page
    assert "Save" not in page
    refused = writing.post(url, fields)
    assert refused.status_code == 403
    assert "Day Shift" in refused.content.decode()
    article.refresh_from_db()
    assert article.headline == "Night Shift"


def test_an_author_deletes_nothing(writing, writer):
    draft = own_draft(writer)
    for article in (draft, make_article("Night Shift", authors=[writer.author])):
        url = f"/admin/articles/article/{article.pk}/delete/"
        assert url not in writing.get(url.replace("delete", "change")).content.decode()
        assert writing.post(url, {"post": "yes"}).status_code == 403
    assert Article.objects.count() == 2


def test_an_author_takes_no_row_of_anothers_byline_or_references(writing, writer):
    mine, other = own_draft(writer), make_draft("Of another", references=["Theirs"])
    theirs = other.references.get()
    typed = {"references-0-text": "Mine", "references-0-id": theirs.pk}
    typed |= {"references-INITIAL_FORMS": "1", "references-0-article": other.pk}
    press(writing, pk=mine.pk, **typed)
    theirs.refresh_from_db()
    assert (theirs.article, theirs.text) == (other, "Theirs")


@pytest.mark.parametrize(
    ("url", "post"),
    [
        ("/admin/articles/publication/1/change/", {"name": "Mine"}),
        ("/admin/articles/section/1/change/", {"name": "Mine", "slug": "mine"}),
        ("/admin/articles/section/add/", {"name": "Mine", "slug": "mine"}),
        ("/admin/articles/topic/add/", {"name": "Mine", "slug": "mine"}),
        ("/admin/articles/articletype/add/", {"label": "Mine", "explanation": "Mine"}),
        ("/admin/authors/author/add/", {"name": "Mine", "slug": "mine"}),
        ("/admin/authors/user/add/", {"username": "mine"}),
        ("/admin/auth/group/add/", {"name": "Mine"}),
    ],
)
def test_an_author_changes_neither_the_publication_nor_its_people(writing, url, post):
    Section.objects.create(pk=1, name="World", slug="world")
    assert writing.post(url, post).status_code == 403
    assert Publication.objects.get().name == "The Signal Box"
    assert Section.objects.get().name == "World"


def test_nobody_of_the_three_groups_reads_or_changes_accounts(
    client, editor, writer, moderator, publication
):
    for user in (editor, writer, moderator):
        client.force_login(user)
        for url in (f"/admin/authors/user/{editor.pk}/change/", "/admin/authors/user/"):
            assert client.get(url).status_code == 403
        rights = client.post(f"/admin/authors/user/{user.pk}/change/", {"is_superuser": "on"})
        assert rights.status_code == 403


# --- Editors ------------------------------------------------------------------------------------


def test_an_editor_changes_everybodys_article_and_the_publication(client, editor, publication):
    client.force_login(editor)
    draft = make_draft(created_by=make_user("somebody", group="Authors"))
    press(client, pk=draft.pk, headline="Better")
    draft.refresh_from_db()
    assert draft.headline == "Better"
    assert client.get("/admin/articles/publication/1/change/").status_code == 200


def test_an_editor_cannot_choose_among_accounts_unseen(client, editor, publication):
    client.force_login(editor)
    author, boss = make_author(), make_user("boss", is_superuser=True)
    url = f"/admin/authors/author/{author.pk}/change/"
    assert "boss" not in client.get(url).content.decode()
    fields = {"name": "Ngaire", "slug": "ngaire", "user": boss.pk, "_save": "1"}
    fields |= {"links-TOTAL_FORMS": "0", "links-INITIAL_FORMS": "0"}
    client.post(url, fields)
    author.refresh_from_db()
    assert (author.name, author.user) == ("Ngaire", None)


def test_an_edition_is_read_and_never_changed(client, editor, publication):
    client.force_login(editor)
    edition = make_article().live_edition
    url = f"/admin/articles/edition/{edition.pk}/"
    assert client.get(f"{url}change/").status_code == 200
    assert client.post(f"{url}change/", {"headline": "Other"}).status_code == 403
    assert client.post(f"{url}delete/", {"post": "yes"}).status_code == 403


# --- Moderators, and others ----------------------------------------------------------------------


def test_a_moderator_sees_no_articles(client, moderator, publication):
    client.force_login(moderator)
    draft = make_draft()
    urls = [
        "/admin/articles/article/",
        "/admin/articles/article/add/",
        f"/admin/articles/article/{draft.pk}/change/",
        f"/admin/articles/article/{draft.pk}/delete/",
        "/admin/articles/publication/",
        "/admin/authors/author/",
    ]
    for url in urls:
        assert (url, client.get(url).status_code) == (url, 403)
        assert (url, client.post(url, {"_publish": "1", "post": "yes"}).status_code) == (url, 403)
    draft.refresh_from_db()
    assert draft.status == "draft"
    assert "/admin/articles/" not in client.get("/admin/").content.decode()


def test_an_account_that_is_not_staff_sees_no_desk(client, publication):
    client.force_login(make_user("reader", group="Editors", is_staff=False))
    draft = make_draft()
    url = f"/admin/articles/article/{draft.pk}/change/"
    assert client.get(url).url.startswith("/admin/login/")
    assert client.post(url, {"headline": "Mine", "_publish": "1"}).status_code == 403
    draft.refresh_from_db()
    assert draft.headline == "The Last Train"
