"""The same from many: found beside each other, decided together, each with its own record."""

import re

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from comments.desk import similar
from comments.desk.card import attach_people
from comments.desk.similar import gathered, gathered_of
from comments.models import Comment, Fingerprint, Reader
from comments.models.decision_kinds import KINDS
from comments.rules import fingerprints
from tests.desk import QUEUE
from tests.forms import fields_of
from tests.made_once import made_once
from tests.newsroom import (
    make_article,
    make_comment,
    make_publication,
    make_published_comment,
)
from tests.test_plans import indexes, plan

pytestmark = pytest.mark.django_db

LETTER = (
    "Good day to all. My neighbour lost all his savings and won them back within a week with the "
    "help of a clever man whom he met by chance, and who helps honest people for a small fee only."
)
OTHER = (
    "What this article leaves out is the night bus, which has run at the same hours for years and "
    "which nobody ever sees in any figure that the town publishes about those who travel late."
)
SPAM = "https://savings-back.example/start"


def send(article, text, **values):
    number = Comment.objects.count() + 1
    return make_comment(
        article,
        text,
        name=f"Reader {number}",
        email=f"reader{number}@readers.example.org",
        address=f"2001:db8:0:{number % 65536:x}::1",
        **values,
    )


def keys(comment):
    return Fingerprint.objects.get(comment=comment).keys


# --- What is like what


def test_what_says_nearly_the_same_is_gathered_from_every_article(article):
    first = send(article, LETTER)
    again = send(make_article("Another"), LETTER)
    varied = send(article, LETTER.replace("a week", "ten days"))
    send(article, OTHER)
    assert {*gathered(first).waiting} == {again.pk, varied.pk}
    assert {*gathered(varied).waiting} == {first.pk, again.pk}


def test_what_only_looks_alike_at_first_is_not_gathered(article):
    # They share a third of their words: some number of theirs may be the same.
    first = send(article, LETTER)
    half = send(article, LETTER[:70] + OTHER[60:])
    Fingerprint.objects.filter(comment=half).update(
        keys=[key for key in keys(first) if key % 2 == 0][:3]
    )
    assert gathered(first).waiting == []


def test_what_advertises_the_same_address_is_gathered_however_it_is_written(article):
    first = send(article, f"Nice article, see {SPAM}")
    again = send(article, "Read HTTP://www.savings-back.example/start/?utm_source=x#top now!")
    other = send(article, "More at https://savings-back.example/end")
    assert gathered(first).waiting == [again.pk]
    assert gathered(other).waiting == []


@pytest.mark.parametrize(
    "link",
    [
        "{site}/2024/01/the-last-train/",
        "{site}/about/",
        "https://source.example/report?page=3&x=1",
        "https://cited.example/study",
    ],
)
def test_links_to_us_and_to_what_the_article_cites_are_no_campaign(publication, settings, link):
    settings.PUBLIC_URL = "https://www.signal-box.example"
    article = make_article(
        body='<p>See <a href="https://source.example/report?page=3&amp;x=1">this</a>.</p>',
        references=["A study. https://cited.example/study"],
    )
    link = link.format(site="https://signal-box.example")
    first, second = send(article, f"As {link} says."), send(article, f"No: {link} is old.")
    assert not {*keys(first)} & {*keys(second)}
    assert not gathered(first)


def test_a_few_words_that_many_agree_in_gather_nobody(article):
    first, second = send(article, "I agree."), send(article, "I agree.")
    assert not gathered(first)
    assert keys(second) == []


def test_only_what_stands_in_the_queue_is_gathered(article, moderator):
    first, handed, gone, erased = (send(article, LETTER) for _ in range(4))
    handed.decide("hand_over", by=moderator, to=moderator)
    gone.withdraw()
    erased.erase()
    assert not gathered(first)


def test_it_is_told_how_those_like_it_were_decided(article, moderator):
    for _ in range(3):
        send(article, LETTER).decide("spam", by=moderator)
    send(article, LETTER).approve(by=moderator)
    found = gathered(send(article, LETTER))
    assert found.waiting == []
    assert found.outcomes == ["3 marked as spam", "1 published"]


def test_each_status_that_a_decision_leads_to_has_words():
    statuses = {kind.to_status for kind in KINDS.values() if kind.is_judgement}
    assert statuses == {*similar.DECIDED}


# --- As the text changes


def test_an_edit_is_found_by_its_new_text(article):
    first, second = send(article, LETTER), send(article, OTHER)
    second.edit(LETTER)
    assert gathered(first).waiting == [second.pk]
    second.edit(OTHER)
    assert not gathered(first)


def test_a_published_edit_is_found_by_it_once_it_is_taken_and_no_more_when_that_is_reversed(
    article, moderator
):
    comment = make_published_comment(article, OTHER, by=moderator)
    before = keys(comment)
    comment.edit(LETTER)
    assert keys(comment) == before
    comment.decide("accept_edit", by=moderator)
    assert gathered(send(article, LETTER)).decided == {"published": 1}
    comment.decide("reverse", by=moderator)
    assert keys(comment) == before


def test_nothing_is_kept_of_what_is_erased(article):
    comment = send(article, LETTER)
    reader = Reader.objects.confirm("reader1@readers.example.org")
    other = make_comment(article, OTHER, email="reader1@readers.example.org")
    other.contact.belongs_to(reader)
    comment.erase()
    reader.erase()
    assert not Fingerprint.objects.exists()


def test_a_fingerprint_that_cannot_be_taken_loses_no_comment(article, monkeypatch, caplog):
    # Failure 12 of the field; and 29: what broke may quote the reader.
    def fail(text, edition):
        raise ValueError(text)

    comment = send(article, LETTER)
    monkeypatch.setattr(fingerprints, "keys_of", fail)
    other = send(article, LETTER)
    comment.edit(OTHER)
    assert {*Comment.objects.values_list("text", flat=True)} == {LETTER, OTHER}
    assert not Fingerprint.objects.exists()
    assert f"Comment {other.pk} has no fingerprint: ValueError" in caplog.text
    assert "savings" not in caplog.text
    assert not gathered(comment)


def test_a_database_out_of_order_is_not_taken_for_a_mistake_of_ours(article, monkeypatch):
    def fail(text, edition):
        raise OperationalError

    monkeypatch.setattr(fingerprints, "keys_of", fail)
    with pytest.raises(OperationalError), transaction.atomic():
        send(article, LETTER)
    assert not Comment.objects.exists()


# --- The command


def test_the_command_takes_what_is_missing_and_what_is_of_another_version(article, capsys):
    comments = [send(article, LETTER) for _ in range(3)]
    Fingerprint.objects.filter(comment=comments[0]).delete()
    Fingerprint.objects.filter(comment=comments[1]).update(version=0, keys=[1])
    assert not gathered(comments[2])
    call_command("fingerprint_comments")
    assert capsys.readouterr().out == "2 fingerprints taken.\n"
    assert gathered(comments[2]).count == 2
    call_command("fingerprint_comments")
    assert capsys.readouterr().out == "0 fingerprints taken.\n"


def test_the_command_leaves_decided_ones_alone_unless_asked(article, moderator, capsys):
    spam, gone = send(article, LETTER), send(article, LETTER)
    spam.decide("spam", by=moderator)
    gone.erase()
    Fingerprint.objects.all().delete()
    call_command("fingerprint_comments")
    assert not Fingerprint.objects.exists()
    call_command("fingerprint_comments", "--all")
    assert [one.comment for one in Fingerprint.objects.all()] == [spam]


def test_the_command_goes_on_where_it_was_stopped(article, monkeypatch):
    from comments.management.commands import fingerprint_comments

    for _ in range(5):
        send(article, LETTER)
    Fingerprint.objects.all().delete()
    monkeypatch.setattr(fingerprint_comments, "BATCH", 2)
    whole, done = fingerprint_comments.Command._take, []

    def stops(command, numbers):
        if done:
            raise ConnectionError
        done.append(numbers)
        whole(command, numbers)

    monkeypatch.setattr(fingerprint_comments.Command, "_take", stops)
    with pytest.raises(ConnectionError):
        call_command("fingerprint_comments")
    assert Fingerprint.objects.count() == 2
    monkeypatch.setattr(fingerprint_comments.Command, "_take", whole)
    call_command("fingerprint_comments")
    assert Fingerprint.objects.count() == 5


# --- On the desk


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
    with connection.cursor() as cursor:
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
