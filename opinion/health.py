"""Whether we live, and whether this process can serve: for monitoring, whatever the Host header."""

from django.db import Error, connection
from django.http import JsonResponse
from django.utils.cache import add_never_cache_headers

from opinion import condition
from opinion.version import VERSION


class HealthMiddleware:
    """Answers before anything else, without a session.

    /health/: 200 when a query on the database comes back, else 503. /health/ready/: 200 when its
    tables are those of this code as well. That there is something to look at is said with it; what,
    `manage.py health` and the newsroom's front page say.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.is_migrated = False

    def __call__(self, request):
        if request.path_info == "/health/":
            return health()
        if request.path_info == "/health/ready/":
            return self._ready()
        return self.get_response(request)

    def _ready(self) -> JsonResponse:
        try:
            # Once they are, they stay so for as long as this process runs.
            self.is_migrated = self.is_migrated or not waiting_migrations()
            if not self.is_migrated:
                return _answer({"migrations": "wait"}, 503)
            found = condition.findings()
        except Error:
            return _answer({"database": "does not answer"}, 503)
        return _answer({"database": "ok", "warnings": len(found), "version": VERSION})


def health() -> JsonResponse:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return _answer({"database": "does not answer"}, 503)
    return _answer({"database": "ok"})


def waiting_migrations() -> list:
    # Here, because migrations cannot be looked at before the apps are loaded.
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return executor.migration_plan(executor.loader.graph.leaf_nodes())


def _answer(said, status=200) -> JsonResponse:
    response = JsonResponse(said, status=status)
    add_never_cache_headers(response)
    return response
