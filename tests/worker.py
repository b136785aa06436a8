"""A real worker process on the tests' database."""

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from django.db import connection
from procrastinate.exceptions import AlreadyEnqueued

from opinion.tasks import retry_stalled

CLONE = Path(__file__).resolve().parent.parent


def start_worker(var: Path, mail_server) -> subprocess.Popen:
    """A worker that does what is to do, and ends."""
    settings = connection.settings_dict
    host, port = settings["HOST"], settings["PORT"] or 5432
    environment = {
        "DATABASE_URL": f"postgresql:///{settings['NAME']}?host={host}&port={port}"
        f"&user={settings['USER']}",
        "OPINION_VAR": str(var),
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": str(mail_server.port),
        "SMTP_STARTTLS": "0",
    }
    return subprocess.Popen(
        [sys.executable, "manage.py", "procrastinate", "worker", "--one-shot"],
        cwd=CLONE,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def give_back_what_the_dead_held():
    """As if the workers that were killed had been silent for long."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '10 minutes'"
        )
    # Its clock may have queued it already.
    with suppress(AlreadyEnqueued):
        retry_stalled.defer(timestamp=0)
