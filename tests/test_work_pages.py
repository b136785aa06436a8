"""What is cited: an index of works, and a page for each with the articles that cite it."""

import json
import re
from datetime import timedelta

import pytest

from opinion.articles import rendered_references
from opinion.articles.tasks import print_work
from opinion.references import formats
from opinion.references.models import Likeness, Merge, Rendering, Work
from opinion.references.models.work import Source
from opinion.references.printing import digest, pandoc
from opinion.references.record import Date, Record
from tests.bibliography import RAILWAY, make_citing, make_citing_draft, make_work
from tests.followers import jobs
from tests.newsroom import MORNING, know_the_site, make_author
from tests.test_lists import headlines, link, read
from tests.test_same_work import keep
from tests.test_work_admin import typed

pytestmark = pytest.mark.django_db


def titles(page: str) -> list[str]:
    return re.findall(r'class="roll-name"[^>]*>([^<]+)<', page)


def found(client, asked) -> list[str]:
    response = client.get("/works/", {"q": asked})
    assert response.status_code == 200
    return titles(response.content.decode())


def address(work: Work) -> str:
    return f"/works/{work.pk}/"


# --- A work


def test_the_page_of_a_work_tells_what_it_is(publication, client):
    work = make_work()
    make_citing(work)
    page = read(client, address(work))
    for part in (
        "<h1",
        "Red for Danger",
        "Rolt, Lionel Thomas. Red for Danger. London: The Bodley Head, 1955.",
        "<dt>Publisher</dt>",
        "978-0-7524-5106-0",
        'href="https://doi.org/10.5555/red.1955" rel="noopener"',
        f'href="/works/{work.pk}.bib"',
    ):
        assert part in page


def test_it_is_printed_in_the_publications_style_where_that_is_ready(publication, client):
    work = make_work()
    make_citing(work)
    Rendering.objects.create(
        digest=digest(work.record.for_readers()),
        style="chicago-notes",
        language="en",
        style_hash="x",
        html="Rolt, <i>Red for Danger</i>",
        text="Rolt, Red for Danger",
    )
    assert "Rolt, <i>Red for Danger</i>" in read(client, address(work))


def test_it_finds_what_was_printed_for_the_article(publication, client):
    work = make_work()
    article = make_citing(work)
    rendered_references.print_all(article)
    assert "<em>Red for Danger</em>" in read(client, address(work))


STYLES = [
    "Chicago, notes and bibliography",
    "Chicago, author and date",
    "APA",
    "MLA",
]


def entries(page: str) -> dict[str, str]:
    """By the names of the styles, the work as it is printed in each."""
    names = re.findall(r'<dt id="style-[a-z-]+">([^<]+)</dt>', page)
    return dict(
        zip(names, re.findall(r'<p class="work-entry" id=[^>]*>(.*?)</p>', page), strict=True)
    )


def test_it_is_shown_in_each_style_that_of_the_publication_first(publication, client):
    publication.citation_style = "apa"
    publication.save()
    work = make_work()
    rendered_references.print_all(make_citing(work))
    found = entries(read(client, address(work)))
    assert list(found) == ["APA", *STYLES[:2], "MLA"]
    assert found["APA"].startswith("Rolt, L. T. (1955). <em>Red for Danger</em>.")
    assert found["MLA"].startswith("Rolt, Lionel Thomas. <em>Red for Danger</em>. The Bodley Head")
    assert len({*found.values()}) == 4


def test_a_style_that_is_not_printed_yet_is_left_out(publication, client):
    work = make_work()
    article = make_citing(work)
    page = read(client, address(work))
    assert "js/copy_citation.js" not in page and "<dt id=" not in page
    rendered_references.print_all(article)
    Rendering.objects.filter(style="chicago-notes").delete()
    assert list(entries(read(client, address(work)))) == STYLES[1:]


def test_the_page_prints_nothing_itself(publication, client, monkeypatch):
    work = make_work()
    make_citing(work)
    monkeypatch.setattr(pandoc, "run", None)
    read(client, address(work))
    assert not Rendering.objects.exists()


def test_it_is_printed_in_the_language_of_its_page(publication, client):
    article = Record("article-magazine", title="Stations", issued=Date(1955, 5))
    work = Work.objects.keep(article, Source.IMPORTED)
    rendered_references.print_all(make_citing(work, language="fr"))
    found = entries(read(client, address(work)))
    assert len(found) == 4 and "May" in found["MLA"]


def test_what_it_was_merged_into_is_printed_in_each_style(publication, client):
    old, new = make_work("Red For Danger?"), make_work()
    article = make_citing(old)
    old.merge_into(new, by=None)
    rendered_references.print_all(article)
    assert list(entries(read(client, address(new)))) == STYLES


@pytest.fixture
def desk(client, publication, editor):
    client.force_login(editor)
    return client


def do_jobs():
    for job in jobs(print_work):
        print_work(**job.args)


def test_a_corrected_work_is_printed_anew(desk):
    work = make_work()
    rendered_references.print_all(make_citing(work))
    sent = typed(work, title="Green for Danger")
    assert desk.post(f"/admin/references/work/{work.pk}/change/", sent).status_code == 302
    assert not entries(read(desk, address(work)))
    do_jobs()
    found = entries(read(desk, address(work)))
    assert list(found) == STYLES and all("Green for Danger" in one for one in found.values())


def test_works_that_are_merged_and_taken_apart_are_printed_anew(desk):
    old, new = make_work("Stations"), make_work("Stations of the Line")
    make_citing(old, new)
    asked = {"work": [old.pk, new.pk]}
    merge = "/admin/references/work/merge/"
    desk.post(f"{merge}?work={old.pk}&work={new.pk}", asked | {"kept": new.pk})
    do_jobs()
    assert "Stations of" in entries(read(desk, address(new)))["APA"]
    desk.post(f"/admin/references/work/undo/{Merge.objects.get().pk}/")
    assert not entries(read(desk, address(old)))
    do_jobs()
    assert "Stations</em>" in entries(read(desk, address(old)))["APA"]


def test_two_works_that_an_answer_makes_one_are_printed(desk):
    make_citing(keep(), keep(year=2018))
    question = Likeness.objects.get()
    asked = {"question": question.pk, "answer": "same"}
    assert desk.post("/admin/references/work/questions/", asked).status_code == 302
    do_jobs()
    canonical = Work.objects.canonical().get()
    assert list(entries(read(desk, address(canonical)))) == STYLES


def test_a_work_that_only_a_draft_cites_is_not_printed(publication):
    work = make_work()
    make_citing_draft(work)
    print_work(work.pk)
    assert not Rendering.objects.exists()


def test_in_four_styles_it_costs_no_query_more(publication, client, django_assert_num_queries):
    work = make_work()
    article = make_citing(work)
    know_the_site()
    with django_assert_num_queries(9):
        read(client, address(work))
    rendered_references.print_all(article)
    with django_assert_num_queries(9):
        read(client, address(work))


def test_it_lists_the_articles_that_cite_it_with_day_byline_and_place(publication, client):
    work, other = make_work(), make_work("Another")
    ana = make_author("Ana Lim")
    make_citing(work, headline="Older", locator="p. 12", authors=[ana])
    make_citing(other, work, headline="Newer", at=MORNING + timedelta(days=1))
    make_citing(other, headline="Beside")
    page = read(client, address(work))
    assert headlines(page) == ["Newer", "Older"]
    for part in ("January 11, 2024", "Ana Lim", "p. 12"):
        assert part in page


def test_many_articles_come_page_by_page(publication, client):
    work = make_work()
    for n in range(12):
        make_citing(work, headline=f"Article {n}", at=MORNING + timedelta(hours=n))
    first = read(client, address(work))
    second = read(client, address(work) + link(first, "next"))
    assert headlines(first) + headlines(second) == [f"Article {n}" for n in range(11, -1, -1)]


def test_nothing_of_a_draft_is_told(publication, client, editor):
    cited, drafted, gone = make_work(), make_work("Only Drafted"), make_work("Withdrawn With")
    article = make_citing(cited, headline="Live")
    make_citing_draft(cited, drafted, headline="Unfinished")
    make_citing(gone, headline="Gone").withdraw(by=editor, reason="Wrong.")
    article.headline = "Unsaid"
    article.save()
    article.references.update(work=drafted, locator="p. 99")
    page = read(client, address(cited))
    assert headlines(page) == ["Live"]
    assert "p. 99" not in page
    assert titles(read(client, "/works/")) == ["Red for Danger"]
    for work in (drafted, gone):
        assert client.get(address(work)).status_code == 404
        assert client.get(f"/works/{work.pk}.bib").status_code == 404


def test_what_an_earlier_edition_cited_is_not_told(publication, client, editor):
    work = make_work()
    article = make_citing(work)
    article.references.all().delete()
    article.publish(by=editor)
    assert client.get(address(work)).status_code == 404
    assert titles(read(client, "/works/")) == []


@pytest.mark.parametrize("state", ["line", "look"])
def test_a_reading_that_nobody_stands_for_does_not_reach_readers(publication, client, state):
    work = make_work()
    make_citing(work, state=state)
    assert client.get(address(work)).status_code == 404
    assert titles(read(client, "/works/")) == []


def test_notes_and_what_a_catalogue_said_stay_in_the_newsroom(publication, client):
    work = make_work()
    rendered_references.print_all(make_citing(work))
    assert "APA" in entries(read(client, address(work)))
    for place in ("/", ".bib", ".ris", ".json"):
        response = client.get(f"/works/{work.pk}{place}").content.decode()
        assert "Seen at the station" not in response
        assert "/home/ngaire" not in response


@pytest.mark.parametrize(
    ("work", "href"),
    [
        ({"url": "https://example.org/a"}, 'href="https://example.org/a"'),
        ({"url": "javascript:alert(1)"}, None),
        ({"doi": "10.1/a<b>?c#d"}, 'href="https://doi.org/10.1/a%3Cb%3E%3Fc%23d"'),
        ({}, None),
    ],
)
def test_only_a_safe_address_leads_to_the_source(publication, client, work, href):
    made = make_work("A Title", **work)
    make_citing(made)
    page = read(client, address(made))
    assert (href or "Go to the source") in page if href else "Go to the source" not in page


def test_a_merged_work_sends_to_the_one_it_went_into(publication, client):
    old, new = make_work("Red For Danger?"), make_work()
    make_citing(old)
    Work.objects.filter(pk=old.pk).update(merged_into=new)
    for end in ("/", ".bib"):
        response = client.get(f"/works/{old.pk}{end}")
        assert response.status_code == 301
        assert response.headers["Location"] == f"/works/{new.pk}{end}"
    assert headlines(read(client, address(new))) == ["The Last Train"]
    assert titles(read(client, "/works/")) == ["Red for Danger"]


@pytest.mark.parametrize("number", ["0", "9" * 18, "9" * 60])
def test_an_unknown_work_is_not_found(publication, client, number):
    assert client.get(f"/works/{number}/").status_code == 404


# --- Its exports


@pytest.mark.parametrize(("end", "name"), [("bib", "bibtex"), ("ris", "ris"), ("json", "csl")])
def test_a_work_can_be_taken_along(publication, client, end, name):
    work = make_work()
    make_citing(work)
    response = client.get(f"/works/{work.pk}.{end}")
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].endswith(f'"work-{work.pk}.{end}"')
    text = response.content.decode()
    assert formats.recognise(text) == name
    (entry,) = formats.read(text)
    assert entry.record.title == RAILWAY.title
    assert entry.record.contributors == RAILWAY.contributors


def test_an_export_is_what_its_name_says(publication, client):
    work = make_work()
    make_citing(work)
    response = client.get(f"/works/{work.pk}.json")
    assert response.headers["Content-Type"].startswith("application/vnd.citationstyles.csl+json")
    assert json.loads(response.content)[0]["publisher"] == "The Bodley Head"
    assert client.get(f"/works/{work.pk}.doc").status_code == 404
