"""What the link checker says, tried on a server of our own. Nothing leaves the machine."""

from datetime import UTC, datetime, timedelta
from time import monotonic

import pytest

from opinion.references.links import Reason, State
from tests.link_server import AGENT, LONG, checker, look, page

DAY = timedelta(days=1)
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def server(link_server):
    return link_server


# The seven states


def test_a_page_that_answers_is_reachable(server):
    server.answer("/page", body=page("Seven Sisters", LONG))
    found = look(server, "/page", now=MONDAY)
    assert (found.state, found.code, found.reason) == (State.REACHABLE, 200, None)
    assert found.checked_at == MONDAY
    assert found.final_address == f"{server.address}/page"


@pytest.mark.parametrize("code", [401, 403, 429, 451])
def test_who_turns_our_checker_away_may_let_readers_in(server, code):
    server.answer("/page", code)
    found = look(server, "/page")
    assert (found.state, found.code) == (State.REFUSED, code)


@pytest.mark.parametrize("code", [400, 500, 502, 503])
def test_a_server_in_trouble_is_an_error_now(server, code):
    server.answer("/page", code)
    found = look(server, "/page")
    assert (found.state, found.code, found.misses) == (State.ERROR, code, 0)


@pytest.mark.parametrize("code", [404, 410])
def test_a_page_is_gone_when_it_was_missed_three_times_days_apart(server, code):
    server.answer("/page", code)
    found = None
    for day, state, misses in [
        (0, State.ERROR, 1),
        (1, State.ERROR, 1),  # too soon to count
        (3, State.ERROR, 2),
        (5, State.ERROR, 2),  # too soon after the second
        (6, State.GONE, 3),
        (7, State.GONE, 3),
    ]:
        found = look(server, "/page", found, now=MONDAY + day * DAY)
        assert (day, found.state, found.misses) == (day, state, misses)
    assert (found.code, found.first_missed_at) == (code, MONDAY)


def test_a_page_that_is_seen_again_was_never_missed(server):
    server.answer("/page", 404)
    found = look(server, "/page", now=MONDAY)
    server.answer("/page", body=page("Back", LONG))
    found = look(server, "/page", found, now=MONDAY + 3 * DAY)
    assert (found.state, found.misses, found.first_missed_at) == (State.REACHABLE, 0, None)


def test_an_error_in_between_neither_counts_nor_forgives(server):
    server.answer("/page", 404)
    found = look(server, "/page", now=MONDAY)
    server.answer("/page", 500)
    found = look(server, "/page", found, now=MONDAY + 3 * DAY)
    assert (found.state, found.misses) == (State.ERROR, 1)


@pytest.mark.parametrize("code", [301, 308])
def test_a_page_that_moved_for_good_has_a_new_address(server, code):
    server.answer("/old", code, Location="/new")
    server.answer("/new", body=page("Moved", LONG))
    found = look(server, "/old")
    assert (found.state, found.code) == (State.MOVED, 200)
    assert found.moved_to == found.final_address == f"{server.address}/new"


@pytest.mark.parametrize("code", [302, 303, 307])
def test_a_page_that_is_elsewhere_today_has_not_moved(server, code):
    server.answer("/old", code, Location="/today")
    server.answer("/today", body=page("Today", LONG))
    found = look(server, "/old")
    assert (found.state, found.moved_to) == (State.REACHABLE, "")
    assert found.final_address == f"{server.address}/today"


def test_where_a_page_moved_to_is_not_where_a_passing_redirect_leads(server):
    server.answer("/old", 301, Location="/new")
    server.answer("/new", 302, Location="/new/tonight")
    server.answer("/new/tonight", body=page("Moved", LONG))
    found = look(server, "/old")
    assert (found.state, found.moved_to) == (State.MOVED, f"{server.address}/new")


def test_a_slash_at_the_end_is_no_move(server):
    server.answer("/page", 301, Location="/page/")
    server.answer("/page/", body=page("Page", LONG))
    assert look(server, "/page").state == State.REACHABLE


def test_a_page_that_moved_to_nowhere_is_missed(server):
    server.answer("/old", 301, Location="/nowhere")
    found = look(server, "/old")
    assert (found.state, found.code, found.misses) == (State.ERROR, 404, 1)


# Content


def test_other_adverts_and_a_new_menu_are_the_same_page(server):
    server.answer("/page", body=page("Seven Sisters", LONG, around="One menu"))
    found = look(server, "/page")
    server.answer("/page", body=page("Seven Sisters", f"{LONG} 12 people like this", "Another"))
    assert look(server, "/page", found).state == State.REACHABLE


def test_a_page_that_says_something_else_has_changed_until_somebody_accepts_it(server):
    server.answer("/page", body=page("Seven Sisters", LONG), ETag='"one"')
    first = look(server, "/page")
    server.answer("/page", body=page("Buy this domain", LONG.upper()[:40] * 20), ETag='"two"')
    found = look(server, "/page", first)
    assert (found.state, found.fingerprint) == (State.CHANGED, first.fingerprint)
    assert look(server, "/page", found).state == State.CHANGED
    server.answer("/page", body=page("Seven Sisters", LONG))
    assert look(server, "/page", found).state == State.REACHABLE


def test_the_same_words_under_a_new_title_are_the_same_page(server):
    server.answer("/page", body=page("Seven Sisters", LONG))
    found = look(server, "/page")
    server.answer("/page", body=page("A rock, and how it was named", LONG))
    assert look(server, "/page", found).state == State.REACHABLE


def test_a_server_is_asked_only_for_what_is_new(server):
    server.answer("/page", body=page("Seven Sisters", LONG), ETag='"one"')
    first = look(server, "/page", now=MONDAY)
    again = look(server, "/page", first, now=MONDAY + 7 * DAY)
    assert server.requests[-1][1]["If-None-Match"] == '"one"'
    assert (again.state, again.code) == (State.REACHABLE, 304)
    assert (again.fingerprint, again.etag) == (first.fingerprint, '"one"')


def test_what_is_asked_of_one_address_is_not_asked_of_another(server):
    server.answer("/page", 302, Location="/one")
    server.answer("/one", body=page("One", LONG), ETag='"one"')
    found = look(server, "/page")
    server.answer("/page", 302, Location="/two")
    server.answer("/two", body=page("One", LONG), ETag='"two"')
    look(server, "/page", found)
    assert "If-None-Match" not in server.requests[-1][1]


# Servers that are up to something


@pytest.mark.parametrize("path", ["/hangs", "/trickles"])
def test_a_server_that_hangs_keeps_nobody_waiting(server, path):
    began = monotonic()
    found = checker(server, seconds=0.5).check(server.address + path)
    assert (found.state, found.reason) == (State.ERROR, Reason.TIMEOUT)
    assert monotonic() - began < 3


def test_a_server_that_never_ends_is_read_as_far_as_we_care(server):
    found = look(server, "/endless")
    assert (found.state, found.code) == (State.REACHABLE, 200)


def test_a_server_that_sends_in_circles_is_an_error_now(server):
    found = look(server, "/circle")
    assert (found.state, found.reason) == (State.ERROR, Reason.LOOP)
    assert len(server.paths()) == 6


def test_a_server_that_speaks_no_tls_is_an_error_now(server):
    found = checker(server).check(f"https://{server.door}/page")
    assert (found.state, found.reason) == (State.ERROR, Reason.TLS)


# Manners


def test_a_server_is_told_who_asks(server):
    look(server, "/page")
    assert {headers["User-Agent"] for _path, headers in server.requests} == {AGENT}


def test_who_asks_us_to_stay_away_is_not_visited(server):
    server.robots = (200, "User-agent: *\nDisallow: /private/\n", {})
    server.answer("/open", body=page("Open", LONG))
    found = look(server, "/private/page")
    assert (found.state, found.reason) == (State.NOT_CHECKED, Reason.ROBOTS)
    assert server.paths() == []
    assert look(server, "/open").state == State.REACHABLE


@pytest.mark.parametrize("code", [429, 503])
def test_a_site_that_cannot_tell_its_rules_is_left_alone(server, code):
    server.robots = (code, "", {})
    found = look(server, "/page")
    assert (found.state, found.reason) == (State.NOT_CHECKED, Reason.ROBOTS)
    assert server.paths() == []


def test_a_site_is_asked_for_its_rules_once(server):
    visitor = checker(server)
    for path in ("/one", "/two"):
        visitor.check(server.address + path)
    assert [path for path, _headers in server.requests] == ["/robots.txt", "/one", "/two"]


def test_a_host_is_left_in_peace_between_two_requests(server):
    began = monotonic()
    checker(server, delay=0.2).check(server.address + "/page")
    assert monotonic() - began >= 0.2
