"""What the clock does at its time: as pinned, once, and told at once where it cannot be done."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from opinion.articles.models import Article
from opinion.articles.tasks import publish_due, tell_failure
from opinion.post import Away
from tests.followers import jobs
from tests.newsroom import MORNING, make_article, make_author, make_draft, make_user, publish_again

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
GONE = "What was scheduled names what is gone by now: author."


@pytest.fixture(autouse=True)
def morning(time_machine):
    time_machine.move_to(MORNING, tick=False)


def lose_an_author(article):
    """What was scheduled cannot be published any more; the draft can."""
    lost = article.bylines.get(position=2)
    lost.delete()
    lost.author.delete()


def make_doomed(editor, headline="The Last Train", at=MORNING + HOUR):
    """Scheduled, and not to be published as it was."""
    authors = [make_author(f"First of {headline}"), make_author(f"Second of {headline}")]
    draft = make_draft(headline, authors=authors)
    draft.schedule(by=editor, at=at)
    lose_an_author(draft)
    return draft


def send_mail():
    for job in jobs(tell_failure):
        tell_failure(**job.args)


# --- What cannot be published ---------------------------------------------------------------------


def test_what_cannot_be_published_is_kept_with_the_reason_and_holds_up_nobody(
    publication, editor, time_machine, caplog
):
    doomed = make_doomed(editor)
    fit = make_draft("The Night Train", authors=[make_author("Bo Lind")])
    fit.schedule(by=editor, at=MORNING + HOUR)
    time_machine.move_to(MORNING + HOUR, tick=False)
    publish_due(0)
    time_machine.move_to(MORNING + 2 * HOUR, tick=False)
    publish_due(0)
    doomed.refresh_from_db()
    fit.refresh_from_db()
    assert (doomed.status, doomed.schedule_failure) == ("scheduled", GONE)
    assert doomed.schedule_failed_at == MORNING + HOUR
    assert not doomed.editions.exists()
    assert fit.is_published
    assert [*Article.objects.failed()] == [doomed]
    assert jobs(tell_failure).count() == 1
    assert caplog.text == ""


def test_who_scheduled_and_who_edits_hear_of_it_at_once(
    publication, editor, time_machine, mail_server
):
    doomed = make_doomed(editor, "The Last\u2028Train")
    make_user("publisher", group="Editors")
    doomed.edited(make_user("ana"))
    doomed.save()
    time_machine.move_to(MORNING + HOUR, tick=False)
    publish_due(0)
    send_mail()
    assert mail_server.to() == [["editor@staff.example.org"], ["ana@staff.example.org"]]
    mail = mail_server.taken[0]
    assert mail["Subject"] == "The Signal Box: “The Last Train” could not be published"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"].startswith("<not-published-")
    words = " ".join(mail.get_content().split())
    assert "should have been published on January 11, 2024 at 6:25 am, and could not be" in words
    assert f"Why: {GONE}" in words
    assert f"/admin/articles/article/{doomed.pk}/change/" in words


def test_the_mail_waits_for_a_mail_server_and_is_not_sent_once_somebody_acted(
    publication, editor, time_machine, mail_server
):
    doomed = make_doomed(editor)
    time_machine.move_to(MORNING + HOUR, tick=False)
    publish_due(0)
    mail_server.close()
    with pytest.raises(Away):
        send_mail()
    doomed.refresh_from_db()
    doomed.unschedule(by=editor)
    mail_server.open()
    send_mail()
    assert mail_server.taken == []


def test_where_both_have_left_everybody_who_publishes_hears_of_it(
    publication, editor, time_machine, mail_server
):
    make_doomed(editor)
    make_user("publisher", group="Editors")
    make_user("writer", group="Authors")
    editor.is_active = False
    editor.save()
    time_machine.move_to(MORNING + HOUR, tick=False)
    publish_due(0)
    send_mail()
    assert mail_server.to() == [["publisher@staff.example.org"]]


def test_an_error_in_the_program_is_kept_too_and_changes_nothing(
    publication, editor, time_machine, caplog
):
    draft = make_draft()
    draft.schedule(by=editor, at=MORNING + HOUR)
    make_article("The Night Train", by=editor)
    Article.objects.exclude(pk=draft.pk).update(address="2024/01/the-last-train")
    time_machine.move_to(MORNING + HOUR, tick=False)
    for _twice in range(2):
        publish_due(0)
    draft.refresh_from_db()
    assert draft.schedule_failure.startswith("An error in the program (IntegrityError).")
    assert (draft.status, draft.live_edition, draft.address) == ("scheduled", None, None)
    assert not draft.editions.exists()
    assert caplog.text.count(f"Article {draft.pk} could not be published: IntegrityError") == 1
    assert "The last train leaves" not in caplog.text


ACTS = {
    "publish": lambda article, by: article.publish(by=by),
    "schedule": lambda article, by: article.schedule(by=by, at=MORNING + 3 * HOUR),
    "unschedule": lambda article, by: article.unschedule(by=by),
}


@pytest.mark.parametrize("act", ACTS)
def test_whoever_acts_ends_the_failure(publication, editor, time_machine, act):
    doomed = make_doomed(editor)
    time_machine.move_to(MORNING + 2 * HOUR, tick=False)
    publish_due(0)
    doomed.refresh_from_db()
    ACTS[act](doomed, editor)
    doomed.refresh_from_db()
    assert (doomed.schedule_failed_at, doomed.schedule_failure) == (None, "")
    time_machine.move_to(MORNING + 3 * HOUR, tick=False)
    publish_due(0)
    assert doomed.editions.count() == (act != "unschedule")


def test_what_failed_can_be_tried_again_by_hand(publication, editor, time_machine):
    colleague = make_user("colleague", group="Editors")
    draft, other = make_draft(), make_article("The Night Train", by=editor)
    draft.schedule(by=editor, at=MORNING + HOUR)
    Article.objects.filter(pk=other.pk).update(address="2024/01/the-last-train")
    time_machine.move_to(MORNING + HOUR, tick=False)
    publish_due(0)
    with pytest.raises(ValidationError, match="IntegrityError"):
        draft.retry_schedule(by=colleague)
    draft.refresh_from_db()
    assert draft.schedule_failed_at == MORNING + HOUR
    Article.objects.filter(pk=other.pk).update(address="2024/01/the-night-train")
    time_machine.move_to(MORNING + 2 * HOUR, tick=False)
    draft.retry_schedule(by=colleague)
    edition = Article.objects.get(pk=draft.pk).live_edition
    assert (edition.published_at, edition.published_by) == (MORNING + 2 * HOUR, colleague)
    with pytest.raises(ValidationError, match="seen to this already"):
        draft.retry_schedule(by=editor)


@pytest.mark.parametrize(
    "values",
    [
        {"schedule_failed_at": MORNING},
        {"schedule_failure": "Why."},
        {"schedule_failed_at": MORNING, "schedule_failure": "Why."},
    ],
)
def test_the_database_keeps_a_failure_whole_and_with_its_schedule(publication, values):
    make_draft()
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.update(**values)


# --- Withdrawal at a date -------------------------------------------------------------------------


def test_an_article_is_withdrawn_at_its_time_with_its_reason(publication, editor, time_machine):
    article = make_article(by=editor)
    article.schedule_withdrawal(by=editor, at=MORNING + HOUR, reason=" The offer has ended. ")
    publish_due(0)
    article.refresh_from_db()
    assert (article.is_published, article.withdrawal_reason) == (True, "")
    # The worker was away: it is done late, and readers are told since when.
    time_machine.move_to(MORNING + 2 * HOUR, tick=False)
    for _twice in range(2):
        publish_due(0)
    article.refresh_from_db()
    assert (article.status, article.status_changed_at) == ("withdrawn", MORNING + 2 * HOUR)
    assert (article.withdrawal_reason, article.status_changed_by) == (
        "The offer has ended.",
        editor,
    )
    assert article.withdraw_at is None


def test_a_withdrawal_can_be_cancelled_and_outlives_a_new_edition(
    publication, editor, time_machine
):
    article, other = make_article(by=editor), make_article("The Night Train", by=editor)
    for one in (article, other):
        one.schedule_withdrawal(by=editor, at=MORNING + HOUR, reason="The offer has ended.")
    article.cancel_withdrawal()
    publish_again(other)
    time_machine.move_to(MORNING + HOUR, tick=False)
    publish_due(0)
    assert [*Article.objects.published()] == [article]


def test_a_change_that_was_due_before_is_published_before_the_withdrawal(
    publication, editor, time_machine
):
    article = make_article(by=editor)
    article.headline = "The First Train"
    article.save()
    article.schedule(by=editor, at=MORNING + HOUR)
    article.schedule_withdrawal(by=editor, at=MORNING + 2 * HOUR, reason="The offer has ended.")
    time_machine.move_to(MORNING + 3 * HOUR, tick=False)
    article.withdraw_as_scheduled()
    assert article.is_published
    publish_due(0)
    article.refresh_from_db()
    assert (article.status, article.editions.count()) == ("withdrawn", 2)


@pytest.mark.parametrize(
    ("at", "reason", "field"),
    [
        (MORNING, "Why.", "withdraw_at"),
        (MORNING + 2 * HOUR, "Why.", "withdraw_at"),
        (MORNING + 4 * HOUR, " ", "withdrawal_reason"),
    ],
)
def test_a_withdrawal_that_cannot_be_is_refused(publication, editor, at, reason, field):
    article = make_article(by=editor)
    article.headline = "The First Train"
    article.save()
    article.schedule(by=editor, at=MORNING + 2 * HOUR)
    with pytest.raises(ValidationError) as refused:
        article.schedule_withdrawal(by=editor, at=at, reason=reason)
    assert [*refused.value.error_dict] == [field]
    assert Article.objects.get().withdraw_at is None


def test_nothing_is_scheduled_for_after_the_withdrawal(publication, editor):
    article = make_article(by=editor)
    article.schedule_withdrawal(by=editor, at=MORNING + HOUR, reason="The offer has ended.")
    article.headline = "The First Train"
    article.save()
    with pytest.raises(ValidationError, match="withdrawn by then"):
        article.schedule(by=editor, at=MORNING + HOUR)


@pytest.mark.parametrize("missing", ["withdraw_at", "withdraw_by", "withdraw_reason", "status"])
def test_the_database_keeps_a_withdrawal_whole(publication, editor, missing):
    article = make_article(by=editor)
    article.schedule_withdrawal(by=editor, at=MORNING + HOUR, reason="The offer has ended.")
    nothing = {"withdraw_reason": "", "status": "withdrawn"}.get(missing)
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.update(**{missing: nothing})
