"""A draft goes between its author and the desk: who does what, who sees it, who hears of it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from authors.models import Author
from opinion.articles.models import Article, DeskEntry
from opinion.articles.tasks import tell_desk
from tests.followers import jobs
from tests.forms import article_form, press
from tests.newsroom import make_author, make_draft, make_user
from tests.test_newsroom_page import block, first_page
from tests.writing_desk import desk as desk

pytestmark = pytest.mark.django_db
WORD = "Is the second half too long?"
ANSWER = "Yes: lose the last train."


@pytest.fixture
def author_page(client, writer, publication):
    client.force_login(writer)
    return client


@pytest.fixture
def draft(writer, publication):
    return make_draft(authors=[Author.objects.get(user=writer)])


@pytest.fixture
def nora(publication):
    return make_user("nora", group="Editors", first_name="Nora", last_name="Felgate")


def form(client, draft) -> str:
    return " ".join(client.get(f"/admin/articles/article/{draft.pk}/change/").text.split())


def send(client, draft, button, words="", after=None):
    """What the panel's own form posts, where the draft itself cannot be saved."""
    last = draft.last_step
    after = after if after is not None else last.pk if last else 0
    posted = {button: "1", "desk_words": words, "desk_after": after}
    return client.post(f"/admin/articles/article/{draft.pk}/desk/", posted, follow=True)


# The jobs that were done already: they stay in the queue.
DONE: set[int] = set()


def told() -> list[tuple[str, str]]:
    """Who got a mail of what, since it was asked last."""
    done = {job.pk for job in jobs(tell_desk) if job.pk not in DONE}
    for job in jobs(tell_desk).filter(pk__in=done):
        tell_desk(**job.args)
    DONE.update(done)
    found = sorted((message.to[0], message.subject) for message in mail.outbox)
    mail.outbox.clear()
    return found


def states(draft) -> tuple[str, list[str]]:
    draft.refresh_from_db()
    return draft.desk_state, [*draft.desk_entries.order_by("pk").values_list("kind", flat=True)]


def test_an_author_hands_in_what_is_typed_and_sees_where_it_stands(author_page, draft):
    press(author_page, "_hand_in", draft.pk, headline="The First Train", desk_words=WORD)
    assert states(draft) == ("handed_in", ["handed_in"])
    assert draft.headline == "The First Train"
    page = form(author_page, draft)
    assert "<strong>Handed in</strong> writer, " in page
    assert WORD in page
    assert 'name="_draft"' not in page
    assert 'name="_take_back"' in page
    answer = author_page.post(
        f"/admin/articles/article/{draft.pk}/change/", {"headline": "Mine", "_draft": "1"}
    )
    assert answer.status_code == 403


def test_an_author_takes_back_what_nobody_has_taken_and_not_what_an_editor_has(
    author_page, draft, writer, nora
):
    draft.hand_in(writer)
    send(author_page, draft, "_take_back")
    assert states(draft) == ("", ["handed_in", "taken_back"])
    assert 'name="_draft"' in form(author_page, draft)
    draft.hand_in(writer)
    shown = draft.last_step.pk
    draft.take(nora)
    page = send(author_page, draft, "_take_back", after=shown)
    assert "Nora Felgate has taken this." in page.text
    assert 'name="_take_back"' not in form(author_page, draft)
    assert draft.desk_state == "taken"


def test_an_editor_takes_sends_back_with_a_word_and_publishes(desk, editor, draft, writer):
    draft.hand_in(writer, WORD)
    assert WORD in form(desk, draft)
    press(desk, "_take", draft.pk)
    page = press(desk, "_send_back", draft.pk, standfirst="Typed meanwhile.", desk_words=" ")
    assert "Tell the author why you are sending it back." in desk.get(page["Location"]).text
    press(desk, "_send_back", draft.pk, desk_words=ANSWER)
    assert states(draft) == ("sent_back", ["handed_in", "taken", "sent_back"])
    assert draft.standfirst == "Typed meanwhile."
    draft.hand_in(writer)
    press(desk, "_publish", draft.pk)
    assert states(draft) == (
        "",
        ["handed_in", "taken", "sent_back", "handed_in", "published"],
    )
    assert draft.is_published


def test_the_desk_and_the_author_are_told_by_mail_and_nobody_of_their_own_act(
    publication, draft, writer, editor, nora, mailoutbox
):
    make_user("left", group="Editors", is_active=False)
    draft.hand_in(writer, WORD)
    handed = "The Signal Box: writer handed in “The Last Train”"
    (job,) = jobs(tell_desk)
    tell_desk(**job.args)
    message = mail.outbox[0]
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    assert WORD in message.body
    assert f"/admin/articles/article/{draft.pk}/change/" in message.body
    mail.outbox.clear()
    assert told() == [
        ("editor@staff.example.org", handed),
        ("nora@staff.example.org", handed),
    ]
    to_author = "writer@staff.example.org"
    draft.take(nora)
    assert told() == [(to_author, "The Signal Box: Nora Felgate has “The Last Train” now")]
    draft.send_back(nora, ANSWER)
    assert told() == [(to_author, "The Signal Box: Nora Felgate sent back “The Last Train”")]
    draft.hand_in(writer)
    draft.publish(editor)
    assert told() == [(to_author, "The Signal Box: “The Last Train” is published")]
    draft.add_note(editor, "Well read.")
    assert told() == []
    own = make_draft("Her own", slug="own")
    own.hand_in(nora)
    assert [to for to, _subject in told()] == ["editor@staff.example.org"]
    own.take(nora)
    assert told() == []


def test_of_two_editors_one_takes_it_and_the_other_is_told_who(
    desk, draft, writer, nora, django_assert_num_queries
):
    draft.hand_in(writer)
    url, fields = article_form(desk, draft.pk)
    draft.take(nora)
    typed = fields | {"_take": "1", "desk_words": "A note that is not lost."}
    page = desk.get(desk.post(url, typed)["Location"])
    assert "Nora Felgate has taken this." in page.text
    assert "A note that is not lost." in page.text
    assert states(draft) == ("taken", ["handed_in", "taken"])
    # From the page that says so, it is gone on with in her place.
    assert 'value="Take it over"' in page.text
    press(desk, "_take", draft.pk)
    assert draft.last_step.by.username == "editor"


def test_words_for_the_desk_outlive_a_save_that_was_only_a_save(author_page, draft):
    page = author_page.get(press(author_page, "_draft", draft.pk, desk_words=WORD)["Location"])
    assert WORD in page.text
    assert states(draft) == ("", [])


@pytest.mark.parametrize(
    ("verb", "words"), [("take", []), ("send_back", ["Why."]), ("take_back", [])]
)
def test_nothing_is_answered_that_nobody_handed_in(draft, editor, verb, words):
    with pytest.raises(ValidationError, match="done already"):
        getattr(draft, verb)(editor, *words)
    assert states(draft) == ("", [])


def test_another_authors_draft_is_not_there(author_page, writer, nora):
    hers = make_draft("Hers", authors=[make_author("Bo Roe")])
    note = hers.add_note(nora, "Private.")
    for address in (f"{hers.pk}/desk/", f"{hers.pk}/desk/{note.pk}/erase/"):
        answer = author_page.post(f"/admin/articles/article/{address}", {"_hand_in": "1"})
        assert answer.status_code == 404
    assert states(hers) == ("", ["note"])


def test_authors_answer_nothing_and_editors_hand_nothing_in(
    author_page, writer, draft, editor, client
):
    draft.hand_in(writer)
    url = f"/admin/articles/article/{draft.pk}/"
    for button in ("_take", "_send_back", "_publish", "_hand_in"):
        posted = {button: "1", "desk_words": "x"}
        assert author_page.post(f"{url}desk/", posted).status_code == 403, button
        assert author_page.post(f"{url}change/", posted).status_code == 403, button
    client.force_login(editor)
    for button in ("_hand_in", "_take_back", "_publish"):
        assert client.post(f"{url}desk/", {button: "1"}).status_code == 403, button
    assert states(draft) == ("handed_in", ["handed_in"])


def test_what_waits_for_whom_stands_on_the_newsrooms_first_page(
    client, writer, editor, nora, draft
):
    make_draft("Typed by a stranger", authors=[make_author("Bo Roe")]).hand_in(nora, "Look.")
    draft.hand_in(writer, WORD)
    client.force_login(editor)
    waits = block(first_page(client), "standing")
    assert waits.index("Typed by a stranger") < waits.index("The Last Train")
    assert WORD in waits
    draft.take(nora)
    mine, _heading, others = block(first_page(client), "standing").partition("With others")
    assert ("The Last Train" in mine, "The Last Train" in others) == (False, True)
    client.force_login(writer)
    mine, _heading, others = block(first_page(client), "standing").partition("At the desk")
    assert ("The Last Train" in others, "Typed by a stranger" in mine + others) == (True, False)
    draft.send_back(nora, ANSWER)
    mine, _heading, others = block(first_page(client), "standing").partition("At the desk")
    assert ANSWER in mine
    draft.hand_in(writer)
    # It stands there once; and what the clock will publish waits for nobody.
    blocks = [block(first_page(client), name) for name in ("standing", "drafts")]
    assert ["The Last Train" in shown for shown in blocks] == [True, False]
    draft.schedule(editor, at=timezone.now() + timedelta(hours=1))
    assert not block(first_page(client), "standing")
    draft.publish(editor)
    assert not block(first_page(client), "standing")


def test_the_state_of_each_draft_is_what_its_last_step_says(draft, writer, editor):
    """Counted again from the steps alone, in one question."""
    draft.hand_in(writer)
    other = make_draft("Other", slug="other")
    other.hand_in(writer)
    other.send_back(editor, "No.")
    make_draft("Third", slug="third")
    standing = {
        (step.article_id, step.kind) for step in DeskEntry.objects.standing(Article.objects.all())
    }
    assert standing == {(draft.pk, "handed_in"), (other.pk, "sent_back")}
    stored = Article.objects.exclude(desk_state="").values_list("pk", "desk_state")
    assert standing == {*stored}


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE articles_deskentry SET kind = 'taken'",
        "DELETE FROM articles_deskentry; SET CONSTRAINTS ALL IMMEDIATE",
    ],
)
def test_the_database_refuses_to_change_or_delete_a_step(draft, writer, sql):
    draft.hand_in(writer)
    with (
        pytest.raises(IntegrityError, match="never changed or deleted"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def test_a_draft_that_was_handed_in_can_be_deleted_with_all_its_steps(desk, draft, writer):
    draft.hand_in(writer)
    assert desk.post(f"/admin/articles/article/{draft.pk}/delete/", {"post": "yes"}).url
    assert not DeskEntry.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
