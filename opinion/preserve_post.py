"""No word that staff typed is lost: what was posted comes back when it could not be taken.

A login that ran out, a form whose token is old, a right that was taken away in the meantime: each
answers with a page that holds everything typed, and sends it again where that is safe.
"""

import re
from dataclasses import asdict, dataclass, field
from functools import wraps

from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from opinion.same_origin import is_same_origin

# Typed fields travel through the login form under this mark, apart from the login's own.
MARK = "typed:"
LATER = "typed_for_later"
LOGIN_TEMPLATE = "admin/login_keeping_words.html"
FILE_MARK = "typed-file:"
SECRET = re.compile(r"pass(word|phrase)|secret|token|otp", re.IGNORECASE)
MACHINERY = re.compile(r"-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$|^_|^initial-|^post$|__prefix__")


@dataclass
class Typed:
    """What somebody typed into a form of the admin, and the address it was meant for."""

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    @classmethod
    def into(cls, request) -> "Typed":
        """Everything in this POST but passwords and tokens; of files, only their names."""
        typed = cls(request.get_full_path(), kept(request.POST))
        typed.files = [file.name for file in request.FILES.values()]
        return typed

    @classmethod
    def carried_by(cls, request) -> "Typed":
        """What the login form carried along."""
        carried = [(name, value) for name, value in pairs(request.POST) if name.startswith(MARK)]
        return cls(
            own_address(request, request.POST.get(REDIRECT_FIELD_NAME, "")),
            [(name.removeprefix(MARK), value) for name, value in carried],
            request.POST.getlist(FILE_MARK),
        )

    @property
    def carried(self):
        """The fields as the login form carries them."""
        return [(MARK + name, value) for name, value in self.fields]

    @property
    def texts(self):
        """What a person would miss, of all the fields: to be read and copied."""
        return [
            (name, value)
            for name, value in self.fields
            if re.search(r"[^\W\d_]", value) and not MACHINERY.search(name)
        ]


def pairs(posted):
    return [(name, value) for name, values in posted.lists() for value in values]


def kept(posted):
    secret = {"csrfmiddlewaretoken"}
    return [
        (name, value)
        for name, value in pairs(posted)
        if name not in secret and not SECRET.search(name)
    ]


def own_address(request, address: str) -> str:
    """`address` when it is a page of this admin; else the admin's front page."""
    front = reverse("admin:index")
    own = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if own and address.startswith(front) else front


# --- The pages --------------------------------------------------------------------------------


def page(request, template, typed, title, status):
    context = admin.site.each_context(request) | {"title": title, "typed": typed}
    response = TemplateResponse(request, f"admin/{template}.html", context, status=status)
    add_never_cache_headers(response)
    return response


def ask_login(request, typed):
    """The login form, holding what was typed."""
    context = login_context(request, typed) | {"form": AdminAuthenticationForm(request)}
    response = TemplateResponse(request, LOGIN_TEMPLATE, context, status=403)
    add_never_cache_headers(response)
    return response


def send_again(request, typed, status=200):
    """One button that posts what was typed to where it was meant for."""
    return page(request, "send_again", typed, _("Nothing is lost"), status)


def copy_out(request, typed, reason, status=403):
    """What was typed, as text only: sending it again would not help, or would not be safe."""
    response = page(request, "copy_out", typed, _("This was not saved"), status)
    response.context_data["reason"] = reason
    return response


def login_context(request, typed):
    return admin.site.each_context(request) | {
        "title": _("Log in again"),
        "typed": typed,
        REDIRECT_FIELD_NAME: typed.action,
        "login_address": reverse("admin:login"),
    }


def carries_words(request) -> bool:
    return any(name.startswith(MARK) for name in request.POST)


# --- Between two pages -----------------------------------------------------------------------


def keep_for_later(request, typed) -> str:
    """Keep it in the session. Returns where it is asked for, once the way there is free."""
    request.session[LATER] = asdict(typed)
    return reverse("typed_again")


def kept_for_later(request) -> Typed | None:
    """What was kept, once: from then on the page holds it."""
    kept = request.session.pop(LATER, None)
    return kept and Typed(kept["action"], [*map(tuple, kept["fields"])], kept["files"])


# --- When --------------------------------------------------------------------------------------


def keeping_words(view):
    """Show somebody who may not do this (any more) what they typed."""

    @wraps(view)
    def inner(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except PermissionDenied as denied:
            if request.method != "POST":
                raise
            reason = str(denied) or _("You don't have permission to do this.")
            return copy_out(request, Typed.into(request), reason)

    return inner


def after_csrf_failure(request):
    """Staff whose form is older than their login, or somebody else's page that posts to ours."""
    logging_in = request.path == reverse("admin:login")
    typed = Typed.carried_by(request) if logging_in else Typed.into(request)
    if not is_same_origin(request):
        return copy_out(request, typed, _("This wasn't sent from our site."))
    if not admin.site.has_permission(request):
        return ask_login(request, typed)
    return send_again(request, typed, status=403)
