"""A moderator asks a writer for another text: what they see, how they hear of it, what follows."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from comments.desk.requeue_due import return_due
from comments.models import Comment, Confirmation, Notice, Subscription, Thread
from comments.models.refusals import TooLate
from comments.readers.data_export import about_reader
from tests.followers import announce_all, make_followed_comment, make_reader, work
from tests.newsroom import MORNING, make_comment, make_published_comment
from tests.receipts import ANA, address_of, confirm, read, send

pytestmark = pytest.mark.django_db

WORDS = "Please leave out the name of the driver."
UNTIL = MORNING + timedelta(days=14)


@pytest.fixture
def comment(article):
    return make_comment(article, email=ANA, at=MORNING)


@pytest.fixture
def followed(article):
    return make_followed_comment(article, email=ANA, at=MORNING)


@pytest.fixture(autouse=True)
def in_the_morning(time_machine):
    time_machine.move_to(MORNING + timedelta(hours=1))


def ask(comment, moderator, words=WORDS, **values):
    comment.decide("ask_edit", by=moderator, message_to_writer=words, until=UNTIL, **values)


def subjects(mail_server):
    return [mail["Subject"] for mail in mail_server.taken]


ASKED = "Please edit your comment on “The Last Train – OpEd” – The Signal Box"


# --- On its page


def test_its_page_shows_the_words_the_way_to_edit_and_until_when(comment, moderator):
    address = address_of(comment)
    ask(comment, moderator, note="She means Bob.")
    page = Client().get(address).text
    assert "<h1>Please edit your comment</h1>" in page
    assert "<p>Please leave out the name of the driver.</p>" in page
    assert f'<a href="{address}edit/">Edit your comment</a>' in page
    assert "look at it again after January 25, 2024" in page
    for unsaid in ("Why it's waiting", "She means Bob", "moderator@", "are erased automatically"):
        assert unsaid not in page


def test_the_words_stand_beside_the_field_for_the_new_text(comment, moderator):
    ask(comment, moderator)
    assert WORDS in read(f"{address_of(comment)}edit/")


def test_words_are_words_whatever_they_hold(comment, moderator):
    ask(comment, moderator, "<b>No</b>\n\nnames & no <script>alert(1)</script>")
    page = Client().get(address_of(comment)).text
    assert "<p>&lt;b&gt;No&lt;/b&gt;</p>" in page
    assert "<script>alert" not in page


def test_the_file_to_take_away_has_the_words(comment, moderator):
    ask(comment, moderator)
    kept = json.loads(Client().get(f"{address_of(comment)}export/").content)
    assert kept["state"]["asked_for"] == WORDS
    assert f"A moderator asked you to change it. {WORDS}" in [
        one["what"] for one in kept["history"]
    ]


def test_the_file_of_everything_has_them_and_nothing_of_the_desks_own(comment, moderator, editor):
    confirm(comment)
    comment.decide("hand_over", by=moderator, to=editor)
    ask(comment, moderator, note="She means Bob.")
    (told,) = about_reader(comment.contact.reader)["comments"]
    assert [(one["decision"], one["told"]) for one in told["decisions"]] == [("ask_edit", WORDS)]


@pytest.mark.parametrize("end", ["edit", "clock", "refuse", "reverse", "requeue", "withdraw"])
def test_what_is_not_asked_any_more_is_not_shown(comment, moderator, end):
    address = address_of(comment)
    ask(comment, moderator)
    {
        "edit": lambda: comment.edit("Of a driver."),
        "clock": lambda: return_due(UNTIL),
        "refuse": lambda: comment.refuse(by=moderator, reason="attack"),
        "reverse": lambda: comment.decide("reverse", by=moderator),
        "requeue": lambda: comment.decide("requeue", by=moderator),
        "withdraw": comment.withdraw,
    }[end]()
    page = read(address)
    assert WORDS not in page
    assert "What we'd like you to change" not in page


# --- The new text


def test_a_new_text_brings_it_back_to_the_end_of_the_queue(comment, article, moderator):
    ask(comment, moderator)
    other = make_comment(article, "I walked.", at=MORNING + timedelta(minutes=5))
    send(address_of(comment), "edit/", text="I was on that train, as was the driver.")
    assert [*Comment.objects.waiting()] == [other, comment]
    comment.refresh_from_db()
    assert (comment.desk_state, comment.desk_until) == ("", None)
    assert comment.text == "I was on that train, as was the driver."
    assert comment.priority_at == comment.waiting_since > other.waiting_since
    comment.approve(by=moderator)


def test_a_new_text_that_a_rule_holds_comes_back_with_what_was_noticed(comment, moderator):
    ask(comment, moderator)
    comment.edit("Another text.", signals=[("staff_name", "", "hold", None, (), 6)])
    comment.refresh_from_db()
    assert comment.desk_state == ""
    assert comment.waiting_since - comment.priority_at == timedelta(hours=6)


@pytest.mark.parametrize("kind", ["snooze", "hand_over", "escalate"])
def test_a_new_text_that_nobody_asked_for_stays_where_it_was_put(comment, moderator, editor, kind):
    comment.decide(kind, moderator, to=editor, until=UNTIL)
    aside = Comment.objects.get().desk_state
    comment.edit("Another text.")
    assert Comment.objects.get().desk_state == aside != ""


def test_it_can_be_asked_for_again_and_that_be_taken_back(comment, moderator):
    ask(comment, moderator)
    comment.edit("Still Bob.")
    ask(comment, moderator, "No name at all.")
    assert "No name at all." in read(address_of(comment))
    comment.decide("reverse", by=moderator)
    assert comment.desk_state == ""


def test_it_cannot_be_changed_once_it_was_refused(comment, moderator):
    ask(comment, moderator)
    comment.refuse(by=moderator, reason="attack")
    with pytest.raises(TooLate):
        comment.edit("Too late.")


def test_confirming_an_asked_comment_publishes_nothing(article, moderator, settings):
    settings.TRUST_AFTER_COMMENTS = 1
    Thread.objects.get_or_create(article=article)[0].set_policy("trusted", by=moderator)
    known = make_published_comment(article, "Known.", email=ANA, address="198.51.100.77")
    confirm(known)
    comment = make_comment(article, "Unconfirmed.", email=ANA, address="198.51.100.78")
    ask(comment, moderator)
    reader = confirm(comment)
    assert not comment.publish_if_trusted(reader)
    comment.refresh_from_db()
    assert (comment.status, comment.desk_state) == ("waiting", "asked")


# --- By mail


def test_who_asked_for_mails_is_mailed_once(followed, moderator, mail_server):
    ask(followed, moderator, note="She means Bob.")
    work()
    work()
    assert subjects(mail_server) == [ASKED]
    (text,) = mail_server.texts()
    assert WORDS in text
    assert "/receipt/" in text
    assert "Bob" not in text
    assert "I was on that train" not in text


@pytest.mark.parametrize("wishes", [[], ["replies"]])
def test_who_did_not_ask_for_it_is_not_mailed(comment, article, moderator, mail_server, wishes):
    reader = confirm(comment)
    for kind in wishes:
        Subscription.objects.start(reader, kind, article, comment=comment)
    ask(comment, moderator)
    work()
    assert subjects(mail_server) == []


def test_those_who_follow_the_thread_hear_nothing(comment, article, moderator, mail_server):
    Subscription.objects.start(make_reader("fay@readers.example.org"), "thread", article)
    ask(comment, moderator)
    work()
    assert Notice.objects.count() == 0


@pytest.mark.parametrize("end", ["edit", "clock", "reverse", "requeue", "withdraw", "hand_over"])
def test_a_mail_that_did_not_go_out_yet_is_dropped_when_nobody_asks_any_more(
    followed, moderator, editor, mail_server, end
):
    ask(followed, moderator)
    announce_all()
    {
        "edit": lambda: followed.edit("Of a driver."),
        "clock": lambda: return_due(UNTIL),
        "reverse": lambda: followed.decide("reverse", by=moderator),
        "requeue": lambda: followed.decide("requeue", by=moderator),
        "withdraw": followed.withdraw,
        "hand_over": lambda: followed.decide("hand_over", by=moderator, to=editor),
    }[end]()
    work()
    assert subjects(mail_server) == []


def test_a_second_asking_is_a_second_mail(followed, moderator, mail_server):
    ask(followed, moderator)
    work()
    followed.edit("Still Bob.")
    ask(followed, moderator, "No name at all.")
    work()
    assert subjects(mail_server) == [ASKED, ASKED]
    assert "No name at all." in mail_server.texts()[1]
    assert WORDS not in mail_server.texts()[1]


def test_of_two_askings_before_the_mail_went_out_the_last_is_mailed(
    followed, moderator, mail_server
):
    ask(followed, moderator)
    announce_all()
    ask(followed, moderator, "No name at all.")
    work()
    assert subjects(mail_server) == [ASKED]
    assert "No name at all." in mail_server.texts()[0]


def test_asked_again_by_a_reversal_it_is_the_same_asking(followed, moderator, mail_server):
    ask(followed, moderator)
    work()
    followed.refuse(by=moderator, reason="attack")
    followed.decide("reverse", by=moderator)
    assert Comment.objects.get().desk_state == "asked"
    work()
    assert subjects(mail_server) == [ASKED]


@pytest.mark.parametrize(
    ("decide", "subject"),
    [
        (
            lambda comment, by: comment.approve(by=by),
            "Published: your comment on “The Last Train – OpEd” – The Signal Box",
        ),
        (
            lambda comment, by: comment.refuse(by=by, reason="attack"),
            "Not published: your comment on “The Last Train – OpEd” – The Signal Box",
        ),
    ],
    ids=["approved", "refused"],
)
@pytest.mark.parametrize("first", ["edited", "as it was"])
def test_what_is_decided_later_is_mailed_too(
    followed, moderator, mail_server, decide, subject, first
):
    ask(followed, moderator)
    work()
    if first == "edited":
        followed.edit("Of a driver.")
    decide(followed, moderator)
    work()
    assert subjects(mail_server) == [ASKED, subject]


def test_who_confirms_after_the_asking_hears_of_it(comment, article, moderator, mail_server):
    wishes = [("decision", "at_once")]
    confirmation = Confirmation.objects.ask(ANA, "198.51.100.9", article, comment, wishes=wishes)
    ask(comment, moderator)
    work()
    assert ASKED not in subjects(mail_server)
    confirmation.confirm()
    work()
    assert ASKED in subjects(mail_server)


def test_who_asks_for_mails_between_a_reversal_and_the_asking_hears_of_it(
    comment, article, moderator, mail_server, time_machine
):
    comment.approve(by=moderator)
    comment.decide("reverse", by=moderator)
    time_machine.move_to(MORNING + timedelta(hours=2))
    Subscription.objects.start(confirm(comment), "decision", article, comment=comment)
    ask(comment, moderator)
    work()
    assert subjects(mail_server) == [ASKED]
