"""Writes down each post of the staff by which something was done."""

import logging
import re

from django.db import Error

from .models import Act

logger = logging.getLogger(__name__)
# What a button is called in our forms; whatever else somebody sends is none.
BUTTON = re.compile(r"_[a-z_]{1,30}|[a-z][a-z_]{1,30}")
# Fields whose value is the name of what was chosen.
CHOICES = ("action", "kind", "policy")
# Pages that post by themselves while one types, and what changes nothing.
SILENT = re.compile(r"autosave|presence|news$|focus$|start$|skip$|account_reauth|mfa_reauth")
# Our forms lead on once they are done; these answer with what they were asked for.
ANSWERING = {"admin:comments_comment_address", "admin:comments_comment_search"}


class ActsMiddleware:
    """After the session's, because it asks who it is, and inside of what refuses requests."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.method == "POST" and self._is_done(request, response):
            self._note(request)
        return response

    def _is_done(self, request, response) -> bool:
        match = request.resolver_match
        if not match or not getattr(request, "acting", None) or hasattr(request, "put_off"):
            return False
        leads_on = 300 <= response.status_code < 400
        return leads_on or (response.status_code == 200 and match.view_name in ANSWERING)

    def process_view(self, request, view, args, kwargs):
        """Who it is before it is done: afterwards they may have logged out."""
        if request.method == "POST" and request.path_info.startswith("/admin/"):
            request.acting = request.user if request.user.is_authenticated else None

    def _note(self, request):
        user, match = request.acting, request.resolver_match
        if SILENT.search(match.view_name):
            return
        try:
            Act.objects.create(
                by=user,
                name=user.get_username(),
                page=match.view_name[:100],
                target=_target(match.kwargs),
                button=_button(request.POST),
            )
        except Error as error:
            # It was done all the same, and somebody must hear of it; not in the database's words.
            kind = type(error).__name__
            logger.error("An act of user %s was not written down: %s", user.pk, kind)


def _target(named) -> str:
    """The number of what it was done to. An address also holds secret words: see passwords."""
    numbers = (
        named[name] for name in ("object_id", "pk", "id", "article", "hold") if name in named
    )
    return str(next(numbers, ""))[:40]


def _button(posted) -> str:
    chosen = [posted[name] for name in CHOICES if name in posted]
    pressed = [name for name in posted if name.startswith("_")]
    return " ".join(word for word in (*pressed, *chosen) if BUTTON.fullmatch(word))[:80]
