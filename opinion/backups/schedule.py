"""When the worker makes a backup: at a set hour, and again an hour after one that failed."""

import signal
import subprocess
import sys
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from opinion.articles.models import Publication
from opinion.database import CLONE
from opinion.supervisor.process import leave_with_parent

from . import storage
from .models import BackupState

AGAIN_AFTER = timedelta(hours=1)


def is_due() -> bool:
    if not storage.is_set_up():
        return False
    state = BackupState.objects.current()
    zone = Publication.objects.current().zone
    since = last_hour(timezone.now(), settings.BACKUP_HOUR, zone)
    return due(timezone.now(), since, state.good_at, state.begun_at)


def last_hour(now: datetime, hour: int, zone: ZoneInfo) -> datetime:
    """When it was `hour` last, in `zone`."""
    today = now.astimezone(zone).replace(hour=hour, minute=0, second=0, microsecond=0)
    return today if today <= now else today - timedelta(days=1)


def due(now: datetime, since: datetime, good_at: datetime | None, begun: datetime | None) -> bool:
    """Whether none was good `since` then, and none was begun a moment ago."""
    is_missing = good_at is None or good_at < since
    return is_missing and (begun is None or begun < max(since, now - AGAIN_AFTER))


def start() -> subprocess.Popen[bytes]:
    """Begin one in a program of its own, so that the worker's other work goes on meanwhile.

    Call it from the main thread: should the worker be ended, so is the backup.
    """
    return subprocess.Popen(
        [sys.executable, "manage.py", "back_up", "--if-due"],
        cwd=CLONE,
        stdin=subprocess.DEVNULL,
        preexec_fn=leave_with_parent(signal.SIGTERM),
    )
