"""What Prometheus is told: of a real web server of two processes, and of what waits."""

import urllib.request

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.db import OperationalError, connection
from prometheus_client import generate_latest

from comments.tasks import tell_moderators
from opinion import condition
from opinion.metrics.requests_answered import MetricsMiddleware
from opinion.metrics.serving import Database, registry
from tests.newsroom import make_publication
from tests.web import serving


def told_of_database() -> dict[str, float]:
    return {
        " ".join([sample.name, *sample.labels.values()]): sample.value
        for family in Database().collect()
        for sample in family.samples
    }


@pytest.mark.django_db
def test_what_waits_is_told_and_where_the_database_is_away_only_that(monkeypatch):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers; DELETE FROM procrastinate_jobs")
        job = tell_moderators.defer()
        cursor.execute(
            "UPDATE procrastinate_events SET at = now() - interval '1 hour' WHERE job_id = %s",
            [job],
        )
    told = told_of_database()
    assert told["opinion_database_up"] == 1
    assert told["opinion_worker_silent_seconds"] == float("inf")
    assert 3_600 <= told["opinion_queue_age_seconds"] < 3_700
    assert told["opinion_jobs comments.tasks.tell_moderators todo"] == 1
    assert told["opinion_warning worker"] == 1 and told["opinion_notices_due"] == 0

    def away():
        raise OperationalError("gone")

    monkeypatch.setattr(condition, "work", away)
    assert told_of_database() == {"opinion_database_up": 0}


def test_nothing_is_counted_where_nobody_asks(settings):
    assert settings.METRICS_PORT == 0
    with pytest.raises(MiddlewareNotUsed):
        MetricsMiddleware(print)


def browse(web, path, method="GET"):
    request = urllib.request.Request(f"http://127.0.0.1:{web.port}{path}", method=method)
    request.add_header("Connection", "close")
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


@pytest.mark.django_db(transaction=True)
def test_two_processes_are_added_up_and_those_of_before_forgotten(tmp_path, settings, monkeypatch):
    make_publication()
    (tmp_path / "metrics").mkdir()
    (tmp_path / "metrics/counter_1.db").write_bytes(b"of a process of before")
    settings.METRICS_FOLDER = tmp_path / "metrics"
    # The library's, which is told where it is.
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "")
    asked = {"METRICS_PORT": "9464", "WEB_CONCURRENCY": "2"}
    url = connection.settings_dict
    where = f"host={url['HOST']}&port={url['PORT'] or 5432}&user={url['USER']}"
    asked["DATABASE_URL"] = f"postgresql:///{url['NAME']}?{where}"
    with serving(tmp_path, **asked) as web:
        for _time in range(12):
            assert browse(web, "/robots.txt") == 200
        browse(web, "/health/?q=jane@example.org")
        browse(web, "/robots.txt", "BREW")
        told = generate_latest(registry()).decode()
    assert 'opinion_requests_total{method="GET",status="200",view="robots"} 12.0' in told
    assert 'opinion_request_seconds_count{view="robots"} 12.0' in told
    assert 'opinion_page_cache_total{outcome="hit"} 11.0' in told
    assert 'opinion_requests_total{method="other",status="405",view="none"} 1.0' in told
    assert "opinion_database_up 1.0" in told
    assert "jane" not in told and "127.0.0.1" not in told
