"""A long thread is read page by page, conversation by conversation, at the cost of a short one."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comments.models import Comment
from comments.threads import pagination
from tests.newsroom import make_article, make_comment, make_published_comment
from tests.thread_page import (
    ARTICLE,
    classed,
    conversation,
    fill,
    headings,
    link,
    numbers,
    shown,
    thread,
    walk,
    words,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def long_thread(article, monkeypatch):
    """Eleven conversations on pages of four: of three comments each, but for the third, of nine."""
    monkeypatch.setattr(pagination, "ROOTS", 4)

    def parents(number, made):
        if 6 < number < 15:
            return made[6]
        return made[number - number % 3] if number % 3 else None

    return fill(article, 39, parents=parents)


def roots_of(article):
    roots = Comment.objects.filter(article=article, depth=0).order_by("pk")
    return [*roots.values_list("pk", flat=True)]


def roots_on(tree):
    return [numbers(item)[0] for item in tree.find(".//ol").findall("li")]


def begins(start, sort=""):
    return f"{ARTICLE}?{sort}thread={start}"


@pytest.mark.parametrize("sort", ["", "?sort=newest"])
def test_a_long_thread_is_read_page_by_page_both_ways(article, long_thread, sort):
    pages = [*walk(ARTICLE + sort, "next")]
    order = roots_of(article)[::-1] if sort else roots_of(article)
    assert [pk for each in pages for pk in each if pk in order] == order
    assert [len({*each} & {*order}) for each in pages] == [4, 4, 3]
    last = ARTICLE + (f"{sort}&" if sort else "?") + f"thread={order[8]}"
    assert [*walk(last, "prev")] == pages[::-1]
    assert headings(thread(ARTICLE + sort))[0].startswith("39 thoughts")


def test_the_newest_conversations_may_come_first(article, long_thread):
    tree = thread(f"{ARTICLE}?sort=newest")
    assert roots_on(tree) == roots_of(article)[:-5:-1]
    order = {words(a): (a.get("href"), a.get("aria-current")) for a in tree.iter("a")}
    assert order["Oldest first"] == (f"{ARTICLE}#comments", None)
    assert order["Newest first"] == (f"{ARTICLE}?sort=newest#comments", "true")
    # Within a conversation the order stays: what is answered stands above its answer.
    assert numbers(tree)[:3] == [comment.pk for comment in long_thread[36:]]


def test_pages_are_found_from_anywhere_in_the_middle(article, long_thread):
    roots = roots_of(article)
    back = [roots_on(thread(address)) for address in _earlier(begins(roots[6]))]
    assert back == [roots[6:10], roots[2:6], roots[:4]]


def _earlier(address):
    while address:
        yield address
        found = [a for a in thread(address).iter("a") if a.get("rel") == "prev"]
        address = found[0].get("href") if found else None


def test_a_conversation_shows_five_replies_and_leads_to_the_others(article, long_thread):
    tree = thread()
    root = long_thread[6]
    item = next(item for item in tree.find(".//ol").findall("li") if numbers(item)[0] == root.pk)
    assert numbers(item) == [comment.pk for comment in long_thread[6:12]]
    assert link(item, "3 more replies") == conversation(root)
    assert [words(each) for each in classed(tree, "comment-others")] == ["3 more replies"]


def test_where_one_reply_is_left_out_it_says_so(article):
    root = make_published_comment(article, "Root.")
    for number in range(6):
        make_published_comment(article, f"Reply {number}.", parent=root)
    assert link(thread(), "1 more reply") == conversation(root)


def test_five_replies_are_all_there(article):
    root = make_published_comment(article, "Root.")
    for number in range(5):
        make_published_comment(article, f"Reply {number}.", parent=root)
    assert len(numbers(thread())) == 6
    assert not classed(thread(), "comment-others")


def test_a_page_in_the_middle_says_so(article, long_thread):
    roots = roots_of(article)
    tree = thread(begins(roots[5]))
    assert "You're in the middle of this thread." in words(tree)
    assert link(tree, "Start from the beginning") == f"{ARTICLE}#comments"
    tree = thread(begins(roots[5], "sort=newest&"))
    assert link(tree, "Start from the beginning") == f"{ARTICLE}?sort=newest#comments"
    assert "in the middle" not in words(thread())


@pytest.mark.parametrize("start", ["", "x", "0", "-1", "987654", "9" * 30, "١", "1,2", "%00"])
@pytest.mark.parametrize("sort", ["", "sort=newest&", "sort=x&"])
def test_an_unknown_beginning_is_the_first_page(article, start, sort):
    comment = make_published_comment(article)
    assert numbers(thread(begins(start, sort))) == [comment.pk]


def test_where_a_beginning_is_hidden_by_now_the_page_begins_beside_it(article, moderator):
    first = make_published_comment(article, "First.")
    hidden = make_published_comment(article, "Hidden.")
    last = make_published_comment(article, "Last.")
    hidden.take_down(by=moderator, reason="attack")
    assert numbers(thread(begins(hidden.pk))) == [last.pk]
    assert numbers(thread(begins(hidden.pk, "sort=newest&"))) == [first.pk]
    foreign = make_published_comment(make_article("Another Train"))
    assert numbers(thread(begins(foreign.pk))) == [first.pk, last.pk]


def test_what_waits_or_is_hidden_counts_for_no_page(article, moderator, monkeypatch):
    monkeypatch.setattr(pagination, "ROOTS", 2)
    made = fill(article, 3)
    make_comment(article, "Waits.")
    assert [*walk(ARTICLE, "next")] == [[made[0].pk, made[1].pk], [made[2].pk]]
    made[0].refresh_from_db()
    made[0].take_down(by=moderator, reason="attack")
    assert [*walk(ARTICLE, "next")] == [[made[1].pk, made[2].pk]]


# --- The steps to the comments beside one


def test_each_comment_leads_to_the_one_before_and_after_it(article, moderator):
    first = make_published_comment(article, "First.")
    gone = make_published_comment(article, "Gone.", parent=first)
    below = make_published_comment(article, "Below.", parent=gone)
    last = make_published_comment(article, "Last.")
    gone.take_down(by=moderator, reason="attack")
    tree = thread()
    steps = {
        comment.pk: [
            (words(a), a.get("href")) for a in classed(shown(tree, comment), "comment-step")
        ]
        for comment in (first, below, last)
    }
    assert steps == {
        first.pk: [("Next comment", f"#comment-{below.pk}")],
        below.pk: [
            ("Previous comment", f"#comment-{first.pk}"),
            ("Next comment", f"#comment-{last.pk}"),
        ],
        last.pk: [("Previous comment", f"#comment-{below.pk}")],
    }


# --- What it costs


def queries(address):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert Client().get(address).status_code == 200
    return [query["sql"] for query in captured]


def test_a_page_costs_as_many_queries_with_one_comment_as_with_many(article):
    make_published_comment(article)
    queries("/about/")
    with_one = queries(ARTICLE)
    made = fill(article, 120, parents=lambda n, made: made[-1] if n % 4 else None)
    with_many = queries(ARTICLE)
    assert len(with_many) == len(with_one)
    assert len(queries(f"{ARTICLE}?sort=newest")) == len(with_one)
    assert len(queries(begins(made[100].pk))) == len(with_one) + 1
    assert not [sql for sql in with_many if "OFFSET" in sql]
