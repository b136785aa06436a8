"""Deciding about comments: one by one, or many after a page that counts them."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import BadRequest
from django.shortcuts import redirect

from comments.models import Claim, Comment, Decision
from opinion.parse_id import parse_id

from . import focus
from .card import Card, queue_page
from .forms import FIELDS, ChoiceForm, DecisionForm
from .labels import VERBS
from .outcome import decide as decide_all
from .pages import page, way_back
from .queue import with_context

may_decide = permission_required("comments.decide_comment", raise_exception=True)


@may_decide
def decide(request):
    """Act on the comments chosen; back to where the moderator was, at the next card."""
    if request.method != "POST":
        return redirect(queue_page())
    form = DecisionForm(request.POST, by=request.user)
    if not form.is_valid():
        return _ask(request, form, filled=form)
    report = decide_all(form.comments, request.user, **form.words)
    report.following = parse_id(request.POST.get("following"))
    return report.store_in(redirect(_onward(request, report)), request.user)


def _onward(request, report) -> str:
    """Back to where the moderator was: in a list at the next card, else at the next comment."""
    back = way_back(request)
    if not focus.is_focus(back):
        Claim.objects.release(request.user)
        anchor = "report" if report.overtaken or not report.following else f"at-{report.following}"
        return f"{back}#{anchor}"
    if report.kind == Decision.Kind.REVERSE and report.done:
        Claim.objects.release(request.user)
        return focus.again(request.user, back, report.done[0][0])
    return focus.onward(request.user, back, following=report.following)


@may_decide
def confirm(request):
    """Ask before many are decided at once. Changes nothing, so it may be reloaded."""
    if request.method != "POST":
        return redirect(queue_page())
    form = ChoiceForm(request.POST)
    form.is_valid()
    empty = DecisionForm(by=request.user, kind=form.cleaned_data.get("kind", ""))
    return _ask(request, form, filled=empty)


def _ask(request, form, filled):
    """The page that counts. `form` says which comments; `filled` is filled in, errors and all."""
    if {"kind", "chosen", "shown"} & form.errors.keys():
        raise BadRequest("These are not comments and a decision.")
    if not form.comments:
        messages.warning(request, form.non_field_errors()[0])
        return redirect(way_back(request))
    verb = VERBS[form.cleaned_data["kind"]]
    cards = _chosen(form.comments, request.user, way_back(request))
    possible = [card for card in cards if verb in card.moves and card.is_as_seen]
    context = {
        "title": verb.question % len(possible),
        "verb": verb,
        "fields": [filled[name] for name in _asked(verb)],
        "form": filled,
        "possible": possible,
        "left_out": [card for card in cards if card not in possible],
        "next": way_back(request),
        "following": parse_id(request.POST.get("following")),
    }
    return page(request, "confirm", context)


def _asked(verb) -> list[str]:
    """The names of the fields that the page has for it."""
    if verb.takes_message:
        return ["reason", FIELDS["message_to_writer"], "note"]
    return [FIELDS[verb.needs], "note"] if verb.needs else ["note"]


def _chosen(chosen, user, back) -> list[Card]:
    comments = with_context(Comment.objects.visible_to(user).filter(pk__in=chosen).order_by("pk"))
    return [Card(comment, back, seen=chosen[comment.pk]) for comment in comments]
