"""What a text embeds from elsewhere: which addresses become a card, and what readers get of it."""

import json
from importlib import import_module
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.test import Client

from opinion import html
from opinion.articles.models import Article, EditionEmbed
from opinion.articles.tasks import fill_printed_cards
from opinion.embeds.addresses import match
from opinion.embeds.models import EmbedCard, Host
from opinion.embeds.tasks import fetch_card
from tests.followers import jobs
from tests.forms import press
from tests.newsroom import make_draft, make_host, make_user, publish_again
from tests.writing_desk import desk as desk

pytestmark = pytest.mark.django_db

TABLE = Path(__file__).with_name("embed_addresses.txt").read_text()
ADDRESS = "https://tv.example.org/watch/x1"
BODY = f'<p>One.</p><figure data-embed="{ADDRESS}"></figure><p>Two.</p>'
WORDS = {"title": "Trains at night", "thumbnail": "embeds/2024/01/0123456789abcdef.jpg"}
SIZES = {"thumbnail_width": 640, "thumbnail_height": 360}


@pytest.fixture
def host(publication):
    return make_host()


@pytest.fixture
def card(host):
    return EmbedCard.objects.create(address=ADDRESS, **WORDS, **SIZES)


@pytest.fixture
def article(card):
    article = make_draft(body=BODY)
    article.publish(by=None)
    return article


def page_of(article):
    return Client().get(article.get_absolute_url())


def policy(response):
    return response.headers["Content-Security-Policy"]


# --- Addresses ------------------------------------------------------------------------------------


def first_hosts():
    """Those that every outlet begins with."""
    return import_module("opinion.embeds.migrations.0002_first_hosts").HOSTS


def test_an_address_becomes_a_card_or_stays_a_link():
    patterns = [line for host in first_hosts() for line in host[2].splitlines()]
    lines = [line for line in TABLE.splitlines() if line and not line.startswith("#")]
    assert len(lines) > 50
    for line in lines:
        typed, _arrow, right = (part.strip() for part in line.rpartition("→"))
        found = [one.address for pattern in patterns if (one := match(pattern, typed))]
        assert found == ([] if right == "–" else [right]), typed
        assert all(html.embeddable_url(one) == one for one in found)


def test_the_first_hosts_are_as_the_form_wants_them():
    for name, *said in first_hosts():
        Host(None, f"{name} again", *said).full_clean()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("addresses", "tv.example.org"),
        ("addresses", "tv.example.org/watch/"),
        ("addresses", "https://tv.example.org/{id}"),
        ("addresses", "{host}/watch/{id}"),
        ("addresses", "tv.example.org/{id}\nother.example.org/{number}"),
        ("addresses", "localhost/{id}"),
        ("addresses", "127.0.0.1/{id}"),
        ("frame", "http://player.example.org/{id}"),
        ("frame", "https://{id}/"),
        ("frame", "https://player.example.org/{id}; script-src *"),
        ("frame", "https://*/{id}"),
        ("frame", "https://ana@player.example.org/{id}"),
        ("frame", "https://player.example.org:99/{id}"),
        ("frame", "javascript:alert({id})"),
        ("oembed", "https://127.0.0.1/oembed"),
    ],
)
def test_a_host_that_would_open_more_than_itself_is_refused(field, value):
    host = Host(name="A", kind="video", addresses="tv.example.org/{id}", frame="", oembed="")
    host.frame = "https://player.example.org/{id}"
    host.clean()
    setattr(host, field, value)
    with pytest.raises(ValidationError) as refused:
        host.clean()
    assert [*refused.value.message_dict] == [field]


@pytest.mark.parametrize(
    "address",
    [
        "http://tv.example.org/",
        "https://10.0.0.1/",
        "https://0x7f.1/",
        "https://[::1]/",
        "https://tv.example.org:8443/",
        "https://ana@tv.example.org/",
        "https://xn--tv-example.org/",
        "https://tv.exämple.org/",
        "javascript:alert(1)",
        "//tv.example.org/",
        f"https://tv.example.org/{'x' * 500}",
    ],
)
def test_the_door_for_html_lets_no_address_in_that_lies(address):
    assert html.embeddable_url(address) is None
    assert "data-embed" not in html.article(f'<p>One.</p><figure data-embed="{address}"></figure>')


# --- What readers get -----------------------------------------------------------------------------


def test_readers_get_a_card_of_ours_and_a_policy_that_lets_its_player_in(article, host):
    response = page_of(article)
    assert f'<a class="embed-card" href="{ADDRESS}" rel="noopener">' in response.text
    assert 'src="/media/embeds/2024/01/0123456789abcdef.jpg"' in response.text
    for said in ("Video · Signal TV", "Trains at night", "tv.example.org/watch/x1"):
        assert said in response.text
    assert 'data-frame="https://player.example.org/x1?autoplay=1"' in response.text
    assert "<iframe" not in response.text and "js/embeds" in response.text
    assert "frame-src https://player.example.org;" in policy(response) + ";"
    plain = make_draft("Plain")
    plain.publish(by=None)
    other = page_of(plain)
    assert "frame-src" not in policy(other) and "js/embeds" not in other.text
    # Feeds have a plain link.
    for feed in ("/feed/", "/feed/atom/", "/feed/json/"):
        told = Client().get(feed).text
        assert ADDRESS in told and "Trains at night" in told and "player.example.org" not in told


def test_an_edition_keeps_its_card_whatever_changes_later_until_it_is_redacted(
    article, card, host, editor
):
    before = page_of(article).text
    EmbedCard.objects.update(title="Another", thumbnail="embeds/2024/01/another.jpg")
    assert page_of(article).text == before
    host.name, host.kind = "Other TV", "post"
    host.save()
    assert page_of(article).text == before
    with pytest.raises(DatabaseError), transaction.atomic():
        EditionEmbed.objects.update(title="x")
    with pytest.raises(DatabaseError), transaction.atomic():
        EditionEmbed.objects.all().delete()
    # What is not allowed any more loads nothing, and stays a card.
    host.delete()
    response = page_of(article)
    assert "Trains at night" in response.text and "frame-src" not in policy(response)
    assert "data-frame" not in response.text and "js/embeds" not in response.text
    call_command("redact", article=str(article.pk), words="at night", why="A court.", by="root")
    assert "Trains [removed]" in page_of(article).text


def test_a_redacted_address_takes_its_card_along(article, card):
    call_command("redact", article=str(article.pk), words="watch x1", why="A court.", by="root")
    text = page_of(article).text
    assert "One." in text and "x1" not in text and "Trains at night" not in text
    assert not EditionEmbed.objects.exists() and not EmbedCard.objects.exists()
    assert Client().get(f"/media/{WORDS['thumbnail']}").status_code == 410


def test_what_is_known_by_now_is_printed_with_the_next_edition(article, host):
    assert page_of(article).text.count("Trains at night") == 1
    EmbedCard.objects.update(title="Trains by day")
    publish_again(article, body=f"{BODY}<p>Three.</p>")
    assert "Trains by day" in page_of(article).text


def test_a_title_that_comes_after_publication_is_shown_wherever_there_was_none(host):
    silent, other = (make_draft(name, body=BODY) for name in ("Late", "Later"))
    silent.publish(by=None), other.publish(by=None)
    publish_again(silent, body=f"{BODY}<p>Three.</p>")
    digest = Article.objects.get(pk=silent.pk).live_edition.digest
    # Pages and feeds are kept by now.
    assert "Trains at night" not in page_of(silent).text + Client().get("/feed/").text
    card = EmbedCard.objects.create(address=ADDRESS, **WORDS, **SIZES)
    fill_printed_cards(card.pk), fill_printed_cards(0)
    for article in (silent, other):
        assert "Trains at night" in page_of(article).text
        assert WORDS["thumbnail"] in page_of(article).text
    assert Client().get("/feed/").text.count("Trains at night") == 2
    assert EditionEmbed.objects.filter(**WORDS).count() == 3
    # The text is the one that was published: nothing waits for another edition.
    edition = Article.objects.get(pk=silent.pk).live_edition
    assert edition.digest == digest == edition.digest_of_print()
    # Once a card says something, it says that.
    EmbedCard.objects.update(title="Another")
    fill_printed_cards(card.pk)
    assert "Another" not in page_of(silent).text
    with pytest.raises(DatabaseError), transaction.atomic():
        EditionEmbed.objects.update(title="")


PLAYERS = {
    "https://player.vimeo.com/video/76979871?dnt=1": "https://player.vimeo.com/video/76979871",
    "https://www.youtube-nocookie.com/embed/abc?rel=0": "https://youtube.com/watch?v=abc",
    "https://flo.uri.sh/visualisation/99/embed": "https://flo.uri.sh/visualisation/99/embed",
    "https://embed.bsky.app/embed/ana.example/app.bsky.feed.post/3k?id=1": (
        "https://bsky.app/profile/ana.example/post/3k"
    ),
    # It does not say whose post it is.
    "https://platform.twitter.com/embed/Tweet.html?id=20": "",
    "https://www.youtube-nocookie.com.evil.example/embed/abc": "",
}


def test_the_address_of_a_player_is_that_of_its_page(publication):
    Host.objects.all().delete()
    Host.objects.bulk_create(
        Host(**dict(zip(("name", "kind", "addresses", "frame", "oembed"), one, strict=True)))
        for one in first_hosts()
    )
    tell = Host.objects.matcher()
    told = {one: (found.address if (found := tell(one)) else "") for one in PLAYERS}
    assert told == PLAYERS


def test_an_address_of_no_host_is_a_link_however_it_was_typed(publication):
    draft = make_draft(body=BODY)
    draft.publish(by=None)
    response = page_of(draft)
    assert f'<p><a href="{ADDRESS}" rel="noopener">{ADDRESS}</a></p>' in response.text
    assert "frame-src" not in policy(response)
    assert EditionEmbed.objects.count() == 0


def test_what_is_not_known_of_a_card_is_said_by_its_address(host):
    draft = make_draft(body=BODY)
    draft.publish(by=None)
    assert '<span class="embed-title" dir="auto">tv.example.org</span>' in page_of(draft).text


def test_the_picture_of_a_card_is_closed_with_the_last_article_that_shows_it(article):
    address = f"/media/{WORDS['thumbnail']}"
    assert Client().get(address).status_code == 404  # Open, and no such file here.
    article.withdraw(by=make_user(), reason="The figures were wrong.")
    assert Client().get(address).status_code == 410


# --- In the newsroom ------------------------------------------------------------------------------


def test_the_desk_tells_of_an_address_what_its_card_will_say(desk, card):
    ask = "/admin/articles/article/embed/"
    told = json.loads(desk.post(ask, {"address": "tv.example.org/watch/x1?from=mail"}).content)
    assert told["address"] == ADDRESS and told["title"] == "Trains at night"
    assert told["said"] == "Video · Signal TV" and told["isAwaited"] is False
    for address in ("https://tv.example.org.evil.example/watch/x1", "", "x" * 5_000, "\0"):
        told = json.loads(desk.post(ask, {"address": address}).content)
        assert [*told] == ["error"] and "Signal TV" in told["error"]


def test_saving_lets_the_worker_ask_for_what_the_cards_say(desk, host):
    draft = make_draft()
    lies = '<figure data-embed="https://evil.example/watch/x1"></figure>'
    press(desk, pk=draft.pk, body=BODY + lies)
    assert [card.address for card in EmbedCard.objects.all()] == [ADDRESS]
    assert [job.args for job in jobs(fetch_card)] == [{"card": EmbedCard.objects.get().pk}]
    assert Article.objects.get(pk=draft.pk).body.count("data-embed") == 2
