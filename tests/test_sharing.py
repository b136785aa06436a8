"""How an article is found and shared: its card, its titles, where it was first published."""

import io
import json
import re

import pytest
from django.core.management import call_command
from PIL import Image

from opinion.articles import tasks
from opinion.articles.models import Article, Card
from opinion.articles.sharing import cards
from tests.forms import press
from tests.newsroom import (
    make_article,
    make_author,
    make_draft,
    make_picture,
    make_use,
    make_user,
    publish_again,
)
from tests.test_article_page import structured
from tests.test_public_pictures import fetch
from tests.test_sitemap import HOST, listed
from tests.writing_desk import desk as desk

pytestmark = pytest.mark.django_db
PAGE = "/2024/01/the-last-train/"
FIRST = "https://www.elsewhere.example/trains/?page=1&x=2"


def head(client, path=PAGE):
    """What the head of a page says: by the name of each meta and link."""
    page = client.get(path).text
    tags = re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', page)
    links = re.findall(r'<link rel="(canonical|icon|apple-touch-icon)" href="([^"]+)"', page)
    return dict(tags) | dict(links) | {"title": re.search("<title>(.*?)</title>", page)[1]}


def drawn(article):
    """The address of the article's card, drawn by now."""
    tasks.draw_card(article.pk)
    return Card.objects.get(article=article).url


def files(settings):
    return [path for path in (settings.MEDIA_ROOT / "cards").rglob("*") if path.is_file()]


def test_a_published_article_has_a_card_for_where_it_is_shared(article, client):
    assert "og:image" not in head(client)
    address = drawn(article)
    told = head(client)
    assert told["og:image"] == f"http://127.0.0.1:8000{address}"
    assert (told["og:image:width"], told["og:image:height"]) == ("1200", "630")
    assert told["og:image:alt"] == "OpEd: The Last Train"
    assert told["twitter:card"] == "summary_large_image"
    assert structured(client.get(PAGE).text)["image"] == {
        "@type": "ImageObject",
        "url": told["og:image"],
        "width": 1200,
        "height": 630,
    }
    answer = fetch(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    with Image.open(io.BytesIO(answer.read)) as card:
        assert card.size == (1200, 630)


def test_it_is_another_file_once_it_says_something_else_and_gone_with_the_article(
    article, settings, django_capture_on_commit_callbacks
):
    first = drawn(article)
    publish_again(article, standfirst="Nothing that stands on it.")
    assert drawn(article) == first
    publish_again(article, headline="The Night Train")
    with django_capture_on_commit_callbacks(execute=True):
        second = drawn(article)
    assert second != first and len(files(settings)) == 1
    assert (fetch(first).status_code, fetch(second).status_code) == (410, 200)
    article.withdraw(by=make_user(), reason="Wrong.")
    assert fetch(second).status_code == 410
    tasks.draw_card(article.pk)
    article.publish(by=None)
    assert drawn(article) == second and fetch(second).status_code == 200


def test_words_that_are_redacted_go_from_the_card_and_from_the_disk(
    article, settings, django_capture_on_commit_callbacks
):
    address = drawn(article)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("redact", article=str(article.pk), words="Last Train", why="x", by="root")
    assert not Card.objects.exists() and files(settings) == []
    assert fetch(address).status_code == 410
    assert drawn(article) != address


def test_words_that_are_taken_out_while_a_card_is_drawn_do_not_come_back(article, monkeypatch):
    def draw(words):
        call_command("redact", article=str(article.pk), words="Last Train", why="x", by="root")
        return b"The Last Train"

    monkeypatch.setattr(cards.drawing, "draw", draw)
    cards.draw(article)
    assert not Card.objects.exists()


def test_cards_that_are_lacking_are_drawn_and_those_of_an_old_name_anew(desk, publication):
    one, other, _draft = make_article("One"), make_article("Two"), make_draft("Three")
    tasks.draw_lacking_cards()
    before = {*Card.objects.values_list("article", "file")}
    assert {pk for pk, _file in before} == {one.pk, other.pk}
    tasks.draw_cards_anew()
    tasks.draw_lacking_cards()
    assert {*Card.objects.values_list("article", "file")} == before
    publication.name = "The Night Desk"
    publication.save()
    tasks.draw_cards_anew()
    assert not Card.objects.exclude(edition=None).exists()
    tasks.draw_lacking_cards()
    assert before.isdisjoint(Card.objects.values_list("article", "file"))


def test_an_editor_says_how_an_article_is_found_and_shared(desk, settings):
    settings.PUBLIC_URL = HOST
    draft, picture = make_draft(standfirst="Below the headline."), make_picture(alt="A train.")
    said = {
        "social_title": "Shared & said",
        "social_picture": picture.pk,
        "search_title": "Searched",
        "search_description": "What it is about.",
        "first_outlet": "Elsewhere Review",
        "canonical_url": FIRST,
        "noindex": "on",
    }
    assert press(desk, "_publish", pk=draft.pk, **said).status_code == 302
    draft.refresh_from_db()
    drawn(draft)
    path = draft.get_absolute_url()
    told, page = head(desk, path), desk.get(path)
    assert told["title"] == "Searched · The Signal Box"
    assert told["og:title"] == "Shared &amp; said"
    assert told["description"] == told["og:description"] == "What it is about."
    assert told["og:image"].endswith(picture.file.url) and told["og:image:alt"] == "A train."
    assert told["canonical"] == FIRST.replace("&", "&amp;")
    assert (told["robots"], page["X-Robots-Tag"]) == ("noindex", "noindex")
    line = re.search(r'<p class="dates first-published">(.*?)</p>', page.text, re.DOTALL)[1]
    assert "First published by" in line and ">Elsewhere Review</a>" in line
    assert structured(page.text)["isBasedOn"] == {
        "@type": "CreativeWork",
        "url": FIRST,
        "publisher": {"@type": "Organization", "name": "Elsewhere Review"},
    }
    assert structured(page.text)["mainEntityOfPage"] == FIRST
    assert path not in listed(desk, "sitemap-articles")
    feed = desk.get("/feed/").text
    assert f"{path}</link>" in feed and "&gt;Elsewhere Review&lt;/a&gt;" in feed
    # Taken back: the card stands there again, and search engines are welcome.
    again = dict.fromkeys([name for name in said if name != "noindex"], "")
    press(desk, "_publish", pk=draft.pk, **again, noindex=[])
    assert "card" in head(desk, path)["og:image"] and "robots" not in head(desk, path)
    assert path in listed(desk, "sitemap-articles")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "elsewhere.example", "ftp://x.example/"]
)
def test_where_it_was_first_published_is_an_address_of_the_web(desk, address):
    draft = make_draft()
    page = press(desk, pk=draft.pk, canonical_url=address)
    assert page.status_code == 200 and f'value="{address}"' in page.text
    assert Article.objects.get().canonical_url == ""


def test_a_piece_from_elsewhere_is_named_by_its_site_where_nobody_is_named(publication, client):
    make_article(canonical_url=FIRST)
    make_article("Two", first_outlet="The Paper <b>of</b> Record", slug="two")
    assert ">elsewhere.example</a>" in client.get(PAGE).text
    make_article("Three", canonical_url="javascript:alert(1)", slug="three")
    assert "javascript:" not in client.get("/2024/01/three/").text
    assert "The Paper &lt;b&gt;of&lt;/b&gt; Record" in client.get("/2024/01/two/").text


def test_what_is_said_of_sharing_stays_with_each_version(desk, editor):
    draft = make_draft()
    make_use(draft, role="social", alt="A train.")
    make_use(draft, role="figure")
    type(draft).objects.update(social_title="Shared")
    draft.refresh_from_db()
    kept = draft.keep_revision(editor)
    press(desk, pk=draft.pk, social_title="Another", social_picture="")
    assert not draft.pictures.filter(role="social").exists()
    kept.restore(editor)
    draft.refresh_from_db()
    assert draft.social_title == "Shared" and draft.pictures.filter(role="social").exists()
    page = desk.get(f"/admin/articles/article/{draft.pk}/history/compare/")
    assert page.status_code == 200
    assert press(desk, pk=draft.pk, body=draft.body).status_code == 302


def test_a_writer_sees_the_card_of_a_draft_as_it_is_typed(client, writer, publication):
    client.force_login(writer)
    draft = make_draft(authors=[writer.author])
    address = f"/admin/articles/article/{draft.pk}/card.png"
    assert (
        f'data-card="{address}"' in client.get(f"/admin/articles/article/{draft.pk}/change/").text
    )
    saved, typed = client.get(address), client.get(address, {"headline": "Typed", "type": "x"})
    assert "no-store" in saved["Cache-Control"] and saved["Content-Type"] == "image/png"
    assert saved.content.startswith(b"\x89PNG") and saved.content != typed.content
    assert client.get(address, {"headline": "\x07" * 9_000, "type": "9" * 99}).status_code == 200


def test_the_door_behind_a_page_asks_who_is_there_and_leads_to_its_form(client, editor):
    article = make_article(authors=[make_author("Ana Lim")])
    for path in (PAGE, "/section/world/", "/author/ana-lim/", "/about/"):
        answer = client.get(f"{path}edit/")
        assert answer["Location"] == f"/admin/login/?next={path}edit/" and not answer.cookies
        assert answer["Cache-Control"] == "no-store"
    client.force_login(editor)
    form = f"/admin/articles/article/{article.pk}/change/"
    assert client.get(f"{PAGE}edit/")["Location"] == form
    for nothing in ("/2024/01/nobodys/edit/", "/author/nobody/edit/", "/works/9/edit/"):
        assert client.get(nothing).status_code == 404


def test_the_icons_are_ours_or_the_logo_in_every_size(publication, client, settings):
    with Image.open(io.BytesIO(client.get("/favicon.ico").content)) as icon:
        assert icon.info["sizes"] == {(16, 16), (32, 32), (48, 48)}
        assert icon.convert("RGB").getpixel((24, 2)) == (0x17, 0x19, 0x1C)
    assert [icon["sizes"] for icon in manifest(client)] == ["any", "192x192", "512x512"]
    settings.MEDIA_ROOT.mkdir(exist_ok=True)
    Image.new("RGB", (300, 100), "navy").save(settings.MEDIA_ROOT / "logo.png")
    publication.logo = "logo.png"
    publication.save()
    for address, side in (("/apple-touch-icon.png", 180), ("/icon-512.png", 512)):
        with Image.open(io.BytesIO(client.get(address).content)) as icon:
            assert icon.size == (side, side)
            assert icon.convert("RGB").getpixel((side // 2, side // 2)) == (0, 0, 128)
    assert [icon["sizes"] for icon in manifest(client)] == ["192x192", "512x512"]
    told = head(client, "/about/")
    assert (told["icon"], told["apple-touch-icon"]) == ("/icon-192.png", "/apple-touch-icon.png")
    (settings.MEDIA_ROOT / "logo.png").unlink()
    assert client.get("/favicon.ico").status_code == 200


def manifest(client):
    return json.loads(client.get("/site.webmanifest").content)["icons"]
