"""All rules in force are asked about what a reader sent. None of them refuses it.

A rule that breaks, or takes too long, holds the comment: it neither publishes nor loses it.
"""

import logging
import traceback
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace

from django import db
from psycopg.errors import QueryCanceled

from comments.models import Effect, Rule, RuleVersion, Signal, SignalDraft
from opinion.transactions import savepoint

from . import checks
from .checks import Submission
from .history import look_up

logger = logging.getLogger(__name__)

MOST_MILLISECONDS = 500
STRICTNESS: list[str] = [Effect.NOTE, Effect.HOLD, Effect.SPAM]


def noticed(sent: Submission) -> list[SignalDraft]:
    """What the rules say about a comment that comes, in the order of the rules."""
    return _told_once(_asked([*RuleVersion.objects.in_force()], sent))


def noticed_about_text(article, text: str) -> list[SignalDraft]:
    """What they say about a new text of a comment that is there already."""
    rules = RuleVersion.objects.in_force().filter(kind__in=checks.ABOUT_TEXT)
    return _asked([*rules], Submission(article=article, text=text))


def _asked(rules, sent) -> list[SignalDraft]:
    """All together; where one of them breaks, each by itself."""
    try:
        drafts = _findings(rules, sent)
    except Exception as error:
        if _is_away(error):
            raise
        drafts = [_asked_alone(rule, sent) for rule in rules]
    return [finding for finding in drafts if finding]


def _asked_alone(rule, sent) -> SignalDraft | None:
    try:
        return _findings([rule], sent)[0]
    except Exception as error:
        if _is_away(error):
            raise
        return _broken(rule, error)


def _findings(rules, sent) -> list[SignalDraft | None]:
    is_looked_up = any(rule.kind in checks.LOOKED_UP for rule in rules)
    with _in_time() if is_looked_up else nullcontext():
        known = replace(sent, looked_up=look_up(rules, sent))
        return [_finding(rule, known) for rule in rules]


def _finding(rule, sent) -> SignalDraft | None:
    seen = checks.CHECKS[rule.kind](rule, sent)
    return seen and SignalDraft(rule.kind, seen.detail, rule.effect, rule, seen.marks, rule.weight)


def _in_time() -> AbstractContextManager:
    """No question takes longer than it may; after one that did, the comment can still be stored."""
    return savepoint(
        f"SET LOCAL statement_timeout = {MOST_MILLISECONDS:d}",
        "SET LOCAL statement_timeout TO DEFAULT",
    )


def _is_away(error) -> bool:
    """Whether it is the database that fails: it keeps no comment, and its reader is told so."""
    is_lost = isinstance(error, (db.OperationalError, db.InterfaceError))
    return is_lost and not isinstance(error.__cause__, QueryCanceled)


def _broken(rule, error) -> SignalDraft:
    # Where it broke, and not its own words: they may quote what the reader typed.
    place = "".join(traceback.format_tb(error.__traceback__))
    logger.error("Rule %s broke: %s\n%s", rule.rule_id, type(error).__name__, place)
    return SignalDraft(Signal.Kind.UNSCREENED, rule.name, rule=rule)


def _told_once(drafts: list[SignalDraft]) -> list[SignalDraft]:
    """Without what a rule about haste says of a missing time, where another says it as strictly."""
    strictest = max(
        (_strictness(draft) for draft in drafts if draft.kind == Rule.Kind.UNTIMED), default=-1
    )
    return [
        draft
        for draft in drafts
        if draft.kind != Rule.Kind.TOO_FAST or _strictness(draft) > strictest
    ]


def _strictness(finding: SignalDraft) -> int:
    return STRICTNESS.index(finding.effect)
