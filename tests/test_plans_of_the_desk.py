"""With 40,000 waiting among 100,000, the desk reads what it shows: PostgreSQL's own plans."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from authors.models import User
from comments.desk import requeue_due
from comments.desk.ordering import written
from comments.desk.queue import COUNTED, SIZE, Queue
from comments.models import Claim, Comment
from tests.desk import QUEUE, decide
from tests.made_once import made_once
from tests.newsroom import make_article, make_publication, make_user
from tests.test_plans import COMMENT, indexes, plan
from tests.without_triggers import without_triggers

COMMENTS, WAITING = 100_000, 40_000
FOCUS = f"{QUEUE}focus/"
# The newest wait; before them some are put aside, and of what is published some is reported. What
# weighs most came in the middle, so that each order is another one.
WRITTEN = f"""
INSERT INTO comments_comment ({COMMENT}, priority_at, desk_state, desk_until, handed_to_id)
SELECT 'Reader ' || c, 'x', '<p>x</p>', 1, at, at, CASE status WHEN 'published' THEN at END, 1, c,
       {{article}}, {{edition}}, ARRAY[c], 0, NULL, NULL, status, 0,
       CASE WHEN status = 'waiting' THEN at - mod(c, 7) * interval '1 day'
            WHEN mod(c, 100) = 3 THEN at END,
       desk_state, CASE desk_state WHEN 'snoozed' THEN at + interval '100 days' END,
       CASE desk_state WHEN 'handed' THEN {{moderator}} END
FROM (
    SELECT c, now() - ({COMMENTS} - c) * interval '1 minute' AS at,
           CASE WHEN c > {COMMENTS - WAITING - 2000} THEN 'waiting'
                WHEN mod(c, 2) = 0 THEN 'spam' WHEN mod(c, 5) = 0 THEN 'refused'
                ELSE 'published' END AS status,
           CASE WHEN c > {COMMENTS - WAITING} OR c <= {COMMENTS - WAITING - 2000} THEN ''
                WHEN mod(c, 100) = 0 THEN 'handed' WHEN mod(c, 100) = 1 THEN 'escalated'
                ELSE 'snoozed' END AS desk_state
    FROM generate_series(1::bigint, {COMMENTS}) c
) standing;
INSERT INTO comments_signal (comment_id, kind, detail)
SELECT id, CASE WHEN mod(id, 1000) = 9 THEN 'heat' ELSE 'newcomer' END, ''
FROM comments_comment WHERE mod(id, 3) = 0;
INSERT INTO comments_contact (comment_id, key, email_digest, household_digest, network_digest,
                              created_at)
SELECT id, 'x', sha256(CASE mod(id, 3) WHEN 0 THEN id ELSE -mod(id / 10, 5000) END::text::bytea),
       sha256(id::text::bytea), sha256(id::text::bytea), created_at
FROM comments_comment;
INSERT INTO comments_report (comment_id, reason, household_digest, at, outcome)
SELECT id, 'hate', '1', created_at, CASE WHEN priority_at IS NULL THEN 'left' ELSE '' END
FROM comments_comment WHERE status = 'published';
INSERT INTO comments_thread (article_id, policy, published_count) VALUES ({{article}}, '', 0);
ANALYZE comments_comment, comments_signal, comments_report, comments_contact;
"""
BIG = {"comments_comment", "comments_signal", "comments_report", "comments_contact"}
# Of each list its first page, and what of it is read until then.
LISTS = {
    "": ("comment_urgent", SIZE + 1),
    "?order=oldest": ("comment_waiting", SIZE + 1),
    "?order=newest": ("comment_waiting", SIZE + 1),
    "?status=reported": ("comment_reported", SIZE + 1),
    "?status=aside": ("comment_put_aside", SIZE + 1),
    "?status=published": ("comment_archive", SIZE + 2),
    "?held=newcomer": ("comment_urgent", 4 * SIZE),
    "?writer=new": ("contact_of_address", 40 * SIZE),
    "?writer=known": ("contact_of_address", 40 * SIZE),
    "?address=guest": ("comment_urgent", 4 * SIZE),
    "?name=Reader": ("comment_urgent", 4 * SIZE),
    "?words=rare": ("comment_by_words", 4 * SIZE),
}


def crowd() -> int:
    """The moderator to whom something was handed, by number."""
    make_publication()
    edition, moderator = make_article().live_edition, make_user("moderator", group="Moderators")
    values = {"article": edition.article_id, "edition": edition.pk, "moderator": moderator.pk}
    with without_triggers() as cursor:
        cursor.execute(WRITTEN.format(**values))
    return moderator.pk


crowded = made_once(crowd)


@pytest.fixture
def moderator(crowded, db):
    return User.objects.get(pk=crowded)


ASKS = ("SELECT", "UPDATE", "WITH")


def queries(act):
    with CaptureQueriesContext(connection) as asked:
        act()
    return [
        query["sql"] for query in asked.captured_queries if query["sql"].strip().startswith(ASKS)
    ]


def rows_read(steps) -> int:
    """Of the table of comments, by the step that reads most."""
    read = [
        (step["Actual Rows"] + step.get("Rows Removed by Filter", 0)) * step["Actual Loops"]
        for step in steps
        if step.get("Relation Name") == "comments_comment"
    ]
    return max(read, default=0)


def examined(act):
    """The plans of all that an act asks about comments."""
    found = [plan(sql, "ANALYZE, ") for sql in queries(act) if "comments_comment" in sql]
    assert found
    for steps in found:
        whole = [step for step in steps if step["Node Type"] == "Seq Scan"]
        assert not [step for step in whole if step["Relation Name"] in BIG], steps
    return found


def assert_reads_at_most(most, act, *one_of):
    found = examined(act)
    assert max(map(rows_read, found)) <= most, [*map(rows_read, found)]
    assert {*one_of} & set().union(*map(indexes, found))


@pytest.mark.parametrize("query", LISTS)
def test_a_list_reads_no_more_than_its_page(moderator, query):
    index, most = LISTS[query]
    words = dict(pair.split("=") for pair in query[1:].split("&") if pair)
    assert_reads_at_most(most, lambda: Queue(moderator, **words).page, index)


@pytest.mark.parametrize("order", ["urgent", "oldest", "newest"])
def test_a_page_in_the_middle_begins_there(moderator, order):
    queue = Queue(moderator, order=order)
    comment = queue.order.sort(Comment.objects.waiting())[WAITING // 2]
    queue = Queue(moderator, order=order, after=queue.order.place_of(comment))
    index = "comment_urgent" if order == "urgent" else "comment_waiting"
    assert_reads_at_most(SIZE + 2, lambda: queue.page, index)


def test_counting_stops_at_a_thousand(moderator):
    assert_reads_at_most(COUNTED + 2, Queue(moderator).tabs, "comment_archive")


def test_what_was_handed_to_one_is_found_among_what_is_put_aside(moderator):
    assert_reads_at_most(SIZE + 1, lambda: Queue(moderator, "mine").page, "comment_handed")
    assert Queue(moderator, "mine").page


def test_the_next_free_one_lies_behind_all_that_are_open(moderator, editor):
    open_ones = Comment.objects.waiting().order_by("priority_at", "pk")[:200]
    until = timezone.now() + timedelta(minutes=5)
    Claim.objects.bulk_create(Claim(comment=one, by=editor, until=until) for one in open_ones)
    queue = Queue(moderator)
    assert_reads_at_most(201, queue.next_free, "comment_urgent")
    first = queue.next_free()
    assert_reads_at_most(202, lambda: queue.next_free(first), "comment_urgent")
    assert_reads_at_most(210, lambda: queue.following(first, 8), "comment_urgent")
    # By its number, in whichever of the two indexes that begin with it.
    by_number = ("comments_comment_pkey", "comment_in_article")
    assert_reads_at_most(1, lambda: queue.holds(first.pk), *by_number)


def test_a_decision_reads_what_it_is_about(moderator, client):
    client.force_login(moderator)
    first = Queue(moderator).next_free()
    answer = []
    pressed = partial(decide, client, first, "approve", next=FOCUS)
    assert_reads_at_most(2, lambda: answer.append(pressed()), "comment_urgent")
    # Of those under its writer's address, of which there are fourteen, what became of each.
    assert_reads_at_most(14, lambda: client.get(answer[0].url), "comment_urgent")


def test_what_few_comments_have_is_found_by_its_kind(moderator):
    for comment in Queue(moderator, held="heat").page:
        assert comment.signals.get().kind == "heat"
    found = examined(lambda: Queue(moderator, held="heat").page)
    assert "signal_kind" in set().union(*map(indexes, found))


def test_the_clock_reads_what_is_put_aside_and_what_is_reported(crowded, db):
    for steps in examined(partial(requeue_due.return_due, timezone.now())):
        assert rows_read(steps) <= 2_000


def test_a_place_in_an_address_is_that_of_its_comment(moderator):
    page = Queue(moderator).page
    assert written(Queue(moderator).order.place_of(page[-1])) in Queue(moderator).next_address
