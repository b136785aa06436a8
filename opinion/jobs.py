"""Work that goes on behind a page, queued in the transaction that gives the reason for it.

Each task is named by string: tasks know models, never the other way round.
"""

import logging
from typing import Any

from django import db
from procrastinate.contrib.django import app
from psycopg.types.json import Jsonb

from .transactions import execute_apart

logger = logging.getLogger(__name__)

# As procrastinate stores a job, whose triggers wake the worker; but a job of this lock that waits
# already is no error, which would end the transaction.
UNLESS_QUEUED = """
INSERT INTO procrastinate_jobs
    (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
VALUES (%(queue)s, %(task)s, %(priority)s, %(lock)s, %(once)s, %(arguments)s, %(at)s)
ON CONFLICT (queueing_lock) WHERE status = 'todo' DO NOTHING
"""


def queue(task: str, **arguments: Any) -> None:
    """Let the worker do this once what is stored here is committed."""
    app.configure_task(task).defer(**arguments)


def queue_once(task: str, *, lock: str, arguments: dict | None = None, **options: Any) -> None:
    """The same, where no job with this `lock` waits already. `options` are procrastinate's.

    Last in its transaction, because the queue's lock is held until the end. What is stored there
    is kept where the queue is out of order.
    """
    job = app.configure_task(task, queueing_lock=lock, **options).job
    values = {
        "queue": job.queue,
        "task": job.task_name,
        "priority": job.priority,
        "lock": job.lock,
        "once": lock,
        "arguments": Jsonb(arguments or {}),
        "at": job.scheduled_at,
    }
    try:
        execute_apart(UNLESS_QUEUED, values)
    except db.Error as error:
        # Not its words: they may quote what was typed.
        logger.error("%s was not queued: %s", task, type(error).__name__)
