"""What the worker asks the site of a card, on a server of our own. Nothing leaves the machine."""

import io
import json
from urllib.parse import quote

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from opinion.articles.tasks import fill_printed_cards
from opinion.embeds import tasks
from opinion.embeds.fetching import fetch
from opinion.embeds.models import EmbedCard, Host, Match
from opinion.references.links.outcome import FetchError
from tests.followers import jobs
from tests.link_server import FORBIDDEN
from tests.newsroom import make_host

pytestmark = pytest.mark.django_db
ADDRESS = "https://tv.example.org/watch/x1"
ASKED = f"/oembed?format=json&url={quote(ADDRESS, safe='')}"


@pytest.fixture
def server(settings, link_server):
    settings.CHECK_LINKS_ALSO_AT = [link_server.door]
    return link_server


def fetched(server, kind="video", oembed="/oembed"):
    card, _is_new = EmbedCard.objects.get_or_create(address=ADDRESS)
    fetch(card, Match(ADDRESS, "Signal TV", kind, "", f"{server.address}{oembed}"))
    return EmbedCard.objects.get()


def answer(server, code=200, body=None, **told):
    server.answer(ASKED, code, body or json.dumps(told), Content_Type="application/json")


def photograph():
    Image.new("RGB", (2_000, 1_000), "navy").save(file := io.BytesIO(), "PNG")
    return file.getvalue()


def test_a_card_gets_its_title_and_a_picture_of_ours(server):
    picture = f"{server.address}/picture"
    answer(server, title=" Trains\u202e at  night ", thumbnail_url=picture, width=560, height=315)
    server.answer("/picture", body=photograph(), Content_Type="image/png")
    card = fetched(server)
    assert card.title == "Trains at night" and card.fetched_at and not card.is_to_fetch
    assert (card.frame_width, card.frame_height) == (560, 315)
    assert (card.thumbnail_width, card.thumbnail_height) == (1_280, 640)
    with default_storage.open(card.thumbnail.name) as file:
        assert file.read(3) == b"\xff\xd8\xff"
    assert card.thumbnail.name.startswith("embeds/")


def test_a_post_is_called_by_its_words(server):
    html = (
        '<blockquote><p>Late <b>again</b>.</p></blockquote><script src="//evil.example"></script>'
    )
    answer(server, html=html, author_name="Ana Reis")
    assert fetched(server, "post").title == "Late again."
    answer(server, author_name="Ana Reis")
    assert fetched(server, "post").title == "Ana Reis"


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"title": 7, "width": "wide", "height": -1, "thumbnail_url": 3},
        {"title": {"a": []}, "width": True, "height": 1e300, "thumbnail_url": "javascript:1"},
        {"thumbnail_url": FORBIDDEN},
        {"thumbnail_url": "http://127.0.0.1:22/"},
    ],
)
def test_an_answer_that_says_nothing_of_use_makes_a_card_without(server, told):
    answer(server, **told)
    card = fetched(server)
    assert (card.title, card.thumbnail.name, card.frame_height) == ("", "", None)
    # It is asked for once more when somebody writes the address another day, not at once.
    assert not card.is_to_fetch


@pytest.mark.parametrize(
    ("code", "body"), [(404, "no"), (401, "no"), (200, "<html>"), (200, "[" * 9_000), (200, "[1]")]
)
def test_what_the_site_does_not_know_is_not_asked_again_and_again(server, code, body):
    answer(server, code, body)
    assert fetched(server).fetched_at


def test_what_the_site_sends_for_a_picture_must_be_one(server):
    answer(server, title="A", thumbnail_url=f"{server.address}/picture")
    for body, kind in ((b"GIF89a", "image/gif"), (b"<svg/>", "image/svg+xml"), (b"", "image/png")):
        server.answer("/picture", body=body, Content_Type=kind)
        assert fetched(server).thumbnail.name == ""


def test_an_answer_that_leads_to_another_host_is_not_followed(server):
    for place in ("http://localhost.example/", FORBIDDEN, "https://evil.example/oembed"):
        server.answer(ASKED, 302, "", Location=place)
        with pytest.raises(FetchError):
            fetched(server)
    server.answer(ASKED, 503, "")
    with pytest.raises(FetchError):
        fetched(server)
    assert EmbedCard.objects.get().fetched_at is None


def test_the_worker_asks_once_and_only_hosts_that_are_allowed(server, settings):
    answer(server, title="Trains at night")
    make_host(oembed=f"{server.address}/oembed")
    card = EmbedCard.objects.create(address=ADDRESS)
    settings.FETCH_EMBEDS = False
    tasks.fetch_card(card.pk)
    assert server.paths() == []
    settings.FETCH_EMBEDS = True
    tasks.fetch_card(card.pk), tasks.fetch_card(card.pk), tasks.fetch_card(0)
    assert server.paths() == [ASKED] and EmbedCard.objects.get().title == "Trains at night"
    # What was published meanwhile gets it too.
    assert [job.args for job in jobs(fill_printed_cards)] == [{"card": card.pk}]
    EmbedCard.objects.update(title="", fetched_at=None)
    Host.objects.all().delete()
    tasks.fetch_card(card.pk)
    assert server.paths() == [ASKED]
