"""What was read from a line, corrected in the article's form: before it is saved, and after."""

from dataclasses import replace

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from authors.models import Author
from opinion.articles.models import Article, Byline, Erratum, Reference
from opinion.references.models import Work
from tests.forms import article_form, fields_of
from tests.newsroom import make_article, make_draft, make_user
from tests.test_pasting import BOOK, paste
from tests.writing_desk import desk as desk

pytestmark = pytest.mark.django_db

ODD = "Jacobs, Jane. The Death and Life of Great American Cities. Random House 1961, reprinted."


def named(fields, ending, number=0):
    """The name of the field that ends so; of several, the one with this number."""
    return [name for name in fields if name.endswith(ending)][number]


def looked_at(desk, text=ODD, article=None):
    """The article's form with `text` in its box, after it was asked what is found."""
    article, response = paste(desk, text, "_read", article)
    return article, fields_of(response, "article_form")


def send(desk, article, fields, button="_draft"):
    return desk.post(f"/admin/articles/article/{article.pk}/change/", fields | {button: "1"})


# --- Before it is saved


def test_what_is_corrected_before_saving_is_stored_so(desk):
    article, fields = looked_at(desk)
    title = named(fields, "-title")
    assert fields[title].startswith("The Death and Life")
    corrected = {
        title: "The Death and Life of Cities",
        named(fields, "-people"): "author: Jacobs, J.",
    }
    send(desk, article, fields | corrected)
    reference = article.references.get()
    work = reference.work
    assert (reference.text, reference.pasted) == (ODD, ODD)
    assert work.title == "The Death and Life of Cities"
    assert work.record.names("author")[0].given == "J."
    assert work.provenance["title"] == work.provenance["contributors"] == "editor"
    assert work.provenance["publisher"] == "read"


def test_a_correction_stays_when_it_is_looked_at_again_and_other_lines_come_before_it(desk):
    article, fields = looked_at(desk)
    fields[named(fields, "-title")] = "Corrected"
    fields["pasted_references"] = f"{BOOK}\n{ODD}"
    response = send(desk, article, fields, "_read")
    fields = fields_of(response, "article_form")
    assert fields[named(fields, "-title", 1)] == "Corrected"
    assert fields[named(fields, "-title", 0)] == "The Death and Life of Great American Cities"
    send(desk, article, fields)
    assert [line.work.title for line in article.references.all()][1] == "Corrected"


def test_of_a_line_that_stands_there_twice_one_can_be_corrected(desk):
    article, fields = looked_at(desk, f"{ODD}\n{ODD}")
    fields[named(fields, "-2-title")] = "Corrected"
    send(desk, article, fields)
    titles = [line.work.title for line in article.references.all()]
    assert titles == ["The Death and Life of Great American Cities", "Corrected"]


def test_a_line_that_reads_back_once_corrected_is_known(desk):
    line = "Alejandro de la Garza. “The Long Way Round.” Harbour Gazette 4, no. 2 (1999): 12–15."
    article, fields = looked_at(desk, line)
    fields[named(fields, "-people")] = "author: Alejandro de la Garza"
    send(desk, article, fields)
    assert article.references.get().state == "known"


def test_a_line_that_says_something_else_than_what_is_corrected_is_to_look_at(desk):
    article, fields = looked_at(desk, BOOK)
    fields[named(fields, "-publisher")] = "Another House"
    send(desk, article, fields)
    assert article.references.get().state == "look"


def test_what_is_left_as_it_was_read_is_from_nobody(desk):
    article, fields = looked_at(desk)
    send(desk, article, fields)
    assert "editor" not in article.references.get().work.provenance.values()


@pytest.mark.parametrize("button", ["_draft", "_read"])
def test_a_correction_that_cannot_be_taken_is_told_beside_its_field_and_kept(desk, button):
    article, fields = looked_at(desk)
    fields[named(fields, "-people")] = "Jacobs, Jane"
    page = send(desk, article, fields, button).content.decode()
    assert "start with a role" in page
    assert ">\nJacobs, Jane</textarea>" in page
    assert "a correction below has errors" in page
    assert not article.references.exists()
    assert not Work.objects.exists()


def test_a_work_of_a_bibliography_is_corrected_before_it_is_saved(desk):
    article, fields = looked_at(desk, "@book{a, title = {Red for Danger}, year = 1955, volume = 2}")
    fields[named(fields, "-issued")] = "1955-05"
    send(desk, article, fields)
    work = article.references.get().work
    assert (work.issued, work.volume) == ("1955-05", "2")
    assert (work.provenance["issued"], work.provenance["title"]) == ("editor", "imported")


def test_a_bibliography_longer_than_what_is_shown_of_it_can_be_looked_at_and_sent(desk):
    entries = "\n".join(f"@book{{k{n}, title = {{Work {n}}}, year = 1955}}" for n in range(120))
    article, fields = looked_at(desk, entries)
    assert sum(name.endswith("-shown") for name in fields) == 100
    send(desk, article, fields)
    assert article.references.count() == 120


# --- In the row of a reference


@pytest.fixture
def row(desk):
    article, _response = paste(desk, ODD)
    assert article.references.get().state == "look"
    return article


def opened(desk, article):
    return article_form(desk, article.pk)[1]


def test_a_field_is_corrected_in_the_row_and_the_line_stays(desk, row):
    fields = opened(desk, row)
    send(desk, row, fields | {"references-0-work-issued": "1961-05", "references-0-known": "on"})
    reference = row.references.get()
    assert (reference.text, reference.state) == (ODD, "known")
    assert reference.work.issued == "1961-05"
    assert reference.work.provenance["issued"] == "editor"
    assert reference.work.keys.exists()


def test_what_cannot_be_taken_in_a_row_stores_nothing(desk, row):
    fields = opened(desk, row)
    wrong = {"references-0-work-people": "Nobody", "headline": "A New Headline"}
    page = send(desk, row, fields | wrong).content.decode()
    assert "The correction of this work has errors" in page
    assert "start with a role" in page
    assert '<details class="correction" open>' in page
    row.refresh_from_db()
    assert row.headline != "A New Headline"


def test_what_a_colleague_corrected_meanwhile_is_never_written_over(desk, row):
    fields = opened(desk, row)
    work = row.references.get().work
    Work.objects.filter(pk=work.pk).update(title="As a Colleague Says")
    send(desk, row, fields)
    work.refresh_from_db()
    assert work.title == "As a Colleague Says"
    fields = opened(desk, row) | {"references-0-work-publisher": "Mine"}
    Work.objects.filter(pk=work.pk).update(title="As a Second One Says")
    page = send(desk, row, fields).content.decode()
    assert "A colleague corrected this work" in page
    assert ">\nMine</textarea>" in page
    work.refresh_from_db()
    assert (work.title, work.publisher) == ("As a Second One Says", "Random House")


def test_a_row_shows_the_work_that_stands_for_a_merged_one(desk, row, editor):
    work = row.references.get().work
    other = Work.objects.keep(replace(work.record, title="What Stands"), "editor")
    work.merge_into(other, by=editor)
    page = desk.get(f"/admin/articles/article/{row.pk}/change/").content.decode()
    shown = page.partition('class="field-reading"')[2].partition("<details")[0]
    assert "What Stands" in shown
    assert work.title not in shown


def test_it_is_said_that_others_cite_the_work_too(desk, row):
    work = row.references.get().work
    other = make_draft("Another")
    Reference.objects.create(article=other, position=1, text=ODD, work=work, state="look")
    page = desk.get(f"/admin/articles/article/{row.pk}/change/").content.decode()
    assert "1 other article cites this work" in page


def test_what_is_corrected_after_publication_is_told_below_the_references(desk):
    article = make_article()
    paste(desk, BOOK, "_publish", article)
    fields = opened(desk, article)
    # Known: corrected on the work's own page; here it is sent back to be looked at first.
    assert "references-0-work-title" not in fields
    article.references.update(state="look")
    fields = opened(desk, article)
    typed = {"references-0-work-issued": "1962", "references-0-known": "on"}
    send(desk, article, fields | typed, "_publish")
    assert "1962" in Erratum.objects.latest("pk").now


def test_a_row_that_a_colleague_deleted_keeps_its_work(desk, row):
    fields = opened(desk, row) | {"references-0-work-title": "Typed Meanwhile"}
    work = row.references.get().work
    row.references.all().delete()
    Article.objects.filter(pk=row.pk).update(version=F("version") + 1)
    response = send(desk, row, fields)
    assert "Nothing is saved yet. Everything you typed is still here." in response.text
    assert "What you both changed" in response.text
    send(desk, row, fields_of(response, "article_form"))
    reference = row.references.get()
    assert (reference.work, reference.state) == (work, "look")
    assert reference.work.title == "Typed Meanwhile"


def test_who_may_not_change_works_corrects_none_from_a_row(desk, row, client):
    fields = opened(desk, row)
    writer = make_user("writer", group="Authors")
    Author.objects.update(user=writer)
    work = row.references.get().work
    client.force_login(writer)
    page = client.get(f"/admin/articles/article/{row.pk}/change/")
    assert page.status_code == 200
    assert f"/admin/references/work/{work.pk}/change/" not in page.content.decode()
    own = fields_of(page, "article_form")
    assert not [name for name in own if "-work-" in name]
    forged = {name: value for name, value in fields.items() if "-work-" in name}
    send(client, row, own | forged | {"references-0-work-title": "Mine now"})
    work.refresh_from_db()
    assert work.title == "The Death and Life of Great American Cities"


def test_a_byline_that_a_colleague_deleted_comes_back_without_its_author(desk, row):
    fields = opened(desk, row)
    number = int(fields["bylines-INITIAL_FORMS"]) - 1
    Byline.objects.filter(article=row).delete()
    Article.objects.filter(pk=row.pk).update(version=F("version") + 1)
    response = send(desk, row, fields | {f"bylines-{number}-author": ""})
    assert response.status_code == 200
    assert "Nothing is saved yet. Everything you typed is still here." in response.content.decode()


def test_the_form_asks_as_much_for_many_rows(desk):
    few, many = make_draft("Few"), make_draft("Many")
    paste(desk, ODD, article=few)
    paste(desk, "\n".join(ODD.replace("1961", str(1930 + n)) for n in range(8)), article=many)
    assert many.references.filter(state="look").count() == 8

    def asked(article):
        with CaptureQueriesContext(connection) as queries:
            desk.get(f"/admin/articles/article/{article.pk}/change/")
        return len(queries)

    asked(few)
    assert asked(many) == asked(few)
