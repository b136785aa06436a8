"""What moderators note about a person for each other: found from all of theirs, and forgotten.

Failure 14 of the field.
"""

from contextlib import suppress
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from comments import tasks
from comments.models import Comment, Contact, PersonNote, Reader, Thread, UnknownPerson
from comments.readers import data_export
from tests.desk import QUEUE
from tests.forms import fields_of
from tests.newsroom import make_comment, make_published_comment, make_user
from tests.test_withdrawing import tables_that_say, together

pytestmark = pytest.mark.django_db

ANA, BO = "ana@readers.example.org", "bo@readers.example.org"


def page_of(comment):
    return f"{QUEUE}{comment.pk}/person/"


def noted(comment):
    return [note.text for note in PersonNote.objects.on(Contact.objects.get(comment=comment))]


# --- Writing and reading


def test_a_note_is_found_from_every_comment_under_the_address_and_no_other(desk, article):
    first, second = make_comment(article, "One."), make_comment(article, "Two.")
    other = make_comment(article, "Three.", email=BO)
    answer = desk.post(page_of(first), {"text": "Asks kindly when told."}, follow=True)
    for page in (answer.text, desk.get(page_of(second)).text):
        assert "Asks kindly when told." in page
    assert noted(second) == ["Asks kindly when told."]
    assert noted(other) == []
    assert "No notes yet." in desk.get(page_of(other)).text


def test_a_note_says_who_wrote_it_and_when(desk, article, moderator, time_machine):
    time_machine.move_to("2024-01-11T05:25:00+00:00", tick=False)
    comment = make_comment(article)
    PersonNote.objects.write(comment, "Kind.", by=make_user("mo", first_name="Mo", last_name="Orr"))
    assert "Mo Orr, January 11, 2024 at 5:25 am" in desk.get(page_of(comment)).text


@pytest.mark.parametrize(
    ("text", "problem"),
    [("", "This field is required."), ("x" * 1001, "at most 1000 characters (it has 1001)")],
)
def test_what_cannot_be_noted_is_told_beside_the_field_and_kept(desk, article, text, problem):
    comment = make_comment(article)
    page = desk.post(page_of(comment), {"text": text})
    assert problem in page.text
    assert 'aria-invalid="true"' in page.text
    assert text in page.text
    assert not PersonNote.objects.exists()


def test_script_in_a_note_is_shown_as_typed(desk, article):
    # Failure 1 of the field.
    comment = make_comment(article)
    page = desk.post(page_of(comment), {"text": "<script>ran()</script>"}, follow=True).text
    assert "&lt;script&gt;ran()&lt;/script&gt;" in page
    assert "<script>ran()" not in page


def test_a_moderator_deletes_their_own_note_and_nobody_elses(desk, article, moderator):
    comment = make_comment(article)
    own = PersonNote.objects.write(comment, "Mine.", by=moderator)
    other = PersonNote.objects.write(comment, "Theirs.", by=make_user("mo"))
    page = desk.get(page_of(comment)).text
    assert page.count("Delete note") == 1
    forget = f"{page_of(comment)}{{}}/forget/"
    # Failure 18: what only reads changes nothing.
    assert desk.get(forget.format(own.pk)).status_code == 302
    assert noted(comment) == ["Mine.", "Theirs."]
    assert desk.post(forget.format(own.pk)).status_code == 302
    assert desk.post(forget.format(other.pk)).status_code == 404
    assert noted(comment) == ["Theirs."]


def test_a_note_is_deleted_only_from_a_page_on_which_it_stands(desk, article, moderator):
    note = PersonNote.objects.write(make_comment(article), "Mine.", by=moderator)
    elsewhere = make_comment(article, "Of another.", email=BO)
    assert desk.post(f"{page_of(elsewhere)}{note.pk}/forget/").status_code == 404
    assert PersonNote.objects.exists()


def test_who_may_not_decide_notes_and_deletes_nothing(client, article, editor):
    comment = make_comment(article)
    note = PersonNote.objects.write(comment, "Mine.", by=editor)
    client.force_login(editor)
    assert "Delete note" not in client.get(page_of(comment)).text
    assert client.post(page_of(comment), {"text": "More."}).status_code == 403
    assert client.post(f"{page_of(comment)}{note.pk}/forget/").status_code == 403
    assert noted(comment) == ["Mine."]


@pytest.mark.parametrize("what", ["staff", "erased", "blanked"])
def test_nothing_is_noted_where_nobody_is_known(desk, article, moderator, what):
    comment = make_comment(article)
    if what == "staff":
        comment = Thread.objects.for_article(article).answer(by=moderator, text="Ours.")
    elif what == "erased":
        comment.erase()
    else:
        Contact.objects.all().blank()
    with pytest.raises(UnknownPerson):
        PersonNote.objects.write(comment, "Too late.", by=moderator)
    page = desk.post(page_of(comment), {"text": "Too late."}, follow=True)
    assert "wasn&#x27;t saved" in page.text
    assert not PersonNote.objects.exists()


def test_the_form_is_sent_as_a_browser_without_javascript_sends_it(desk, article):
    comment = make_comment(article)
    page = desk.get(page_of(comment))
    assert "Stick to the facts." in page.text
    desk.post(page_of(comment), fields_of(page, "new-note") | {"text": "Kind."})
    assert noted(comment) == ["Kind."]


# --- Forgetting


def note_on(comment, moderator, text="qwnoted"):
    return PersonNote.objects.write(comment, text, by=moderator)


def test_the_clock_forgets_a_note_with_the_address_it_was_written_at(article, moderator, settings):
    days = timedelta(days=settings.CONTACT_RETENTION_DAYS, minutes=1)
    old = make_comment(article, "Old.", at=timezone.now() - days)
    new = make_comment(article, "New.")
    note_on(old, moderator, "At the old one.")
    kept = note_on(new, moderator, "At the new one.")
    tasks.blank_contacts(timestamp=0)
    assert [*PersonNote.objects.all()] == [kept]


def test_who_disowns_an_address_typed_by_others_is_rid_of_the_notes_there(article, moderator):
    typed = make_comment(article, "Typed.")
    own = make_comment(article, "Mine.")
    reader = Reader.objects.confirm(ANA)
    own.contact.belongs_to(reader)
    note_on(typed, moderator)
    kept = note_on(own, moderator)
    reader.disown()
    assert [*PersonNote.objects.all()] == [kept]


def test_erasing_a_comment_or_a_reader_leaves_no_word_of_a_note(article, moderator):
    first, second, typed = (
        make_published_comment(article, text, by=moderator) for text in ("One.", "Two.", "Three.")
    )
    reader = Reader.objects.confirm(ANA)
    for comment in (first, second):
        comment.contact.belongs_to(reader)
    for comment in (first, second, typed):
        note_on(comment, moderator)
    assert tables_that_say("qwnoted") == {"comments_personnote"}
    first.erase()
    assert PersonNote.objects.count() == 2
    reader.erase()
    assert not tables_that_say("qwnoted")


def test_new_keys_lose_no_note(article, moderator, settings):
    first, second = make_comment(article, "One."), make_comment(article, "Two.")
    note_on(first, moderator)
    settings.CONTACT_DIGEST_KEY = b"another key, which is 32 bytes.."
    call_command("rotate_contact_keys", stdout=StringIO())
    assert noted(second) == ["qwnoted"]


def test_a_note_is_told_of_on_the_privacy_page_and_in_nobodys_copy(client, article, moderator):
    # Like the notes on decisions: docs/privacy.md.
    comment = make_comment(article)
    comment.contact.belongs_to(Reader.objects.confirm(ANA))
    note_on(comment, moderator)
    comment.refuse(by=moderator, reason="attack", note="qwnoted")
    assert "qwnoted" not in str(data_export.about_reader(Reader.objects.get()))
    assert "Moderators&#x27; notes about you" in client.get("/privacy/").text


# --- At the same time


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("leave", ["erase", "blank"])
def test_a_note_written_while_the_person_is_forgotten_is_not_left_behind(article, moderator, leave):
    def forget(comment):
        if leave == "erase":
            comment.erase()
        else:
            Contact.objects.filter(comment=comment).blank()

    for number in range(8):
        comment = make_comment(article, f"Thought {number}.")
        together(
            lambda comment=comment: forget(comment), lambda c=comment: try_to_note(c, moderator)
        )
        assert not PersonNote.objects.exists()


def try_to_note(comment, moderator):
    with suppress(UnknownPerson):
        note_on(Comment.objects.get(pk=comment.pk), moderator)
