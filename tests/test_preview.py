"""A comment is seen before it is posted, and a passage of the article is answered."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from comments.models import Comment, Thread
from comments.models.comment import PASSAGE_LIMIT
from comments.security import form_time
from opinion import html
from tests.newsroom import make_article, make_published_comment

pytestmark = pytest.mark.django_db

REPLY = "/2024/01/the-last-train/reply/"
OURS = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}
TYPED = {
    "name": "Ana Reader",
    "email": "ana@readers.example.org",
    "text": "I *was* there.\n\n> nine\n\nhttps://example.org/",
}
BODY = """<p>The last train leaves at <em>nine</em>, and the town goes to bed.</p>
<p>“Nobody asked,” he said.<br>Nobody did.</p><ul><li>One</li><li>Two &amp; three</li></ul>"""


@pytest.fixture
def article(publication):
    return make_article(body=BODY)


def preview(headers=OURS, **changes):
    return Client().post(REPLY, TYPED | {"preview": "Preview"} | changes, headers=headers)


def post(**changes):
    return Client().post(REPLY, TYPED | changes, headers=OURS)


def shown_in(page):
    return page[page.index('id="preview"') : page.index("<form")]


# --- Preview


def test_a_preview_shows_the_comment_as_it_will_look_and_stores_nothing(article):
    response = preview(passage="the town goes to bed")
    page = response.content.decode()
    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
    assert html.comment(TYPED["text"]) in shown_in(page)
    assert "Ana Reader" in shown_in(page)
    assert "the town goes to bed" in shown_in(page)
    assert "ana@" not in shown_in(page)
    assert "<title>Preview: Leave a Reply" in page
    assert not Comment.objects.exists()
    assert not Thread.objects.exists()


def test_what_a_preview_shows_is_what_is_published(article):
    page = preview().content.decode()
    text = re.search(r'<div class="comment-text" dir="auto">(.*?)</div>', shown_in(page), re.S)[1]
    post()
    assert Comment.objects.get().html == text


def test_the_form_below_a_preview_keeps_everything(article):
    parent = make_published_comment(article)
    opened = form_time.stamp(article.pk)
    typed = {"to": str(parent.pk), "opened": opened, "passage": "at nine"}
    page = preview(**typed).content.decode()
    form = page[page.index("<form") :]
    assert f'name="opened" value="{opened}"' in form
    assert f'name="to" value="{parent.pk}"' in form
    assert 'value="Ana Reader"' in form
    assert 'value="ana@readers.example.org"' in form
    assert "at nine</textarea>" in form
    assert "I *was* there." in form


@pytest.mark.parametrize(
    "changes",
    [
        {"text": "x" * (html.COMMENT_LIMIT + 1)},
        {"text": ""},
        {"name": "www.pills.example"},
        {"email": "none"},
        {"passage": "What was never said"},
    ],
)
def test_a_preview_of_a_mistake_names_the_mistake(article, changes):
    response = preview(**changes)
    assert response.status_code == 422
    assert 'id="preview"' not in response.content.decode()


# It is only an echo: nothing acts, so nothing needs to be proved.
def test_a_preview_asks_for_no_origin(article):
    for headers in ({}, {"origin": "https://evil.example"}):
        assert preview(headers).status_code == 200
        assert not Comment.objects.exists()


def test_a_preview_of_what_cannot_be_posted_says_so(article, moderator):
    Thread.objects.get_or_create(article=article)[0].set_policy("closed", by=moderator)
    response = preview()
    assert response.status_code == 409
    assert "I *was* there." in response.content.decode()


def test_hostile_words_are_only_words_in_a_preview(article):
    page = preview(name="<img src=x>", text="<script>alert(1)</script>").content.decode()
    assert "<img" not in page
    assert "<script>alert" not in page


# --- A passage of the article


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("The last train leaves at nine, and", "The last train leaves at nine, and"),
        ("  The last\r\ntrain \t leaves", "The last train leaves"),
        ("to bed. “Nobody asked,” he said. Nobody did.",) * 2,
        ("Two & three",) * 2,
        ("One\n\nTwo", "One Two"),
        ("", ""),
        (" \u200b ", ""),
    ],
)
def test_a_passage_of_the_article_is_stored_with_its_answer(article, typed, kept):
    assert post(passage=typed).status_code == 303
    assert Comment.objects.get().passage == kept


@pytest.mark.parametrize(
    "typed",
    [
        "The last train leaves at ten",
        '"Nobody asked," he said.',
        "the last train leaves",
        "<em>nine</em>",
        "Two &amp; three",
    ],
)
def test_words_that_do_not_stand_in_the_article_are_refused_beside_their_field(article, typed):
    response = post(passage=typed)
    page = response.content.decode()
    assert response.status_code == 422
    assert '<a href="#id_passage">Quoted passage: This passage isn&#x27;t in the article' in page
    assert re.search(r'<details class="form-more" id="passage-fold"[^>]* open', page)
    assert "I *was* there." in page
    assert not Comment.objects.exists()


def test_a_passage_over_the_limit_is_refused_never_cut(publication):
    make_article(body=f"<p>{'word ' * 200}</p>")
    response = post(passage="word " * (PASSAGE_LIMIT // 5 + 1))
    assert response.status_code == 422
    assert f"The limit is {PASSAGE_LIMIT}." in response.content.decode()


def test_what_counts_is_what_readers_read_not_the_draft(article, editor):
    article.body = "<p>A draft of tomorrow.</p>"
    article.save()
    assert post(passage="A draft of tomorrow.").status_code == 422
    article.publish(by=editor, at=timezone.now())
    assert post(passage="A draft of tomorrow.").status_code == 303
