from django.db import Error, connection
from django.http import JsonResponse
from django.utils.cache import add_never_cache_headers


class HealthMiddleware:
    """Answers /health/ before anything else: whatever the Host header, without a session.

    200 when a query on the database comes back, else 503.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return health() if request.path_info == "/health/" else self.get_response(request)


def health() -> JsonResponse:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        response = JsonResponse({"database": "ok"})
    except Error:
        response = JsonResponse({"database": "does not answer"}, status=503)
    add_never_cache_headers(response)
    return response
