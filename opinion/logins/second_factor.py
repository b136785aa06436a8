"""Who must have a second factor, who owes one, and who proved just now that it is them."""

import time

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils.functional import SimpleLazyObject

from .pages import ACCOUNT

OWED, ENTERED = "second_factor_owed", "entered_at"
# Codes for the day on which a device is lost are no device.
DEVICES = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
# A group's name that stands for superusers, who need none.
SUPERUSERS = "superusers"


def has_one(user) -> bool:
    return Authenticator.objects.filter(user_id=user.pk, type__in=DEVICES).exists()


def is_required_of(user) -> bool:
    """By SECOND_FACTOR_GROUPS, which names groups."""
    groups = settings.SECOND_FACTOR_GROUPS
    if not groups:
        return False
    if user.is_superuser and SUPERUSERS in groups:
        return True
    return user.groups.filter(name__in=groups).exists()


def begin_session(sender, request, user, **kwargs):
    """Note when somebody came in, and what they owe before they may do anything else."""
    request.session[ENTERED] = time.time()
    if is_required_of(user) and not has_one(user):
        request.session[OWED] = True


def owes_one(request) -> bool:
    """Asked of the database only by who came in without one."""
    if OWED not in request.session:
        return False
    user_id = request.session.get("_auth_user_id")
    if user_id and not Authenticator.objects.filter(user_id=user_id, type__in=DEVICES).exists():
        return True
    del request.session[OWED]
    return False


def is_fresh(request) -> bool:
    """Whether they proved who they are within REAUTHENTICATION_MINUTES."""
    moments = [record["at"] for record in get_authentication_records(request, request.user)]
    moments.append(request.session.get(ENTERED, 0))
    return time.time() - max(moments) < settings.REAUTHENTICATION_MINUTES * 60


class SecondFactorMiddleware:
    """Whoever owes a second factor is nobody yet, but on the pages where it is set up."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        request.user = SimpleLazyObject(lambda: _as_far_as_known(request, user))
        return self.get_response(request)


def _as_far_as_known(request, user):
    if not (user.is_authenticated and owes_one(request)):
        return user
    return user if request.path_info.startswith(ACCOUNT) else AnonymousUser()
