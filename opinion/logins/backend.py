"""Passwords are looked at here, and nowhere before it was asked whether it is too early."""

from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied

from authors.models import User

from . import devices, throttle
from .hashing import Busy
from .models import Login
from .origin import Origin


class ThrottledBackend(ModelBackend):
    """Django's own. A request that comes too early has `login_wait`, how many seconds.

    And `login_scope`: for what kind of place, as in throttle.of_password.
    """

    def authenticate(self, request, username=None, password=None, **kwargs):
        if request is None or username is None or password is None:
            return super().authenticate(request, username, password, **kwargs)
        user = User.objects.filter(username=username).first()
        origin, device = Origin.of(request), devices.known(request, user)
        attempt = throttle.of_password(username, origin.network, device)
        if wait := attempt.begin():
            request.login_wait, request.login_scope = wait, attempt.scope
            raise PermissionDenied
        return self._look(request, username, password, attempt, user, origin)

    def _look(self, request, username, password, attempt, user, origin):
        try:
            found = super().authenticate(request, username, password)
        except Busy:
            attempt.take_back()
            raise
        if found:
            attempt.succeed()
        elif user:
            Login.objects.record(user, Login.Kind.WRONG_PASSWORD, origin)
        return found
