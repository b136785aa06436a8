"""What is kept about one confirmed address, for its owner."""

import logging

from django import db
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comments.models import Comment, Confirmation, Reader, Receipt, Subscription
from comments.readers import data_export, device_cookie
from comments.readers.forms import AskForm, FollowingForm
from comments.security import csrf, encryption, ip_addresses, signing
from comments.security.signing import Purpose
from opinion.pages import SeeOther, for_readers, private
from opinion.parse_id import parse_id
from opinion.same_origin import is_same_origin

logger = logging.getLogger(__name__)

A_PAGE = 50
BUTTONS = {"stop", "stop_all", "rhythm", "forget", "disown"}
# Of one comment, each with the question whether it is meant.
PAGES = {"receipt", "receipt_edit", "receipt_withdraw", "receipt_erase"}
ASK, OWN = "comments/reader_ask.html", "comments/reader.html"


@for_readers
def ask(request):
    """Have a link to one's own page mailed. The answer is the same for every address."""
    if request.method != "POST":
        return render(request, ASK, {"form": AskForm(), "done": request.GET.get("done")})
    form = AskForm(request.POST, confirms=not is_same_origin(request))
    if not form.is_valid():
        return render(request, ASK, {"form": form}, status=422)
    if not csrf.is_ours(request):
        return render(request, ASK, {"form": form, "unsure": True}, status=403)
    email, address = form.cleaned_data["email"], ip_addresses.client_address(request)
    try:
        Confirmation.objects.ask(email, address, article=None)
    except db.Error as error:
        # Its message may quote what was typed.
        logger.error("A question was not stored: %s", type(error).__name__)
        problem = _("Our database isn't responding. The fault is ours, not yours.")
        context = {"form": form, "problem": problem}
        return render(request, "comments/unavailable.html", context, status=503)
    return SeeOther(reverse("reader_ask") + "?done=asked")


@for_readers
def reader(request, seal):
    """Everything under one address: after a click in its mail, and then for a day."""
    number = signing.unsign(Purpose.ENTER, seal)
    if isinstance(number, int):
        return _enter(request, number)
    owner = _owner(seal)
    if request.method != "POST":
        return _show(request, owner, seal)
    if not csrf.is_ours(request):
        return _show(request, owner, seal, status=403)
    if own_page := _own_page(owner, request.POST):
        return SeeOther(own_page)
    done = _change(owner, request.POST)
    if done is None:
        return _show(request, owner, seal, status=422)
    if done != "forget":
        return SeeOther(f"{reverse('reader', args=[seal])}?done={done}")
    # The word that browsers carried was in this page's address too.
    response = SeeOther(f"{_address(owner)}?done={done}")
    device_cookie.forget(response)
    return response


@private
@require_safe
def export(request, seal):
    response = JsonResponse(
        data_export.about_reader(_owner(seal)),
        json_dumps_params={"indent": 2, "ensure_ascii": False},
    )
    response.headers["Content-Disposition"] = 'attachment; filename="what-we-keep.json"'
    return response


@for_readers
def erase(request, seal):
    """Asked once more, because nothing brings it back."""
    owner = _owner(seal)
    if request.method != "POST" or not csrf.is_ours(request):
        unsure = request.method == "POST"
        counts = {"count": owner.comments.count(), "others": owner.unconfirmed_contacts.count()}
        context = counts | {"seal": seal, "unsure": unsure}
        return render(request, "comments/reader_erase.html", context, status=403 if unsure else 200)
    owner.erase()
    response = SeeOther(reverse("reader_ask") + "?done=erased")
    device_cookie.forget(response)
    return response


def _enter(request, number):
    """A GET only shows a button: programs that read mail open links too."""
    confirmation = Confirmation.objects.filter(pk=number, article=None).first()
    if confirmation is None:
        raise Http404
    if request.method != "POST" or not csrf.is_ours(request):
        unsure = request.method == "POST"
        context = {"unsure": unsure}
        return render(request, "comments/reader_enter.html", context, status=403 if unsure else 200)
    try:
        return SeeOther(_address(confirmation.confirm()))
    except encryption.DecryptionFailed:
        raise Http404 from None


def _owner(seal) -> Reader:
    number, device_key = signing.unsign(Purpose.READER, seal) or (0, "")
    owner = Reader.objects.filter(pk=number, device_key=device_key).first()
    if owner is None:
        raise Http404
    return owner


def _address(owner) -> str:
    return reverse("reader", args=[signing.sign(Purpose.READER, [owner.pk, owner.device_key])])


def _own_page(owner, typed) -> str:
    """A new link to one page about one of their comments, where a button asks for that."""
    wish, number = typed.get("open"), parse_id(typed.get("comment"))
    comment = owner.comments.filter(pk=number, erased_at=None).first() if number else None
    if wish not in PAGES or comment is None:
        return ""
    return reverse(wish, args=[Receipt.objects.issue(comment)])


def _change(owner, typed) -> str | None:
    """Do what one button of the page says; the word for what was done, None for no such button."""
    running = owner.subscriptions.active()
    form = FollowingForm(typed)
    wish = typed.get("do")
    if wish == "stop_all":
        running.end()
    elif wish == "forget":
        owner.forget_devices()
    elif wish == "disown":
        owner.disown()
    elif wish == "stop" and form.is_valid():
        running.filter(pk=form.cleaned_data["subscription"]).end()
    elif wish == "rhythm" and form.is_valid() and form.cleaned_data["rhythm"]:
        chosen = running.filter(pk=form.cleaned_data["subscription"])
        chosen.update(rhythm=form.cleaned_data["rhythm"])
    else:
        return None
    return wish


def _show(request, owner, seal, status=200):
    before, done = parse_id(request.GET.get("before")), request.GET.get("done")
    comments = owner.comments.select_related("article__live_edition__type")
    if before:
        comments = comments.filter(pk__lt=before)
    comments = [*comments[: A_PAGE + 1]]
    on_page = comments[:A_PAGE]
    visible = Comment.objects.visible_to(AnonymousUser()).filter(pk__in=[c.pk for c in on_page])
    context = {
        "comments": on_page,
        "visible": {*visible.values_list("pk", flat=True)},
        "older": on_page[-1].pk if len(comments) > A_PAGE else None,
        "follows": owner.subscriptions.active().select_related(
            "article__live_edition__type", "comment__contact"
        ),
        "rhythms": Subscription.Rhythm.choices,
        "others": owner.unconfirmed_contacts.count(),
        "seal": seal,
        "done": done if status == 200 and done in BUTTONS else None,
        "status": status,
    }
    return render(request, OWN, context, status=status)
