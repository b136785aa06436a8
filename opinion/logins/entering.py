"""From the password to the newsroom: by way of the second factor, where somebody has one."""

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.mfa.base.views import AuthenticateView
from django.contrib import admin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import (
    LoginView,
    PasswordResetConfirmView,
    PasswordResetView,
)
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from . import devices, second_factor
from .forms import CodeForm, LoginForm, MailedLinkForm, password_was_set


class PasswordStep(LoginView):
    """The newsroom's login: `username` and `password` in one step."""

    template_name = "admin/login.html"
    authentication_form = LoginForm

    def form_valid(self, form):
        login = Login(user=form.get_user(), redirect_url=self.get_success_url())
        return perform_password_login(self.request, {}, login)

    def form_invalid(self, form):
        response = super().form_invalid(form)
        if form.wait:
            response.status_code = 429
            response.headers["Retry-After"] = str(form.wait)
        return response


def log_in(request, extra_context=None):
    """The page at /admin/login/."""
    if request.method == "GET":
        if admin.site.has_permission(request):
            return redirect("admin:index")
        if second_factor.owes_one(request):
            return redirect("mfa_index")
    context = admin.site.each_context(request) | {
        "title": _("Log in"),
        "subtitle": None,
        "app_path": request.get_full_path(),
        "username": request.user.get_username(),
        **(extra_context or {}),
    }
    if REDIRECT_FIELD_NAME not in request.GET and REDIRECT_FIELD_NAME not in request.POST:
        context[REDIRECT_FIELD_NAME] = reverse("admin:index")
    request.current_app = admin.site.name
    return PasswordStep.as_view(extra_context=context)(request)


class CodeStep(AuthenticateView):
    """The second factor, for somebody whose password was right."""

    form_class = CodeForm


class AskForLink(PasswordResetView):
    form_class = MailedLinkForm
    template_name = "registration/password_reset_form.html"


class SetPassword(PasswordResetConfirmView):
    """By a link in a mail, which proves who they are as a known browser does.

    Logging in comes after it, second factor and all.
    """

    def form_valid(self, form):
        response = super().form_valid(form)
        password_was_set(self.user, self.request)
        devices.remember(self.request, response, self.user)
        add_never_cache_headers(response)
        return response
