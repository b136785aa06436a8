"""Work that goes on behind a page."""

from contextlib import suppress

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

AFTER_WHAT_READERS_WAIT_FOR = -5


def print_work(work: int) -> None:
    """Let a work be printed anew for its page: it says something else, or stands for others."""
    app.configure_task("opinion.articles.tasks.print_work").defer(work=work)


def import_works(bibliography: int) -> None:
    """Let the next entries of an import be read; queued once, however often it is asked for.

    Call it when the page's own is stored: a job that waits already would end the transaction.
    """
    task = app.configure_task(
        "opinion.references.tasks.import_works",
        queueing_lock=f"import_works {bibliography}",
        priority=AFTER_WHAT_READERS_WAIT_FOR,
    )
    with suppress(AlreadyEnqueued):
        task.defer(bibliography=bibliography)
