"""What Prometheus is answered: the web server's counts, and what the database says meanwhile."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from math import inf

from django.db import Error, connection
from django.utils import timezone
from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from opinion import condition

from .requests_answered import name_folder

JOBS = """
SELECT task_name, status::text, count(*) FROM procrastinate_jobs
 WHERE status IN ('todo', 'doing', 'failed') GROUP BY 1, 2
"""
NOTICES = """
SELECT count(*) FROM comments_notice
 WHERE due_at <= now() AND claimed_at IS NULL AND sent_at IS NULL AND dropped_at IS NULL
"""


class Database(Collector):
    """Asked anew each time; while it does not answer, that is all there is to tell."""

    def collect(self) -> Iterator[Metric]:
        up = GaugeMetricFamily("opinion_database_up", "1 while the database answers.")
        told: list[Metric] = []
        with suppress(Error):
            told = [family for ask in FAMILIES for family in ask()]
        if not connection.in_atomic_block:
            # Each question comes in a thread of its own, which would leave its session behind.
            connection.close()
        up.add_metric([], 1 if told else 0)
        yield from [up, *told]


def _work() -> Iterator[Metric]:
    at = condition.work()
    yield _gauge(
        "opinion_worker_silent_seconds", "Since a worker was heard of.", _seconds(at.silence, inf)
    )
    yield _gauge(
        "opinion_queue_age_seconds", "How long the oldest due job waits.", _seconds(at.delay, 0)
    )
    yield _gauge(
        "opinion_jobs_tried_again", "Jobs that failed and wait for another try.", at.tried_again
    )
    yield _gauge("opinion_jobs_failed", "Jobs that failed for good in the last week.", at.failed)
    age = timezone.now() - at.good_at if at.good_at else None
    yield _gauge("opinion_backup_age_seconds", "Since the last good backup.", _seconds(age, inf))


def _seconds(span: timedelta | None, none: float) -> float:
    return none if span is None else span.total_seconds()


def _jobs() -> Iterator[Metric]:
    family = GaugeMetricFamily("opinion_jobs", "Jobs of the worker.", labels=["task", "status"])
    for task, status, count in _rows(JOBS):
        family.add_metric([task, status], count)
    yield family


def _notices() -> Iterator[Metric]:
    ((count,),) = _rows(NOTICES)
    yield _gauge("opinion_notices_due", "Notices to readers that should be on their way.", count)


def _warnings() -> Iterator[Metric]:
    words = "1 for each thing that `manage.py health` tells."
    family = GaugeMetricFamily("opinion_warning", words, labels=["name"])
    for finding in condition.findings():
        family.add_metric([finding.name], 1)
    yield family


FAMILIES: tuple[Callable[[], Iterator[Metric]], ...] = (_work, _jobs, _notices, _warnings)


def _gauge(name: str, words: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, words, value)


def _rows(sql: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def registry() -> CollectorRegistry:
    """All there is to tell."""
    found = CollectorRegistry()
    MultiProcessCollector(found, path=str(name_folder()))
    found.register(Database())
    return found
