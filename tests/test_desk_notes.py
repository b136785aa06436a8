"""What staff tell each other of an article reaches no reader, and can be taken back."""

import io
import zipfile

import pytest
from django.core.management import call_command
from django.test import Client

from authors.models import Author
from opinion.articles.models import DeskEntry
from tests import crawler
from tests.forms import press
from tests.made_once import made_once
from tests.newsroom import make_article, make_author, make_draft, make_publication, make_user
from tests.test_handing_in import send

pytestmark = pytest.mark.django_db
CANARY = "qwcanary"
WORDS = ("handed", "back", "note", "word", "why")


def build():
    make_publication()
    editor = make_user("editor", group="Editors")
    writer = make_user("writer", group="Authors")
    author = make_author(user=writer)
    draft = make_draft("In hand", authors=[author])
    draft.hand_in(writer, f"{CANARY} handed")
    draft.send_back(editor, f"{CANARY} back")
    live = make_draft("The Last Train", slug="live", authors=[author])
    live.add_note(editor, f"{CANARY} note")
    live.hand_in(writer, f"{CANARY} word")
    live.publish(editor)
    withdrawn = make_article("Withdrawn", slug="gone", by=editor)
    withdrawn.add_note(editor, f"{CANARY} why")
    withdrawn.withdraw(editor, "It was wrong.")
    return live.pk


planted = made_once(build)


@pytest.fixture
def article(publication, editor):
    return make_article()


def test_a_note_is_added_beside_the_form_and_erased_by_its_writer(client, article, editor):
    client.force_login(editor)
    press(client, "_note", article.pk, desk_words="Ask the union.\nTwice.")
    note = DeskEntry.objects.get()
    assert (note.kind, note.by, note.text) == ("note", editor, "Ask the union.\nTwice.")
    article.refresh_from_db()
    assert not article.has_unpublished_changes
    page = press(client, "_note", article.pk, desk_words="  ")
    assert "Write the note first." in client.get(page["Location"]).text
    erase = f"/admin/articles/article/{article.pk}/desk/{note.pk}/erase/"
    assert (
        f'formaction="{erase}"' in client.get(f"/admin/articles/article/{article.pk}/change/").text
    )
    client.post(erase)
    assert not DeskEntry.objects.exists()
    assert client.post(erase).status_code == 302


def test_an_author_notes_beside_what_is_out_and_erases_only_what_is_theirs(
    client, publication, writer, editor
):
    article = make_article(authors=[Author.objects.get(user=writer)])
    theirs = article.add_note(editor, "Hers.")
    client.force_login(writer)
    send(client, article, "_note", "Mine.")
    page = client.get(f"/admin/articles/article/{article.pk}/change/").text
    assert "Mine." in page
    assert page.count("/erase/") == 1
    answer = client.post(f"/admin/articles/article/{article.pk}/desk/{theirs.pk}/erase/")
    assert answer.status_code == 403
    assert DeskEntry.objects.count() == 2
    too_long = send(client, article, "_note", "x" * 2_001)
    assert "Write at most 2000 characters." in too_long.text
    assert "x" * 2_001 in too_long.text


def test_of_a_step_only_the_words_go(client, publication, editor, writer):
    draft = make_draft(authors=[make_author("Bo Roe")])
    step = draft.hand_in(writer, "Her name is Jane Orpington.")
    client.force_login(editor)
    client.post(f"/admin/articles/article/{draft.pk}/desk/{step.pk}/erase/")
    assert [*DeskEntry.objects.values_list("kind", "text")] == [("handed_in", "")]


def test_a_redaction_reaches_it(editor, publication):
    article = make_article("What Jane Orpington said")
    article.add_note(editor, "Jane Orpington rang.")
    call_command(
        "redact", "--article", str(article.pk), words="Jane Orpington", why="A court.", by="editor"
    )
    assert DeskEntry.objects.get().text == "[removed] rang."


# --- What reaches whom ----------------------------------------------------------------------------


def test_nothing_that_readers_reach_has_a_word_of_it(planted):
    client, found, asked = Client(), [], 0
    for address, response in crawler.crawl(client, [f"/search/?q={CANARY}"]):
        asked += 1
        if any(f"{CANARY} {word}" in crawler.seen(response) for word in WORDS):
            found.append(address)
    assert found == []
    assert asked > 30


def test_the_preview_of_staff_has_no_word_of_it_and_the_form_has(planted, client):
    client.force_login(make_user("nora", group="Editors"))
    assert CANARY not in client.get(f"/preview/{planted}/").text
    assert CANARY in client.get(f"/admin/articles/article/{planted}/change/").text
    assert CANARY not in client.get(f"/admin/articles/article/{planted}/history/").text


def test_what_leaves_the_publication_has_it_only_where_that_is_asked_for(planted, tmp_path):
    def leave(name, *options):
        call_command("move_out", str(tmp_path / name), *options, stdout=io.StringIO())
        return tmp_path / name

    def members(path):
        with zipfile.ZipFile(path) as archive:
            return {name for name in archive.namelist() if CANARY in archive.read(name).decode()}

    assert CANARY not in leave("w.xml", "--wordpress").read_text()
    assert members(leave("plain.zip")) == set()
    assert members(leave("private.zip", "--with-private")) == {"desk_entry.jsonl"}
