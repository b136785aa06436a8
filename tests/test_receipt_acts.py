"""What the writer of a comment does from its receipt: edit, withdraw, erase, follow, take away."""

import json
from datetime import timedelta

import pytest
from django import db
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from comments.models import (
    Confirmation,
    Contact,
    Edit,
    Reader,
    Receipt,
    Subscription,
)
from tests.newsroom import make_comment
from tests.receipts import ANA, address_of, confirm, read, send, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment(article):
    return make_comment(article, email=ANA)


@pytest.fixture
def address(comment):
    return address_of(comment)


# --- Editing


def test_a_waiting_comment_takes_a_new_text_at_once(comment, address):
    page = Client().get(f"{address}edit/").text
    assert "I was on that train.</textarea>" in page
    answer = send(address, "edit/", text="  I was on the\u202e last one.\r\n")
    assert (answer.status_code, answer["Location"]) == (303, f"{address}?told=edited")
    comment.refresh_from_db()
    assert (comment.text, comment.version) == ("I was on the last one.", 2)
    assert "We have received your edit." in read(answer["Location"])


def test_the_same_text_again_changes_nothing(comment, address):
    assert send(address, "edit/", text=comment.text)["Location"] == f"{address}?told=unchanged"
    comment.refresh_from_db()
    assert comment.version == 1
    assert not comment.edits.exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Write your comment."),
        ("\u3164 \u2800", "Write your comment."),
        ("x" * 10_001, "The limit is 10000."),
    ],
)
def test_a_text_that_cannot_be_taken_comes_back(comment, address, text, said):
    answer = send(address, "edit/", text=text)
    assert answer.status_code == 422
    assert said in answer.text
    if len(text) > 9:
        assert f"{text}</textarea>" in answer.text
    assert not Edit.objects.exists()


def test_a_published_comment_shows_both_texts_while_the_new_one_waits(comment, address, moderator):
    comment.approve(by=moderator)
    until = date_format(timezone.localtime(comment.may_be_edited_until), "F j, Y")
    assert f"until {until}" in read(address)
    send(address, "edit/", text="I was on the last one.")
    page = read(address)
    assert "Your edit is waiting" in page
    assert page.index("I was on that train.") < page.index("I was on the last one.")
    assert "I was on the last one.</textarea>" in Client().get(f"{address}edit/").text
    assert "the last one" not in Client().get(comment.article.get_absolute_url()).text
    comment.decide("reject_edit", by=moderator, reason="off_topic", note="No.")
    assert "Your edit was not published, so the text above stays. Reason:" in read(address)


def test_who_comes_too_late_keeps_what_was_typed(comment, address, moderator, settings):
    comment.approve(by=moderator, at=timezone.now() - timedelta(minutes=settings.EDIT_MINUTES))
    assert "Edit it" not in read(address)
    assert "can no longer be edited" in read(f"{address}edit/")
    answer = send(address, "edit/", text="Too <late>.")
    assert answer.status_code == 409
    assert "can no longer be edited. Your text is below" in answer.text
    assert "Too &lt;late&gt;.</textarea>" in answer.text
    assert not Edit.objects.exists()


def test_a_database_that_is_away_costs_no_word(address, monkeypatch):
    def fail(*args, **kwargs):
        raise db.OperationalError("secret words")

    monkeypatch.setattr(Receipt.objects, "opened_by", fail)
    answer = send(address, "edit/", text="Every word.")
    assert answer.status_code == 503
    assert "Every word.</textarea>" in answer.text
    assert f'action="{address}edit/"' in answer.text
    assert answer["Cache-Control"] == "no-store"


# --- Withdrawing and erasing


def test_a_comment_is_withdrawn_by_a_button(comment, address, moderator):
    comment.approve(by=moderator)
    assert "a placeholder stays" in read(f"{address}withdraw/")
    answer = send(address, "withdraw/")
    assert (answer.status_code, answer["Location"]) == (303, address)
    assert read(address).startswith("You have withdrawn your comment")
    assert "I was on that train." not in Client().get(comment.article.get_absolute_url()).text
    assert send(address, "withdraw/").status_code == 303
    assert "there is nothing to withdraw" in read(f"{address}withdraw/")


def test_a_comment_is_erased_by_a_button_and_its_page_with_it(comment, address):
    second = address_of(comment)
    answer = send(address, "erase/")
    assert answer.status_code == 200
    assert words(answer).startswith("Comment erased")
    assert answer["Cache-Control"] == "no-store"
    assert Client().get(address).status_code == Client().get(second).status_code == 404
    comment.refresh_from_db()
    assert (comment.name, comment.text, comment.status) == ("", "", "withdrawn")
    assert not Contact.objects.exists()


# --- Mails


def test_an_unconfirmed_address_is_asked_first(comment, address):
    answer = send(address, "follow/", decision="on", replies="on", rhythm="daily")
    assert answer["Location"] == f"{address}?told=asked"
    assert "sent you an email to confirm your address" in read(answer["Location"])
    confirmation = Confirmation.objects.get()
    assert (confirmation.address, confirmation.comment) == (ANA, comment)
    assert confirmation.wishes == [["decision", "at_once"], ["replies", "daily"]]
    assert not Subscription.objects.exists()
    assert not comment.contact.looks.exists()


def test_the_answer_is_the_same_where_no_more_mails_may_be_sent(comment, address, settings):
    settings.CONFIRMATIONS_PER_ADDRESS = 1
    first, second = (send(address, "follow/", replies="on") for _time in range(2))
    assert Confirmation.objects.count() == 1
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])


def test_a_confirmed_reader_follows_at_once_and_stops_the_same_way(comment, address):
    reader = confirm(comment)
    answer = send(address, "follow/", decision="on", replies="on", rhythm="daily")
    assert answer["Location"] == f"{address}?told=saved"
    found = {(one.kind, one.rhythm) for one in reader.subscriptions.active()}
    assert found == {("decision", "at_once"), ("replies", "daily")}
    assert "Replies to my comment (Daily digest)" in read(address)
    assert not Confirmation.objects.exists()
    send(address, "follow/", decision="on")
    assert [one.kind for one in reader.subscriptions.active()] == ["decision"]
    send(address, "follow/")
    assert not reader.subscriptions.active().exists()
    assert "You get these alerts" not in read(address)


def test_a_typed_address_of_a_known_reader_changes_nothing_of_theirs(comment, address):
    """Failure 17: this comment was never confirmed as theirs."""
    reader = Reader.objects.confirm(ANA)
    Subscription.objects.start(reader, "replies", comment.article, comment)
    assert "You get these alerts" not in read(address)
    send(address, "follow/", decision="on")
    assert [one.kind for one in reader.subscriptions.active()] == ["replies"]


def test_what_nobody_chose_is_asked_for_again(comment, address):
    answer = send(address, "follow/")
    assert answer.status_code == 422
    assert "Choose at least one alert." in answer.text
    wrong = send(address, "follow/", replies="on", rhythm="hourly")
    assert wrong.status_code == 422
    assert not Confirmation.objects.exists()


def test_nothing_is_offered_where_no_address_is_kept(comment, address):
    Contact.objects.all().blank()
    assert "Email alerts" not in read(address)
    assert send(address, "follow/", replies="on").status_code == 422
    assert not Confirmation.objects.exists()


def test_only_what_can_still_happen_is_offered(comment, address, moderator):
    comment.approve(by=moderator)
    page = read(address)
    assert "When someone replies to my comment" in page
    assert "When a moderator decides on my comment" not in page
    comment.withdraw()
    assert "Email alerts" not in read(address)


def test_a_lost_key_is_told_and_sends_nothing(comment, address, settings):
    settings.CONTACT_KEYS = {"new": b"k" * 32}
    answer = send(address, "follow/", replies="on")
    assert answer.status_code == 503
    assert "so no email has been sent." in answer.text


# --- The file


def test_the_file_holds_the_comment_with_every_text_and_not_the_addresses(
    comment, address, moderator
):
    comment.edit("I was on the last one.")
    comment.approve(by=moderator)
    comment.take_down(by=moderator, reason="hate", note="A remark.")
    Subscription.objects.start(confirm(comment), "replies", comment.article, comment)
    answer = Client().get(f"{address}export/")
    assert answer["Content-Disposition"] == f'attachment; filename="comment-{comment.pk}.json"'
    kept = json.loads(answer.content)
    assert kept["article"]["headline"] == "The Last Train – OpEd"
    assert kept["comment"]["text"] == "I was on the last one."
    assert kept["edits"][0]["text_before"] == "I was on that train."
    assert [one["what"] for one in kept["history"]] == [
        "You sent it.",
        "You edited it.",
        "A moderator approved it.",
        "A moderator took it down. It incites hatred against a group of people.",
    ]
    assert kept["state"]["reason"] == "It incites hatred against a group of people."
    assert kept["mails_you_asked_for"][0]["what"] == "Replies to my comment"
    assert "/reader/" in kept["email_and_ip_address"]
    assert ANA not in answer.text
    assert "remark" not in answer.text
