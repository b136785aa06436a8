"""What hangs on the comments of a page: signals, edits, reports and decisions, in one query."""

from collections import defaultdict

from authors.models import User
from comments.models import Decision, DecisionNote, Edit, Report, RuleVersion, Signal

from .together import instance

NAMES = ("id", "first_name", "last_name", "username")
RULE = ("id", "number", "kind", "name")
NOTE = ("id", "decision_id", "text", "message_to_writer")


def attach(comments):
    """Give each of `comments` what hangs on it, so that nothing more is asked for; an asker."""
    numbers = [comment.pk for comment in comments]
    rows = yield [_signals(numbers), _edits(numbers), _reports(numbers), _decisions(numbers)]
    made = zip(("signals", "edits", "reports", "decisions"), MAKERS, rows, strict=True)
    for name, make, found in made:
        of_each = defaultdict(list)
        for row in found:
            of_each[row["comment_id"]].append(make(row))
        for comment in comments:
            _keep(comment, name, of_each[comment.pk])
    return comments


def _keep(comment, name, instances):
    """As `prefetch_related` leaves them, which would ask for each kind by itself."""
    manager = getattr(comment, name)
    related = manager.get_queryset()
    related._result_cache, related._prefetch_done = instances, True
    comment._prefetched_objects_cache = getattr(comment, "_prefetched_objects_cache", {})
    comment._prefetched_objects_cache[name] = related


def _signals(numbers):
    signals = Signal.objects.filter(comment__in=numbers).order_by("pk")
    return signals.values(*_columns(Signal), *_below("rule", RULE))


def _edits(numbers):
    return Edit.objects.filter(comment__in=numbers).order_by("pk").values(*_columns(Edit))


def _reports(numbers):
    waiting = Report.objects.waiting().filter(comment__in=numbers)
    return waiting.order_by("pk").values("id", "comment_id", "reason", "words")


def _decisions(numbers):
    decisions = Decision.objects.filter(comment__in=numbers).with_display_data().order_by("pk")
    people = (*_below("by", NAMES), *_below("to", NAMES))
    words = ("reason_label", "reason_wording", *_below("note", NOTE))
    return decisions.select_related(None).values(*_columns(Decision), *people, *words)


def _columns(model) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def _below(name, columns) -> list[str]:
    return [f"{name}__{column}" for column in columns]


def _signal(row) -> Signal:
    signal = instance(Signal, row)
    if signal.rule_id:
        signal.rule = instance(RuleVersion, row, "rule__")
    return signal


def _decision(row) -> Decision:
    decision = instance(Decision, row)
    for name in ("by", "to"):
        if person := instance(User, row, f"{name}__"):
            setattr(decision, name, person)
    decision.reason_label, decision.reason_wording = row["reason_label"], row["reason_wording"]
    # None, too: else it would be asked for whether there is one.
    decision._state.fields_cache["note"] = instance(DecisionNote, row, "note__")
    return decision


MAKERS = (
    _signal,
    lambda row: instance(Edit, row),
    lambda row: instance(Report, row),
    _decision,
)
