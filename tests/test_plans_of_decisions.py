"""Looking back at ten years of decisions reads those it is about: PostgreSQL's own plans."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.made_once import made_once
from tests.newsroom import make_article, make_publication, make_user
from tests.test_plans import COMMENT, indexes, plan
from tests.without_triggers import without_triggers

YEARS, COMMENTS = 10, 60_000
DECISION = "comment_id, kind, reason, by_id, at, comment_version, status_before, status_after"
# As long as people write, spread over the years; one in three published, of which a fifth was taken
# down on the same day. One decision in a thousand is the second moderator's.
WRITTEN = f"""
INSERT INTO comments_comment ({COMMENT})
SELECT 'Reader', repeat('So it is. ', 5), repeat('So it is. ', 95), 1, now(), now(), now(), 2,
       c, {{article}}, {{edition}}, ARRAY[c], 0, NULL, NULL,
       CASE WHEN c % 3 = 0 THEN 'published' ELSE 'refused' END, 0
FROM generate_series(1::bigint, {COMMENTS}) c;
INSERT INTO comments_decision ({DECISION})
SELECT id, CASE status WHEN 'published' THEN 'approve' ELSE 'refuse' END,
       CASE status WHEN 'published' THEN '' ELSE 'attack' END,
       CASE WHEN id % 1000 = 7 THEN {{second}} ELSE {{first}} END,
       now() - ({COMMENTS} - id) * interval '{YEARS} years' / {COMMENTS}, 1, 'waiting', status
FROM comments_comment;
INSERT INTO comments_decision ({DECISION})
SELECT comment_id, 'take_down', 'hate', by_id, at, 2, 'published', 'taken_down'
FROM comments_decision WHERE comment_id % 15 = 0;
ANALYZE comments_comment, comments_decision;
"""
BIG = {"comments_comment", "comments_decision"}
HISTORY = "/admin/comments/decision/"
A_YEAR = COMMENTS * 1.07 / YEARS
# How many rows of decisions each page may read: twice a page of them; the weeks, of which each
# is compared with those before and after it; the months that are over, and one more.
PAGES = {
    HISTORY: 110,
    f"{HISTORY}?since={{day}}&until={{day}}": 110,
    f"{HISTORY}?by={{second}}": 130,
    f"{HISTORY}?kind=approve&since={{day}}": 400,
    f"{HISTORY}?after={{middle}}": 110,
    f"{HISTORY}team/": A_YEAR * 8 / 52 * 6,
    "/moderation/": A_YEAR * 13 / 12,
}


def write():
    make_publication()
    moderator, edition = make_user("moderator", group="Moderators"), make_article().live_edition
    second = make_user("second", group="Moderators")
    values = {"first": moderator.pk, "second": second.pk}
    values |= {"article": edition.article_id, "edition": edition.pk}
    with without_triggers() as cursor:
        cursor.execute(WRITTEN.format(**values))
    day = timezone.localdate() - timedelta(days=5 * 365)
    return {"first": moderator, "second": second.pk, "day": day, "middle": COMMENTS // 2}


written = made_once(write)


@pytest.fixture
def years(written, db):
    return written


def rows_read(steps) -> int:
    return sum(
        (step["Actual Rows"] + step.get("Rows Removed by Filter", 0)) * step["Actual Loops"]
        for step in steps
        if step.get("Relation Name") == "comments_decision"
    )


def queries_about_decisions(client, address):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    about = [
        query["sql"] for query in asked.captured_queries if "comments_decision" in query["sql"]
    ]
    assert about, address
    return about


def test_no_page_reads_more_decisions_than_it_is_about(years, client):
    client.force_login(years["first"])
    used = set()
    for page, most in PAGES.items():
        for sql in queries_about_decisions(client, page.format(**years)):
            steps = plan(sql, "ANALYZE, ")
            used |= indexes(steps)
            assert not [step for step in steps if is_whole(step)], (page, sql)
            assert rows_read(steps) <= most, (page, sql, rows_read(steps))
    assert "decision_latest" in used


def is_whole(step) -> bool:
    return step["Node Type"] == "Seq Scan" and step["Relation Name"] in BIG


def test_the_public_page_finds_its_months_by_their_index(years):
    (sql,) = queries_about_decisions(Client(), "/moderation/")
    assert "decision_latest" in indexes(plan(sql))
