"""Who is handed a comment hears of it, once, and nothing of its words."""

import pytest
from django.core import mail

from comments.mailing import handing
from comments.models import Decision
from opinion.post import Away
from tests.failures.site import work
from tests.newsroom import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def comment(publication, moderator):
    return make_comment(make_article(), "Words that no mail repeats.", name="Ana Reader")


@pytest.fixture
def colleague(publication):
    return make_user("colleague", group="Moderators")


@pytest.fixture
def lead(publication):
    return make_user("lead", group="Lead moderators")


def test_a_colleague_is_told(comment, moderator, colleague, lead):
    comment.decide("hand_over", by=moderator, to=colleague, note="A private remark.")
    mail.outbox.clear()
    work()
    told = [message for message in mail.outbox if "assigned you" in message.subject]
    assert [message.to for message in told] == [[colleague.email]]
    assert told[0].subject == "The Signal Box: moderator assigned you a comment"
    assert "/admin/comments/comment/?status=mine" in told[0].body
    for secret in ("Words that no mail repeats", "Ana", "private remark", "readers.example"):
        assert secret not in told[0].body + told[0].subject


def test_what_is_escalated_goes_to_whoever_decides_that(comment, moderator, colleague, lead):
    comment.decide("escalate", by=moderator)
    work()
    told = [message for message in mail.outbox if "escalated" in message.subject]
    assert [message.to for message in told] == [[lead.email]]
    assert told[0].subject == "The Signal Box: moderator escalated a comment"
    assert told[0].extra_headers["Auto-Submitted"] == "auto-generated"
    assert "moderator escalated a comment" in told[0].body


def test_what_was_taken_back_before_the_mail_went_out_is_not_told(comment, moderator, colleague):
    comment.decide("hand_over", by=moderator, to=colleague)
    comment.decide("reverse", by=moderator)
    work()
    assert not [message for message in mail.outbox if "assigned you" in message.subject]


def test_a_mail_server_that_is_away_is_tried_again_and_told_in_a_line(
    comment, moderator, colleague, mail_server, caplog
):
    comment.decide("hand_over", by=moderator, to=colleague)
    mail_server.close()
    with pytest.raises(Away):
        handing.tell(Decision.objects.get())
    assert caplog.text.count("The mail server does not take mail") == 1
    assert colleague.email not in caplog.text


def test_told_twice_it_is_the_same_mail(comment, moderator, colleague):
    comment.decide("hand_over", by=moderator, to=colleague)
    for _time in range(2):
        handing.tell(Decision.objects.get())
    numbers = [message.extra_headers["Message-ID"] for message in mail.outbox]
    assert len(numbers) == 2 and len({*numbers}) == 1


def test_who_has_left_or_has_no_address_is_not_written_to(comment, moderator, colleague):
    colleague.is_active = False
    colleague.save()
    comment.decide("hand_over", by=moderator, to=colleague)
    handing.tell(Decision.objects.get())
    assert mail.outbox == []
