"""Home, sections, topics and authors list what is live, newest first, page by page."""

import re
from datetime import timedelta

import pytest

from opinion.articles.models import Article, Publication
from tests.newsroom import (
    MORNING,
    make_article,
    make_author,
    make_draft,
    make_section,
    make_topic,
)

pytestmark = pytest.mark.django_db


def make_many(number, **values):
    """`Article 1` is the oldest; three share each minute, so that ids must settle ties."""
    return [
        make_article(f"Article {n}", at=MORNING + timedelta(minutes=n // 3), **values)
        for n in range(1, number + 1)
    ]


def read(client, address="/") -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def headlines(page: str) -> list[str]:
    found = re.findall(r'<h2 class="(?:lead|card)-headline">\s*<a[^>]*>(.*?)<', page, re.DOTALL)
    return [headline.strip() for headline in found]


def link(page: str, rel: str) -> str | None:
    found = re.search(rf'<a rel="{rel}" href="([^"]+)"', page)
    return found and found[1]


def walk(client, address, rel="next"):
    """The headlines of each page from `address` on, following its links."""
    pages, query = [], ""
    while query is not None:
        page = read(client, address + query)
        pages.append(headlines(page))
        query = link(page, rel)
    return pages, page


def test_home_shows_the_newest_first_and_no_draft(publication, client, editor):
    make_article("Older", at=MORNING)
    make_article("Newer", at=MORNING + timedelta(days=1))
    make_draft("Unfinished")
    make_article("Gone").withdraw(by=editor, reason="Wrong.")
    assert headlines(read(client)) == ["Newer", "Older"]


def test_pages_hold_ten_each_and_every_article_stands_on_one(publication, client):
    make_many(25, topics=[make_topic()])
    for address in ("/", "/section/world/", "/topic/trains/", "/author/ngaire-whitcombe/"):
        assert_paged(client, address)


def assert_paged(client, address):
    pages, last = walk(client, address)
    assert [len(page) for page in pages] == [10, 10, 5], address
    assert sum(pages, []) == [f"Article {n}" for n in range(25, 0, -1)], address
    assert link(last, "next") is None, address
    back, page, query = [pages[-1]], last, link(last, "prev")
    while query:
        page = read(client, address + query)
        back.append(headlines(page))
        query = link(page, "prev")
    assert back == pages[::-1], address


def test_a_full_last_page_offers_no_empty_one(publication, client):
    make_many(20)
    pages, _last = walk(client, "/")
    assert [len(page) for page in pages] == [10, 10]


def test_a_link_to_a_page_outlives_the_withdrawal_of_its_landmark(publication, client, editor):
    articles = make_many(15)
    landmark = articles[5]
    older = f"/?before={landmark.pk}"
    before = headlines(read(client, older))
    landmark.withdraw(by=editor, reason="Wrong.")
    assert headlines(read(client, older)) == before


@pytest.mark.parametrize(
    "query",
    [
        "before=",
        "before=0",
        "before=-1",
        "before=x",
        "before=1.5",
        "before=%00",
        "before=1%00",
        "before=²",
        "before=99999999999999999",
        "before=" + "9" * 5_000,
        "before=1'--",
        "after=%F0%9F%9A%82",
        "after=null",
        "after[]=",
    ],
)
def test_a_place_that_is_none_is_not_found(publication, client, query):
    make_article()
    expected = 200 if query == "after[]=" else 404
    for address in ("/", "/section/world/", "/author/ngaire-whitcombe/", "/authors/"):
        assert client.get(f"{address}?{query}").status_code == expected, address


def test_a_place_has_one_name_and_a_page_one_place(publication, client):
    landmark = make_many(12)[5].pk
    arabic = str(landmark).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert client.get(f"/?before={landmark}").status_code == 200
    for odd in (f"before={arabic}", f"before={landmark}&after={landmark}"):
        assert client.get(f"/?{odd}").status_code == 404


def test_a_draft_is_no_place_in_a_list(publication, client):
    make_many(12)
    assert client.get(f"/?before={make_draft('Unfinished').pk}").status_code == 404


def test_beyond_either_end_lies_no_page(publication, client):
    oldest, *_rest, newest = make_many(3)
    assert client.get(f"/?before={oldest.pk}").status_code == 404
    assert client.get(f"/?after={newest.pk}").status_code == 404


def test_lists_show_only_what_belongs_to_them(publication, client):
    ana, bo = make_author("Ana Lim"), make_author("Bo Ek")
    make_article("Both", authors=[ana, bo], section=make_section("World"), topics=[make_topic()])
    make_article("One", authors=[bo], section=make_section("Politics"))
    assert headlines(read(client, "/section/world/")) == ["Both"]
    assert headlines(read(client, "/section/politics/")) == ["One"]
    assert headlines(read(client, "/topic/trains/")) == ["Both"]
    assert headlines(read(client, "/author/ana-lim/")) == ["Both"]
    assert headlines(read(client, "/author/bo-ek/")) == ["One", "Both"]


def test_lists_follow_the_live_edition_and_not_the_draft(publication, client, editor):
    article = make_article(section=make_section("World"))
    article.section = make_section("Politics")
    article.headline = "Unsaid"
    article.save()
    assert headlines(read(client, "/section/world/")) == ["The Last Train"]
    assert headlines(read(client, "/section/politics/")) == []
    article.publish(by=editor)
    assert headlines(read(client, "/section/politics/")) == ["Unsaid"]


def test_the_author_page_tells_who_it_is(publication, client):
    author = make_author(
        "Ngaire Whitcombe",
        role="Signal engineer",
        bio="She minds trains.",
        disclaimer="Her opinions are her own.",
        disclosure="The railway pays her pension.",
        orcid="0000-0002-1825-0097",
        picture="authors/ngaire.jpg",
        picture_width=400,
        picture_height=400,
    )
    author.links.create(label="Website", url="https://ngaire.example.org/")
    page = read(client, "/author/ngaire-whitcombe/")
    for part in (
        "Ngaire Whitcombe",
        "Signal engineer",
        "She minds trains.",
        "Her opinions are her own.",
        "The railway pays her pension.",
        'href="https://orcid.org/0000-0002-1825-0097"',
        'href="https://ngaire.example.org/"',
        'src="/media/authors/ngaire.jpg"',
        'href="/author/ngaire-whitcombe/feed/"',
    ):
        assert part in page


def test_the_index_lists_by_name_those_who_have_published(publication, client):
    make_article(authors=[make_author("Zoë Abel"), make_author("Ana Östlund")])
    make_draft(authors=[make_author("Never Published")])
    page = read(client, "/authors/")
    assert re.findall(r'class="roll-name"[^>]*>([^<]+)<', page) == ["Zoë Abel", "Ana Östlund"]


def test_a_section_has_a_lead_and_a_text_of_its_own(publication, client):
    world = make_section("World", text="<p>All that <b>moves</b>.</p>")
    make_many(12, section=world)
    page = read(client, "/section/world/")
    assert "<p>All that <strong>moves</strong>.</p>" in page
    assert page.count('<h2 class="lead-headline">') == 1 and "Article 12" in headlines(page)[0]
    later = read(client, f"/section/world/{link(page, 'next')}")
    assert "All that" not in later and "lead-headline" not in later


def test_authors_are_listed_by_the_letter_of_their_family_name(publication, client):
    names = ("Zoë Abel", "Ana Östlund", "Bo Ottosen", "Лев Толстой")
    make_article(authors=[make_author(name, slug=f"a{n}") for n, name in enumerate(names)])
    page = read(client, "/authors/")
    assert re.findall(r'<a href="\?letter=[^"]+">(.)</a>', page) == ["A", "O", "Т"]
    page = read(client, "/authors/?letter=o")
    assert re.findall(r'class="roll-name"[^>]*>([^<]+)<', page) == ["Ana Östlund", "Bo Ottosen"]
    assert "Лев Толстой" in read(client, "/authors/?letter=%D1%82")
    for nothing in ("b", "%00", "oo", "1", "%"):
        assert client.get(f"/authors/?letter={nothing}").status_code == 404, nothing


def test_a_long_index_has_pages(publication, client):
    make_article(authors=[make_author(f"Author {n:03}") for n in range(130)])
    pages = []
    query = ""
    while query is not None:
        page = read(client, f"/authors/{query}")
        pages.append(re.findall(r'class="roll-name"[^>]*>([^<]+)<', page))
        query = link(page, "next")
    assert [len(names) for names in pages] == [100, 30]
    assert sum(pages, []) == [f"Author {n:03}" for n in range(130)]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/", "Nothing has been published yet."),
        ("/section/world/", "Nothing has been published in “World” yet."),
        ("/topic/trains/", "Nothing has been published in “Trains” yet."),
        ("/author/ngaire-whitcombe/", "Ngaire Whitcombe has not published anything here yet."),
        ("/authors/", "Nobody has published anything here yet."),
        ("/about/", "have yet to introduce themselves."),
    ],
)
def test_an_empty_page_says_so_kindly(publication, client, address, words):
    make_section(), make_topic(), make_author()
    assert words in read(client, address)


def test_about_tells_who_publishes_and_where_they_are(publication, client):
    publication.about = "<p>Three people and a kettle.</p>"
    publication.postal_address = "Platform 2\nInverey"
    publication.contact_email = "letters@signal-box.example"
    publication.save()
    page = read(client, "/about/")
    assert "Three people and a kettle." in page
    assert "Platform 2<br>Inverey" in page
    assert page.count('href="mailto:letters@signal-box.example"') == 2


def test_the_masthead_shows_the_logo_with_the_name_as_its_words(publication, client):
    Publication.objects.update(logo="publication/logo.png", logo_width=300, logo_height=60)
    assert re.search(
        r'<img src="/media/publication/logo.png"[^>]* alt="The Signal Box">', read(client)
    )


@pytest.mark.parametrize("language", ["ar", "de"])
def test_the_page_is_in_the_publications_language(publication, client, language):
    publication.language = language
    publication.save()
    direction = "rtl" if language == "ar" else "ltr"
    assert f'<html lang="{language}" dir="{direction}">' in read(client)


def test_every_list_is_the_same_for_everybody(publication, client, editor):
    make_many(12, topics=[make_topic()])
    addresses = ["/", "/section/world/", "/topic/trains/", "/author/ngaire-whitcombe/", "/authors/"]
    strangers = [client.get(address) for address in addresses]
    client.force_login(editor)
    for stranger, address in zip(strangers, addresses, strict=True):
        colleague = client.get(address)
        assert stranger.content == colleague.content
        assert not colleague.cookies
        assert "Cookie" not in colleague.headers.get("Vary", "")
        assert client.post(address).status_code == 405


def test_pages_beyond_the_first_are_not_listed_by_search_engines(publication, client):
    articles = make_many(12)
    assert "noindex" not in read(client)
    assert "noindex" in read(client, f"/?before={articles[2].pk}")


def test_a_list_counts_articles_once_though_an_author_has_two_roles(publication, client):
    article = make_draft()
    article.bylines.create(author=article.bylines.get().author, role="translated", position=2)
    article.publish(by=None, at=MORNING)
    assert headlines(read(client, "/author/ngaire-whitcombe/")) == ["The Last Train"]
    assert Article.objects.published().count() == 1
