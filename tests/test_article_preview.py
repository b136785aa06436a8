"""The draft as readers will see it, for those alone who may edit it."""

import re

import pytest

from opinion.articles.models import Edition
from tests.newsroom import (
    MORNING,
    make_article,
    make_author,
    make_draft,
    make_topic,
    make_user,
)
from tests.test_article_page import ADDRESS, read, text

pytestmark = pytest.mark.django_db


def test_a_preview_shows_the_draft_as_it_will_be_printed(publication, client, editor):
    author = make_author("Ngaire Whitcombe", role="Signal engineer", bio="She minds trains.")
    draft = make_draft(
        authors=[author],
        standfirst="Not yet.",
        topics=[make_topic()],
        references=["See https://example.org/a."],
        note="<p>She worked the <em>night</em> shift.</p>",
    )
    client.force_login(editor)
    response = client.get(f"/preview/{draft.pk}/")
    page = response.content.decode()
    words = text(page)
    for part in (
        "Preview.",
        "The Last Train – OpEd",
        "Not yet.",
        "By Ngaire Whitcombe",
        "Topics Trains",
        "The last train leaves at nine",
        "About the author: She worked the night shift.",
        "She minds trains.",
    ):
        assert part in words
    assert '<a href="https://example.org/a"' in page
    assert "<em>night</em>" in page
    assert "Leave a Reply" not in page
    assert "ld+json" not in page
    assert not Edition.objects.exists()


def test_a_preview_is_the_page_that_is_printed_then(publication, client, editor, time_machine):
    time_machine.move_to(MORNING, tick=False)
    draft = make_draft(
        topics=[make_topic()], references=["Rolt. Red for Danger."], note="<p>N.</p>"
    )
    client.force_login(editor)
    preview = read(client, f"/preview/{draft.pk}/")
    draft.publish(by=editor)
    article = re.compile(r"<article.*</article>", re.DOTALL)
    printed = read(client, draft.get_absolute_url())
    # All but the way to the comments, which a draft has none of.
    printed = printed.replace(
        '<p class="dates no-print"><a href="#reply">Be the first to comment</a></p>', ""
    )
    assert " ".join(article.search(preview)[0].split()) == " ".join(
        article.search(printed)[0].split()
    )


def test_a_preview_of_a_live_article_shows_the_draft(publication, client, editor):
    article = make_article()
    article.headline = "The First Train"
    article.edited(editor)
    article.save()
    client.force_login(editor)
    page = read(client, f"/preview/{article.pk}/")
    assert "The First Train" in page
    assert f'href="{ADDRESS}"' in page


def test_a_preview_is_kept_nowhere_and_listed_nowhere(publication, client, editor):
    client.force_login(editor)
    response = client.get(f"/preview/{make_draft().pk}/")
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.headers["Referrer-Policy"] == "same-origin"


def test_only_those_who_may_edit_a_draft_preview_it(publication, client, editor, writer, moderator):
    of_others = make_draft("Of others", authors=[make_author("Tomasz Wieczorek")])
    own = make_draft("Own", authors=[writer.author])
    strangers = {"nobody": None, "reader": make_user("reader", is_staff=False), "mo": moderator}
    for user in strangers.values():
        client.logout() if user is None else client.force_login(user)
        refused = client.get(f"/preview/{of_others.pk}/")
        unknown = client.get("/preview/999/")
        assert (refused.status_code, refused.content) == (404, unknown.content)
    client.force_login(writer)
    assert client.get(f"/preview/{of_others.pk}/").status_code == 404
    assert client.get(f"/preview/{own.pk}/").status_code == 200
    client.force_login(editor)
    assert client.get(f"/preview/{of_others.pk}/").status_code == 200
