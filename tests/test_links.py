"""What is kept of the addresses in references, and who sees it."""

from datetime import UTC, datetime, timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from opinion.references.links import Checker, Outcome, Reason, State
from opinion.references.models import Link
from opinion.references.models.link import CHECKS_KEPT, until_next
from opinion.references.tasks import check_link, check_links_due, checker
from tests.link_server import LONG, page
from tests.test_configuration import read_settings

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TIMES = "https://times.example/sisters"
POST = "https://post.example/sisters"


@pytest.fixture
def server(settings, link_server):
    """The worker's own checker may visit it."""
    settings.CHECK_LINKS, settings.CHECK_LINKS_ALSO_AT = True, [link_server.door]
    checker.cache_clear()
    yield link_server
    checker.cache_clear()


def make_link(address=TIMES, **values):
    link = Link.objects.know([address])[address]
    Link.objects.filter(pk=link.pk).update(**values)
    link.refresh_from_db()
    return link


def outcome(state, **values):
    return Outcome(**{"state": state, "checked_at": MONDAY} | values)


# Which addresses are links


def test_an_address_is_known_once(django_assert_num_queries):
    make_link(TIMES)
    with django_assert_num_queries(3):
        known = Link.objects.know([TIMES, POST, f"{TIMES}#page-2", f" {POST} "])
    with django_assert_num_queries(1):
        assert Link.objects.know([TIMES, POST]) == {TIMES: known[TIMES], POST: known[POST]}
    assert Link.objects.count() == 2
    assert known[f"{TIMES}#page-2"] == known[TIMES]
    assert known[f" {POST} "].address == POST


@pytest.mark.parametrize(
    "address", ["", "/about/", "mailto:a@b.example", "ftp://a.example/", "http://a:b@c.example/"]
)
def test_what_cannot_be_linked_is_no_link(address):
    assert Link.objects.know([address]) == Link.objects.of([address]) == {}
    assert not Link.objects.exists()


def test_to_ask_what_is_known_makes_nothing():
    link = make_link(TIMES)
    assert Link.objects.of([TIMES, POST]) == {TIMES: link}


def test_a_link_nobody_has_looked_at_is_not_checked():
    link = make_link()
    assert (link.state, link.checked_at, link.outcome) == (State.NOT_CHECKED, None, None)


# Checking


def test_a_check_is_kept_with_its_time_and_code(server):
    server.answer("/page", body=page("Seven Sisters", LONG), ETag='"one"')
    link = make_link(f"{server.address}/page")
    visitor = Checker(allowed=[server.door], delay=0)
    link.check_with(visitor, now=MONDAY)
    link.refresh_from_db()
    assert (link.state, link.code, link.checked_at) == (State.REACHABLE, 200, MONDAY)
    assert (link.since, link.due_at) == (MONDAY, MONDAY + 7 * DAY)
    assert link.checks.get().code == 200
    link.check_with(visitor, now=MONDAY + 7 * DAY)
    link.refresh_from_db()
    assert (link.state, link.code, link.since) == (State.REACHABLE, 304, MONDAY)


def test_what_a_check_found_is_what_the_next_one_knows():
    link = make_link()
    found = outcome(
        State.ERROR,
        reason=Reason.NO_HOST,
        misses=2,
        first_missed_at=MONDAY - 3 * DAY,
        last_missed_at=MONDAY,
        fingerprint="{}",
    )
    link.keep(found)
    link.refresh_from_db()
    assert link.outcome == found


def test_only_the_latest_checks_are_kept():
    link, other = make_link(), make_link(POST)
    other.keep(outcome(State.GONE))
    for day in range(CHECKS_KEPT + 3):
        link.keep(outcome(State.REACHABLE, checked_at=MONDAY + day * DAY))
    days = [(check.checked_at - MONDAY).days for check in link.checks.all()]
    assert days == list(range(CHECKS_KEPT + 2, 2, -1))
    assert other.checks.count() == 1


@pytest.mark.parametrize(
    ("found", "days"),
    [
        (outcome(State.REACHABLE), 7),
        (outcome(State.GONE, misses=3), 7),
        (outcome(State.REFUSED), 7),
        (outcome(State.NOT_CHECKED, reason=Reason.ROBOTS), 7),
        (outcome(State.NOT_CHECKED, reason=Reason.NO_NETWORK), 1 / 24),
        (outcome(State.NOT_CHECKED, reason=Reason.FORBIDDEN), 30),
        (outcome(State.ERROR, reason=Reason.TIMEOUT), 1),
        (outcome(State.ERROR, misses=1), 3),
    ],
)
def test_when_the_next_check_is_due(found, days):
    assert until_next(found) == days * DAY


def test_a_page_that_was_looked_at_is_compared_with_what_it_says_now():
    link = make_link(state=State.CHANGED, fingerprint="{}", etag="", checked_at=MONDAY)
    link.accept()
    assert link.outcome.fingerprint == ""
    assert Link.objects.begin(9) == [link.pk]


# By the clock


def test_what_is_due_is_begun_once_and_one_of_each_host(django_assert_num_queries):
    first = make_link(TIMES, due_at=MONDAY)
    make_link(f"{TIMES}/2", due_at=MONDAY + DAY)
    other = make_link(POST, due_at=MONDAY - DAY)
    make_link("https://later.example/", due_at=MONDAY + 9 * DAY)
    with django_assert_num_queries(2):
        begun = Link.objects.begin(9, MONDAY + DAY)
    assert begun == [other.pk, first.pk]
    assert len(Link.objects.begin(9, MONDAY + DAY)) == 1
    assert Link.objects.begin(9, MONDAY + DAY) == []


@pytest.mark.django_db(transaction=True)
def test_the_worker_looks_at_what_is_due(server):
    server.answer("/page", body=page("Seven Sisters", LONG))
    link = make_link(f"{server.address}/page")
    check_links_due(timestamp=0)
    job = ProcrastinateJob.objects.get(task_name__endswith="check_link")
    assert (job.args, job.priority) == ({"link": link.pk}, -10)
    check_link(**job.args)
    link.refresh_from_db()
    assert (link.state, link.code) == (State.REACHABLE, 200)
    assert "(+http://" in server.requests[0][1]["User-Agent"]


@pytest.mark.django_db(transaction=True)
def test_a_site_that_is_to_stay_at_home_asks_nobody(server, settings):
    settings.CHECK_LINKS = False
    link = make_link(f"{server.address}/page")
    check_links_due(timestamp=0)
    assert not ProcrastinateJob.objects.filter(task_name__endswith="check_link").exists()
    check_link(link=link.pk)
    assert server.requests == []


@pytest.mark.parametrize(
    ("state", "archived", "wants"),
    [
        (State.GONE, "", True),
        (State.CHANGED, "", True),
        (State.GONE, "https://web.archive.org/web/2020/", False),
        (State.ERROR, "", False),
        (State.NOT_CHECKED, "", False),
    ],
)
def test_a_copy_is_wanted_of_what_is_no_longer_there(state, archived, wants):
    assert make_link(state=state, archived_address=archived).wants_copy is wants


@pytest.mark.parametrize(
    ("address", "word", "looks"),
    [
        ("http://127.0.0.1:8000", "", False),
        ("http://localhost", "", False),
        ("https://opinion.example", "", True),
        ("http://opinion.example", "", True),
        ("https://opinion.example", "0", False),
        ("http://127.0.0.1:8000", "1", True),
    ],
)
def test_who_looks_at_links_without_being_told(address, word, looks):
    assert read_settings(PUBLIC_URL=address, CHECK_LINKS=word)["CHECK_LINKS"] is looks
