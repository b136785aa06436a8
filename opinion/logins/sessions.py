"""One's own sessions: seen, and ended one by one or all but this."""

from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django.conf import settings
from django.contrib import messages
from django.contrib.sessions.models import Session
from django.shortcuts import redirect
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from opinion.parse_id import parse_id

from .origin import device


class OwnSessions(ListUserSessionsView):
    """By POST: ends the one that is named, or all others where none is."""

    template_name = "logins/sessions.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        for session in context["sessions"]:
            session.device = device(session.user_agent)
        return context

    def post(self, request, *args, **kwargs):
        if "session" not in request.POST:
            return super().post(request, *args, **kwargs)
        pk = parse_id(request.POST["session"])
        if one := UserSession.objects.filter(user=request.user, pk=pk).first():
            one.end()
            messages.success(request, _("That session has ended."))
        return redirect("usersessions_list")


def forget_expired():
    """Sessions that are over, and what the list says of them."""
    import_string(f"{settings.SESSION_ENGINE}.SessionStore").clear_expired()
    live = Session.objects.values("session_key")
    UserSession.objects.exclude(session_key__in=live).delete()
