"""What rules look up about a sender and a thread: all of it in one question to the database.

Each reads as far as it matters, however much was written: tests/test_plans_of_rules.py.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection

from comments.models import Rule
from comments.models.contact import email_digest, household_digest

if TYPE_CHECKING:
    from .checks import Submission

Kind = Rule.Kind
HIDDEN = ("refused", "spam", "taken_down")
# Of one address, or one connection: of one that a whole town shares, not all are read.
LOOKED_AT = 500

Question = tuple[str, list]

BY_EMAIL = """
SELECT comment_id FROM comments_contact WHERE email_digest = %s
ORDER BY comment_id DESC LIMIT %s
"""
BY_READER = """
SELECT comment_id FROM comments_contact WHERE reader_id = %s
ORDER BY comment_id DESC LIMIT %s
"""
BY_HOUSEHOLD = """
SELECT comment_id FROM comments_contact WHERE household_digest = %s
ORDER BY created_at DESC LIMIT %s
"""
# Of these, how many are published; no more are counted than are asked for.
PUBLISHED = """
SELECT count(*) FROM (
    SELECT FROM comments_comment WHERE status = 'published' AND id IN ({theirs}) LIMIT %s
) known
"""
REFUSED = f"""
SELECT count(*) FROM comments_comment
WHERE id IN (({BY_EMAIL}) UNION ({BY_HOUSEHOLD})) AND status = ANY(%s) AND hidden_since >= %s
"""
HEAT = """
SELECT count(*) FROM (
    SELECT FROM comments_comment WHERE article_id = %s AND created_at >= %s LIMIT %s
) lately
"""
STAFF_NAMES = "SELECT version FROM authors_staffnames ORDER BY id LIMIT 1"


def look_up(rules: Iterable, sent: "Submission") -> dict[int | None, Any]:
    """The answers to what these rules look up, by the numbers of their versions."""
    asked = {rule.pk: QUESTIONS[rule.kind](rule, sent) for rule in rules if rule.kind in QUESTIONS}
    if not asked:
        return {}
    questions = ", ".join(f"({sql})" for sql, _values in asked.values())
    values = [value for _sql, values in asked.values() for value in values]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {questions}", values)
        return dict(zip(asked, cursor.fetchone(), strict=True))


def published_by(terms, sent) -> Question:
    """How many were published under the typed address; None where enough are proved to be theirs.

    Only what is proved to be of the same person makes somebody known.
    """
    typed = PUBLISHED.format(theirs=BY_EMAIL)
    values = [email_digest(sent.email), LOOKED_AT, terms.limit]
    if not sent.reader:
        return typed, values
    proved = PUBLISHED.format(theirs=BY_READER)
    is_known = f"CASE WHEN ({proved}) >= %s THEN NULL ELSE ({typed}) END"
    return f"SELECT {is_known}", [sent.reader.pk, LOOKED_AT, terms.limit, terms.limit, *values]


def refused_lately(terms, sent) -> Question:
    theirs = [email_digest(sent.email), LOOKED_AT, household_digest(sent.address), LOOKED_AT]
    return REFUSED, [*theirs, [*HIDDEN], _since(terms, sent)]


def written_lately(terms, sent) -> Question:
    return HEAT, [sent.article.pk, _since(terms, sent), terms.limit]


def version_of_staff_names(terms, sent) -> Question:
    return STAFF_NAMES, []


def _since(terms, sent) -> datetime:
    return sent.moment - timedelta(minutes=terms.minutes)


QUESTIONS: dict[str, Callable[..., Question]] = {
    Kind.NEWCOMER: published_by,
    Kind.REFUSED: refused_lately,
    Kind.HEAT: written_lately,
    Kind.STAFF_NAME: version_of_staff_names,
}
