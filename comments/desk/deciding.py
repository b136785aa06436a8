"""Deciding about comments: one by one, or many after a page that counts them."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import BadRequest
from django.shortcuts import redirect

from comments.models import Comment

from .card import Card, queue_page
from .forms import ChoiceForm, DecisionForm
from .pages import page, way_back
from .queue import with_context
from .report import decide as decide_all
from .words import VERBS

may_decide = permission_required("comments.decide_comment", raise_exception=True)


@may_decide
def decide(request):
    """Act on the comments chosen; back to where the moderator was, at the next card."""
    if request.method != "POST":
        return redirect(queue_page())
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _ask(request, form, shown=form)
    words = form.cleaned_data
    report = decide_all(form.comments, request.user, words["kind"], words["reason"], words["note"])
    report.following = _number(request.POST.get("following", ""))
    report.keep(request)
    anchor = "report" if report.overtaken or not report.following else f"at-{report.following}"
    return redirect(f"{way_back(request)}#{anchor}")


@may_decide
def confirm(request):
    """Ask before many are decided at once. Changes nothing, so it may be reloaded."""
    if request.method != "POST":
        return redirect(queue_page())
    form = ChoiceForm(request.POST)
    form.is_valid()
    return _ask(request, form, shown=DecisionForm())


def _ask(request, form, shown):
    """The page that counts. `form` says which comments; `shown` is filled in, errors and all."""
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
        "form": shown,
        "possible": possible,
        "left_out": [card for card in cards if card not in possible],
        "next": way_back(request),
    }
    return page(request, "confirm", context)


def _chosen(chosen, user, back) -> list[Card]:
    comments = with_context(Comment.objects.visible_to(user).filter(pk__in=chosen).order_by("pk"))
    return [Card(comment, back, seen=chosen[comment.pk]) for comment in comments]


def _number(word: str) -> int | None:
    return int(word) if word.isdecimal() and len(word) < 19 else None
