"""What django-allauth asks us: its steps, its mails, and whom it may let in."""

import base64
import logging
import secrets

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.urls import reverse

from comments.security import encryption

from . import devices, enqueue, provider_login, second_factor, seeds
from .models import Login
from .origin import Origin
from .words import wait_words

logger = logging.getLogger(__name__)

# A network is all that the list of sessions shows; allauth wants an address.
NOBODYS = "0.0.0.0"  # noqa: S104


class AccountAdapter(DefaultAccountAdapter):
    def get_login_stages(self):
        """After the password: the second factor, where somebody has one. No mail, no phone."""
        return ["allauth.mfa.stages.AuthenticateStage"]

    def is_open_for_signup(self, request):
        return False

    def pre_login(self, request, user, **kwargs):
        """A passkey opens the newsroom to its staff alone."""
        if user.is_active and user.is_staff:
            return None
        return HttpResponseRedirect(reverse("admin:login"))

    def post_login(self, request, user, **kwargs):
        response = super().post_login(request, user, **kwargs)
        origin, is_new = Origin.of(request), devices.known(request, user) is None
        had_others = user.logins.filter(kind=Login.Kind.ENTERED).exists()
        login = Login.objects.record(user, Login.Kind.ENTERED, origin, is_new_device=is_new)
        if is_new and had_others:
            enqueue.mail("new_device", user, login=login.pk)
        devices.remember(request, response, user)
        if second_factor.owes_one(request):
            response["Location"] = reverse("mfa_index")
        return response

    def pre_authenticate(self, request, **credentials):
        """Nothing: our backend counts, for whoever asks it."""

    def authentication_failed(self, request, **credentials):
        if wait := getattr(request, "login_wait", 0):
            raise ValidationError(wait_words(wait), code="wait")

    def get_client_ip(self, request):
        return Origin.of(request).network.partition("/")[0] or NOBODYS

    def get_reauthentication_methods(self, user):
        """Whoever has a second factor is asked for that one, and not for a password again."""
        methods = super().get_reauthentication_methods(user)
        second = [method for method in methods if method["id"].startswith("mfa")]
        return second or methods or provider_login.methods_of(user)

    def is_reauthentication_required(self, *, app, **kwargs):
        return not second_factor.is_fresh(context.request)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """That a second factor came, went or was replaced; by the worker, like all mail."""
        enqueue.mail("second_factor", user)


class SecondFactorAdapter(DefaultMFAAdapter):
    def get_totp_issuer(self):
        return context.request.publication.name

    def encrypt(self, text):
        return seeds.seal(text)

    def decrypt(self, encrypted_text):
        """Without its key: what nobody can guess, so that no code is right and nothing breaks."""
        try:
            return seeds.unseal(encrypted_text)
        except encryption.DecryptionFailed:
            logger.error("A second factor cannot be read: its key is not among CONTACT_KEYS.")
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def can_delete_authenticator(self, authenticator):
        """Not the last one of somebody who must have one."""
        if not second_factor.is_required_of(authenticator.user):
            return True
        others = authenticator.user.authenticator_set.filter(type__in=second_factor.DEVICES)
        return others.exclude(pk=authenticator.pk).exists()
