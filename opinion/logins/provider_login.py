"""Coming in by way of the outlet's provider: only whoever has an account here already.

The first time the provider's verified email address says whose account it is. From then on the
account belongs to that person at the provider, whatever becomes of the address there.
"""

import logging
import time

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from requests import RequestException

from authors.models import User
from opinion import preserve_post

from . import second_factor
from .bounded_session import BoundedSession
from .provider import ID, OutletAdapter

logger = logging.getLogger(__name__)


def name() -> str:
    """What the provider is called; empty where there is none."""
    return settings.OIDC_NAME if ID in settings.SOCIALACCOUNT_PROVIDERS else ""


def methods_of(user) -> list[dict]:
    """How somebody proves again who they are who has neither password nor second factor."""
    if not (name() and SocialAccount.objects.filter(user_id=user.pk, provider=ID).exists()):
        return []
    words = _("Log in with %(provider)s") % {"provider": name()}
    return [{"id": ID, "description": words, "url": reverse("provider_login")}]


class ProviderLoginAdapter(DefaultSocialAccountAdapter):
    def get_requests_session(self):
        return BoundedSession()

    def send_notification_mail(self, *args, **kwargs):
        """Nothing: a browser that nobody knows yet is told by mail as ever."""

    def is_open_for_signup(self, request, sociallogin):
        return False

    def pre_social_login(self, request, sociallogin):
        """Let in whoever has an account. Raises ImmediateHttpResponse with what others see."""
        user = sociallogin.user if sociallogin.is_existing else _invited(request, sociallogin)
        if not (user.is_active and user.is_staff):
            raise _refused(request, _nobody())
        if request.user.is_authenticated:
            raise ImmediateHttpResponse(_prove_again(request, user, sociallogin))
        sociallogin.user = user

    def on_authentication_error(self, request, provider, exception=None, **kwargs):
        if isinstance(exception, RequestException):
            raise ImmediateHttpResponse(_told_away(request, exception))
        logger.warning("A login by the provider failed: %s", type(exception).__name__)
        words = _("Your login at %(provider)s was not completed. Please try again.")
        raise _refused(request, words % {"provider": name()})


def _invited(request, sociallogin) -> User:
    """Whose account the verified address is; from now on it is theirs."""
    addresses = [one.email for one in sociallogin.email_addresses if one.verified]
    if not addresses:
        words = _("%(provider)s does not say that your email address is verified.")
        raise _refused(request, words % {"provider": name()})
    staff = User.objects.filter(email__iexact=addresses[0], is_active=True, is_staff=True)
    # The database finds ı where an i is written.
    users = [user for user in staff if user.email.casefold() == addresses[0].casefold()]
    if len(users) != 1 or SocialAccount.objects.filter(user=users[0], provider=ID).exists():
        raise _refused(request, _nobody())
    sociallogin.account.user = users[0]
    sociallogin.account.save()
    return users[0]


def _prove_again(request, user, sociallogin):
    """Somebody who is in already; whoever has a second factor is asked for that one."""
    if request.user.pk != user.pk:
        raise _refused(request, _("You are logged in with another account. Log out first."))
    if not second_factor.has_one(user):
        request.session[second_factor.ENTERED] = time.time()
    return redirect(sociallogin.get_redirect_url(request) or "admin:index")


def _nobody() -> str:
    return _(
        "No account here belongs to your login at %(provider)s. Ask whoever runs the newsroom to "
        "invite you, with the email address that you have there."
    ) % {"provider": name()}


def _refused(request, words: str, status=403) -> ImmediateHttpResponse:
    return ImmediateHttpResponse(_page(request, {"words": words}, status))


def _told_away(request, trouble: Exception):
    logger.warning("The provider of logins cannot be asked: %s", type(trouble).__name__)
    words = _("%(provider)s does not answer. Try again in a minute, or log in another way.")
    return _page(request, {"words": words % {"provider": name()}}, 503)


def _page(request, context, status=200):
    return render(request, "logins/provider.html", context | {"provider": name()}, status=status)


# --- The three addresses


@never_cache
def ask(request):
    """One click before the provider: a form of ours may not lead to another site by itself."""
    _require_one()
    way_back = preserve_post.own_address(request, request.GET.get("next", ""))
    if request.method == "POST" and preserve_post.carries_words(request):
        typed = preserve_post.Typed.carried_by(request)
        way_back = preserve_post.keep_for_later(request, typed)
    return _page(request, {"way_there": _way_there(way_back)})


@never_cache
def go(request):
    """To the provider, from a page of ours: who comes from elsewhere is asked first."""
    _require_one()
    way_back = preserve_post.own_address(request, request.GET.get("next", ""))
    if request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site"):
        return _page(request, {"way_there": _way_there(way_back)})
    provider = get_adapter().get_provider(request, ID)
    try:
        return provider.redirect(request, AuthProcess.LOGIN, next_url=way_back)
    except (RequestException, OAuth2Error) as trouble:
        return _told_away(request, trouble)


@never_cache
def callback(request):
    """Back from it."""
    _require_one()
    try:
        return OAuth2CallbackView.adapter_view(OutletAdapter(request, ID))(request)
    except (RequestException, OAuth2Error) as trouble:
        # What it fetches first is not caught there.
        return _told_away(request, trouble)


def _way_there(way_back: str) -> str:
    return f"{reverse('provider_go')}?{urlencode({'next': way_back})}"


def _require_one():
    if not name():
        raise Http404
