"""Readers hear of what they follow: each of each comment once, whatever happens on the way."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from comments.mailing import delivering
from comments.models import Notice, Reader, Subscription
from comments.security import signing
from comments.security.signing import Purpose
from comments.tasks import announce, deliver
from tests.followers import announce_all, jobs, make_follower, states, work
from tests.newsroom import make_article, make_published_comment
from tests.worker import give_back_what_the_dead_held, start_worker

pytestmark = pytest.mark.django_db


# --- Daily


def test_a_digest_goes_out_once_a_day_at_its_hour(article, mail_server, time_machine, publication):
    publication.time_zone = "Europe/Berlin"
    publication.save()
    time_machine.move_to(datetime(2024, 3, 1, 8, 0, tzinfo=UTC), tick=False)
    make_follower(article, rhythm="daily")
    for number in range(2):
        make_published_comment(article, f"Thought {number}.", email=f"a{number}@x.example")
    work()
    time_machine.move_to(datetime(2024, 3, 2, 5, 59, tzinfo=UTC), tick=False)
    deliver()
    assert mail_server.taken == []
    time_machine.move_to(datetime(2024, 3, 2, 6, 0, tzinfo=UTC), tick=False)
    deliver()
    deliver()
    assert [mail["Subject"] for mail in mail_server.taken] == ["The Signal Box: 2 updates"]


# --- Only of what everybody may read


@pytest.mark.parametrize("hidden", ["taken_down", "withdrawn", "article", "thread"])
def test_nobody_hears_of_what_is_no_longer_public(article, moderator, editor, mail_server, hidden):
    make_follower(article)
    comment = make_published_comment(article)
    announce_all()
    {
        "taken_down": lambda: comment.take_down(by=moderator, reason="private"),
        "withdrawn": comment.withdraw,
        "article": lambda: article.withdraw(by=editor, reason="Wrong."),
        "thread": lambda: article.thread.set_policy("closed", by=editor),
    }[hidden]()
    deliver()
    assert mail_server.taken == []
    assert states() == ["dropped"]


def test_what_is_shown_again_is_told_then(article, moderator, mail_server):
    make_follower(article)
    comment = make_published_comment(article)
    announce_all()
    comment.take_down(by=moderator, reason="other")
    deliver()
    comment.approve(by=moderator)
    work()
    work()
    assert mail_server.to() == [["fay@readers.example.org"]]


def test_an_erased_comment_is_told_to_nobody(article, mail_server):
    make_follower(article)
    comment = make_published_comment(article)
    announce_all()
    comment.erase()
    deliver()
    assert mail_server.taken == []


# --- A mail server that is away, refuses, or hangs up


def due_again():
    Notice.objects.filter(claimed_at=None).update(due_at=timezone.now() - timedelta(seconds=1))


def test_a_dead_mail_server_loses_no_comment_and_no_notice(article, mail_server):
    make_follower(article)
    make_follower(article, "gil@readers.example.org")
    mail_server.close()
    comment = make_published_comment(article)
    for _run in range(20):
        work()
        due_again()
    assert comment.is_published
    assert states() == ["due", "due"]
    mail_server.open()
    work()
    work()
    assert sorted(mail_server.to()) == [["fay@readers.example.org"], ["gil@readers.example.org"]]
    assert states() == ["sent", "sent"]


def test_a_mail_server_that_hangs_up_after_each_mail_gets_them_all(article, mail_server):
    for name in "fay", "gil", "hal":
        make_follower(article, f"{name}@readers.example.org")
    mail_server.before = lambda to: "421 Enough for now" if len(mail_server.taken) % 2 else None
    make_published_comment(article)
    announce_all()
    assert delivering.deliver() is True
    assert len(mail_server.taken) == 1
    mail_server.before = lambda to: None
    assert delivering.deliver() is False
    due_again()
    deliver()
    assert sorted(to[0][:3] for to in mail_server.to()) == ["fay", "gil", "hal"]


def test_an_address_that_is_nobodys_holds_up_no_other_and_is_given_up(article, mail_server, caplog):
    make_follower(article, "gone@readers.example.org")
    make_follower(article, "gil@readers.example.org")
    mail_server.unknown = {"gone@readers.example.org"}
    make_published_comment(article)
    work()
    assert mail_server.to() == [["gil@readers.example.org"]]
    waits = []
    for _run in range(12):
        waiting = Notice.objects.exclude(sent_at__isnull=False).get()
        waits.append(waiting.due_at - timezone.now())
        due_again()
        deliver()
    assert waits[1] > waits[0] and waits[10] > timedelta(hours=12)
    assert sorted(states()) == ["dropped", "sent"]
    assert "Notices given up: 1" in caplog.text
    assert "gone@" not in caplog.text
    mail_server.unknown = set()
    due_again()
    deliver()
    assert len(mail_server.taken) == 1


def test_a_reader_whose_key_is_gone_holds_up_no_other(article, mail_server, caplog):
    make_follower(article, "fay@readers.example.org")
    make_follower(article, "gil@readers.example.org")
    Reader.objects.filter(pk=Reader.objects.first().pk).update(key="lost")
    make_published_comment(article)
    work()
    assert mail_server.to() == [["gil@readers.example.org"]]
    assert "DecryptionFailed" in caplog.text


# --- A worker that was killed


def test_what_a_killed_worker_had_claimed_is_not_sent_again(article, mail_server, caplog):
    make_follower(article)
    make_published_comment(article)
    announce_all()
    assert Notice.objects.claim()
    deliver()
    assert (mail_server.taken, states()) == ([], ["claimed"])
    Notice.objects.update(claimed_at=timezone.now() - timedelta(hours=2))
    deliver()
    deliver()
    assert mail_server.taken == []
    assert caplog.text.count("A worker ended while it sent 1 notices") == 1
    announce(Notice.objects.get().comment_id)
    deliver()
    assert mail_server.taken == []


class Killed(BaseException):
    pass


def test_a_worker_killed_after_the_mail_went_out_sends_nothing_twice(
    article, mail_server, monkeypatch
):
    make_follower(article)
    make_follower(article, "gil@readers.example.org")
    make_published_comment(article)
    announce_all()
    send = delivering.Post.send

    def send_and_die(post, message):
        send(post, message)
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(delivering.Post, "send", send_and_die)
        with pytest.raises(Killed):
            deliver()
    deliver()
    assert sorted(to[0][:3] for to in mail_server.to()) == ["fay", "gil"]


@pytest.mark.django_db(transaction=True)
def test_a_worker_process_killed_with_a_mail_in_hand(publication, mail_server, tmp_path):
    article = make_article()
    make_follower(article)
    make_follower(article, "gil@readers.example.org")
    make_published_comment(article)
    worker = start_worker(tmp_path, mail_server)
    mail_server.before = lambda to: worker.kill()
    worker.communicate(timeout=120)
    assert (len(mail_server.taken), sorted(states())) == (1, ["claimed", "due"])
    mail_server.before = lambda to: None
    give_back_what_the_dead_held()
    lines, _nothing = start_worker(tmp_path, mail_server).communicate(timeout=120)
    give_back_what_the_dead_held()
    deliver()
    assert sorted(to[0][:3] for to in mail_server.to()) == ["fay", "gil"]
    assert sorted(states()) == ["claimed", "sent"]
    assert "readers.example.org" not in lines


@pytest.mark.django_db(transaction=True)
def test_the_claim_is_committed_before_the_mail_goes_out(publication, mail_server):
    article = make_article()
    make_follower(article)
    make_published_comment(article)
    announce_all()
    seen = []

    def look(to):
        # From the mail server's own thread, and so over another connection.
        seen.extend(states())
        connection.close()

    mail_server.before = look_from_a_thread(look)
    deliver()
    assert seen == ["claimed"]


def look_from_a_thread(look):
    def looked(to):
        thread = threading.Thread(target=look, args=[to])
        thread.start()
        thread.join()

    return looked


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_notice_once(publication, mail_server):
    article = make_article()
    readers = [make_follower(article, f"r{n}@readers.example.org") for n in range(12)]
    for number in range(3):
        make_published_comment(article, f"Thought {number}.", email=f"a{number}@x.example")
    announce_all()
    start = threading.Barrier(3)

    def worker():
        start.wait()
        deliver()
        connection.close()

    threads = [threading.Thread(target=worker) for _worker in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(to[0] for to in mail_server.to()) == sorted(r.address for r in readers)
    assert {mail["Subject"] for mail in mail_server.taken} == {"The Signal Box: 3 updates"}
    assert states() == ["sent"] * 36


@pytest.mark.django_db(transaction=True)
def test_a_reader_whom_another_worker_has_in_hand_is_left_to_it(publication):
    article = make_article()
    reader = make_follower(article)
    make_published_comment(article)
    announce_all()
    locked, done = threading.Event(), threading.Event()

    def other_worker():
        with transaction.atomic():
            Reader.objects.select_for_update(no_key=True).get(pk=reader.pk)
            locked.set()
            done.wait(timeout=60)
        connection.close()

    thread = threading.Thread(target=other_worker)
    thread.start()
    locked.wait(timeout=60)
    assert Notice.objects.claim() == []
    done.set()
    thread.join()
    assert len(Notice.objects.claim()) == 1


# --- Many


def test_the_same_notices_are_the_same_mail(article, mail_server):
    make_follower(article)
    make_published_comment(article)
    work()
    Notice.objects.update(sent_at=None, claimed_at=None)  # as if the server had hung up at the end
    deliver()
    make_published_comment(article, "Another.", email="bo@x.example")
    work()
    first, again, other = (mail["Message-ID"] for mail in mail_server.taken)
    assert first == again != other


def test_a_run_ends_and_the_next_goes_on(article, mail_server, monkeypatch):
    monkeypatch.setattr(delivering, "MAILS_A_RUN", 2)
    for number in range(5):
        make_follower(article, f"r{number}@readers.example.org")
    make_published_comment(article)
    announce_all()
    jobs(deliver).delete()
    deliver()
    assert len(mail_server.taken) == 2
    assert jobs(deliver).count() == 1
    deliver()
    deliver()
    assert len(mail_server.taken) == 5


def test_announcing_asks_as_often_for_many_followers_as_for_one(
    article, django_assert_max_num_queries
):
    for number in range(30):
        make_follower(article, f"r{number}@readers.example.org", rhythm="daily")
    comment = make_published_comment(article)
    with django_assert_max_num_queries(12):
        assert Notice.objects.create_for(comment) == 30


def test_who_follows_very_many_threads_can_still_stop_them_all(publication, mail_server):
    for number in range(25):
        article = make_article(f"Article {number}")
        make_follower(article)
        make_published_comment(article, email=f"a{number}@x.example")
    work()
    seals_sent = [mail["List-Unsubscribe"].split("/")[-2] for mail in mail_server.taken]
    assert len(seals_sent) == 2
    assert max(map(len, seals_sent)) <= 400
    stopped = [number for seal in seals_sent for number in signing.unsign(Purpose.STOP, seal)]
    assert sorted(stopped) == sorted(Subscription.objects.values_list("pk", flat=True))
