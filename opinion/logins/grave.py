"""What is grave is asked for again: accounts, groups, and readers' addresses."""

from functools import wraps

from allauth.account.adapter import get_adapter
from django.shortcuts import redirect
from django.utils.http import urlencode

from opinion import preserve_post

from . import second_factor


def ask_again(view):
    """Let nobody in who has not proved who they are within REAUTHENTICATION_MINUTES.

    What they typed comes back when they have.
    """

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.user.is_authenticated or second_factor.is_fresh(request):
            return view(request, *args, **kwargs)
        # Nothing is done yet: see opinion/acts.
        request.put_off = True
        (first, *_others) = get_adapter().get_reauthentication_methods(request.user) or [None]
        if first is None:
            return redirect("admin:password_change")
        return redirect(f"{first['url']}?{urlencode({'next': _way_back(request)})}")

    return guarded


def _way_back(request) -> str:
    if request.method != "POST":
        return request.get_full_path()
    return preserve_post.keep_for_later(request, preserve_post.Typed.into(request))
