"""Comments that are like each other, on the desk, and what it costs to show them."""

import re

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from comments.desk import similar
from comments.desk.card import attach_people
from comments.desk.similar import gathered, gathered_of
from comments.models import Comment
from tests.desk import QUEUE
from tests.forms import fields_of
from tests.made_once import made_once
from tests.newsroom import (
    make_article,
    make_publication,
)
from tests.test_gathered import LETTER, OTHER, SPAM, send
from tests.test_plans import indexes, plan
from tests.without_triggers import without_triggers

pytestmark = pytest.mark.django_db


def page_of(comment):
    return f"{QUEUE}{comment.pk}/like/"


def ticked(page):
    return [int(pk) for pk in re.findall(r'name="chosen" value="(\d+)-\d+" checked', page.text)]


def test_many_are_decided_in_one_go_each_with_its_own_record_and_taken_back_together(
    desk, article, moderator
):
    comments = [send(article, LETTER) for _ in range(4)]
    other = send(article, OTHER)
    page = desk.get(page_of(comments[1]))
    assert ticked(page) == [comment.pk for comment in reversed(comments)]
    assert str(other.pk) not in ticked(page)
    form = fields_of(page, "cards")
    chosen = [f"{comment.pk}-1" for comment in comments[:3]]
    asked = desk.post(f"{QUEUE}confirm/", form | {"kind": "spam", "chosen": chosen})
    assert "Mark 3 comments as spam?" in asked.text
    # Somebody edits meanwhile: that one is judged anew.
    comments[0].edit(OTHER)
    after = decide_all(desk, chosen, next=page_of(comments[1]))
    assert "2 comments marked as spam." in after.text
    assert "Someone got there first." in after.text
    assert ticked(after) == [comments[3].pk]
    assert "Earlier similar comments: 1 marked as spam." in after.text
    records = [
        [*comment.decisions.values_list("kind", "by", "comment_version")] for comment in comments
    ]
    assert records == [[], [("spam", moderator.pk, 1)], [("spam", moderator.pk, 1)], []]
    undo = [f"{comment.pk}-2" for comment in comments[1:3]]
    decide_all(desk, undo, kind="reverse", next=page_of(comments[1]))
    assert {*Comment.objects.values_list("status", flat=True)} == {"waiting"}


def decide_all(desk, chosen, next, kind="spam"):
    form = {"kind": kind, "chosen": chosen, "next": next}
    return desk.post(f"{QUEUE}decide/", form, follow=True)


def test_the_page_of_one_that_was_decided_lists_the_others(desk, article, moderator):
    first, second = send(article, LETTER), send(article, LETTER)
    first.decide("spam", by=moderator)
    assert ticked(desk.get(page_of(first))) == [second.pk]
    second.decide("spam", by=moderator)
    assert "No similar comments are waiting." in desk.get(page_of(first)).text


def test_who_may_not_decide_sees_no_boxes(client, article, editor):
    first, _second = send(article, LETTER), send(article, LETTER)
    client.force_login(editor)
    page = client.get(page_of(first))
    assert page.text.count("Good day to all.") == 2
    assert 'type="checkbox"' not in page.text


def test_no_more_stand_on_a_page_than_one_form_takes(desk, article, monkeypatch):
    from comments.desk import person_views

    monkeypatch.setattr(person_views, "TOGETHER", 3)
    comments = [send(article, LETTER) for _ in range(5)]
    page = desk.get(page_of(comments[0]))
    assert len(ticked(page)) == 3
    assert "Decide these to see the next ones." in page.text


def test_no_more_are_looked_at_than_is_said(article, monkeypatch):
    comments = [send(article, LETTER) for _ in range(6)]
    found = gathered_of([comments[0]], most=3)[comments[0].pk]
    assert (found.waiting, found.is_cut) == ([comment.pk for comment in comments[:2:-1]], True)
    assert not gathered_of([comments[0]], most=6)[comments[0].pk].is_cut


def test_doubtful_ones_beyond_what_is_compared_are_left_out_and_told(article, monkeypatch):
    monkeypatch.setattr(similar, "SURE", 99)
    first = send(article, LETTER)
    others = [
        send(article, LETTER.replace("honest", f"{word}")) for word in ("poor", "good", "all")
    ]
    assert gathered(first).count == 3
    monkeypatch.setattr(similar, "COMPARED", 2)
    assert (gathered(first).count, gathered(first).is_cut) == (2, True)
    monkeypatch.setattr(similar, "LETTERS", 2 * len(LETTER) + 50)
    assert (gathered(first).count, gathered(first).is_cut) == (1, True)
    assert others


def test_a_card_counts_the_others_and_leads_to_them(article, moderator):
    for _ in range(3):
        send(article, LETTER).decide("spam", by=moderator)
    comments = [send(article, LETTER) for _ in range(3)]
    words = card_words(comments[0])
    assert "2 similar comments are waiting." in words
    assert f'href="{page_of(comments[0])}"' in words
    assert "Earlier similar comments: 3 marked as spam." in words


def card_words(comment):
    text = render_to_string("admin/comments/_like.html", {"like": gathered(comment)})
    return " ".join(text.split())


def test_a_card_that_knows_shows_both(desk, article, rf, moderator):
    from comments.desk.card import Card
    from comments.desk.queue import with_context

    send(article, LETTER)
    comment = send(article, LETTER)
    card = Card(with_context(Comment.objects).get(pk=comment.pk), QUEUE)
    attach_people([card])
    text = render_to_string("admin/comments/_card.html", {"card": card})
    assert "New writer, email not confirmed" in text
    assert "1 similar comment is waiting." in text


# --- What it costs


@pytest.mark.parametrize("count", [1, 25])
def test_a_page_of_cards_asks_as_often_for_many_as_for_one(
    article, django_assert_max_num_queries, count
):
    for number in range(count):
        words = f"{LETTER} {number}" if number % 2 else f"{OTHER} See {SPAM}/{number}"
        send(article, words)
    comments = [*Comment.objects.all()]
    with django_assert_max_num_queries(3):
        gathered_of(comments)


CAMPAIGN, OTHERS = 10_000, 90_000
# Beside a campaign of one text nine times as many other comments, each with keys of its own.
TOWN = f"""
INSERT INTO comments_comment (id, article_id, edition_id, path, depth, name, text, html,
    html_policy, status, created_at, waiting_since, version, published_below, published_at)
SELECT 1000000 + n, article_id, edition_id, ARRAY[1000000 + n::bigint], 0, 'Ana', text, 'x', 1,
    CASE WHEN n > {OTHERS} OR n % 50 = 0 THEN 'waiting' ELSE 'published' END,
    now(), now(), 1, 0, now()
FROM comments_comment, generate_series(1, {OTHERS + CAMPAIGN}) n;
INSERT INTO comments_fingerprint (comment_id, keys, version)
SELECT 1000000 + n,
       CASE WHEN n > {OTHERS} THEN keys ELSE
           (SELECT array_agg(n * 1000003::bigint + k) FROM generate_series(1, 21) k) END,
       version
FROM comments_fingerprint, generate_series(1, {OTHERS + CAMPAIGN}) n;
ANALYZE;
"""


def fill_the_town() -> int:
    """The first of ten thousand comments that wait and say the same, among ninety thousand."""
    make_publication()
    comment = send(make_article(), LETTER)
    with without_triggers() as cursor:
        cursor.execute(TOWN)
    return comment.pk


filled = made_once(fill_the_town)


@pytest.fixture
def town(filled, db):
    return Comment.objects.get(pk=filled)


def queries_of(comments, most):
    with CaptureQueriesContext(connection) as asked:
        found = gathered_of(comments, most)
    return found, [query["sql"] for query in asked.captured_queries]


def steps_of(queries):
    return [step for sql in queries for step in plan(sql, "ANALYZE, ")]


def rows_read(steps) -> int:
    """From tables, by whatever way."""
    return sum(
        step["Actual Rows"] * step["Actual Loops"] for step in steps if "Relation Name" in step
    )


def test_what_is_like_a_comment_is_asked_of_the_index_not_of_the_table(town):
    rare = send(town.article, OTHER)
    found, queries = queries_of([rare], 200)
    assert not found[rare.pk]
    steps = steps_of(queries)
    assert "fingerprint_keys" in indexes(steps)
    assert not [step for step in steps if step["Node Type"] == "Seq Scan"]
    assert rows_read(steps) < 10


def test_a_campaign_of_ten_thousand_costs_a_page_of_cards_what_it_costs_one_card(town, desk):
    newest = [*Comment.objects.order_by("-pk")[:25]]
    _one, for_one = queries_of(newest[:1], 50)
    many, for_many = queries_of(newest, 50)
    assert len(for_many) == len(for_one) == 2
    assert {(found.is_cut, found.count) for found in many.values()} == {(True, 49)}
    steps = steps_of(for_many)
    assert "fingerprint_keys" in indexes(steps)
    assert not [step for step in steps if step["Node Type"] == "Seq Scan"]
    assert rows_read(steps) <= rows_read(steps_of(for_one)) + 25 < 3 * CAMPAIGN
    page = desk.get(page_of(town))
    assert ticked(page)[:2] == [newest[0].pk, newest[1].pk]
    assert len(ticked(page)) == 100
    assert "Decide these to see the next ones." in page.text
