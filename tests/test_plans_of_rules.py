"""What rules look up about a post reads little, however much was written: plans of PostgreSQL."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from comments.models import Comment, Contact, Reader, RuleVersion, Thread
from comments.models.arrival import Arrival
from comments.models.contact import email_digest, submission_digest
from comments.screening import checks, history
from comments.screening.checks import Submission
from comments.security import encryption, ip_addresses
from tests.made_once import made_once
from tests.newsroom import make_article, make_publication
from tests.test_plans import COMMENT, plan
from tests.without_triggers import without_triggers

COMMENTS = 60_000
ANA, TOWN = "ana@readers.example.org", "198.51.100.7"
# All under one article within a day. Every third comes from the connection that a town shares, and
# every sixth from one reader besides; these still wait. The others were refused or published.
WRITTEN = f"""
INSERT INTO comments_comment ({COMMENT}, hidden_since)
SELECT 'Reader', repeat('So it is. ', 5), repeat('So it is. ', 95), 1,
       now() - c * interval '1 second', now(), now(), 2,
       c, %(article)s, %(edition)s, ARRAY[c], 0, NULL, NULL,
       CASE WHEN c %% 3 = 0 THEN 'waiting' WHEN c %% 3 = 1 THEN 'refused' ELSE 'published' END, 0,
       CASE WHEN c %% 3 = 1 THEN now() - c * interval '1 second' END
FROM generate_series(1::bigint, {COMMENTS}) c;
INSERT INTO comments_contact
    (comment_id, key, email_digest, household_digest, reader_id, created_at)
SELECT c, 'x', CASE WHEN c %% 6 = 0 THEN %(email)s ELSE sha256(c::text::bytea) END,
       CASE WHEN c %% 3 = 0 THEN %(household)s ELSE sha256(c::text::bytea) END,
       CASE WHEN c %% 6 = 0 THEN %(reader)s::bigint END, now() - c * interval '1 second'
FROM generate_series(1::bigint, {COMMENTS}) c;
ANALYZE comments_comment, comments_contact;
"""


def write():
    make_publication()
    article, reader = make_article(), Reader.objects.confirm(ANA)
    values = {
        "article": article.pk,
        "edition": article.live_edition_id,
        "email": email_digest(ANA),
        "household": encryption.digest("household", ip_addresses.household(TOWN)),
        "reader": reader.pk,
    }
    with without_triggers() as cursor:
        cursor.execute(WRITTEN, values)
    return article, reader


written = made_once(write)


@pytest.fixture
def busy(written, db):
    return written


def read_by(kind, sent, **terms) -> int:
    """How many rows of tables and indexes a rule goes through to answer."""
    return rows_read_by(lambda: checks.CHECKS[kind](RuleVersion(kind=kind, **terms), sent))


def rows_read_by(ask) -> int:
    with CaptureQueriesContext(connection) as asked:
        ask()
    steps = [step for query in asked.captured_queries for step in plan(query["sql"], "ANALYZE, ")]
    return sum(rows_read(step) for step in steps if "Relation Name" in step)


def rows_read(step) -> float:
    rows = step["Actual Rows"] + step.get("Rows Removed by Filter", 0)
    return rows * max(step["Actual Loops"], 1)


def test_heat_reads_no_more_comments_than_it_counts_to(busy):
    article, _reader = busy
    assert read_by("heat", Submission(article, "x"), limit=30, minutes=60) == 30


# Each of the newest comments with its contact; where every sixth is theirs, five are passed over.
@pytest.mark.parametrize("kind", ["refused", "newcomer"])
def test_the_history_of_a_sender_is_read_as_far_as_it_matters(busy, kind):
    article, reader = busy
    terms = {"limit": 1, "minutes": 30 * 24 * 60}
    often = Submission(article, "x", email=ANA, address=TOWN, reader=reader)
    assert read_by(kind, often, **terms) <= history.LOOKED_AT * 16
    stranger = Submission(article, "x", email="bo@readers.example.org", address="203.0.113.9")
    assert read_by(kind, stranger, **terms) <= 2


def test_what_a_comment_meets_is_read_as_far_as_it_matters(busy):
    article, _reader = busy
    Thread.objects.create(article=article)

    def met_by(address):
        contact = Contact.of(ANA, address, submission_digest(article.pk, None, ANA, "x"), now())
        parent = Comment(pk=3)
        return rows_read_by(lambda: Arrival.of(article, parent, now(), contact))

    # Its thread, article, edition, section and parent; and what a town wrote in ten minutes.
    assert met_by("203.0.113.9") <= 6
    assert met_by(TOWN) <= 6 + 10 * 60 / 3
