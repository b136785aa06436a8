"""After a change of the policy for HTML, everything that was rendered is rendered again."""

import pytest
from django.core.management import call_command

from comments.models import Comment
from opinion import html
from opinion.articles.models import Article, Edition, EditionByline, EditionReference
from tests.newsroom import make_article, make_author, make_comment

pytestmark = pytest.mark.django_db
STALE = "<p>An older policy.</p>"


@pytest.fixture
def stale(publication):
    """An article with all that hangs on it, as an older policy left it."""
    author = make_author(bio="<p>She minds trains.</p>")
    article = make_article(authors=[author], references=["Rolt. _Red for Danger_."])
    make_comment(article, text="I was there.")
    for model, fields in {
        Article: ["body_html", "note_html"],
        Edition: ["body_html", "note_html"],
        Comment: ["html"],
    }.items():
        model.objects.update(html_policy=0, **dict.fromkeys(fields, STALE))
    EditionByline.objects.update(bio_html=STALE)
    EditionReference.objects.update(text_html=STALE)
    return article


def rendered():
    edition = Edition.objects.get()
    return [
        Comment.objects.get().html,
        Article.objects.get().body_html,
        edition.body_html,
        edition.bylines.get().bio_html,
        edition.references.get().text_html,
    ]


def test_everything_is_rendered_again_printed_editions_included(stale, capsys):
    assert all(text == STALE for text in rendered())
    call_command("render_html")
    texts = rendered()
    assert STALE not in texts
    assert texts[0] == "<p>I was there.</p>"
    assert "The last train leaves at nine" in texts[1]
    assert texts[1] == texts[2]
    assert {*Comment.objects.values_list("html_policy", flat=True)} == {html.POLICY_VERSION}
    assert "comments.Comment: 1 rendered again" in capsys.readouterr().out


def test_a_second_run_finds_nothing_left_to_do(stale, capsys):
    call_command("render_html")
    capsys.readouterr()
    call_command("render_html")
    told = capsys.readouterr().out.splitlines()
    assert told
    assert all(line.endswith(": 0 rendered again") for line in told)


def test_many_rows_are_rendered_in_batches(stale, monkeypatch):
    monkeypatch.setattr("opinion.management.commands.render_html.BATCH", 2)
    for number in range(5):
        make_comment(stale, text=f"Thought {number}.")
    Comment.objects.update(html=STALE, html_policy=0)
    call_command("render_html")
    assert not Comment.objects.filter(html=STALE).exists()


def test_what_the_new_policy_refuses_stays_as_it_is_and_is_named(stale, capsys):
    comment = Comment.objects.get()
    Comment.objects.update(text="x" * (html.COMMENT_LIMIT + 1))
    call_command("render_html")
    assert Comment.objects.get().html == STALE
    assert f"comments.Comment {comment.pk} stays as it is" in capsys.readouterr().err
