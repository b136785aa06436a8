"""Who wrote is known to nobody who need not know. Failures 5, 14, 27, 29."""

import json
import logging
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from comments.models import (
    Comment,
    Confirmation,
    Contact,
    Fingerprint,
    PersonNote,
    Receipt,
    Report,
    Subscription,
    Thread,
)
from comments.readers.receipt import Account
from comments.security import signing
from comments.security.signing import Purpose
from tests import crawler
from tests.failures.site import (
    FOREIGN,
    OURS,
    document,
    everything_stored,
    hidden_comments,
    reply_address,
    send,
    stored_text,
    work,
)
from tests.followers import make_follower
from tests.newsroom import (
    make_comment,
    make_published_comment,
    make_user,
    number_comments_from,
)
from tests.test_canary import planted
from tests.test_logs import lines

pytestmark = pytest.mark.django_db
__all__ = ["lines", "planted"]

REPORTER = "2001:db8:be:ef::99"


# --- 5


def test_failure_05_two_comments_of_one_address_share_nothing_that_two_others_do_not(
    article, moderator, time_machine
):
    time_machine.move_to(timezone.now(), tick=False)
    number_comments_from(714_201)  # a number that stands on a page for nothing else
    people = [("one@readers.example.org", "203.0.113.1")] * 2 + [
        ("two@readers.example.org", "203.0.113.2")
    ]
    for number, (email, address) in enumerate(people):
        make_published_comment(
            article, f"Thought {number}.", name="Kim", email=email, address=address, by=moderator
        )
    numbers = [str(comment.pk) for comment in Comment.objects.order_by("pk")]
    home = article.get_absolute_url()
    for address in (home, f"{home}feed/"):
        page = crawler.body(Client().get(address))
        one, again, other = (without_own(part) for part in parts(page, numbers, address))
        assert one == again == other, address
    for door in ("comment/{}/report/", "2024/01/the-last-train/conversation/{}/"):
        pages = [
            without_own((Client().get(f"/{door.format(number)}").text, number))
            for number in numbers
        ]
        assert len({*pages}) == 1, door


def parts(page, numbers, address):
    """What stands on a page for each comment."""
    if address.endswith("feed/"):
        items = re.findall(r"<item>.*?</item>", page, re.DOTALL)
        return [
            (next(item for item in items if f"/comment/{number}/" in item), number)
            for number in numbers
        ]
    found = re.findall(r'<article class="comment[^>]*id="comment-(\d+)".*?</article>', page, re.S)
    assert found == numbers
    whole = re.findall(r'(?s)<article class="comment.*?</article>', page)
    return [*zip(whole, numbers, strict=True)]


def without_own(part) -> str:
    """A part of a page without the comment's number and words, and the ways to its neighbours."""
    text, number = part
    text = re.sub(r'<a class="comment-step".*?</a>', "", text)
    text = re.sub(r"Thought \d\.", "Thought", re.sub(rf'(?<=[/=#"-]){number}(?=[/"])', "N", text))
    return " ".join(text.split())


def test_failure_05_no_picture_stands_for_a_reader(article, moderator):
    make_published_comment(article, by=moderator)
    (shown,) = [
        one
        for one in document(Client().get(article.get_absolute_url())).iter("article")
        if one.get("id", "").startswith("comment-")
    ]
    assert not [one.tag for one in shown.iter() if one.tag in ("img", "svg", "picture", "object")]
    assert not [one for one in shown.iter() if "style" in one.attrib]


# --- 14


def test_failure_14_an_erased_comment_is_nowhere_in_the_database(article, moderator):
    other = make_published_comment(article, "Another.", email="other@readers.example.org")
    word, email, address = "qwerasable", "qweraser@readers.example.org", "203.0.113.77"
    text = f"Words {word} text."
    comment = make_comment(
        article, text, name=f"Name {word}", email=email, address=address, parent=other
    )
    comment.signals.create(kind="hold", detail=f"Detail {word}")
    confirmation = Confirmation.objects.ask(
        email, address, article, comment, wishes=[("replies", "at_once")]
    )
    confirmation.confirm()
    receipt = Receipt.objects.issue(comment)
    comment.edit(f"Edited {word} text.")
    comment.approve(by=moderator)
    comment.edit(f"Edited again {word}.")
    comment.take_down(by=moderator, reason="other", note=f"Note {word}")
    PersonNote.objects.write(comment, f"Person {word}", by=moderator)
    Report.objects.create(comment=comment, reason="hate")
    assert stored_text().count(word) > 6
    contact = Contact.objects.get(comment=comment)
    digests = [bytes(contact.email_digest).hex(), bytes(contact.household_digest).hex()]
    reader = contact.reader
    comment.erase()
    assert not Fingerprint.objects.filter(comment=comment).exists()
    of_comments = {
        table: "\n".join(rows)
        for table, rows in everything_stored().items()
        # The reader is another person's page: erased with its own button.
        if table not in ("comments_reader", "comments_confirmation")
    }
    for table, rows in of_comments.items():
        for secret in (word, email, address, *digests, receipt):
            assert secret not in rows, f"{table} still has {secret}"
    reader.erase()
    left = stored_text()
    assert not [secret for secret in (word, email, address, *digests) if secret in left]
    comment.refresh_from_db()
    assert (comment.is_erased, comment.parent) == (True, other)


def test_failure_14_erasing_widens_nobodys_sight(article, moderator):
    parent = make_published_comment(article, "qwparent text.")
    make_published_comment(article, "A reply.", parent=parent)
    hidden = hidden_comments(article, moderator)
    for state, comment in hidden.items():
        comment.erase()
        comment.refresh_from_db()
        assert not comment.is_published, state
        assert Client().get(f"/comment/{comment.pk}/").status_code == 404, state
    home = article.get_absolute_url()
    before = Client().get(home)
    assert "qwparent" in before.text
    shown_before = Thread.objects.get().published_count
    parent.erase()
    after = Client().get(home, headers={"if-none-match": before.headers["ETag"]})
    assert after.status_code == 200, "no cache may keep the page of before"
    assert "qwparent" not in after.text
    assert "A reply." in after.text
    assert Thread.objects.get().published_count == shown_before - 1
    assert Client().get(f"/comment/{parent.pk}/").status_code == 404


def test_failure_14_what_was_erased_is_in_no_mail_that_was_to_be_sent(article, moderator):
    make_follower(article)
    comment = make_published_comment(article, "qwerasable", by=moderator)
    daily = make_follower(article, "dan@readers.example.org", rhythm="daily")
    comment.erase()
    work()
    assert not [one for one in mail.outbox if "qwerasable" in one.body]
    assert not daily.notices.exists()


def test_failure_14_a_decision_stays_and_says_nothing_of_who(article, moderator):
    comment = make_comment(article, "qwerasable", email="qweraser@readers.example.org")
    comment.refuse(by=moderator, reason="attack", note="qwerasable: writes as qweraser")
    comment.erase()
    (decision,) = comment.decisions.all()
    assert (decision.kind, decision.reason, decision.by) == ("refuse", "attack", moderator)
    assert "qweras" not in stored_text()


# --- 27


def test_failure_27_nobody_learns_who_reported_nor_does_the_writer_learn_of_it(
    article, moderator, time_machine
):
    time_machine.move_to(timezone.now(), tick=False)
    comment = make_published_comment(article, email="writer@readers.example.org", by=moderator)
    receipt = f"/receipt/{Receipt.objects.issue(comment)}/"
    public = [
        article.get_absolute_url(),
        f"/comment/{comment.pk}/",
        f"/comment/{comment.pk}/report/",
    ]
    own = [receipt, f"{receipt}export/", f"{receipt}edit/"]
    before = [Client().get(address).content for address in public + own]
    reporter = Client(REMOTE_ADDR=REPORTER)
    reporter.force_login(make_user("tattler", first_name="Tat", last_name="Tler"))
    answer = reporter.post(f"/comment/{comment.pk}/report/", {"reason": "hate"}, headers=OURS)
    assert answer.status_code == 303
    work()
    assert [Client().get(address).content for address in public + own] == before
    # Moderators hear that something waits; nobody else, and nobody of whom.
    assert [message.to for message in mail.outbox] == [[moderator.email]]
    assert "tattler" not in mail.outbox[0].body and REPORTER not in mail.outbox[0].body
    stored = json.loads(everything_stored()["comments_report"][0])
    kept = {"id", "comment_id", "reason", "words", "household_digest", "at"}
    assert {*stored} == kept | {"weight", "outcome", "decision_id"}
    assert REPORTER not in stored_text()
    comment.take_down(by=moderator, reason="hate")
    told = Client().get(receipt).text
    # The footer of every page leads to the moderation report.
    said = told.lower().replace("/report/", "").replace("moderation report", "")
    assert "report" not in said
    assert "tattler" not in told.lower()


def test_failure_27_the_desk_is_not_told_who_reported(article, moderator, client):
    comment = make_published_comment(article, by=moderator)
    Client(REMOTE_ADDR=REPORTER).post(
        f"/comment/{comment.pk}/report/", {"reason": "hate"}, headers=OURS
    )
    digest = bytes(Report.objects.get().household_digest)
    client.force_login(moderator)
    pages = ["/admin/comments/comment/", f"/admin/comments/comment/{comment.pk}/change/"]
    for address in [*pages, "/admin/comments/comment/?state=reported"]:
        page = client.get(address, follow=True).text
        for secret in (REPORTER, digest.hex(), "2001:db8:be:ef"):
            assert secret not in page


def test_failure_27_the_first_and_the_second_report_are_thanked_alike(
    article, moderator, time_machine
):
    # The link to the answer tells the second.
    time_machine.move_to(timezone.now(), tick=False)
    comment = make_published_comment(article, by=moderator)
    door = f"/comment/{comment.pk}/report/"
    first, again = (
        Client(REMOTE_ADDR=REPORTER).post(door, {"reason": reason}, headers=OURS)
        for reason in ("hate", "attack")
    )
    assert (first.status_code, first.headers, first.content) == (
        again.status_code,
        again.headers,
        again.content,
    )
    assert Report.objects.count() == 1


# --- 29


def test_failure_29_no_log_line_has_a_text_an_address_or_a_key(
    article, moderator, lines, settings, monkeypatch
):
    settings.ADMINS = [("", "root@staff.example.org")]
    email, network, word = "qwlogged@readers.example.org", "203.0.113.177", "qwlogged"
    logging.getLogger("comments").info("The log is read.")
    client = Client(raise_request_exception=False, REMOTE_ADDR=network)
    typed = {"email": email, "name": f"N {word}", "text": f"T {word}"}
    receipt = client.post(reply_address(article), typed, headers=OURS)["Location"]
    token = receipt.split("/")[2]
    comment = Comment.objects.get()
    confirmation = Confirmation.objects.ask(email, network, article, comment, [("thread", "daily")])
    reader = confirmation.confirm()
    subscription = Subscription.objects.get()
    keys = {
        f"/receipt/{token}/": token,
        f"/mail/confirm/{signing.sign(Purpose.CONFIRM, confirmation.pk)}/": "",
        f"/mail/stop/{signing.sign(Purpose.STOP, [subscription.pk])}/": "",
        f"/reader/{signing.sign(Purpose.READER, [reader.pk, reader.device_key])}/": "",
    }

    def use_everything():
        for address in keys:
            for door in ("", "edit/", "nowhere/", "?x=1"):
                client.get(address + door)
                client.post(address + door, typed, headers=FOREIGN)
                client.put(address + door, typed)
        client.post(reply_address(article), typed | {"email": f"{email}@"}, headers=OURS)
        client.post(reply_address(article), typed, headers=FOREIGN)
        client.post("/reader/", {"email": email}, headers=OURS)
        client.post(f"/comment/{comment.pk}/report/", {"reason": word}, headers=OURS)

    def crash(*args, **kwargs):
        raise RuntimeError("A mistake of ours.")

    def fail(*args, **kwargs):
        raise OperationalError(f"INSERT {word} {email}")

    use_everything()
    monkeypatch.setattr(Account, "title", property(crash))
    monkeypatch.setattr(Thread, "receive", crash)
    use_everything()
    monkeypatch.setattr(Thread, "receive", fail)
    client.post(reply_address(article), typed, headers=OURS)
    written = lines.getvalue() + "".join(one.body + one.subject for one in mail.outbox)
    assert "The log is read." in written
    assert "Internal Server Error" in written
    assert "OperationalError" in written
    secrets = [word, email, network, *(address.split("/")[-2] for address in keys)]
    for secret in secrets:
        assert secret not in written, secret


def test_failure_29_no_job_carries_more_than_numbers(article, moderator):
    comment = make_comment(article, email="qwjob@readers.example.org", address="203.0.113.78")
    Confirmation.objects.ask("qwjob@readers.example.org", "203.0.113.78", article, comment)
    make_follower(article)
    comment.approve(by=moderator)
    jobs = [json.loads(row) for row in everything_stored()["procrastinate_jobs"]]
    assert len(jobs) >= 3
    for job in jobs:
        assert all(isinstance(value, int) for value in job["args"].values()), job["args"]
        assert "qwjob" not in json.dumps(job)
        assert "203.0.113" not in json.dumps(job)


def test_failure_29_what_is_printed_of_a_person_is_a_number(article):
    comment = make_comment(article, email="qwrepr@readers.example.org")
    confirmation = Confirmation.objects.ask("qwrepr@readers.example.org", "203.0.113.9", article)
    reader = confirmation.confirm()
    printed = [comment.contact, confirmation, reader, *reader.subscriptions.all()]
    for one in printed:
        assert "@" not in f"{one!r} {one!s}"
    assert timezone.now() - timedelta(days=1) < comment.created_at
    assert send(article, text="Another.").status_code == 303
