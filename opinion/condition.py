"""How the work behind the pages goes: what an operator should look at while readers are served."""

import shutil
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opinion.upgrading import progress

SILENT = timedelta(minutes=1)
LATE = timedelta(minutes=10)
# A day, and what the next one takes.
BACKUP_AGE = timedelta(hours=26)
LEAST_FREE_BYTES = 500 * 1024 * 1024

# All in one question. A job is late from when it was to be done on; one that is tried again waits.
WORK = """
SELECT
    (SELECT now() - max(last_heartbeat) FROM procrastinate_workers),
    (SELECT now() - min(COALESCE(scheduled_at, begun))
       FROM (SELECT j.scheduled_at, (SELECT min(e.at) FROM procrastinate_events e
                                     WHERE e.job_id = j.id) AS begun
               FROM procrastinate_jobs j
              WHERE j.status = 'todo' AND (j.scheduled_at IS NULL OR j.scheduled_at <= now())
            ) AS due),
    (SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo' AND attempts > 0),
    (SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'),
    (SELECT good_at FROM backups_backupstate), (SELECT failure FROM backups_backupstate)
"""
# What failed by a mistake of its own is told apart, and has schedule_failed_at.
OVERDUE = """
SELECT count(*) FROM articles_article
 WHERE (scheduled_for < now() - interval '5 minutes' AND schedule_failed_at IS NULL)
    OR withdraw_at < now() - interval '5 minutes'
"""


class Finding(NamedTuple):
    """What is not as it should be: a word for machines, a sentence for people."""

    name: str
    words: str


class Work(NamedTuple):
    """How the worker and its backups stand.

    For how long no worker was heard of (None: none ever was) and the oldest due job waits (None:
    none does); how many jobs are tried again, and failed; when the last good backup was made, and
    why the last one failed.
    """

    silence: timedelta | None
    delay: timedelta | None
    tried_again: int
    failed: int
    good_at: datetime | None
    failure: str | None


def work() -> Work:
    with connection.cursor() as cursor:
        cursor.execute(WORK)
        return Work(*cursor.fetchone())


def findings() -> list[Finding]:
    """All there is to look at; none where everything is well."""
    at = work()
    found = [
        _worker(at.silence),
        _queue(at.delay),
        _again(at.tried_again),
        _failed(at.failed),
        _disk(),
        _mail(),
        _backup(at.good_at, at.failure),
        _upgrade(),
    ]
    return [one for one in found if one] + overdue()


def overdue() -> list[Finding]:
    """What should have been published or withdrawn by now and was not, whatever the reason."""
    with connection.cursor() as cursor:
        cursor.execute(OVERDUE)
        (count,) = cursor.fetchone()
    words = ngettext(
        "%(count)d article is overdue: it was to be published or withdrawn before now.",
        "%(count)d articles are overdue: they were to be published or withdrawn before now.",
        count,
    )
    return [Finding("overdue", words % {"count": count})] if count else []


def _worker(silence) -> Finding | None:
    if silence is not None and silence <= SILENT:
        return None
    words = _("The worker is not running: nothing scheduled is published, and no mail goes out.")
    return Finding("worker", words)


def _queue(delay) -> Finding | None:
    if delay is None or delay <= LATE:
        return None
    minutes = int(delay.total_seconds() // 60)
    words = ngettext(
        "Work has been waiting for %(count)d minute.",
        "Work has been waiting for %(count)d minutes.",
        minutes,
    )
    return Finding("queue", words % {"count": minutes})


def _again(count) -> Finding | None:
    words = ngettext(
        "%(count)d job failed and is being tried again: perhaps the mail server is away.",
        "%(count)d jobs failed and are being tried again: perhaps the mail server is away.",
        count,
    )
    return Finding("retries", words % {"count": count}) if count else None


def _failed(count) -> Finding | None:
    words = ngettext(
        "%(count)d job failed for good in the last week: the worker's log says why.",
        "%(count)d jobs failed for good in the last week: the worker's log says why.",
        count,
    )
    return Finding("failures", words % {"count": count}) if count else None


def _disk() -> Finding | None:
    free = shutil.disk_usage(settings.VAR_DIR if settings.VAR_DIR.exists() else "/").free
    if free >= LEAST_FREE_BYTES:
        return None
    words = _("The disk is almost full: %(count)d MB are left.")
    return Finding("disk", words % {"count": free // 1024**2})


def _mail() -> Finding | None:
    if settings.EMAIL_HOST or settings.EMBEDDED_DATABASE:
        return None
    return Finding("mail", _("There is no mail server (SMTP_HOST): mail stays in a folder."))


def _backup(good_at, failure) -> Finding | None:
    if not settings.BACKUP_TO:
        words = _("No backups are set up (BACKUP_TO).")
        return None if settings.EMBEDDED_DATABASE else Finding("backup", words)
    if settings.BACKUP_TO == "elsewhere" or (good_at and timezone.now() - good_at < BACKUP_AGE):
        return None
    if good_at is None:
        words = _("There is no backup yet.")
    else:
        words = _("The last good backup is older than a day.")
    return Finding("backup", " ".join(filter(None, [words, failure])))


def _upgrade() -> Finding | None:
    begun = progress.last()
    if begun is None or begun.is_done:
        return None
    words = _("The upgrade to %(version)s was not ended: run manage.py upgrade again.")
    return Finding("upgrade", words % {"version": begun.version})
