"""Work that goes on behind a page of references."""

from opinion.jobs import queue, queue_once

AFTER_WHAT_READERS_WAIT_FOR = -5


def print_work(work: int) -> None:
    """Let a work be printed anew for its page: it says something else, or stands for others."""
    queue("opinion.articles.tasks.print_work", work=work)


def import_works(bibliography: int) -> None:
    """Let the next entries of an import be read; queued once, however often it is asked for."""
    queue_once(
        "opinion.references.tasks.import_works",
        lock=f"import_works {bibliography}",
        arguments={"bibliography": bibliography},
        priority=AFTER_WHAT_READERS_WAIT_FOR,
    )
