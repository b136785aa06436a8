"""A reader's private page on one comment. Its address is all that one needs, so it stays secret."""

import logging
from functools import wraps

from django import db
from django.conf import settings
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from comments.models import Receipt, Unacceptable
from comments.readers.receipt import Account
from comments.readers.receipt_export import about_receipt
from comments.readers.receipt_forms import EditForm, FollowForm
from comments.screening import run
from comments.security import csrf, encryption, ip_addresses
from opinion.pages import SeeOther, private
from opinion.same_origin import is_same_origin

logger = logging.getLogger(__name__)

# What is told on the receipt after a post, by the word in its address.
TOLD = {
    "edited": gettext_lazy("We have received your edit."),
    "unchanged": gettext_lazy("You made no changes, so your comment stays as it was."),
    "saved": gettext_lazy("Your email alerts have been saved."),
    "asked": gettext_lazy(
        "Check your inbox: we've sent you an email to confirm your address. You won't get "
        "any alerts until you do."
    ),
}
NOT_VOUCHED = gettext_lazy(
    "We couldn't confirm that you sent this from our site. If you did, please send it again "
    "from here."
)
UNREADABLE = gettext_lazy(
    "We can't read the address you gave at the moment, so no email has been sent."
)


def takes_posts(view):
    """A private page that is looked at and posted to."""

    # Exempt from Django's check, because these pages set no cookie: security/csrf.py does it.
    @csrf_exempt
    @sensitive_post_parameters()
    @private
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def guarded(request, token):
        return view(request, token)

    return guarded


@private
@require_safe
def receipt(request, token):
    opened = _opened(token)
    account = Account(opened.comment)
    context = {
        "receipt": opened,
        "account": account,
        "follow": FollowForm(account=account),
        "told": TOLD.get(request.GET.get("told", ""), ""),
        "erased_after": settings.REFUSED_RETENTION_DAYS,
    }
    return _page(request, "receipt", token, context)


@takes_posts
def edit(request, token):
    try:
        return (_send_edit if request.method == "POST" else _show_edit)(request, token)
    except db.Error as error:
        if request.method != "POST":
            raise
        # Its message may quote what the reader typed.
        logger.error("An edit was not stored: %s", type(error).__name__)
        form = EditForm(request.POST, action=request.path)
        problem = _("Our database isn't responding. The fault is ours, not yours.")
        context = {"form": form, "problem": problem}
        return render(request, "comments/unavailable.html", context, status=503)


def _show_edit(request, token):
    account = Account(_opened(token).comment)
    return _edit_page(request, token, account, EditForm(initial={"text": account.text}))


def _send_edit(request, token):
    account = Account(_opened(token).comment)
    form = EditForm(request.POST, confirms=not is_same_origin(request))
    if not form.is_valid():
        return _edit_page(request, token, account, form, 422)
    if not csrf.is_ours(request):
        return _edit_page(request, token, account, form, 403, NOT_VOUCHED)
    text = form.cleaned_data["text"]
    if text == account.text:
        return _back(token, "unchanged")
    try:
        signals = run.noticed_about_text(account.comment.article, text)
        account.comment.edit(text, signals=signals)
    except Unacceptable as refusal:
        return _edit_page(request, token, account, form, 409, refusal.message)
    return _back(token, "edited")


def _edit_page(request, token, account, form, status=200, problem=""):
    context = {"account": account, "form": form, "problem": problem}
    return _page(request, "receipt_edit", token, context, status)


@takes_posts
def withdraw(request, token):
    comment = _opened(token).comment
    if request.method != "POST" or not csrf.is_ours(request):
        return _button(request, "receipt_withdraw", token, comment)
    comment.withdraw()
    return _back(token)


@takes_posts
def erase(request, token):
    comment = _opened(token).comment
    if request.method != "POST" or not csrf.is_ours(request):
        return _button(request, "receipt_erase", token, comment)
    comment.erase()
    # Shown at once: the receipt went with the rest, so there is no page to go back to.
    return _page(request, "receipt_erased", token, {"account": Account(comment)})


@takes_posts
def follow(request, token):
    account = Account(_opened(token).comment)
    if request.method != "POST":
        return _follow_page(request, token, account, FollowForm(account=account))
    confirms = not is_same_origin(request)
    form = FollowForm(request.POST, account=account, confirms=confirms)
    if not form.is_valid():
        return _follow_page(request, token, account, form, 422)
    if not csrf.is_ours(request):
        return _follow_page(request, token, account, form, 403, NOT_VOUCHED)
    try:
        done = account.follow(form.wishes, ip_addresses.client_address(request))
    except encryption.DecryptionFailed:
        logger.error("The key of a contact is gone: no confirmation was sent.")
        return _follow_page(request, token, account, form, 503, UNREADABLE)
    return _back(token, "saved" if done else "asked")


def _follow_page(request, token, account, form, status=200, problem=""):
    context = {"account": account, "follow": form, "form": form, "problem": problem}
    return _page(request, "receipt_follow", token, context, status)


@private
@require_safe
def export(request, token):
    """Everything but the addresses, as a file."""
    opened = _opened(token)
    kept = about_receipt(Account(opened.comment), opened.expires_at)
    response = JsonResponse(kept, json_dumps_params={"ensure_ascii": False, "indent": 2})
    name = f"comment-{opened.comment.pk}.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _opened(token):
    """The receipt behind a token. A wrong one and one that is too old are the same 404."""
    opened = Receipt.objects.opened_by(token)
    if opened is None:
        raise Http404
    return opened


def _button(request, name, token, comment):
    """A page that asks first; it comes back with a token where nobody vouches for a post."""
    refused = request.method == "POST"
    context = {
        "account": Account(comment),
        "confirms": refused,
        "problem": NOT_VOUCHED if refused else "",
        "erased_after": settings.REFUSED_RETENTION_DAYS,
    }
    return _page(request, name, token, context, 403 if refused else 200)


def _page(request, name, token, context, status=200):
    comment = context["account"].comment
    context |= {"token": token, "comment": comment, "article": comment.article}
    context["edition"] = comment.article.live_edition
    return render(request, f"comments/{name}.html", context, status=status)


def _back(token, told=""):
    query = f"?told={told}" if told else ""
    return SeeOther(reverse("receipt", args=[token]) + query)
