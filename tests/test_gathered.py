"""The same from many: found beside each other, decided together, each with its own record."""

import pytest
from django.core.management import call_command
from django.db import OperationalError, transaction

from comments.desk import similar
from comments.desk.similar import gathered
from comments.models import Comment, Fingerprint, Reader
from comments.models.decision_kinds import KINDS
from comments.rules import fingerprints
from tests.newsroom import (
    make_article,
    make_comment,
    make_published_comment,
)

pytestmark = pytest.mark.django_db

LETTER = (
    "Good day to all. My neighbour lost all his savings and won them back within a week with the "
    "help of a clever man whom he met by chance, and who helps honest people for a small fee only."
)
OTHER = (
    "What this article leaves out is the night bus, which has run at the same hours for years and "
    "which nobody ever sees in any figure that the town publishes about those who travel late."
)
SPAM = "https://savings-back.example/start"


def send(article, text, **values):
    number = Comment.objects.count() + 1
    return make_comment(
        article,
        text,
        name=f"Reader {number}",
        email=f"reader{number}@readers.example.org",
        address=f"2001:db8:0:{number % 65536:x}::1",
        **values,
    )


def keys(comment):
    return Fingerprint.objects.get(comment=comment).keys


# --- What is like what


def test_what_says_nearly_the_same_is_gathered_from_every_article(article):
    first = send(article, LETTER)
    again = send(make_article("Another"), LETTER)
    varied = send(article, LETTER.replace("a week", "ten days"))
    send(article, OTHER)
    assert {*gathered(first).waiting} == {again.pk, varied.pk}
    assert {*gathered(varied).waiting} == {first.pk, again.pk}


def test_what_only_looks_alike_at_first_is_not_gathered(article):
    # They share a third of their words: some number of theirs may be the same.
    first = send(article, LETTER)
    half = send(article, LETTER[:70] + OTHER[60:])
    Fingerprint.objects.filter(comment=half).update(
        keys=[key for key in keys(first) if key % 2 == 0][:3]
    )
    assert gathered(first).waiting == []


def test_what_advertises_the_same_address_is_gathered_however_it_is_written(article):
    first = send(article, f"Nice article, see {SPAM}")
    again = send(article, "Read HTTP://www.savings-back.example/start/?utm_source=x#top now!")
    other = send(article, "More at https://savings-back.example/end")
    assert gathered(first).waiting == [again.pk]
    assert gathered(other).waiting == []


@pytest.mark.parametrize(
    "link",
    [
        "{site}/2024/01/the-last-train/",
        "{site}/about/",
        "https://source.example/report?page=3&x=1",
        "https://cited.example/study",
    ],
)
def test_links_to_us_and_to_what_the_article_cites_are_no_campaign(publication, settings, link):
    settings.PUBLIC_URL = "https://www.signal-box.example"
    article = make_article(
        body='<p>See <a href="https://source.example/report?page=3&amp;x=1">this</a>.</p>',
        references=["A study. https://cited.example/study"],
    )
    link = link.format(site="https://signal-box.example")
    first, second = send(article, f"As {link} says."), send(article, f"No: {link} is old.")
    assert not {*keys(first)} & {*keys(second)}
    assert not gathered(first)


def test_a_few_words_that_many_agree_in_gather_nobody(article):
    first, second = send(article, "I agree."), send(article, "I agree.")
    assert not gathered(first)
    assert keys(second) == []


def test_only_what_stands_in_the_queue_is_gathered(article, moderator):
    first, handed, gone, erased = (send(article, LETTER) for _ in range(4))
    handed.decide("hand_over", by=moderator, to=moderator)
    gone.withdraw()
    erased.erase()
    assert not gathered(first)


def test_it_is_told_how_those_like_it_were_decided(article, moderator):
    for _ in range(3):
        send(article, LETTER).decide("spam", by=moderator)
    send(article, LETTER).approve(by=moderator)
    found = gathered(send(article, LETTER))
    assert found.waiting == []
    assert found.outcomes == ["3 marked as spam", "1 published"]


def test_each_status_that_a_decision_leads_to_has_words():
    statuses = {kind.to_status for kind in KINDS.values() if kind.is_judgement}
    assert statuses == {*similar.DECIDED}


# --- As the text changes


def test_an_edit_is_found_by_its_new_text(article):
    first, second = send(article, LETTER), send(article, OTHER)
    second.edit(LETTER)
    assert gathered(first).waiting == [second.pk]
    second.edit(OTHER)
    assert not gathered(first)


def test_a_published_edit_is_found_by_it_once_it_is_taken_and_no_more_when_that_is_reversed(
    article, moderator
):
    comment = make_published_comment(article, OTHER, by=moderator)
    before = keys(comment)
    comment.edit(LETTER)
    assert keys(comment) == before
    comment.decide("accept_edit", by=moderator)
    assert gathered(send(article, LETTER)).decided == {"published": 1}
    comment.decide("reverse", by=moderator)
    assert keys(comment) == before


def test_nothing_is_kept_of_what_is_erased(article):
    comment = send(article, LETTER)
    reader = Reader.objects.confirm("reader1@readers.example.org")
    other = make_comment(article, OTHER, email="reader1@readers.example.org")
    other.contact.belongs_to(reader)
    comment.erase()
    reader.erase()
    assert not Fingerprint.objects.exists()


def test_a_fingerprint_that_cannot_be_taken_loses_no_comment(article, monkeypatch, caplog):
    # Failure 12 of the field; and 29: what broke may quote the reader.
    def fail(text, edition):
        raise ValueError(text)

    comment = send(article, LETTER)
    monkeypatch.setattr(fingerprints, "keys_of", fail)
    other = send(article, LETTER)
    comment.edit(OTHER)
    assert {*Comment.objects.values_list("text", flat=True)} == {LETTER, OTHER}
    assert not Fingerprint.objects.exists()
    assert f"Comment {other.pk} has no fingerprint: ValueError" in caplog.text
    assert "savings" not in caplog.text
    assert not gathered(comment)


def test_a_database_out_of_order_is_not_taken_for_a_mistake_of_ours(article, monkeypatch):
    def fail(text, edition):
        raise OperationalError

    monkeypatch.setattr(fingerprints, "keys_of", fail)
    with pytest.raises(OperationalError), transaction.atomic():
        send(article, LETTER)
    assert not Comment.objects.exists()


# --- The command


def test_the_command_takes_what_is_missing_and_what_is_of_another_version(article, capsys):
    comments = [send(article, LETTER) for _ in range(3)]
    Fingerprint.objects.filter(comment=comments[0]).delete()
    Fingerprint.objects.filter(comment=comments[1]).update(version=0, keys=[1])
    assert not gathered(comments[2])
    call_command("fingerprint_comments")
    assert capsys.readouterr().out == "2 fingerprints taken.\n"
    assert gathered(comments[2]).count == 2
    call_command("fingerprint_comments")
    assert capsys.readouterr().out == "0 fingerprints taken.\n"


def test_the_command_leaves_decided_ones_alone_unless_asked(article, moderator, capsys):
    spam, gone = send(article, LETTER), send(article, LETTER)
    spam.decide("spam", by=moderator)
    gone.erase()
    Fingerprint.objects.all().delete()
    call_command("fingerprint_comments")
    assert not Fingerprint.objects.exists()
    call_command("fingerprint_comments", "--all")
    assert [one.comment for one in Fingerprint.objects.all()] == [spam]


def test_the_command_goes_on_where_it_was_stopped(article, monkeypatch):
    from comments.management.commands import fingerprint_comments

    for _ in range(5):
        send(article, LETTER)
    Fingerprint.objects.all().delete()
    monkeypatch.setattr(fingerprint_comments, "BATCH", 2)
    whole, done = fingerprint_comments.Command._take, []

    def stops(command, numbers):
        if done:
            raise ConnectionError
        done.append(numbers)
        whole(command, numbers)

    monkeypatch.setattr(fingerprint_comments.Command, "_take", stops)
    with pytest.raises(ConnectionError):
        call_command("fingerprint_comments")
    assert Fingerprint.objects.count() == 2
    monkeypatch.setattr(fingerprint_comments.Command, "_take", whole)
    call_command("fingerprint_comments")
    assert Fingerprint.objects.count() == 5
