"""Accounts, groups and the log of logins in the newsroom."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from authors.admin import StaffAdmin
from authors.models import User

from . import enqueue
from .grave import ask_again
from .models import Login

# They register models of their own: one's own devices and sessions have pages of their own.
for model in (EmailAddress, Authenticator, UserSession, SocialAccount, SocialApp, SocialToken):
    admin.site.unregister(model)
for model in (User, Group):
    admin.site.unregister(model)


@method_decorator(ask_again, name="changeform_view")
@method_decorator(ask_again, name="delete_view")
class Grave(admin.ModelAdmin):
    """Adding, changing and deleting is asked for again."""

    def changelist_view(self, request, extra_context=None):
        view = super().changelist_view
        return (ask_again(view) if request.method == "POST" else view)(request, extra_context)


@admin.register(Group)
class StaffGroupAdmin(Grave, GroupAdmin):
    pass


@admin.register(User)
class AccountAdmin(Grave, StaffAdmin):
    actions = ["invite", "remove_second_factors", "untie"]

    def save_related(self, request, form, formsets, change):
        """Whoever gets an account without a password gets a link to choose one."""
        super().save_related(request, form, formsets, change)
        user = form.instance
        if not change and user.is_staff and not user.has_usable_password():
            enqueue.mail("invitation", user)
            self.message_user(request, _("We sent %s a link to choose a password.") % user.email)

    def user_change_password(self, request, id, form_url=""):
        return ask_again(super().user_change_password)(request, id, form_url)

    @admin.action(description=_("Send a link to choose a password"), permissions=["change"])
    def invite(self, request, users):
        invited = [user for user in users if user.is_staff and user.is_active]
        for user in invited:
            enqueue.mail("invitation", user)
        words = ngettext("%d link is on its way.", "%d links are on their way.", len(invited))
        self.message_user(request, words % len(invited))

    @admin.action(description=_("Remove lost second factors"), permissions=["change"])
    def remove_second_factors(self, request, users):
        """For somebody who has lost their device and their recovery codes."""
        if not request.user.is_superuser:
            self.message_user(request, _("Only superusers can do this."), messages.ERROR)
            return
        for user in users:
            if Authenticator.objects.filter(user=user).delete()[0]:
                enqueue.mail("second_factor", user)
        self.message_user(request, _("They log in with their password alone, and set up another."))

    @admin.action(description=_("Untie from the login provider"), permissions=["change"])
    def untie(self, request, users):
        """For somebody who has another account there: the next login by it ties them again."""
        if not request.user.is_superuser:
            self.message_user(request, _("Only superusers can do this."), messages.ERROR)
            return
        count, _rows = SocialAccount.objects.filter(user__in=users).delete()
        words = ngettext("%d account is untied.", "%d accounts are untied.", count)
        self.message_user(request, words % count)


@admin.register(Login)
class LoginAdmin(admin.ModelAdmin):
    """Read only."""

    list_display = ["at", "user", "kind", "network", "device", "is_new_device"]
    list_display_links = None
    list_filter = ["kind", "is_new_device"]
    search_fields = ["user__username"]
    list_select_related = ["user"]
    date_hierarchy = "at"
    show_full_result_count = False
    actions = None

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
