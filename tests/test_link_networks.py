"""Where the link checker goes and where it never does. Nothing leaves the machine."""

import socket
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from time import monotonic

import pytest

from opinion.references.links import Checker, Reason, State, check
from opinion.references.links.hosts import is_public
from tests.link_server import AGENT, FORBIDDEN, LONG, NETWORK, Town, checker, look, page

DAY = timedelta(days=1)
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NO_NAMES_AT_ALL = socket.gaierror(socket.EAI_AGAIN, "try again")


@pytest.fixture
def server(link_server):
    return link_server


# Hosts and networks


def test_a_host_that_is_no_more_is_missed_and_then_gone(server):
    found, town = None, Town(**NETWORK)
    for day in (0, 3, 6):
        found = checker(server, town).check("https://no-more.test/", found, now=MONDAY + day * DAY)
        assert (found.reason, found.code) == (Reason.NO_HOST, None)
    assert found.state == State.GONE


@pytest.mark.parametrize("failure", [NO_NAMES_AT_ALL, socket.gaierror(socket.EAI_NONAME, "no")])
def test_without_a_network_nothing_is_checked_and_nothing_is_green(server, failure):
    server.answer("/page", body=page("Seven Sisters", LONG))
    before = look(server, "/page", now=MONDAY)
    offline = Town(example=failure, iana=failure, cited=failure)
    found = checker(server, offline).check("http://cited.test/page", before, now=MONDAY + DAY)
    assert (found.state, found.reason, found.misses) == (State.NOT_CHECKED, Reason.NO_NETWORK, 0)
    assert found.fingerprint == before.fingerprint


def test_name_servers_in_trouble_are_an_error_now(server):
    town = Town(cited=NO_NAMES_AT_ALL, **NETWORK)
    found = checker(server, town).check("http://cited.test/page")
    assert (found.state, found.reason) == (State.ERROR, Reason.NAMES)


def test_name_servers_that_never_answer_keep_nobody_waiting(server):
    def silent(host, port):
        return ["93.184.215.14"] if host == "example.com" else server.closing.wait(3)

    began = monotonic()
    found = checker(server, silent, seconds=0.3).check("http://cited.test/")
    assert (found.state, found.reason) == (State.ERROR, Reason.NAMES)
    assert monotonic() - began < 1


@pytest.mark.parametrize(
    ("witness", "state", "reason"),
    [
        (["127.0.0.1"], State.ERROR, Reason.TIMEOUT),
        (["127.0.0.9"], State.NOT_CHECKED, Reason.NO_NETWORK),
    ],
)
def test_who_cannot_get_out_at_all_has_not_checked(witness, state, reason):
    """An answer of any kind, elsewhere, tells that it is not we who are cut off."""
    with socket.socket() as deaf, ExitStack() as waiting:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(0)
        door = "{}:{}".format(*deaf.getsockname())
        for _place in range(2):  # more do not fit into its waiting room
            caller = waiting.enter_context(socket.socket())
            caller.setblocking(False)
            caller.connect_ex(deaf.getsockname())
        town = Town(example=witness, iana=witness)
        visitor = Checker(AGENT, allowed=[door, "127.0.0.1:443"], resolver=town, seconds=0.5)
        found = visitor.check(f"http://{door}/")
    assert (found.state, found.reason) == (state, reason)


def test_where_nothing_listens_is_an_error_now(server):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        door = "{}:{}".format(*closed.getsockname())
    found = Checker(AGENT, allowed=[door], resolver=Town()).check(f"http://{door}/")
    assert (found.state, found.reason) == (State.ERROR, Reason.UNREACHABLE)


# Where we never go


@pytest.mark.parametrize(
    "address",
    [
        FORBIDDEN,
        "http://localhost/",
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://169.254.169.254/latest/meta-data/",
        "ftp://example.com/file",
        "file:///etc/passwd",
        "/about/",
        "http://anna:secret@example.com/",
        "http://example.com:25/",
    ],
)
def test_where_we_never_go_is_not_checked(address):
    found = check(address)
    assert (found.state, found.reason) == (State.NOT_CHECKED, Reason.FORBIDDEN)


def test_a_redirect_to_where_we_never_go_is_not_followed(server):
    with socket.create_server(("127.0.0.9", 0)) as near:
        near.settimeout(0.1)
        server.answer("/page", 302, Location="http://127.0.0.9:{1}/".format(*near.getsockname()))
        found = look(server, "/page")
        with pytest.raises(TimeoutError):
            near.accept()
    assert (found.state, found.reason) == (State.ERROR, Reason.FORBIDDEN)


def test_rules_that_lead_to_where_we_never_go_are_no_rules(server):
    server.answer("/page", body=page("Seven Sisters", LONG))
    server.robots = (302, "", {"Location": FORBIDDEN})
    assert look(server, "/page").state == State.REACHABLE


def test_a_name_with_one_private_address_is_not_visited(server):
    town = Town(mixed=["93.184.215.14", "10.0.0.7"])
    found = checker(server, town).check("http://mixed.test/")
    assert (found.state, found.reason) == (State.NOT_CHECKED, Reason.FORBIDDEN)


def test_a_name_is_asked_for_once_and_its_address_is_the_one_visited(server):
    """A name that leads elsewhere when it is asked for again is never asked for again."""
    town = Town(cited=["127.0.0.1"])
    server.answer("/page", body=page("Seven Sisters", LONG))
    found = checker(server, town).check(f"http://cited.test:{server.port}/page")
    assert found.state == State.REACHABLE
    assert len(town.asked) == len(server.requests) == 2
    assert server.requests[-1][1]["Host"] == f"cited.test:{server.port}"


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1",
        "192.0.0.8", "192.0.2.1", "192.168.1.1", "198.18.0.1", "224.0.0.1", "233.252.0.1",
        "240.0.0.1", "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:8.8.8.8",
        "64:ff9b::7f00:1", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::1",
        "fc00::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "not an address",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.215.14", "2606:4700:4700::1111"])
def test_addresses_that_are_public(address):
    assert is_public(address)
