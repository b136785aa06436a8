import logging
import time

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import Error, connection

logger = logging.getLogger(__name__)
SECONDS = 2


class Command(BaseCommand):
    help = "Do the work in the background. While the database is away, wait for it and say so."

    def add_arguments(self, parser):
        parser.add_argument(
            "--shutdown-graceful-timeout",
            type=float,
            default=30,
            help="for how many seconds a job in hand may go on when the worker is asked to stop",
        )

    def handle(self, *, shutdown_graceful_timeout, **options):
        words = ["worker", f"--shutdown-graceful-timeout={shutdown_graceful_timeout}"]
        while True:
            wait_for_database()
            try:
                return call_command("procrastinate", *words)
            except SystemExit as ended:
                # It gives up after half a minute without a database; for all else it has a reason.
                if not ended.code or answers():
                    raise


def wait_for_database():
    if answers():
        return
    logger.error("The database does not answer. The worker waits for it.")
    while not answers():
        time.sleep(SECONDS)
    logger.warning("The database answers again. The worker goes on.")


def answers() -> bool:
    connection.close()
    try:
        connection.ensure_connection()
    except Error:
        return False
    finally:
        connection.close()
    return True
