"""The methods of HTTP that anything here answers to."""

from django.http import HttpResponseNotAllowed
from django.utils.log import log_response

KNOWN = ["GET", "HEAD", "OPTIONS", "POST"]


class MethodsMiddleware:
    """Refuses all others before they reach a page: some views of Django's take PUT for POST."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method in KNOWN:
            return self.get_response(request)
        response = HttpResponseNotAllowed(KNOWN)
        log_response(
            "Method Not Allowed (%s): %s",
            request.method,
            request.path,
            response=response,
            request=request,
        )
        return response
