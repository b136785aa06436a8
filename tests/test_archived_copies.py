"""A copy of what is gone, asked for at a server of our own in the archive's place."""

import json
from datetime import UTC, datetime

import pytest

from opinion.references.links import nearest_copy
from opinion.references.links.http_client import SafeClient
from tests.link_server import AGENT

CITED = "https://times.example/sisters?page=2"
DAY = datetime(2020, 7, 27, tzinfo=UTC)
ASKED = "/available?url=https%3A%2F%2Ftimes.example%2Fsisters%3Fpage%3D2&timestamp=20200727"
COPY = f"web.archive.org/web/20200730000000/{CITED}"


def told(**closest):
    closest = {"available": True, "status": "200", "url": f"http://{COPY}"} | closest
    return json.dumps({"url": CITED, "archived_snapshots": {"closest": closest}})


def copy(server):
    door = SafeClient(AGENT, allowed=[server.door])
    return nearest_copy(CITED, DAY, door, service=f"{server.address}/available")


def test_the_copy_nearest_to_the_day_is_found(link_server):
    link_server.answer(ASKED, body=told(), Content_Type="application/json")
    assert copy(link_server) == f"https://{COPY}"


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "no JSON",
        "[" * 100_000,
        "[]",
        "null",
        json.dumps({"url": CITED, "archived_snapshots": {}}),
        told(available=False),
        told(status="404"),
        told(url="https://elsewhere.example/web/"),
        told(url="javascript:alert(1)"),
        told(url=["http://web.archive.org/web/"]),
    ],
)
def test_without_a_whole_copy_there_is_none(link_server, answer):
    link_server.answer(ASKED, body=answer, Content_Type="application/json")
    assert copy(link_server) == ""


def test_an_archive_in_trouble_has_no_copy(link_server):
    link_server.answer(ASKED, 503)
    assert copy(link_server) == ""
