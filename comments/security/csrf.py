"""Whether a post may act, on pages that carry no token, so that they are the same for everybody."""

from django.http import HttpResponse
from django.middleware.csrf import CsrfViewMiddleware

from opinion.same_origin import is_same_origin, is_silent


def is_ours(request) -> bool:
    """Whether this POST may act; False: show the text again, on a page with a CSRF token."""
    return is_same_origin(request) or (is_silent(request) and _has_token(request))


def is_ours_with_token(request) -> bool:
    """Whether this POST may act for whoever is logged in: it needs Django's token too."""
    return (is_same_origin(request) or is_silent(request)) and _has_token(request)


def _has_token(request) -> bool:
    """Whether Django's own check lets it pass: the token and, over https, the Referer."""
    if "csrfmiddlewaretoken" not in request.POST:
        return False
    answer = CsrfViewMiddleware(_any_view).process_view(request, _any_view, (), {})
    return answer is None


def _any_view(request) -> HttpResponse:
    """A view that is not exempt from the check."""
    return HttpResponse()
