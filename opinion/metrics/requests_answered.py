"""Each request is counted by the page it was for. Off without METRICS_PORT.

The processes of the web server write into files in METRICS_FOLDER, which opinion/metrics/serving.py
adds up. No address, no name and no word that anybody typed is in them.
"""

import os
import re
import time
from pathlib import Path

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http.request import HttpRequest

METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
KEPT = re.compile(r"cache;desc=\"?(hit|miss)")


class MetricsMiddleware:
    """Outermost: what it measures is all that happens in this process."""

    def __init__(self, get_response):
        if not settings.METRICS_PORT:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.answered, self.seconds, self.pages = _metrics()

    def __call__(self, request):
        begun = time.perf_counter()
        response = self.get_response(request)
        view = _view(request)
        method = request.method if request.method in METHODS else "other"
        self.answered.labels(view, method, response.status_code).inc()
        self.seconds.labels(view).observe(time.perf_counter() - begun)
        if outcome := KEPT.match(response.headers.get("Server-Timing", "")):
            self.pages.labels(outcome[1]).inc()
        return response


def begin_anew() -> None:
    """Forget what processes of before counted, when the web server starts."""
    for path in settings.METRICS_FOLDER.glob("*.db"):
        path.unlink(missing_ok=True)


def name_folder() -> Path:
    """Where the files are, made if need be; told to the library, which reads it once, at import."""
    folder = settings.METRICS_FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
    return folder


def _metrics():
    name_folder()
    from prometheus_client import CollectorRegistry, Counter, Histogram

    registry = CollectorRegistry()
    return (
        Counter(
            "opinion_requests",
            "Requests answered, by the name of the page.",
            ["view", "method", "status"],
            registry=registry,
        ),
        Histogram(
            "opinion_request_seconds",
            "How long requests took.",
            ["view"],
            buckets=BUCKETS,
            registry=registry,
        ),
        Counter(
            "opinion_page_cache",
            "Public pages answered from what is kept (hit) or drawn (miss).",
            ["outcome"],
            registry=registry,
        ),
    )


def _view(request: HttpRequest) -> str:
    if match := request.resolver_match:
        return match.view_name or "unnamed"
    return "static" if request.path_info.startswith(settings.STATIC_URL) else "none"
