"""What people are told who come too early or too many at once."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def wait_words(seconds: int) -> str:
    """That nobody can try again yet, and how the owner of the account gets in all the same."""
    if seconds < 60:
        wait = ngettext("%(count)d second", "%(count)d seconds", seconds) % {"count": seconds}
    else:
        minutes = -(-seconds // 60)
        wait = ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    return _(
        "Too many attempts. Try again in %(wait)s, use a browser you have logged in with before, "
        "or set a new password by email."
    ) % {"wait": wait}


def busy_words() -> str:
    return _("Many people are logging in right now. Please try again in a few seconds.")
