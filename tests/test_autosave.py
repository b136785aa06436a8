"""What is typed is kept beside the draft while it is typed, whatever it is, and changes nothing."""

import random
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from opinion.articles.models import Article, Revision
from opinion.references.printing import pandoc
from tests.forms import article_form, fields_of, press
from tests.newsroom import (
    MORNING,
    make_author,
    make_draft,
    make_use,
    make_user,
)
from tests.writing_desk import desk as desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(publication):
    return make_draft(references=["Rolt. Red for Danger."])


def address_of(article):
    return f"/admin/articles/article/{article.pk}/autosave/"


def autosave(client, article, **typed):
    """Open the form, type, and let the page keep it; what the page is told."""
    _url, fields = article_form(client, article.pk, **typed)
    response = client.post(address_of(article), fields)
    assert response.status_code == 200, response.content
    return response.json()


def entries(revision):
    return {entry["name"]: entry["values"] for entry in revision.typed}


# --- Beside the draft -----------------------------------------------------------------------------


def test_what_is_typed_is_kept_and_the_draft_stays_as_it_was(desk, editor, draft, time_machine):
    time_machine.move_to(MORNING, tick=False)
    before = Article.objects.values().get()
    told = autosave(
        desk,
        draft,
        headline="The First Train",
        body="<p>It leaves at five.</p>",
        **{"references-1-text": "Wolmar. Fire and Steam."},
    )
    kept = Revision.objects.get()
    assert (kept.kind, kept.by, kept.version, kept.typed) == ("autosave", editor, 1, [])
    assert kept.document["content"]["headline"] == "The First Train"
    assert kept.document["content"]["body"] == "<p>It leaves at five.</p>"
    assert [line["text"] for line in kept.document["references"]] == [
        "Rolt. Red for Danger.",
        "Wolmar. Fire and Steam.",
    ]
    assert [line["role"] for line in kept.document["byline"]] == ["by"]
    assert Article.objects.values().get() == before
    assert draft.references.count() == 1
    assert told | {"id": 0} == {
        "id": 0,
        "article": draft.pk,
        "version": 1,
        "saved_at": "2024-01-11T05:25:00+00:00",
        "saved": "Saved at 5:25 am",
        "change": f"/admin/articles/article/{draft.pk}/change/",
        "address": address_of(draft),
        "overtaken": "",
        "refused": [],
    }
    assert not LogEntry.objects.exists()


def test_topics_byline_and_the_words_of_the_picture_are_kept(desk, draft):
    make_use(draft, role="lead", alt="A train")
    bo = make_author("Bo Lind")
    typed = {"picture_alt": "A night train", "bylines-1-author": "Bo Lind"}
    autosave(desk, draft, **typed, **{"bylines-1-role": "translated", "topics": []})
    kept = Revision.objects.get().document
    assert kept["byline"][1] == {"author": bo.pk, "role": "translated"}
    assert kept["pictures"][0]["alt"] == "A night train"
    assert draft.lead.alt == "A train"


def test_a_sitting_is_one_autosave_and_a_pause_begins_another(desk, draft, time_machine):
    time_machine.move_to(MORNING)
    _url, fields = article_form(desk, draft.pk)
    numbers = []
    for minutes in (0, 20, 40, 100):
        time_machine.move_to(MORNING + timedelta(minutes=minutes))
        typed = {"headline": f"After {minutes}", "autosave": numbers[-1] if numbers else ""}
        numbers.append(desk.post(address_of(draft), fields | typed).json()["id"])
    assert numbers[0] == numbers[1] == numbers[2] != numbers[3]
    kept = Revision.objects.order_by("pk")
    assert [one.document["content"]["headline"] for one in kept] == ["After 40", "After 100"]


def test_two_pages_of_one_person_keep_their_words_apart(desk, draft):
    first = autosave(desk, draft, headline="In one window")
    second = autosave(desk, draft, headline="In another")
    autosave(desk, draft, headline="In one window, on", autosave=first["id"])
    autosave(desk, draft, headline="In another, on", autosave=second["id"])
    kept = Revision.objects.order_by("pk")
    assert [one.document["content"]["headline"] for one in kept] == [
        "In one window, on",
        "In another, on",
    ]


def test_nobodys_save_and_no_colleagues_autosave_is_written_over(desk, draft, admin_client):
    press(desk, pk=draft.pk, headline="Saved")
    theirs = autosave(admin_client, draft, headline="Theirs")
    saved = Revision.objects.saved().latest("pk")
    for number in (saved.pk, theirs["id"], 99_999_999, "x", "9" * 30):
        autosave(desk, draft, headline="Mine", autosave=number)
    saved.refresh_from_db()
    assert saved.document["content"]["headline"] == "Saved"
    others = Revision.objects.get(pk=theirs["id"])
    assert others.document["content"]["headline"] == "Theirs"
    assert Revision.objects.count() == 8


def test_a_save_in_between_is_told_and_the_words_are_kept_all_the_same(desk, draft):
    _url, fields = article_form(desk, draft.pk, headline="Mine")
    nora = make_user("nora", first_name="Nora", last_name="Felgate")
    Article.objects.update(version=2, edited_by=nora, edited_at=MORNING)
    told = desk.post(address_of(draft), fields).json()
    assert told["overtaken"].startswith("Nora Felgate saved this on January 11, 2024 at 5:25 am")
    kept = Revision.objects.get()
    assert (kept.version, kept.document["content"]["headline"]) == (1, "Mine")


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999", "٣"])
def test_a_page_that_hides_its_version_loses_nothing(desk, draft, version):
    autosave(desk, draft, headline="Mine", version=version)
    assert Revision.objects.get().document["content"]["headline"] == "Mine"


def test_the_save_takes_the_words_of_its_page_and_no_others(desk, draft):
    mine = autosave(desk, draft, headline="Mine")
    autosave(desk, draft, headline="In another window")
    press(desk, pk=draft.pk, headline="Mine", autosave=mine["id"])
    kept = Revision.objects.order_by("pk")
    assert [(one.kind, one.document["content"]["headline"]) for one in kept] == [
        ("autosave", "In another window"),
        ("save", "The Last Train"),
        ("save", "Mine"),
    ]


def test_a_save_is_compared_with_the_save_before_it_and_with_no_autosave(desk, draft):
    autosave(desk, draft, headline="Mine")
    press(desk, pk=draft.pk, headline="Mine")
    autosave(desk, draft, headline="Another")
    before = Revision.objects.count()
    press(desk, pk=draft.pk)
    assert Revision.objects.count() == before


# --- Whatever it is -------------------------------------------------------------------------------


def test_what_a_save_would_refuse_is_kept_as_it_was_typed(desk, draft):
    other = make_draft("Another", slug="taken")
    long, family = "👩‍👩‍👧" * 60, "🚂" * 200
    told = autosave(
        desk,
        draft,
        headline=long,
        standfirst=family,
        slug=other.slug,
        pasted_references="Wolmar. Fire and Steam.",
        scheduled_for="soon",
        type="",
        **{
            "bylines-1-author": "Nobody at all",
            "references-0-url": "not an address\0",
            "references-1-text": "x" * 20_000,
        },
    )
    kept = Revision.objects.get()
    assert entries(kept) == {
        "headline": [long],
        "slug": ["taken"],
        "pasted_references": ["Wolmar. Fire and Steam."],
        "scheduled_for": ["soon"],
        "bylines-1-author": ["Nobody at all"],
        "references-0-url": ["not an address�"],
        "references-1-text": ["x" * 20_000],
    }
    assert kept.document["content"]["headline"] == "The Last Train"
    assert kept.document["content"]["standfirst"] == family
    assert kept.document["content"]["type_id"] == draft.type_id
    assert kept.document["references"][0]["text"] == "Rolt. Red for Danger."
    assert {"headline", "slug", "bylines-1-author", "references-0-url"} <= {*told["refused"]}
    assert draft.references.count() == 1


def test_a_text_that_is_too_long_or_too_deep_is_kept_as_it_was_typed(desk, draft):
    for body in ("<p>word</p>" * 40_000, "<blockquote>" * 300):
        autosave(desk, draft, body=body)
        kept = Revision.objects.latest("pk")
        assert entries(kept) == {"body": [body]}
        assert kept.document["content"]["body"] == draft.body


def test_five_megabytes_are_refused_and_nothing_is_stored(desk, draft):
    _url, fields = article_form(desk, draft.pk, body="x" * 5 * 1024 * 1024)
    assert desk.post(address_of(draft), fields).status_code == 400
    assert not Revision.objects.exists()


def test_a_page_without_its_lists_keeps_those_of_the_draft(desk, draft):
    response = desk.post(address_of(draft), {"headline": "Alone", "version": "1"})
    assert response.status_code == 200
    kept = Revision.objects.get().document
    assert len(kept["byline"]) == len(kept["references"]) == 1


def test_a_file_is_not_taken(desk, draft):
    _url, fields = article_form(desk, draft.pk, headline="Mine")
    file = SimpleUploadedFile("train.png", b"no picture", "image/png")
    assert desk.post(address_of(draft), fields | {"picture": file}).status_code == 200
    assert Revision.objects.get().document["pictures"] == []


@pytest.mark.parametrize(
    "button", ["_publish", "_schedule", "_withdraw", "_unschedule", "_preview"]
)
def test_no_button_is_pressed_by_it(desk, draft, button):
    autosave(desk, draft, scheduled_for="2099-01-01T10:00", withdrawal_reason="x", **{button: "1"})
    draft.refresh_from_db()
    assert (draft.status, draft.version, draft.scheduled_for) == ("draft", 1, None)
    assert Revision.objects.get().kind == "autosave"


# --- Who may --------------------------------------------------------------------------------------


def test_anothers_draft_is_not_there(client, publication, writer):
    other = make_draft(authors=[make_author("Bo Lind")])
    client.force_login(writer)
    for address in (address_of(other), address_of(other).replace(str(other.pk), "999999")):
        assert client.post(address, {"headline": "Mine", "version": "1"}).status_code == 404
    assert not Revision.objects.exists()


def test_an_author_keeps_nothing_beside_what_is_the_editors_by_now(client, writer, editor):
    draft = make_draft(authors=[writer.author])
    client.force_login(writer)
    _url, fields = article_form(client, draft.pk, headline="Mine")
    draft.publish(by=editor)
    response = client.post(address_of(draft), fields)
    assert response.status_code == 403
    assert "Mine" in response.text
    assert not Revision.objects.autosaves().exists()


def test_nothing_is_kept_without_login_token_or_post(draft, editor, client):
    assert client.post(address_of(draft), {"headline": "Mine"}).status_code == 403
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(editor)
    assert careful.post(address_of(draft), {"headline": "Mine"}).status_code == 403
    assert careful.get(address_of(draft)).status_code == 405
    assert not Revision.objects.exists()


def test_the_page_may_name_no_draft_that_is_gone(desk, draft):
    _url, fields = article_form(desk, draft.pk, headline="Mine")
    address = address_of(draft)
    draft.delete()
    assert desk.post(address, fields).status_code == 404


def test_an_old_autosave_is_not_written_on(desk, draft, editor):
    told = autosave(desk, draft, headline="Yesterday")
    Revision.objects.update(at=timezone.now() - timedelta(days=1))
    assert autosave(desk, draft, headline="Today", autosave=told["id"])["id"] != told["id"]


# --- What it costs --------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 60])
def test_it_asks_as_often_for_sixty_references_as_for_one(
    desk, publication, rows, django_assert_max_num_queries, monkeypatch
):
    monkeypatch.setattr(pandoc, "run", None)
    monkeypatch.setattr("opinion.articles.models.edition.Edition.digest_of_print", None)
    draft = make_draft(references=[f"Line {number}." for number in range(rows)])
    _url, fields = article_form(desk, draft.pk, headline="Mine")
    with django_assert_max_num_queries(40):
        assert desk.post(address_of(draft), fields).status_code == 200
    assert len(Revision.objects.get().document["references"]) == rows


# --- Lost words -----------------------------------------------------------------------------------


def words_kept():
    """All that any version, autosaved or saved, says in its text."""
    return " ".join(one.document["content"]["body"] for one in Revision.objects.all())


def test_no_word_is_lost_in_interleaved_saves_of_two_people_in_three_windows(
    desk, draft, admin_client
):
    """Each window types on, keeps by itself, and now and then saves: a journal is compared."""
    chance, journal = random.Random(200), []
    windows = [[client, *article_form(client, draft.pk)] for client in (desk, desk, admin_client)]
    for number in range(60):
        window = chance.choice(windows)
        client, address, fields = window
        word = f"word{number}"
        journal.append(word)
        fields["body"] += f"<p>{word}</p>"
        if chance.random() < 0.7:
            fields["autosave"] = client.post(address_of(draft), fields).json()["id"]
            continue
        page = client.post(address, fields | {"_draft": "1"}, follow=True)
        # Saved, or shown again with every word: either way it is what stands in the form now.
        shown = fields_of(page, "article_form")
        if "Draft saved." not in page.text:
            assert word in shown["body"]
            shown["autosave"] = client.post(address_of(draft), shown).json()["id"]
        window[2] = shown
    assert [word for word in journal if f"<p>{word}</p>" not in words_kept()] == []
