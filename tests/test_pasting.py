"""The box for references in the article's form: what is found, what is read, what is printed."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from opinion.articles import rendered_references
from opinion.articles.models import Erratum, Publication, Reference
from opinion.articles.tasks import print_references, publish_due
from opinion.references import formats, intake, printing, reading
from opinion.references.models import Likeness, Link, Rendering, Work
from opinion.references.models.work import Source
from opinion.references.record import Name
from opinion.templatetags import dates
from tests.followers import jobs
from tests.forms import press
from tests.newsroom import make_article, make_draft, publish_again
from tests.writing_desk import desk as desk

pytestmark = pytest.mark.django_db

PAGE = (Path(__file__).parent / "op-ed-page.txt").read_text()
PASTE = [line for line in PAGE.partition("References:")[2].splitlines() if line.strip()][:8]
BOOK = "Jacobs, Jane. The Death and Life of Great American Cities. Random House, 1961."
BIBTEX = """\
@book{rolt, author = {Rolt, L. T. C.}, title = {Red for Danger}, publisher = {Bodley Head},
  address = {London}, year = 1955}
@book{broken, author = {Nobody
@article{wolmar, author = {Wolmar, Christian}, title = {Fire and Steam}, journal = {Trains},
  year = 2007}"""


def paste(desk, text, button="_draft", article=None):
    article = article or make_draft()
    return article, press(desk, button, article.pk, pasted_references=text)


def states(article):
    return [line.state for line in article.references.all()]


def test_the_lines_of_an_op_ed_are_all_read_and_all_kept(desk):
    article, _response = paste(desk, "\n".join(PASTE))
    kept = [*article.references.all()]
    assert [line.pasted for line in kept] == PASTE
    assert all(line.work for line in kept)


def test_what_is_found_is_shown_before_anything_is_saved(desk):
    article, response = paste(desk, BOOK + "\nNeither a work nor a line of one", "_read")
    page = response.content.decode()
    assert "2 found" in page
    assert "The Death and Life of Great American Cities" in page
    assert "Nothing is saved yet" in page
    assert BOOK in page
    assert not article.references.exists()
    assert not Work.objects.exists()


def test_a_line_that_names_no_work_stays_a_line(desk):
    article, _response = paste(desk, "Something that somebody said")
    assert states(article) == ["line"]


def test_who_only_asks_what_is_found_is_told_of_nothing_that_is_not_typed_yet(desk):
    typed = {"pasted_references": BOOK, "headline": "", "type": "", "section": ""}
    page = press(desk, "_read", **typed).text
    assert "The Death and Life of Great American Cities" in page
    for wrong in ("errornote", "errorlist", "This field is required", "to be corrected"):
        assert wrong not in page
    # What is typed and wrong is said; and saving says all.
    assert "errorlist" in press(desk, "_read", **typed | {"headline": "x" * 1_000}).text
    assert "errorlist" in press(desk, "_read", **typed, **{"bylines-0-author": "No Body"}).text
    assert press(desk, "_draft", **typed).text.count("This field is required") == 3


def test_a_line_that_reads_back_word_for_word_is_known(desk):
    article, _response = paste(desk, BOOK)
    assert states(article) == ["known"]
    work = article.references.get().work
    assert (work.title, work.publisher, work.issued) == (
        "The Death and Life of Great American Cities",
        "Random House",
        "1961",
    )
    assert set(work.provenance.values()) == {"read"}


def test_nobody_waits_for_printing_while_lines_are_read(desk, monkeypatch):
    monkeypatch.setattr(printing, "print_all", lambda *_args: pytest.fail("printed"))
    article, _response = paste(desk, BOOK)
    assert states(article) == ["known"]


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        (BOOK, "sure"),
        (BOOK.replace("Random", "New York: Random"), "sure"),
        (BOOK.replace("1961", "1961, 12–30"), "look"),
        (BOOK.replace(", 1961", ""), "look"),
        (f"See {BOOK}", "look"),
    ],
)
def test_a_line_is_beyond_doubt_when_every_word_of_it_has_its_place(line, mark):
    assert [found.mark.value for found in intake.read(line)] == [mark]


def test_a_dash_stands_for_the_author_of_the_line_above():
    _first, second = intake.read(f"{BOOK}\n———. The Economy of Cities. Random House, 1969.")
    assert second.record.names("author") == [Name("Jacobs", "Jane")]
    assert second.record.title == "The Economy of Cities"
    assert second.is_to_look_at


ADDRESSES = {
    "10.1000/182": "A DOI, whose title",
    "https://example.org/a": "A web address, whose title",
    "ISBN 978-0-306-40615-7": "An ISBN, whose title",
}


def test_an_address_alone_says_what_it_is_and_waits_for_its_title(desk):
    article, response = paste(desk, "\n".join(ADDRESSES), "_read")
    page = response.content.decode()
    assert "3 found, 0 recognised, 3 to check." in page
    assert all(told in page for told in ADDRESSES.values())
    assert "Not recognised" not in page
    paste(desk, "\n".join(ADDRESSES), article=article)
    assert states(article) == ["look", "look", "look"]


CLEAR = "Lind, Ada. “Ferries of the North.” Island Affairs 4 (2012)."


def test_one_step_confirms_all_that_leave_no_doubt(desk, monkeypatch):
    monkeypatch.setattr(intake, "SURE", 2)
    doubtful = f"See {BOOK}"
    article, _response = paste(desk, f"{BOOK}\n{doubtful}")
    assert states(article) == ["look", "look"]
    response = press(desk, "_accept", article.pk, pasted_references=CLEAR)
    assert states(article) == ["known", "look", "known"]
    page = desk.get(response["Location"]).content.decode()
    assert "1 is still to check." in page


def test_a_work_that_stands_in_the_list_twice_is_told(desk):
    article, _response = paste(desk, f"{BOOK}\n{BOOK}")
    page = desk.get(f"/admin/articles/article/{article.pk}/change/").content.decode()
    assert page.count("The same work as reference 1.") == 1


def test_an_open_question_is_shown_until_it_is_answered(desk):
    article, _response = paste(desk, "\n".join(PASTE))
    address = f"/admin/articles/article/{article.pk}/change/"
    desk.get(address)  # with what is told once
    assert "2 of these references may be the same works as others." in (
        desk.get(address).content.decode()
    )
    Likeness.objects.get().decide(Likeness.Answer.TWO_EDITIONS, by=None)
    assert "may be the same work" not in desk.get(address).content.decode()


def test_a_bibliography_is_taken_entry_by_entry(desk):
    article, response = paste(desk, BIBTEX)
    page = desk.get(response["Location"]).content.decode()
    assert "3 found, 2 recognised, 1 to check." in page
    assert states(article) == ["known", "line", "known"]
    assert [line.work and line.work.title for line in article.references.all()] == [
        "Red for Danger",
        None,
        "Fire and Steam",
    ]


def test_the_same_work_pasted_in_two_articles_is_one(desk):
    paste(desk, BIBTEX)
    paste(desk, BIBTEX, article=make_draft("Another"))
    assert Work.objects.count() == 2


def test_one_book_with_two_years_is_a_question_and_never_a_merge(desk):
    article, response = paste(desk, "\n".join(PASTE))
    page = desk.get(response["Location"]).content.decode()
    assert "1 possible duplicate to review." in page
    assert "/admin/references/work/questions/" in page
    assert Work.objects.canonical().count() == 8
    question = Likeness.objects.get()
    assert {question.first.issued, question.second.issued} == {"1995", "1972"}
    assert "The Mediterranean" in desk.get("/admin/references/work/questions/").content.decode()


def test_what_the_clock_publishes_is_printed_too(desk, editor):
    article = make_draft(references=["One"])
    article.schedule(by=editor, at=timezone.now() + timedelta(hours=1))
    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        publish_due(timestamp=0)
    assert jobs(print_references).get().args == {"article": article.pk}


def test_csl_of_ten_works_and_a_numbered_line_are_told_apart(desk):
    items = [{"type": "book", "title": f"Volume {number}"} for number in range(10)]
    article, _response = paste(desk, json.dumps(items))
    assert article.references.count() == 10
    other, _response = paste(desk, f"[1] {BOOK}", article=make_draft("Another"))
    assert [line.text for line in other.references.all()] == [BOOK]


OTHER = "Sennett, Richard. Flesh and Stone. Norton, 1994."


def test_a_known_line_that_is_typed_anew_is_read_anew_and_printed_as_typed(desk):
    article, _response = paste(desk, BOOK)
    press(desk, pk=article.pk, **{"references-0-text": OTHER})
    assert states(article) == ["look"]
    assert article.references.get().work.title == "Flesh and Stone"
    press(desk, pk=article.pk, **{"references-0-known": "on"})
    assert states(article) == ["known"]
    press(desk, pk=article.pk, **{"references-0-text": "Something that somebody said"})
    assert states(article) == ["line"]
    assert article.references.get().work is None


def test_a_line_that_is_mended_keeps_its_work(desk):
    article, _response = paste(desk, BOOK)
    work = article.references.get().work
    press(
        desk, pk=article.pk, **{"references-0-text": BOOK.replace("Random House", "Random Hause")}
    )
    assert article.references.get().work == work
    assert states(article) == ["look"]


# --- What readers see ------------------------------------------------------------------------


@pytest.fixture
def cited(desk):
    """A published article with a known work, whose line says it otherwise."""
    article = make_draft(references=["Rolt: Red for Danger"])
    work = Work.objects.keep(rolt(), Source.IMPORTED)
    article.references.update(work=work, state=Reference.State.KNOWN)
    article.publish(by=None)
    return article


def rolt():
    return formats.read(BIBTEX.split("\n@book{broken")[0])[0].record


def shown(client, article):
    return client.get(article.get_absolute_url()).content.decode()


def test_the_line_is_shown_until_the_work_is_printed(client, cited):
    assert "Rolt: Red for Danger" in shown(client, cited)
    rendered_references.print_all(cited)
    page = shown(client, cited)
    assert "<em>Red for Danger</em>" in page
    assert "Rolt: Red for Danger" not in page


def test_another_style_is_printed_when_the_publication_chooses_it(client, cited):
    rendered_references.print_all(cited)
    Rendering.objects.exclude(style="chicago-notes").delete()
    Publication.objects.update(citation_style="apa")
    assert "Rolt: Red for Danger" in shown(client, cited)
    rendered_references.print_everything()
    assert "Rolt, L. T. C. (1955)." in shown(client, cited)


def test_a_style_that_was_printed_for_the_pages_of_works_is_there_at_once(client, cited):
    rendered_references.print_all(cited)
    Publication.objects.update(citation_style="apa")
    assert "Rolt, L. T. C. (1955)." in shown(client, cited)


def test_the_style_of_the_publication_is_printed_before_the_others(cited, monkeypatch):
    asked, really = [], printing.print_all

    def note(records, style, language):
        asked.extend([(style, language)] if records else [])
        return really(records, style, language)

    monkeypatch.setattr(printing, "print_all", note)
    Publication.objects.update(citation_style="mla")
    rendered_references.print_all(cited)
    styles = ["mla", "chicago-notes", "chicago-author-date", "apa"]
    assert asked == [(style, "en") for style in styles]


def test_what_is_printed_already_is_not_printed_again(cited, monkeypatch):
    rendered_references.print_all(cited)
    asked = []
    monkeypatch.setattr(printing, "print_all", lambda records, *_rest: asked.append(records) or [])
    rendered_references.print_all(cited)
    assert not any(asked)


def test_a_work_corrected_later_leaves_what_was_published(client, cited):
    rendered_references.print_all(cited)
    work = Work.objects.get()
    work.title = "Green for Danger"
    work.save()
    rendered_references.print_all(cited)
    assert "<em>Red for Danger</em>" in shown(client, cited)


def test_a_reference_changed_after_publication_is_a_dated_erratum(client, desk):
    article = make_article(references=["Rolt: Red for Danger", "Wolmar: Fire and Steam"])
    assert "Changes to the references" not in shown(client, article)
    article.references.filter(position=1).update(text="Rolt: Green for Danger")
    article.references.filter(position=2).delete()
    article.publish(by=None)
    page = shown(client, article)
    day = dates.day(article.live_edition.published_at)
    assert "Changes to the references" in page
    assert f"{day}</time>" in page
    assert '<del dir="auto">Rolt: Red for Danger</del>' in page
    assert '<ins dir="auto">Rolt: Green for Danger</ins>' in page
    assert 'Removed: <del dir="auto">Wolmar: Fire and Steam</del>' in page


def test_an_edition_with_the_same_references_has_no_erratum(client, desk):
    article = make_article(references=["Rolt: Red for Danger"])
    publish_again(article)
    assert "Changes to the references" not in shown(client, article)


def test_the_database_refuses_to_change_an_erratum(desk):
    article = make_article(references=["Rolt: Red for Danger"])
    article.references.all().delete()
    article.publish(by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Erratum.objects.update(was="Nothing")


def test_the_links_of_what_is_published_are_known_to_be_checked(desk):
    article = make_draft(references=["The Gazette", "The Herald"])
    article.references.filter(position=1).update(url="https://gazette.example.org/later-boat")
    assert not Link.objects.exists()
    article.publish(by=None)
    assert [link.address for link in Link.objects.all()] == [
        "https://gazette.example.org/later-boat"
    ]


# --- More than are read while somebody waits


def test_more_than_two_hundred_are_led_to_an_import_with_nothing_lost(desk, monkeypatch):
    monkeypatch.setattr(reading, "read", lambda line: pytest.fail("read while somebody waits"))
    text = "\n".join(
        f"Doe, Jane. The Line {number}. London: Signal, 2011." for number in range(201)
    )
    article, response = paste(desk, text)
    page = response.content.decode()
    assert "These are 201 references; paste at most 200 at once." in page
    assert '<a href="/admin/references/import/add/?are_lines=on">' in page
    assert "The Line 200. London" in page
    assert not article.references.exists()


def test_a_bibliography_of_more_than_the_form_can_hold_is_led_there_too(desk):
    text = "".join(f"@book{{k{number}, title={{Line}}}}\n" for number in range(501))
    _article, response = paste(desk, text, "_read")
    assert "These are 501 references; paste at most 500" in response.content.decode()


def test_two_hundred_are_read_at_once():
    text = "\n\n".join(f"The Line {number}" for number in range(200))
    assert len(intake.read(text)) == 200
