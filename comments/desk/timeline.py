"""All that happened to one comment, in one list by time."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comments.models import Comment, Decision, Edit, Report, Signal

Words = str | Promise


@dataclass(frozen=True)
class Event:
    """What happened and when; why in a few words; who did it, where that may be told."""

    at: datetime
    what: Words
    why: Words = ""
    who: Words = ""
    decision: Decision | None = None


def timeline(comment, looks=(), *, tells_holds=False) -> list[Event]:
    """`looks` are those at its writer's address, for whoever may know of them.

    `tells_holds` says whether the reader may know why its writer was put on hold.
    """
    events = [
        Event(comment.created_at, _("Written")),
        *_noticed(comment, tells_holds),
        *_edits(comment),
        *_reports(comment),
        *map(_decided, comment.decisions.all()),
        *(Event(look.at, _("Email and IP address viewed"), who=str(look.by)) for look in looks),
        *_leaving(comment),
    ]
    # Of one moment, in the order above.
    return sorted(events, key=lambda event: event.at)


def _noticed(comment, tells_holds):
    """What rules said about its first text, and about each new one."""
    signals = comment.signals.select_related("rule", "edit").order_by("edit", "pk")
    for edit, group in groupby(signals, lambda signal: signal.edit):
        what = _("Signals on the new text") if edit else _("Signals on arrival")
        at = edit.at if edit else comment.created_at
        yield Event(at, what, "; ".join(_in_words(each, tells_holds) for each in group))


def _in_words(signal, tells_holds) -> str:
    is_told = signal.detail and (tells_holds or signal.kind != Signal.Kind.HOLD)
    return f"{signal}: {signal.detail}" if is_told else str(signal)


def _edits(comment):
    for edit in comment.edits.all():
        waits = edit.status == Edit.Status.WAITING
        yield Event(edit.at, _("Edited by the writer"), _("waiting for review") if waits else "")


def _reports(comment):
    """Never who: not even the fingerprint of the connection is read."""
    reports = Report.objects.filter(comment=comment).only("reason", "at", "words")
    return [Event(report.at, _("Reported by a reader"), _objection(report)) for report in reports]


def _objection(report) -> Words:
    reason = report.get_reason_display()
    return f"{reason}: “{report.words}”" if report.words else reason


def _decided(decision) -> Event:
    why = decision.reason_label if decision.reason else ""
    return Event(decision.at, str(decision), why, decision.decider, decision)


def _leaving(comment):
    if comment.status == Comment.Status.WITHDRAWN:
        yield Event(comment.hidden_since, _("Withdrawn by the writer"))
    if comment.is_erased:
        yield Event(comment.erased_at, _("Erased"))
