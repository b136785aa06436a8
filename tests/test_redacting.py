"""`manage.py redact` takes words out of everything that an article was ever printed from."""

import io
import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.management import CommandError, call_command
from django.utils import timezone

from authors.models import Author
from comments.models import Comment
from opinion.articles import rendered_references
from opinion.articles.models import Article, Edition, Reference, Revision, SanctionedAct
from opinion.articles.tasks import print_references
from opinion.references import printing
from opinion.references.models import Rendering, Work
from opinion.references.models.work import Source
from opinion.references.record import Name, Record
from tests.followers import jobs
from tests.forms import article_form, press
from tests.newsroom import (
    make_article,
    make_author,
    make_comment,
    make_draft,
    make_published_comment,
    publish_again,
)

pytestmark = pytest.mark.django_db
WORDS = "Jane Orpington"
# Of it no trace may be left: the name is nowhere else.
SURNAME = "orpington"


def redact(*options, words=WORDS, why="A court has ordered it.", by="editor"):
    call_command("redact", *options, words=words, why=why, by=by)


def make_article_about_her(editor):
    """An article that names her wherever an article can."""
    author = make_author(
        "Ana Reis",
        bio="<p>Wrote a life of <em>Jane</em> Orpington.</p>",
        role=f"Biographer of {WORDS}",
        disclaimer=f"She knows {WORDS}.",
    )
    work = Work.objects.keep(
        Record(
            type="book",
            title="Jane Orpington: A Life",
            contributors=(("author", Name(family="Orpington", given="Jane")),),
            url="https://lives.example.org/jane-orpington",
        ),
        Source.EDITOR,
    )
    article = make_draft(
        "What Jane Orpington said",
        slug="what-was-said",
        authors=[author],
        references=["_Jane Orpington_: a life.", "Of Jane _Orpington_, 1955.", "Wolmar."],
        standfirst="JANE ORPINGTON, in her words.",
        body="<p>Then Jane <strong>Orpington</strong> spoke.</p><!-- Jane Orpington -->",
        note="<p>They met Jane&nbsp;Orpington.</p>",
        picture_alt="Jane Orpington at a window.",
    )
    article.references.filter(position=1).update(work=work, state=Reference.State.KNOWN)
    Reference.objects.filter(position=3).update(url="https://lives.example.org/Jane_Orpington")
    article.publish(by=editor)
    article.references.filter(position=2).update(pasted="* Of Jane Orpington")
    publish_again(article, headline="Jane Orpington answers", change="update", note=f"{WORDS}.")
    article.headline = "Jane Orpington, once more"
    article.save()
    article.keep_revision(editor)
    article.schedule(by=editor, at=timezone.now() + timedelta(days=1), change="update", note=WORDS)
    refused = [{"name": "slug", "label": "Address", "values": [f"{WORDS}!"]}]
    document = article.manuscript().document() | {"typed": refused}
    Revision.objects.autosave(article, document, editor, article.version)
    rendered_references.print_all(article)
    LogEntry.objects.log_actions(
        editor.pk, [article], CHANGE, [{"changed": {"object": "Jane Orpington – É"}}]
    )
    return article


def everything_said() -> str:
    """All rows of all tables that could have to do with it, in small letters."""
    kept = (SanctionedAct,)
    models = [
        model
        for model in apps.get_models()
        if model._meta.app_label in ("articles", "authors", "references", "comments", "admin")
        and model not in kept
    ]
    rows = ({model._meta.label: row} for model in models for row in model.objects.values())
    return "\n".join(json.dumps(row, default=str) for row in rows).lower()


def test_no_trace_of_the_words_is_left(publication, editor, client):
    article = make_article_about_her(editor)
    make_published_comment(article, passage="Then Jane Orpington spoke.")
    assert everything_said().count(SURNAME) > 30
    redact("--article", str(article.pk))
    assert [row for row in everything_said().splitlines() if SURNAME in row] == []
    page = client.get(article.get_absolute_url()).content.decode()
    assert "Then [removed] spoke." in page
    assert SURNAME not in page.lower()


def test_what_stands_beside_the_words_is_as_it_was(publication, editor):
    article = make_article_about_her(editor)
    redact("--article", article.address)
    first, second = article.editions.order_by("number")
    assert first.headline == "What [removed] said"
    assert first.standfirst == "[removed], in her words."
    assert first.body == first.body_html == "<p>Then [removed] spoke.</p>"
    assert first.note_html == "<p>They met [removed].</p>"
    line = first.bylines.get()
    assert (line.name, line.affiliation, line.bio_html) == (
        "Ana Reis",
        "Biographer of [removed]",
        "<p>Wrote a life of <em>[removed]</em>.</p>",
    )
    texts = [reference.text_html for reference in first.references.all()]
    assert texts == ["<em>[removed]</em>: a life.", "Of [removed], 1955.", "Wolmar."]
    record = first.references.first().record
    assert (record["title"], record["URL"]) == ("[removed]: A Life", "")
    assert record["author"] == [{"literal": "[removed]"}]
    assert (second.headline, second.change_note) == ("[removed] answers", "[removed].")
    article.refresh_from_db()
    assert article.body_html == first.body_html
    assert article.has_unpublished_changes
    kept = article.scheduled_revision.document
    assert kept["content"]["headline"] == "[removed], once more"
    assert kept == Revision.objects.saved().latest("pk").document == article.manuscript().document()


def test_what_said_the_same_before_says_the_same_afterwards(publication, editor):
    article = make_article("What Jane Orpington said", slug="said")
    redact("--article", str(article.pk))
    article.refresh_from_db()
    assert article.live_edition.headline == "What [removed] said"
    assert not article.has_unpublished_changes


def test_works_are_printed_anew_without_them(publication, editor):
    article = make_article_about_her(editor)
    assert SURNAME in Rendering.objects.first().text.lower()
    redact("--all")
    work = Work.objects.get()
    assert (work.title, work.get_people()) == ("[removed]: A Life", "[removed]")
    assert jobs(print_references).exists()
    rendered_references.print_all(article)
    for rendering in Rendering.objects.filter(digest=printing.digest(work.record)):
        assert "[removed]" in rendering.text


def test_a_dry_run_tells_what_would_be_done_and_does_nothing(publication, editor, capsys):
    make_article_about_her(editor)
    before = everything_said()
    redact("--all", "--dry-run")
    told = capsys.readouterr().out
    assert "headline: What [removed] said" in told
    assert "Then [removed] spoke." in told
    assert "Nothing is changed: this was a dry run." in told
    assert everything_said() == before
    assert not SanctionedAct.objects.exists()


def test_the_log_says_who_why_and_where_without_the_words(publication, editor):
    article = make_article_about_her(editor)
    redact("--article", str(article.pk), by="editor")
    act = SanctionedAct.objects.get()
    assert (act.kind, act.by, act.by_name) == ("redaction", editor, "")
    assert act.why == "A court has ordered it."
    edition = article.editions.get(number=1)
    touched = {(row["row"], row["id"]): row["columns"] for row in act.details["rows"]}
    assert touched["articles.edition", edition.pk][:2] == ["headline", "standfirst"]
    assert SURNAME not in json.dumps(act.details).lower()
    redact("--all", words="Wolmar", by="the clerk")
    assert SanctionedAct.objects.latest("pk").by_name == "command by the clerk"


REFUSED = [
    ({"words": ""}, "at least 3 letters"),
    ({"words": " a "}, "at least 3 letters"),
    ({"why": " "}, "Say why"),
    ({"by": ""}, "Say why"),
    ({"why": "Remove Jane Orpington."}, "must not hold the words"),
]


def test_what_cannot_be_logged_or_would_hit_everything_is_refused(publication, editor):
    make_article_about_her(editor)
    before = everything_said()
    for options, complaint in REFUSED:
        with pytest.raises(CommandError, match=complaint):
            redact("--all", **options)
        assert everything_said() == before, options


@pytest.mark.parametrize("article", ["999999", "2024/01/nothing", "9" * 30, "²"])
def test_an_article_that_is_none_is_told(publication, article):
    with pytest.raises(CommandError, match="no such article"):
        redact("--article", article)


def test_other_articles_keep_what_they_say_unless_all_are_asked_for(publication, editor):
    one, other = make_article("Of Jane Orpington"), make_article("Jane Orpington again")
    redact("--article", str(one.pk))
    assert other.editions.get().headline == "Jane Orpington again"
    redact("--all")
    assert other.editions.get().headline == "[removed] again"
    assert SanctionedAct.objects.count() == 2
    redact("--all")
    assert SanctionedAct.objects.count() == 2


def test_where_the_words_stand_on_is_told(publication, editor, capsys):
    article = make_article("Jane Orpington", authors=[make_author("Jane Orpington")])
    comment = make_comment(article, text="I know Jane Orpington.")
    redact("--article", str(article.pk))
    told = capsys.readouterr().out
    assert f"The address of article {article.pk}" in told
    assert f"The name of author {Author.objects.get().pk}" in told
    assert f"comment {comment.pk}" in told
    assert Comment.objects.get().text == "I know Jane Orpington."


def test_words_can_come_where_no_shell_keeps_them(publication, editor, monkeypatch):
    make_article("Of Jane Orpington")
    monkeypatch.setattr("sys.stdin", io.StringIO("Jane Orpington\n"))
    redact("--all", words="-")
    assert Edition.objects.get().headline == "Of [removed]"


def test_words_within_others_go_when_that_is_asked(publication, editor):
    make_article("The Orpingtons")
    redact("--all", words="Orpington")
    assert Edition.objects.get().headline == "The Orpingtons"
    redact("--all", "--within", words="Orpington")
    assert Edition.objects.get().headline == "The [removed]s"


def test_whoever_has_the_article_open_does_not_bring_the_words_back(client, editor, publication):
    client.force_login(editor)
    article = make_article("Of Jane Orpington")
    url, typed = article_form(client, article.pk)
    redact("--all")
    response = client.post(url, typed | {"_draft": "1"})
    assert "Nothing is saved yet" in response.content.decode()
    assert Article.objects.get().headline == "Of [removed]"
    press(client, pk=article.pk, standfirst="Later.")
    assert Article.objects.get().headline == "Of [removed]"


def test_a_headline_that_grows_too_long_by_the_mark_is_cut(publication, editor):
    make_article("Ann " * 49 + "Ann", slug="ann")
    redact("--all", words="Ann")
    headline = Edition.objects.get().headline
    assert len(headline) == 200
    assert "Ann" not in headline
