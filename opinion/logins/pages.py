"""Pages about one's own account, in the newsroom's look."""

from django.contrib import admin
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from opinion import preserve_post

# Where they stand: see opinion/urls.py.
ACCOUNT = "/admin/account/"
LATEST = 30


def newsroom(request):
    """What every page of the newsroom shows around its own, for pages that are not the admin's."""
    if not request.path_info.startswith(ACCOUNT):
        return {}
    return admin.site.each_context(request)


def account(request):
    """One's own account: second factor, sessions, and who came in lately."""
    context = {
        "title": _("Your account"),
        "logins": request.user.logins.all()[:LATEST],
    }
    return TemplateResponse(request, "logins/account.html", context)


def again(request):
    """What was typed before a login, or before a second factor was asked for."""
    typed = preserve_post.kept_for_later(request)
    return preserve_post.send_again(request, typed) if typed else redirect("admin:index")
