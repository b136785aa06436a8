"""The buttons of the article's form and the verbs of the model that they call."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from opinion.articles import enqueue
from opinion.articles.models import Change
from opinion.templatetags.dates import moment

PREVIEW = "_preview"
# The fields that only a verb reads: the draft keeps nothing of them.
MOMENTS = {"scheduled_for", "withdraw_at"}
ASKED = {*MOMENTS, "withdrawal_reason", "change", "change_note", "desk_words", "desk_after"}


def stated(asked) -> dict:
    """What the form was told of the next edition, as the verbs of the model take it."""
    return {
        "change": asked.get("change") or Change.UNSTATED,
        "note": asked.get("change_note") or "",
    }


def publish(article, by, asked):
    edition = article.publish(by=by, **stated(asked))
    enqueue.draw_card(article)
    return _("Published. Readers now see edition %(number)d.") % {"number": edition.number}


def schedule(article, by, asked):
    at = asked["scheduled_for"]
    if not at:
        raise ValidationError({"scheduled_for": _("Choose a date and time.")})
    article.schedule(by=by, at=at, **stated(asked))
    return _("Saved. The article will be published on %(moment)s.") % {"moment": moment(at)}


def unschedule(article, by, asked):
    article.unschedule(by=by)
    return _("Saved. Scheduling cancelled.")


def retry(article, by, asked):
    article.retry_schedule(by=by)
    enqueue.draw_card(article)
    return _("Published. Readers now see edition %(number)d.") % {
        "number": article.live_edition.number
    }


def withdraw(article, by, asked):
    article.withdraw(by=by, reason=asked["withdrawal_reason"])
    return _("Withdrawn. Readers see your reason at the article's address.")


def schedule_withdrawal(article, by, asked):
    at = asked["withdraw_at"]
    if not at:
        raise ValidationError({"withdraw_at": _("Choose a date and time.")})
    article.schedule_withdrawal(by=by, at=at, reason=asked["withdrawal_reason"])
    return _("Saved. The article will be withdrawn on %(moment)s.") % {"moment": moment(at)}


def cancel_withdrawal(article, by, asked):
    article.cancel_withdrawal()
    return _("Saved. The article will not be withdrawn.")


# --- Between an author and the desk ---------------------------------------------------------------


def hand_in(article, by, asked):
    article.hand_in(by, asked["desk_words"], asked["desk_after"])
    return _("Handed in. The desk has been told.")


def take_back(article, by, asked):
    article.take_back(by, asked["desk_after"])
    return _("Taken back. You can write on.")


def take(article, by, asked):
    article.take(by, asked["desk_after"])
    return _("It is yours now. Its author has been told.")


def send_back(article, by, asked):
    article.send_back(by, asked["desk_words"], asked["desk_after"])
    return _("Sent back. Its author has been told.")


def add_note(article, by, asked):
    article.add_note(by, asked["desk_words"])
    return _("Note added. No reader ever sees it.")


# By the name of their button. Each takes the article, who pressed, and what the form was told; it
# returns what to say, or raises the ValidationError of the model's verb.
PUBLISHING = {
    "_publish": publish,
    "_schedule": schedule,
    "_unschedule": unschedule,
    "_retry": retry,
    "_withdraw": withdraw,
    "_schedule_withdrawal": schedule_withdrawal,
    "_cancel_withdrawal": cancel_withdrawal,
}
OF_AUTHORS = {"_hand_in": hand_in, "_take_back": take_back}
OF_THE_DESK = {"_take": take, "_send_back": send_back}
OF_STAFF = {"_note": add_note}
VERBS = PUBLISHING | OF_AUTHORS | OF_THE_DESK | OF_STAFF
# Before these, what the checks found is shown.
CHECKED = {publish, schedule}


def pressed(request):
    """The verb whose button was pressed; None for a plain save."""
    return next((verb for name, verb in VERBS.items() if name in request.POST), None)


def button_of(verb) -> str:
    return next(name for name, known in VERBS.items() if known is verb)


def may(verb, may_publish: bool) -> bool:
    """Whether who may publish, or may not, does this at all: authors hand in, the desk answers."""
    if verb in OF_STAFF.values():
        return True
    return may_publish != (verb in OF_AUTHORS.values())


# --- What a verb refused, told on the next page ---------------------------------------------------


def remember_refusal(request, article, error, asked):
    """Keep why a verb refused, and what only the verb was told, for the page that follows."""
    by_field = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    told = {"withdrawal_reason": asked.get("withdrawal_reason", "")}
    told |= {name: asked[name].isoformat() if asked.get(name) else "" for name in MOMENTS}
    errors = {name: [str(text) for text in texts] for name, texts in by_field.items()}
    _remember(request, article, errors, told | _said(asked))


def remember_note(request, article, asked):
    """Keep what was said to readers or colleagues while the draft was only saved."""
    if asked.get("change_note") or asked.get("desk_words"):
        _remember(request, article, {}, _said(asked))


def _said(asked):
    return {name: asked.get(name, "") for name in ("change", "change_note", "desk_words")}


def _remember(request, article, errors, asked):
    request.session["refused"] = {"article": article.pk, "errors": errors, "asked": asked}


def remember_warnings(request, article, verb, names, asked):
    """Keep which checks warned before `verb` was done, and what that was told."""
    remember_refusal(request, article, ValidationError([]), asked)
    request.session["refused"]["held_back"] = {"button": button_of(verb), "checks": sorted(names)}


def take_refusal(request, article):
    """What `remember_refusal` kept about this article, once."""
    refused = request.session.get("refused")
    if not refused or refused["article"] != article.pk:
        return None
    return request.session.pop("refused")
