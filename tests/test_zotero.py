"""What Zotero, Google Scholar and search engines read in the page of an article.

The rules are those of Zotero's own translators: unAPI is asked first, and keeps the references,
which are COinS, from standing in for the article.
"""

import json
import re
from html import unescape
from urllib.parse import parse_qs
from xml.etree import ElementTree

import pytest

from opinion.articles.coins import coins
from opinion.articles.models import Byline, Role, Topic
from opinion.references.formats import bibtex, ris
from opinion.references.models import Work
from opinion.references.record import Date, Name, Record
from tests.newsroom import MORNING, make_article, make_author, make_draft, make_user, publish_again
from tests.test_exports import ADDRESS, WESTAD, make_citing
from tests.test_html_is_valid import complaint

pytestmark = pytest.mark.django_db
UNAPI = "/unapi"
ID = "2024/01/the-last-train"
SPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "z": "http://www.zotero.org/namespaces/export#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "bib": "http://purl.org/net/biblio#",
    "foaf": "http://xmlns.com/foaf/0.1/",
}


def metas(page: str) -> list[tuple[str, str]]:
    return [
        (name, unescape(content))
        for name, content in re.findall(r'<meta name="([^"]+)" content="([^"]*)">', page)
    ]


def spans(page: str) -> list[str]:
    return [unescape(title) for title in re.findall(r'<span class="Z3988" title="([^"]*)">', page)]


def test_the_page_has_one_id_and_a_server_that_knows_it(publication, client):
    make_citing()
    page = client.get(ADDRESS).text
    server = '<link rel="unapi-server" type="application/xml" title="unAPI" href="/unapi">'
    assert page.partition("<body")[0].count(server) == 1
    assert re.findall(r'<abbr class="unapi-id" title="([^"]*)">', page) == [ID]
    assert client.get(UNAPI, {"id": ID, "format": "rdf_zotero"}).status_code == 200


def test_a_page_with_coins_has_unapi(publication, client):
    """Without it Zotero saves the one cited book in the article's stead."""
    make_citing(lines=["Westad. The Cold War."])
    page = client.get(ADDRESS).text
    assert len(spans(page)) == 1
    assert "unapi-id" in page


def test_only_known_works_are_coins(publication, client):
    make_citing()
    (told,) = spans(client.get(ADDRESS).text)
    assert parse_qs(told, strict_parsing=True)["rft.btitle"] == ["The Cold War: A World History"]


def test_the_topics_of_an_article_are_the_tags_of_what_is_saved(publication, client):
    article = make_citing()
    article.topics.add(Topic.objects.create(name="Trains", slug="trains"))
    publish_again(article)
    told = {"rdf_zotero": "<dc:subject>Trains</dc:subject>", "ris": "KW  - Trains"}
    told["bibtex"] = "keywords = {Trains}"
    for name, tag in told.items():
        assert tag in client.get(UNAPI, {"id": ID, "format": name}).text


def test_of_the_page_of_a_work_the_work_is_saved(publication, client):
    make_citing()
    page = client.get(f"/works/{Work.objects.get(title__startswith='The Cold War').pk}/").text
    (told,) = spans(page)
    assert parse_qs(told, strict_parsing=True)["rft.btitle"] == ["The Cold War: A World History"]
    assert "unapi-id" not in page


def test_a_preview_offers_nothing_to_save(publication, client, editor):
    client.force_login(editor)
    page = client.get(f"/preview/{make_draft(references=['A line.']).pk}/").text
    for word in ("unapi", "Z3988", "citation_", "cite.bib", "references.bib"):
        assert word not in page


@pytest.mark.parametrize(
    "record, expected",
    [
        (
            WESTAD,
            {
                "rft_val_fmt": ["info:ofi/fmt:kev:mtx:book"],
                "rft.genre": ["book"],
                "rft.btitle": ["The Cold War: A World History"],
                "rft.au": ["Westad, Odd Arne"],
                "rft.date": ["2017"],
                "rft.isbn": ["978-0-465-05493-0"],
                "rft_id": ["urn:isbn:978-0-465-05493-0"],
            },
        ),
        (
            Record("chapter", title="Part", container="Whole", pages="1-9"),
            {"rft.genre": ["bookitem"], "rft.atitle": ["Part"], "rft.btitle": ["Whole"]},
        ),
        (
            Record("article-journal", title="A & B + C", container="J", doi="10.1/x", volume="3"),
            {
                "rft_val_fmt": ["info:ofi/fmt:kev:mtx:journal"],
                "rft.atitle": ["A & B + C"],
                "rft.jtitle": ["J"],
                "rft_id": ["info:doi/10.1/x"],
            },
        ),
        (
            Record(
                "article-newspaper",
                (("author", Name(literal="World Bank")),),
                "News",
                container="The Times",
                issued=Date(2020, 5, 9),
                url="https://example.org/a?b=c&d",
            ),
            {
                "rft_val_fmt": ["info:ofi/fmt:kev:mtx:dc"],
                "rft.type": ["newspaperArticle"],
                "rft.title": ["News"],
                "rft.source": ["The Times"],
                "rft.aucorp": ["World Bank"],
                "rft.date": ["2020-05-09"],
                "rft_id": ["https://example.org/a?b=c&d"],
            },
        ),
        (Record("post-weblog", title="P"), {"rft.type": ["blogPost"]}),
        (Record("webpage", title="P"), {"rft.type": ["webpage"]}),
        (Record("thesis", title="T"), {"rft_val_fmt": ["info:ofi/fmt:kev:mtx:dissertation"]}),
        (Record("event", title="E"), {"rft.type": ["document"]}),
    ],
)
def test_a_work_is_told_as_zotero_reads_its_type(record, expected):
    told = coins(record)
    assert re.fullmatch(r"[-\w.~%=&+]+", told, re.ASCII)
    found = parse_qs(told, strict_parsing=True)
    assert {key: found.get(key) for key in expected} == expected
    assert found["ctx_ver"] == ["Z39.88-2004"]


def test_coins_lead_to_no_unsafe_address():
    assert "javascript" not in coins(Record("webpage", title="P", url="javascript:alert(1)"))


def test_tags_name_the_article_and_never_a_journal(publication, client):
    draft = make_draft(authors=[make_author("Ana Lim"), make_author("Bo Ek")])
    translator = make_author("Dai Pugh")
    Byline.objects.create(article=draft, author=translator, role=Role.TRANSLATED, position=3)
    draft.publish(by=make_user("desk"), at=MORNING)
    page = client.get(ADDRESS).text
    found = [pair for pair in metas(page) if pair[0].startswith(("citation_", "z:", "prism."))]
    assert found == [
        ("citation_title", "The Last Train – OpEd"),
        ("citation_author", "Lim, Ana"),
        ("citation_author", "Ek, Bo"),
        ("citation_publication_date", "2024/01/11"),
        ("citation_language", "en"),
        ("citation_public_url", f"http://127.0.0.1:8000{ADDRESS}"),
        ("z:itemType", "magazineArticle"),
        ("prism.publicationName", "The Signal Box"),
    ]
    assert "citation_journal_title" not in page


def names_of_formats(response) -> list[str]:
    return [one.get("name") for one in ElementTree.fromstring(response.content)]


def test_unapi_lists_its_formats(publication, client):
    response = client.get(UNAPI)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/xml")
    assert names_of_formats(response) == ["rdf_zotero", "ris", "bibtex"]


def test_unapi_lists_the_formats_of_one_article(publication, client):
    make_article()
    response = client.get(UNAPI, {"id": ID})
    assert response.status_code == 300
    assert ElementTree.fromstring(response.content).get("id") == ID
    assert names_of_formats(response) == ["rdf_zotero", "ris", "bibtex"]


@pytest.mark.parametrize("wanted", [{}, {"format": "ris"}, {"format": "nonsense"}])
def test_unapi_knows_no_draft_and_nothing_withdrawn(publication, client, editor, wanted):
    make_article().withdraw(by=editor, reason="Wrong.")
    make_draft("Unfinished")
    for address in (ID, "unfinished", "2024/01/unfinished", "\0", "2024/01/'"):
        assert client.get(UNAPI, {"id": address, **wanted}).status_code == 404


def test_unapi_refuses_a_format_it_does_not_have(publication, client):
    make_article()
    assert client.get(UNAPI, {"id": ID, "format": "mods"}).status_code == 406


def test_unapi_gives_ris_and_bibtex(publication, client):
    make_article()
    for name, one in (("ris", ris), ("bibtex", bibtex)):
        (entry,) = one.read(client.get(UNAPI, {"id": ID, "format": name}).text)
        assert entry.record.title == "The Last Train – OpEd"


def test_zotero_is_given_the_article_whole(publication, client):
    draft = make_draft(
        "Trains & <Towns>\x0b",
        slug="the-last-train",
        standfirst="Why?",
        authors=[make_author("Ana Lim"), make_author("The Editors", sort_name="The Editors")],
    )
    translator = make_author("Dai Pugh")
    Byline.objects.create(article=draft, author=translator, role=Role.TRANSLATED, position=3)
    draft.publish(by=make_user("desk"), at=MORNING)
    response = client.get(UNAPI, {"id": ID, "format": "rdf_zotero"})
    assert response["Content-Type"] == "application/rdf+xml; charset=utf-8"
    (item,) = ElementTree.fromstring(response.content)
    assert item.tag == f"{{{SPACES['bib']}}}Article"
    told = {
        "z:itemType": "magazineArticle",
        "dc:title": "Trains & <Towns> – OpEd",
        "dcterms:isPartOf/bib:Periodical/dc:title": "The Signal Box",
        "dc:date": "2024-01-11",
        "dcterms:abstract": "Why?",
        "z:language": "en",
        "dc:identifier/dcterms:URI/rdf:value": f"http://127.0.0.1:8000{ADDRESS}",
    }
    assert {path: item.findtext(path, namespaces=SPACES) for path in told} == told
    people = ".//foaf:Person/foaf:surname"
    authors = item.find("bib:authors", SPACES).findall(people, SPACES)
    assert [name.text for name in authors] == ["Lim", "The Editors"]
    translators = item.find("z:translators", SPACES).findall(people, SPACES)
    assert [name.text for name in translators] == ["Pugh"]


def structured(page: str) -> dict:
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])


def test_search_engines_are_told_what_is_cited(publication, client):
    make_citing()
    assert structured(client.get(ADDRESS).text)["citation"] == [
        {
            "@type": "Book",
            "name": "The Cold War: A World History",
            "author": [{"@type": "Person", "name": "Odd Arne Westad"}],
            "datePublished": "2017",
            "publisher": {"@type": "Organization", "name": "Basic Books"},
            "isbn": "978-0-465-05493-0",
        },
        "A letter in the signal box. https://example.org/letter",
    ]


@pytest.mark.parametrize(
    "kind, name",
    [
        ("article-newspaper", "NewsArticle"),
        ("article-journal", "ScholarlyArticle"),
        ("report", "Report"),
        ("webpage", "WebPage"),
        ("treaty", "CreativeWork"),
    ],
)
def test_a_cited_work_has_its_type(publication, client, kind, name):
    make_citing(Record(kind, title="Titled", container="Within", url="javascript:x"))
    cited = structured(client.get(ADDRESS).text)["citation"][0]
    assert cited["@type"] == name
    assert cited["isPartOf"]["name"] == "Within"
    assert "url" not in cited


def test_what_is_cited_cannot_leave_its_place(publication, client):
    make_citing(Record("book", title='</script>"><script>alert(1)</script>'))
    assert "<script>alert" not in client.get(ADDRESS).text


def test_all_of_it_is_valid_html(publication, client):
    make_citing()
    assert complaint(client.get(ADDRESS).text) is None
