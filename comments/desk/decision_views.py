"""Deciding about comments: one by one, or many after a page that counts them."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import BadRequest, ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from comments.models import Claim, Comment, Decision
from opinion.parse_id import parse_id

from . import focus
from .card import Card, page_of, queue_page
from .forms import FIELDS, ChoiceForm, ChosenField, DecisionForm
from .labels import VERBS
from .outcome import decide as decide_all
from .pages import page, way_back
from .queue import with_context

# What a card's button says that leads to all which leaves it for later.
LATER = "later"
may_decide = permission_required("comments.decide_comment", raise_exception=True)


@may_decide
def decide(request):
    """Act on the comments chosen; back to where the moderator was, at the next card."""
    if request.method != "POST":
        return redirect(queue_page())
    if kind := _pressed(request.POST):
        request.POST = of_one(kind, request.POST)
        if _wants_asking(request.POST):
            return _ask_more(request)
    elif "shown" in request.POST:
        # The bar below the cards, which shares their form: many are asked about first.
        return confirm(request)
    form = DecisionForm(request.POST, by=request.user)
    if not form.is_valid():
        return _ask(request, form, filled=form)
    report = decide_all(form.comments, request.user, **form.words)
    report.following = parse_id(request.POST.get("following"))
    return report.store_in(redirect(_onward(request, report)), request.user)


def _pressed(typed) -> str:
    """The button of one card that was pressed, in the form of all cards: it is named as it acts."""
    return next((kind for kind in (*VERBS, LATER) if kind in typed), "")


def of_one(kind, typed):
    """The fields of a form about the one card whose button was pressed.

    The button says “12-1”, the comment and the version seen; what follows is what the page showed
    next. Without a page to go back to, that of the comment itself is the one.
    """
    fields, chosen = typed.copy(), typed[kind]
    fields["kind"], fields["chosen"] = kind, chosen
    fields.pop("everything", None)
    shown = typed.get("shown", "").split()
    if chosen in shown[:-1]:
        following, _hyphen, _version = shown[shown.index(chosen) + 1].partition("-")
        fields["following"] = following
    number = parse_id(chosen.partition("-")[0])
    if number and "next" not in fields:
        fields["next"] = page_of(Comment(pk=number))
    return fields


def _wants_asking(fields) -> bool:
    """Whether the button only opens what asks for more: where no script did, a page does."""
    verb = VERBS.get(fields["kind"])
    is_more = verb.needs or verb.is_assignment if verb else fields["kind"] == LATER
    return bool(is_more) and "reason" not in fields


def _ask_more(request):
    if request.POST["kind"] != LATER:
        return confirm(request)
    try:
        chosen = ChosenField().clean(request.POST.getlist("chosen"))
    except ValidationError:
        raise BadRequest("This is no comment.") from None
    cards = _chosen(chosen, request.user, way_back(request))
    if not cards:
        return redirect(way_back(request))
    context = {
        "title": _("Later or pass on"),
        "card": cards[0],
        "cards": cards,
        "next": way_back(request),
        "following": parse_id(request.POST.get("following")),
    }
    return page(request, "later", context)


def _onward(request, report) -> str:
    """Back to where the moderator was: in a list at the next card, else at the next comment."""
    back = way_back(request)
    if not focus.is_focus(back):
        Claim.objects.release(request.user)
        anchor = "report" if report.overtaken or not report.following else f"at-{report.following}"
        return f"{back}#{anchor}"
    if report.kind == Decision.Kind.REVERSE and report.done:
        Claim.objects.release(request.user)
        # What came after it then still does, wherever it stands in the list by now.
        then = parse_id(request.POST.get("then"))
        return focus.again(request.user, back, report.done[0][0], then)
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
