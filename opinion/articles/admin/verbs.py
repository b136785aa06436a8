"""The buttons of the article's form and the verbs of the model that they call."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from opinion.articles import enqueue
from opinion.articles.models import Change
from opinion.templatetags.dates import moment

PREVIEW = "_preview"
# The fields that only a verb reads: the draft keeps nothing of them.
MOMENTS = {"scheduled_for", "withdraw_at"}
ASKED = {*MOMENTS, "withdrawal_reason", "change", "change_note"}


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


# By the name of their button. Each takes the article, who pressed, and what the form was told; it
# returns what to say, or raises the ValidationError of the model's verb.
VERBS = {
    "_publish": publish,
    "_schedule": schedule,
    "_unschedule": unschedule,
    "_retry": retry,
    "_withdraw": withdraw,
    "_schedule_withdrawal": schedule_withdrawal,
    "_cancel_withdrawal": cancel_withdrawal,
}


def pressed(request):
    """The verb whose button was pressed; None for a plain save."""
    return next((verb for name, verb in VERBS.items() if name in request.POST), None)


# --- What a verb refused, told on the next page ---------------------------------------------------


def remember_refusal(request, article, error, asked):
    """Keep why a verb refused, and what only the verb was told, for the page that follows."""
    by_field = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    told = {"withdrawal_reason": asked.get("withdrawal_reason", "")}
    told |= {name: asked[name].isoformat() if asked.get(name) else "" for name in MOMENTS}
    errors = {name: [str(text) for text in texts] for name, texts in by_field.items()}
    _remember(request, article, errors, told | _said(asked))


def remember_note(request, article, asked):
    """Keep what was said of the next edition while the draft was only saved."""
    if asked.get("change_note"):
        _remember(request, article, {}, _said(asked))


def _said(asked):
    return {name: asked.get(name, "") for name in ("change", "change_note")}


def _remember(request, article, errors, asked):
    request.session["refused"] = {"article": article.pk, "errors": errors, "asked": asked}


def take_refusal(request, article):
    """What `remember_refusal` kept about this article, once."""
    refused = request.session.get("refused")
    if not refused or refused["article"] != article.pk:
        return None
    return request.session.pop("refused")
