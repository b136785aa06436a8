"""A short round of what `make bench` plays at length; see benchmarks/survival.py."""

from email.message import EmailMessage
from types import SimpleNamespace

import pytest
from django.utils import timezone

from benchmarks import survival
from comments.models import Comment, Notice
from tests.newsroom import make_comment


def test_whoever_is_killed_nothing_acknowledged_is_lost_and_no_mail_goes_out_twice(
    template, django_db_blocker, worker_id
):
    with django_db_blocker.unblock():
        figures = survival.run(comments=40, kills=2, name=f"survival_{worker_id}")
    assert (figures.comments, figures.kills) == (40, 2)
    assert figures.again
    assert figures.notices >= 3


# --- What went wrong would be seen ------------------------------------------------------------


@pytest.fixture
def town(db):
    """Two comments, the first published; its followers were told, the last of them perhaps."""
    town = survival.Town(2)
    for number in range(2):
        make_comment(town.article, survival._text(number), email=f"{number}@readers.example.org")
    Comment.objects.waiting().first().approve(by=town.moderator)
    Notice.objects.create_for(Comment.objects.published().get())
    now = timezone.now()
    Notice.objects.update(claimed_at=now, sent_at=now)
    Notice.objects.filter(reader=town.followers[-1]).update(sent_at=None)
    return town


@pytest.fixture
def postbox(town):
    return SimpleNamespace(messages=[mail(town, reader) for reader in town.followers[:-1]])


def mail(town, reader, number=""):
    message = EmailMessage()
    message["To"] = reader.address
    message["Message-ID"] = f"<news-{reader.pk}{number}@127.0.0.1>"
    shown = Comment.objects.published().get()
    message.set_content(
        f"Reader wrote:\n\nhttp://127.0.0.1:8000{shown.get_absolute_url()}\n\n-- \n"
    )
    return message


def verified(town, postbox):
    return survival._verified(town, postbox, kills=1, again=0)


def test_what_held_is_told_in_figures(town, postbox):
    figures = verified(town, postbox)
    assert str(figures) == (
        "2 comments, 1 kills, 0 posts sent again, 3 notices, 1 of them uncertain"
    )


def test_a_mail_that_nobody_knows_to_have_gone_out_may_have(town, postbox):
    postbox.messages.append(mail(town, town.followers[-1]))
    assert verified(town, postbox).uncertain == 1


def lose_a_comment(town, postbox):
    Comment.objects.waiting().get().delete()


def double_a_comment(town, postbox):
    make_comment(town.article, survival._text(1), email="somebody@readers.example.org")


def miscount(town, postbox):
    Comment.objects.update(published_below=1)


def lose_a_notice(town, postbox):
    Notice.objects.first().delete()


def leave_a_notice(town, postbox):
    Notice.objects.update(claimed_at=None, sent_at=None)


def drop_a_notice(town, postbox):
    Notice.objects.update(dropped_at=timezone.now())


def lose_a_mail(town, postbox):
    postbox.messages.pop()


def send_a_mail_twice(town, postbox):
    postbox.messages.append(postbox.messages[0])


def tell_twice(town, postbox):
    postbox.messages.append(mail(town, town.followers[0], "again"))


@pytest.mark.parametrize(
    "harm",
    [
        lose_a_comment,
        double_a_comment,
        miscount,
        lose_a_notice,
        leave_a_notice,
        drop_a_notice,
        lose_a_mail,
        send_a_mail_twice,
        tell_twice,
    ],
    ids=lambda harm: harm.__name__.replace("_", " "),
)
def test_harm_is_seen(town, postbox, harm):
    harm(town, postbox)
    with pytest.raises(AssertionError):
        verified(town, postbox)
