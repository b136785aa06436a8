"""What readers take along: an article's references and the article itself, in files."""

import json

import pytest

from opinion.articles.models import Byline, Reference, Role
from opinion.references import formats, printing
from opinion.references.models import Rendering, Work
from opinion.references.models.work import Source
from opinion.references.record import Date, Name, Record
from tests.newsroom import (
    MORNING,
    know_the_site,
    make_author,
    make_draft,
    make_publication,
    make_user,
)

pytestmark = pytest.mark.django_db
ADDRESS = "/2024/01/the-last-train/"
WESTAD = Record(
    "book",
    (("author", Name("Westad", "Odd Arne")),),
    "The Cold War: A World History",
    publisher="Basic Books",
    place="New York",
    issued=Date(2017),
    isbn="978-0-465-05493-0",
)
LINES = ["Westad, Odd Arne. *The Cold War: A World History*. 2017.", "A letter in the signal box."]


def make_citing(record=WESTAD, lines=LINES, locator="", **values):
    """A published article: its first reference is a known work, others are lines only."""
    draft = make_draft(references=lines, **values)
    first, *others = draft.references.all()
    first.work = Work.objects.keep(record, Source.IMPORTED)
    first.state = Reference.State.KNOWN
    first.save()
    for reference in others:
        reference.url = "https://example.org/letter"
        reference.save()
    draft.references.update(locator=locator)
    draft.publish(by=make_user("desk"), at=MORNING)
    return draft


def read(client, name, status=200):
    response = client.get(ADDRESS + name)
    assert response.status_code == status
    return response


@pytest.mark.parametrize(
    "suffix, content_type",
    [
        ("bib", "application/x-bibtex; charset=utf-8"),
        ("ris", "application/x-research-info-systems; charset=utf-8"),
        ("json", "application/vnd.citationstyles.csl+json; charset=utf-8"),
    ],
)
def test_references_come_back_from_each_format_and_none_is_lost(
    publication, client, suffix, content_type
):
    make_citing()
    response = read(client, f"references.{suffix}")
    assert response["Content-Type"] == content_type
    name = f'attachment; filename="the-last-train-references.{suffix}"'
    assert response["Content-Disposition"] == name
    known, line = [entry.record for entry in formats.read(response.text)]
    assert known == WESTAD
    assert (line.type, line.title) == ("document", "A letter in the signal box.")
    assert line.url == "https://example.org/letter"


def test_plain_text_is_the_lines_with_their_addresses(publication, client):
    make_citing()
    response = read(client, "references.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.text.splitlines() == [
        "Westad, Odd Arne. The Cold War: A World History. 2017.",
        "A letter in the signal box. https://example.org/letter",
    ]


@pytest.mark.parametrize("style", ["apa", "mla"])
def test_plain_text_is_what_is_printed_in_the_style_of_the_publication(publication, client, style):
    publication.citation_style = "apa"
    publication.save()
    make_citing(locator="p. 12")
    Rendering.objects.create(
        digest=printing.digest(WESTAD), style=style, language="en", text="Westad,\nas printed."
    )
    first = "Westad, as printed." if style == "apa" else LINES[0].replace("*", "")
    assert read(client, "references.txt").text.splitlines() == [
        f"{first} p. 12",
        "A letter in the signal box. https://example.org/letter p. 12",
    ]


def test_the_place_in_a_work_goes_along_as_a_note(publication, client):
    draft = make_draft(references=LINES)
    draft.references.update(locator="p. 12")
    draft.publish(by=make_user("desk"), at=MORNING)
    assert [item["note"] for item in read(client, "references.json").json()] == ["p. 12"] * 2


def test_the_private_notes_of_a_bibliography_stay_here(publication, client):
    private = {"csl.annote": '"Secret: ask Ana."', "bibtex.file": "/home/ana/Secret.pdf"}
    make_citing(Record("book", title="Known", note="Secret, too.", further=private))
    for name in ("references.bib", "references.ris", "references.json", "references.txt", ""):
        assert "Secret" not in read(client, name).text
    assert "Known" in read(client, "references.bib").text


def test_an_article_without_references_has_no_file_of_them(publication, client):
    make_draft().publish(by=make_user("desk"), at=MORNING)
    read(client, "references.bib", status=404)
    assert "references.bib" not in client.get(ADDRESS).text


@pytest.mark.parametrize("suffix", ["bib", "ris", "json"])
def test_the_article_itself_is_cited_in_each_format(publication, client, suffix):
    draft = make_draft(authors=[make_author("Vincent van Gogh", sort_name="van Gogh, Vincent")])
    translator = make_author("Dai Pugh")
    Byline.objects.create(article=draft, author=translator, role=Role.TRANSLATED, position=2)
    draft.publish(by=make_user("desk"), at=MORNING)
    response = read(client, f"cite.{suffix}")
    assert response["Content-Disposition"] == f'attachment; filename="the-last-train.{suffix}"'
    (entry,) = formats.read(response.text)
    assert entry.record == Record(
        "article-magazine",
        (
            ("author", Name("Gogh", "Vincent", "van")),
            ("translator", Name("Pugh", "Dai")),
        ),
        "The Last Train – OpEd",
        container="The Signal Box",
        issued=Date(2024, 1, 11),
        language="en",
        url=f"http://127.0.0.1:8000{ADDRESS}",
    )


@pytest.mark.parametrize(
    "printed, filed, name",
    [
        ("Ngaire Whitcombe", "", Name("Whitcombe", "Ngaire")),
        ("Ludwig van Beethoven", "Beethoven, Ludwig van", Name("Beethoven", "Ludwig van")),
        ("Mao Zedong", "Mao, Zedong", Name("Mao", "Zedong")),
        ("The Editors", "The Editors", Name(literal="The Editors")),
        ("Voltaire", "", Name(literal="Voltaire")),
    ],
)
def test_a_name_is_parted_as_its_author_is_filed(publication, client, printed, filed, name):
    draft = make_draft(authors=[make_author(printed, sort_name=filed)])
    draft.publish(by=make_user("desk"), at=MORNING)
    (entry,) = formats.read(read(client, "cite.json").text)
    assert entry.record.names("author") == [name]


def test_a_name_stays_as_it_was_printed(publication, client):
    author = make_author("Ngaire Whitcombe")
    make_draft(authors=[author]).publish(by=make_user("desk"), at=MORNING)
    author.name, author.sort_name = "Ngaire Orr", "Orr, Ngaire"
    author.save()
    assert "Whitcombe, Ngaire" in read(client, "cite.ris").text


def test_the_day_is_that_of_the_publications_time_zone(client):
    make_publication(time_zone="America/Los_Angeles")
    make_draft().publish(by=make_user("desk"), at=MORNING)
    (item,) = json.loads(read(client, "cite.json").text)
    assert item["issued"] == {"date-parts": [[2024, 1, 10]]}


def test_keys_of_two_articles_differ(publication, client):
    make_citing()
    text = read(client, "references.bib").text
    assert "@book{the-last-train-1," in text
    assert "@misc{the-last-train-2," in text


def test_a_file_tells_of_the_live_edition_only(publication, client, editor):
    article = make_citing()
    Reference.objects.update(text="Unsaid")
    article.headline = "Unsaid as well"
    article.edited(editor)
    article.save()
    for name in ("references.txt", "references.bib", "cite.bib"):
        assert "Unsaid" not in read(client, name).text


def test_what_is_not_published_has_no_files(publication, client, editor):
    article = make_citing()
    article.withdraw(by=editor, reason="Wrong.")
    for name in ("references.bib", "references.txt", "cite.bib"):
        assert "Cold War" not in read(client, name, status=404).text
    read(client, "cite.txt", status=404)
    read(client, "cite.exe", status=404)


def test_a_file_that_has_not_changed_is_not_sent_again(publication, client):
    make_citing()
    response = read(client, "references.ris")
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert response["X-Robots-Tag"] == "noindex"
    again = client.get(f"{ADDRESS}references.ris", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_known_works_cost_a_query_addresses_on_the_page_another_and_the_other_files_none(
    publication, client, django_assert_num_queries
):
    make_citing()
    know_the_site()
    for name, number in (("", 13), ("references.bib", 3), ("references.txt", 4), ("cite.ris", 5)):
        with django_assert_num_queries(number):
            read(client, name)
