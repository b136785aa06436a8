"""All below /admin/account/. The names are those by which django-allauth and Django look."""

from allauth.account import views as allauth
from django.contrib import admin
from django.contrib.auth import views as django
from django.contrib.auth.decorators import login_required
from django.urls import include, path
from django.views.generic import RedirectView

from . import entering, pages, provider_login, sessions

to_login = RedirectView.as_view(pattern_name="admin:login", query_string=True)

urlpatterns = [
    path("", admin.site.admin_view(pages.account), name="newsroom_account"),
    path("again/", admin.site.admin_view(pages.again), name="typed_again"),
    path("login/", to_login, name="account_login"),
    path("inactive/", to_login, name="account_inactive"),
    path("logout/", allauth.logout, name="account_logout"),
    path("provider/", provider_login.ask, name="provider_login"),
    path("provider/go/", provider_login.go, name="provider_go"),
    path("provider/back/", provider_login.callback, name="provider_callback"),
    path("confirm/", allauth.reauthenticate, name="account_reauthenticate"),
    path("sessions/", login_required(sessions.OwnSessions.as_view()), name="usersessions_list"),
    path("second-factor/authenticate/", entering.CodeStep.as_view(), name="mfa_authenticate"),
    path("second-factor/", include("allauth.mfa.urls")),
    path("password/", entering.AskForLink.as_view(), name="admin_password_reset"),
    path("password/sent/", django.PasswordResetDoneView.as_view(), name="password_reset_done"),
    path(
        "password/set/", django.PasswordResetCompleteView.as_view(), name="password_reset_complete"
    ),
    path(
        "password/<uidb64>/<token>/", entering.SetPassword.as_view(), name="password_reset_confirm"
    ),
]
