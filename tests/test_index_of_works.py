"""The index of what is cited: in order, in pages, and searched."""

import pytest

from opinion.references.record import Name
from tests.bibliography import make_citing, make_citing_draft, make_work
from tests.test_lists import link, read
from tests.test_work_pages import address, found, titles

pytestmark = pytest.mark.django_db


def test_the_index_lists_by_title_what_is_cited(publication, client):
    make_citing(*(make_work(title) for title in ("Zebra", "Äpfel", "apes", "Émile")))
    assert titles(read(client, "/works/")) == ["apes", "Äpfel", "Émile", "Zebra"]


def test_a_long_index_has_pages(publication, client):
    make_citing(*(make_work(f"Title {n:03}") for n in range(60)))
    first = read(client, "/works/")
    second = read(client, f"/works/{link(first, 'next')}")
    assert len(titles(first)) == 50
    assert titles(first) + titles(second) == [f"Title {n:03}" for n in range(60)]
    back = read(client, f"/works/{link(second, 'prev').replace('&amp;', '&')}")
    assert titles(back) == titles(first)


def test_what_was_found_has_pages_too(publication, client):
    make_citing(*(make_work(f"Title & {n:03}") for n in range(60)), make_work("Else"))
    first = read(client, "/works/?q=title+%26")
    second = read(client, f"/works/{link(first, 'next').replace('&amp;', '&')}")
    assert titles(second) == [f"Title &amp; {n:03}" for n in range(50, 60)]


@pytest.mark.parametrize(
    "asked",
    [
        "danger",
        "DANG",
        "red danger",
        "rolt",
        "Lionel red",
        "bucher muller",
        "BÜCHER",
        "10.5555/red.1955",
        "https://doi.org/10.5555/RED.1955",
        "doi:10.5555/red.1955",
        "9780752451060",
        "978-0-7524-5106-0",
        "978 0 7524 5106 0",
    ],
)
def test_a_work_is_found_by_title_people_and_identifier(publication, client, asked):
    make_citing(
        make_work(),
        make_work("Bücher", contributors=(("editor", Name("Müller", "Änne")),)),
        make_work("Else"),
    )
    assert found(client, asked) == ["Bücher" if "CHER" in asked.upper() else "Red for Danger"]


@pytest.mark.parametrize(
    "asked", ["' | x:*", "!!!", "\\", "a & | !", "x" * 5_000, "%00", "\0", "red -danger\0'", "🚂"]
)
def test_anything_may_be_asked(publication, client, asked):
    make_citing(make_work())
    response = client.get("/works/", {"q": asked})
    assert response.status_code == 200
    assert "noindex" in response.content.decode() or not asked.strip("\0")


def test_what_is_not_found_is_said_kindly(publication, client):
    make_citing(make_work())
    page = read(client, "/works/?q=%3Cb%3E")
    assert "No works found for “&lt;b&gt;”" in page
    assert "No works have been cited yet." not in page


def test_an_empty_index_says_so(publication, client):
    assert "No works have been cited yet." in read(client, "/works/")


def test_a_very_long_work_is_kept_and_found(publication, client):
    work = make_work("Word " * 3_000 + "x" * 100_000)
    make_citing(work)
    assert len(found(client, "word")) == 1
    read(client, address(work))


def test_the_sitemap_tells_of_public_works_only(publication, client):
    work, drafted = make_work(), make_work("Drafted")
    make_citing(work)
    make_citing_draft(drafted, headline="Unfinished")
    # One file holds a thousand ids: which one depends on the rows of other tests.
    told = read(client, f"/sitemap-works.xml?p={(work.pk - 1) // 1_000 + 1}")
    assert f"/works/{work.pk}/" in told
    assert f"/works/{drafted.pk}/" not in told
