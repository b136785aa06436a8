"""The lists of the desk: narrowed by each filter and by several, in each order, page after page."""

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from comments.desk.tabs import TABS
from comments.models import Comment, Hold, Report, Signal, Thread
from tests.desk import QUEUE, shown
from tests.newsroom import (
    make_article,
    make_comment,
    make_published_comment,
    make_section,
    make_user,
)
from tests.receipts import confirm

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def listed(desk, **query):
    """The names of who wrote what a list shows, from top to bottom."""
    found = shown(desk.get(f"{QUEUE}?{urlencode(query)}"))
    names = dict(Comment.objects.values_list("pk", "name"))
    return [names[pk] for pk in found]


def make(article, name, hours_ago=1, **values):
    """A comment that waits, whose writer has an address and a connection of their own."""
    number = Comment.objects.count() + 1
    values = {"email": f"{number}@readers.example.org", "address": f"2001:db8:{number:x}::1"} | (
        values
    )
    return make_comment(
        article, f"Words of {name}.", name, at=timezone.now() - hours_ago * HOUR, **values
    )


# --- Each filter alone


@pytest.fixture
def crowd(article, moderator):
    """Five who wait, each another; and what they left before."""
    other = make_article("The Night Bus", section=make_section("Home"))
    make_published_comment(article, "Before.", "Known", email="kim@readers.example.org")
    make(article, "Kim Known", hours_ago=30, email="kim@readers.example.org")
    make(article, "Nan New", hours_ago=2)
    fast = make(other, "Fay Fast", hours_ago=100, signals=[("too_fast", "2 seconds")])
    make(article, "Lin Links", hours_ago=4, signals=[("links", "5"), ("too_fast", "")])
    confirm(fast, fast.contact.email_to_write_to)


NARROWED = [
    ({}, ["Fay Fast", "Kim Known", "Lin Links", "Nan New"]),
    ({"held": "too_fast"}, ["Fay Fast", "Lin Links"]),
    ({"held": "links"}, ["Lin Links"]),
    ({"held": "hold"}, []),
    ({"writer": "known"}, ["Kim Known"]),
    ({"writer": "new"}, ["Fay Fast", "Lin Links", "Nan New"]),
    ({"address": "confirmed"}, ["Fay Fast"]),
    ({"address": "guest"}, ["Kim Known", "Lin Links", "Nan New"]),
    ({"age": "1"}, ["Fay Fast", "Kim Known", "Lin Links", "Nan New"]),
    ({"age": "24"}, ["Fay Fast", "Kim Known"]),
    ({"age": "72"}, ["Fay Fast"]),
    ({"age": "168"}, []),
    ({"name": "n"}, ["Nan New"]),
    ({"name": "kim k"}, ["Kim Known"]),
    ({"name": "im"}, []),  # not the beginning of a word
    ({"name": "_"}, []),  # no pattern
    ({"words": "FAY"}, ["Fay Fast"]),
    ({"words": "of lin"}, ["Lin Links"]),  # each word, or one that begins so
    ({"words": "ay"}, []),
    ({"words": "... !"}, []),
    ({"words": "known", "status": "published"}, []),
    ({"section": "home"}, ["Fay Fast"]),
    # Several
    ({"held": "too_fast", "section": "world"}, ["Lin Links"]),
    ({"held": "too_fast", "address": "confirmed"}, ["Fay Fast"]),
    ({"writer": "new", "address": "guest"}, ["Lin Links", "Nan New"]),
    ({"writer": "new", "address": "guest", "age": "1", "name": "lin"}, ["Lin Links"]),
    ({"writer": "known", "address": "confirmed"}, []),
    # What makes no sense filters nothing.
    ({"held": "nonsense", "writer": "x", "age": "0"}, None),
    ({"name": "kim@readers.example.org"}, None),
]


def test_a_list_is_narrowed(desk, crowd):
    everybody = ["Fay Fast", "Kim Known", "Lin Links", "Nan New"]
    for query, names in NARROWED:
        assert listed(desk, **query) == (everybody if names is None else names), query


def test_every_list_is_searched_by_words_and_by_names_in_tags(desk, article, moderator):
    make(article, "<b>Bold</b> Bo")
    make(article, "O'Hara (Jo)").refuse(by=moderator, reason="attack")
    assert listed(desk, name="bold") == ["<b>Bold</b> Bo"]
    assert listed(desk, name="<b>bo bo") == ["<b>Bold</b> Bo"]
    assert listed(desk, status="refused", name="jo o'h") == ["O'Hara (Jo)"]
    assert listed(desk, status="all", words="words hara") == ["O'Hara (Jo)"]


def test_the_count_beside_a_narrowed_list_is_its_own_and_the_others_have_none(desk, crowd):
    page = desk.get(f"{QUEUE}?held=too_fast")
    assert re.findall(r'desk-count">(\d+)<', page.text) == ["2"]
    page = desk.get(f"{QUEUE}?section=world")
    assert re.findall(r'desk-count">(\d+)<', page.text)[:2] == ["3", "0"]
    assert len(re.findall("desk-count", page.text)) == len(TABS)


def test_a_narrowed_list_is_counted_no_further_than_a_count_is_worth(desk, crowd, monkeypatch):
    monkeypatch.setattr("comments.desk.queue.SIZE", 1)
    monkeypatch.setattr("comments.desk.queue.COUNTED_NARROWED", 2)
    page = desk.get(f"{QUEUE}?writer=new")
    assert re.findall(r'desk-count">(\d+\+?)<', page.text) == ["2+"]
    assert re.findall(r'desk-count">(\d+\+?)<', desk.get(f"{QUEUE}?held=too_fast").text) == ["2"]


def test_filters_stay_from_page_to_page_and_from_list_to_list(desk, crowd):
    page = desk.get(f"{QUEUE}?held=too_fast&section=world&name=lin").text
    tabs = re.findall(r'href="(\?status=[^"]+)"', page.partition("desk-tabs")[2])[: len(TABS)]
    for address in tabs:
        for word in ("held=too_fast", "section=world", "name=lin"):
            assert word in address
    assert 'value="too_fast" selected' in page
    assert 'href="?status=waiting">Clear filters' in page


def test_nobody_is_new_or_known_whose_address_was_forgotten_or_is_the_desks(
    desk, article, moderator, editor
):
    answer = Thread.objects.for_article(article).answer(by=editor, text="From the desk.")
    forgotten, erased = make(article, "Forgotten"), make(article, "Erased")
    type(forgotten.contact).objects.filter(pk=forgotten.pk).blank()
    erased.erase()
    everything = {"status": "all"}
    assert len(listed(desk, **everything)) == 3
    for writer in ("new", "known"):
        assert listed(desk, **everything, writer=writer) == []
    # Its address was typed, whatever became of it; an erased comment and staff have none.
    assert listed(desk, **everything, address="guest") == ["Forgotten"]
    assert answer.name


def test_everything_that_can_hold_a_comment_can_be_asked_for(desk, article, moderator):
    held = make(article, "Held")
    Hold.objects.place(held, "email", timezone.now() + HOUR, "Loud", moderator)
    make(article, "Again", email=held.contact.email_to_write_to)
    assert listed(desk, held="hold") == ["Again"]
    page = desk.get(f"{QUEUE}?more").text
    for kind in Signal.Kind.values:
        assert f'<option value="{kind}">' in page


# --- Orders


def _fill(article, moderator, tab):
    """Eight comments of that list, some of the same moment, none in the order of its number."""
    lead = make_user("lead", is_superuser=True)
    for number in (5, 1, 3, 3, 3, 7, 2, 2):
        comment = make(article, f"Of {number} hours", hours_ago=number)
        weigh = Comment.objects.filter(pk=comment.pk)
        weigh.update(priority_at=comment.created_at - (number % 4) * 9 * HOUR)
        _put(comment, tab, moderator, lead)
    return lead


def _put(comment, tab, moderator, lead):
    comment.refresh_from_db()
    if tab in ("published", "taken_down", "edited", "reported"):
        comment.approve(by=moderator)
    if tab == "refused":
        comment.refuse(by=moderator, reason="attack")
    elif tab == "spam":
        comment.decide("spam", by=moderator)
    elif tab == "taken_down":
        comment.take_down(by=moderator, reason="attack")
    elif tab == "withdrawn":
        comment.withdraw()
    elif tab == "edited":
        comment.edit("Another text.")
    elif tab == "reported":
        Report.objects.receive(
            comment, "hate", f"2001:db8:f{comment.pk % 4_096:03x}::1", comment.created_at
        )
    elif tab in ("mine", "aside"):
        comment.decide("hand_over", by=moderator, to=lead)


@pytest.mark.parametrize("tab", [tab.name for tab in TABS.values()])
def test_every_list_is_paged_in_every_order_without_gap_or_repetition(
    client, article, moderator, monkeypatch, tab
):
    monkeypatch.setattr("comments.desk.queue.SIZE", 3)
    client.force_login(_fill(article, moderator, tab))
    anybody = make_user("any", is_superuser=True)
    for order in TABS[tab].orders:
        assert_paged(client, tab, order, anybody)


def assert_paged(client, tab, order, anybody):
    address, pages = f"{QUEUE}?status={tab}&order={order}", []
    while address and len(pages) < 6:
        page = client.get(address)
        pages.append(shown(page))
        following = re.search(r'href="(\?[^"]+)" rel="next"', page.text)
        address = following and QUEUE + following[1].replace("&amp;", "&")
    assert [len(page) for page in pages] == [3, 3, 2], order
    seen = sum(pages, [])
    assert {*seen} == {*Comment.objects.values_list("pk", flat=True)}
    chosen = TABS[tab].orders[order]
    comments = TABS[tab].of(Comment.objects.all(), anybody)
    if tab not in ("mine",):
        assert seen == [comment.pk for comment in chosen.sort(comments)], order


def test_each_order_is_what_its_name_says(client, article, moderator):
    client.force_login(_fill(article, moderator, "waiting"))
    ages = {
        order: [int(re.search(r"\d+", name)[0]) for name in listed(client, order=order)]
        for order in ("urgent", "oldest", "newest")
    }
    assert ages["oldest"] == [7, 5, 3, 3, 3, 2, 2, 1]
    assert ages["newest"] == ages["oldest"][::-1]
    # As if each had waited 9 hours longer for every hour beyond the last multiple of four.
    assert ages["urgent"] == [7, 3, 3, 3, 2, 2, 5, 1]


def test_the_first_order_of_a_list_holds_where_none_or_another_lists_is_asked_for(desk, crowd):
    for order in ("", "nonsense"):
        assert listed(desk, order=order) == listed(desk, order="urgent")
    assert listed(desk, status="all", order="urgent") == listed(desk, status="all")


def test_paging_goes_on_where_it_was_while_the_page_before_is_decided(
    desk, article, moderator, monkeypatch
):
    monkeypatch.setattr("comments.desk.queue.SIZE", 3)
    comments = [make(article, f"{number}", hours_ago=9 - number) for number in range(7)]
    page = desk.get(QUEUE).text
    following = re.search(r'href="(\?[^"]+)" rel="next"', page)[1].replace("&amp;", "&")
    for comment in comments[:3]:
        comment.approve(by=moderator)
    assert shown(desk.get(QUEUE + following)) == [comment.pk for comment in comments[3:6]]


def test_what_has_no_place_yet_breaks_no_page(desk, article, monkeypatch):
    monkeypatch.setattr("comments.desk.queue.SIZE", 2)
    for number in range(5):
        make(article, f"{number}")
    Comment.objects.update(priority_at=None)
    page = desk.get(QUEUE).text
    following = re.search(r'href="(\?[^"]+)" rel="next"', page)[1].replace("&amp;", "&")
    again = desk.get(QUEUE + following)
    assert again.status_code == 302
    assert len(shown(desk.get(again.url))) == 2
