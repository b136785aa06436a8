"""Deciding about comments: one by one, or many after a page that counts them."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import BadRequest
from django.shortcuts import redirect

from comments.models import Claim, Comment, Decision
from opinion.parse_id import parse_id

from . import focus
from .card import Card, queue_page
from .forms import ChoiceForm, DecisionForm
from .labels import VERBS
from .outcome import decide as decide_all
from .pages import page, way_back
from .queue import with_context

# What the page asks for, by the kinds of decision that want it.
ASKED = {
    "reason": (*Decision.NEEDS_REASON, Decision.Kind.ASK_EDIT),
    "told": Decision.TELLS,
    "to": (Decision.Kind.HAND_OVER,),
    "hours": (Decision.Kind.SNOOZE,),
}
may_decide = permission_required("comments.decide_comment", raise_exception=True)


@may_decide
def decide(request):
    """Act on the comments chosen; back to where the moderator was, at the next card."""
    if request.method != "POST":
        return redirect(queue_page())
    form = DecisionForm(request.POST, by=request.user)
    if not form.is_valid():
        return _ask(request, form, shown=form)
    report = decide_all(form.comments, request.user, **form.words)
    report.following = parse_id(request.POST.get("following"))
    report.keep(request)
    Claim.objects.release(request.user)
    return redirect(_onward(request, report))


def _onward(request, report) -> str:
    """Back to where the moderator was: in a list at the next card, else at the next comment."""
    back = way_back(request)
    if not focus.is_focus(back):
        anchor = "report" if report.overtaken or not report.following else f"at-{report.following}"
        return f"{back}#{anchor}"
    if report.kind == Decision.Kind.REVERSE and report.done:
        return focus.again(request.user, back, report.done[0][0])
    return focus.onward(request.user, back, following=report.following)


@may_decide
def confirm(request):
    """Ask before many are decided at once. Changes nothing, so it may be reloaded."""
    if request.method != "POST":
        return redirect(queue_page())
    form = ChoiceForm(request.POST)
    form.is_valid()
    asked = DecisionForm(by=request.user, kind=form.cleaned_data.get("kind", ""))
    return _ask(request, form, shown=asked)


def _ask(request, form, shown):
    """The page that counts. `form` says which comments; `shown` is filled in, errors and all."""
    if {"kind", "chosen", "shown"} & form.errors.keys():
        raise BadRequest("These are not comments and a decision.")
    if not form.comments:
        messages.warning(request, form.non_field_errors()[0])
        return redirect(way_back(request))
    verb = VERBS[form.cleaned_data["kind"]]
    asked = [name for name in ASKED if verb.kind in ASKED[name]]
    cards = _chosen(form.comments, request.user, way_back(request))
    possible = [card for card in cards if verb in card.moves and card.is_as_seen]
    context = {
        "title": verb.question % len(possible),
        "verb": verb,
        "fields": [shown[name] for name in (*asked, "note")],
        "form": shown,
        "possible": possible,
        "left_out": [card for card in cards if card not in possible],
        "next": way_back(request),
        "following": parse_id(request.POST.get("following")),
    }
    return page(request, "confirm", context)


def _chosen(chosen, user, back) -> list[Card]:
    comments = with_context(Comment.objects.visible_to(user).filter(pk__in=chosen).order_by("pk"))
    return [Card(comment, back, seen=chosen[comment.pk]) for comment in comments]
