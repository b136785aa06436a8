"""Bibliographies brought in whole: read in batches, restartable, and nothing lost in silence."""

import json
import re
from io import BytesIO, StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from opinion.references import enqueue, files, formats, tasks
from opinion.references.models import Import, ImportEntry, Likeness, Work
from opinion.references.models import importing as importing_models
from opinion.references.models.work import Source
from opinion.references.record import Date, Name, Record
from tests.newsroom import know_the_site, make_user

pytestmark = pytest.mark.django_db

ADD = "/admin/references/import/add/"
WHITCOMBE = (("author", Name("Whitcombe", "Ngaire")),)


def book(number, **values):
    values = {"title": f"The Line {number:04}", "issued": Date(1900 + number % 90)} | values
    return Record("book", WHITCOMBE, **values)


def begin(text, name="csl"):
    return Import.objects.begin(StringIO(text), name, "a file", None)


def finish(begun):
    while begun.carry_on():
        pass
    return begun.counts()


def brought(*records, name="csl"):
    begun = begin(formats.write(records, name), name)
    finish(begun)
    return begun


@pytest.fixture
def small_batches(monkeypatch):
    monkeypatch.setattr(importing_models, "BATCH", 3)


@pytest.fixture
def desk(client, publication, editor):
    client.force_login(editor)
    return client


# --- Reading


@pytest.mark.parametrize("name", sorted(formats.FORMATS))
def test_every_entry_becomes_a_work_that_says_where_it_comes_from(name, small_batches):
    records = [book(number) for number in range(8)]
    begun = brought(*records, name=name)
    assert begun.counts() == {"waiting": 0, "new": 8, "known": 0, "unread": 0}
    assert [work.record for work in Work.objects.order_by("pk")] == records
    assert {*Work.objects.first().provenance.values()} == {"imported"}
    assert {entry.source + entry.beside for entry in begun.entries.all()} == {""}
    assert begun.ended_at


def test_a_known_work_is_left_as_it_is():
    known = Work.objects.keep(book(1, doi="10.1000/line"), "editor")
    begun = brought(
        book(1, title="The line 0001.", doi="https://doi.org/10.1000/LINE", publisher="New"),
        book(2),
        book(2),
        book(9, title="Quite another title", doi="10.1000/line"),
    )
    assert begun.counts() == {"waiting": 0, "new": 2, "known": 2, "unread": 0}
    assert begun.entries.first().work == known
    assert Work.objects.get(pk=known.pk).publisher == ""
    # One DOI and two titles: somebody has to look.
    assert Likeness.objects.open_about(begun.works()).count() == 1


def test_a_work_that_was_merged_stands_for_what_it_went_into(editor):
    kept, merged = (Work.objects.keep(book(1, doi=f"10.1000/{n}"), "editor") for n in (1, 2))
    merged.merge_into(kept, by=editor)
    assert brought(book(1, doi="10.1000/2")).entries.get().work == kept


def test_what_is_like_a_known_work_is_asked():
    Work.objects.keep(book(1), "editor")
    begun = brought(book(1, issued=Date(1999)))
    assert begun.counts()["new"] == 1
    assert Likeness.objects.open_about(begun.works()).count() == 1


@pytest.mark.parametrize(
    ("item", "told"),
    [
        ({"type": "book", "title": "x", "volume": "9" * 501}, "volume: Ensure this value has"),
        ({"type": "book", "publisher": "Nobody's"}, "no title, web address or person"),
        ({"type": "b\0\ud800"}, "is not a CSL type"),
        ({"type": "book", "title": "Zero \0"}, "characters that can't be stored"),
        ({"type": "book", "title": "Half \ud800"}, "characters that can't be stored"),
    ],
)
def test_what_cannot_be_a_work_is_told_and_its_text_kept(item, told):
    begun = begin(json.dumps([item, {"type": "book", "title": "The Good One"}]))
    assert finish(begun) == {"waiting": 0, "new": 1, "known": 0, "unread": 1}
    entry = begun.entries.with_problems().get()
    assert told in entry.problem
    assert item["type"][:1] in entry.source
    assert Work.objects.get().title == "The Good One"


def test_an_entry_that_holds_another_loses_neither():
    text = "@book{a, title = {One}, @book{b, title = {Two}}\n@book{c, title = {Three}}"
    begun = begin(text, "bibtex")
    finish(begun)
    assert {work.title for work in begun.works()} >= {"Three"}
    kept = " ".join(entry.source for entry in begun.entries.with_problems())
    assert "One" in kept
    assert "Two" in kept or begun.works().filter(title="Two")


def test_zeros_in_a_file_stop_nothing():
    begun = begin("TY  - BOOK\nTI  - The\0 Line\nER  - \n", "ris")
    finish(begun)
    assert begun.works().get().title == "The Line"


# --- Killed and started again


def test_a_batch_is_stored_whole_or_not_at_all(small_batches, monkeypatch):
    begun = begin(formats.write([book(number) for number in range(7)], "csl"))
    assert begun.carry_on()
    keep, calls = Work.keep, []

    def killed(work):
        calls.append(work)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return keep(work)

    with monkeypatch.context() as patch:
        patch.setattr(Work, "keep", killed)
        with pytest.raises(KeyboardInterrupt):
            begun.carry_on()
    assert begun.counts() == {"waiting": 4, "new": 3, "known": 0, "unread": 0}
    assert Work.objects.count() == 3
    assert finish(Import.objects.get()) == {"waiting": 0, "new": 7, "known": 0, "unread": 0}
    assert Work.objects.count() == 7


def test_the_work_of_a_batch_does_not_grow_with_the_import(monkeypatch):
    monkeypatch.setattr(importing_models, "BATCH", 10)

    def asked(count):
        begun = begin(formats.write([book(number) for number in range(count)], "csl"))
        with CaptureQueriesContext(connection) as queries:
            begun.carry_on()
        Work.objects.all().delete()
        return len(queries)

    assert asked(100) == asked(20)


def test_a_stopped_import_reads_no_more_and_says_so(small_batches):
    begun = begin(formats.write([book(number) for number in range(7)], "csl"))
    begun.carry_on()
    begun.stop()
    assert not Import.objects.get().carry_on()
    assert begun.counts() == {"waiting": 0, "new": 3, "known": 0, "unread": 4}
    assert "The Line 0006" in begun.entries.last().source


def jobs():
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name LIKE '%import_works'")
        return [args if isinstance(args, dict) else json.loads(args) for (args,) in cursor]


def test_each_batch_queues_the_next_one_until_all_is_read(small_batches, transactional_db):
    begun = begin(formats.write([book(number) for number in range(4)], "csl"))
    tasks.import_works(begun.pk)
    assert jobs() == [{"bibliography": begun.pk}]
    # One is queued, however often it is asked for; and the clock asks every minute.
    enqueue.import_works(begun.pk)
    tasks.carry_on_importing(0)
    assert len(jobs()) == 1
    tasks.import_works(begun.pk)
    assert len(jobs()) == 1
    assert not Import.objects.at_work().exists()


# --- Files


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_file_is_read_in_the_encoding_it_has(encoding):
    text = "TY  - BOOK\r\nTI  - Größe und Façade\r\nER  - \r\n"
    stream = files.as_text(BytesIO(text.encode(encoding)))
    assert stream.read() == text.replace("\r\n", "\n")


def test_letters_that_lie_across_two_parts_of_a_file_are_whole():
    text = "x" * (files.CHUNK - 1) + "ß"
    assert files.as_text(BytesIO(text.encode())).read() == text


# --- The desk


def send(desk, **values):
    return desk.post(ADD, {"text": ""} | values, follow=True)


def test_a_file_is_brought_and_its_progress_shown(desk, django_capture_on_commit_callbacks):
    text = formats.write([book(number) for number in range(3)], "bibtex") + "@book{x, y}\n"
    with django_capture_on_commit_callbacks(execute=True):
        page = send(desk, file=SimpleUploadedFile("line.bib", text.encode()))
    begun = Import.objects.get()
    assert page.redirect_chain == [(f"/admin/references/import/{begun.pk}/change/", 302)]
    assert "0 of 4 entries read" in page.content.decode()
    assert jobs() == [{"bibliography": begun.pk}]
    finish(begun)
    page = desk.get(page.redirect_chain[0][0]).content.decode()
    assert "<progress" not in page
    assert "3 new works" in page
    assert "1 entry not imported" in page
    assert "@book{x, y}" in page
    listed = desk.get("/admin/references/work/", {"import": begun.pk}).content.decode()
    assert "The Line 0002" in listed
    assert "line.bib" in desk.get("/admin/references/import/").content.decode()


def test_a_text_is_pasted(desk, editor):
    send(desk, text=formats.write([book(1)], "ris"))
    begun = Import.objects.get()
    assert (begun.name, begun.format, begun.total) == ("pasted text", "ris", 1)
    assert begun.started_by == editor


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({}, "Choose a file or paste text"),
        ({"text": "Rolt, L. T. C. Red for Danger. 1955."}, "We found no BibTeX"),
        ({"text": "@comment{nothing else}"}, "We found no BibTeX"),
        ({"text": "x" * 1_000_001}, "at most 1000000 characters"),
        ({"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7 \xff\0")}, "We found no BibTeX"),
        ({"file": SimpleUploadedFile("a.ris", b"")}, "empty"),
    ],
)
def test_bad_input_is_told_beside_the_field_and_what_was_typed_is_kept(desk, values, told):
    page = send(desk, **values).content.decode()
    assert told in page
    assert values.get("text", "")[:50] in page
    assert not Import.objects.exists()


def test_a_file_that_is_too_large_is_told_with_its_size(desk, monkeypatch):
    monkeypatch.setattr("opinion.references.admin.importing.MOST_BYTES", 100)
    page = send(desk, file=SimpleUploadedFile("a.ris", b"TY  - BOOK\n" * 20)).content.decode()
    assert "This file is 220\xa0bytes. Split it into parts of up to 100\xa0bytes." in page


def test_ten_megabytes_are_held_and_the_bad_entry_told(desk):
    good = formats.write([book(1, note="x" * 10_000)], "bibtex")
    text = good * 1_000 + "@book{bad, title = {One\n" + good
    send(desk, file=SimpleUploadedFile("large.bib", text.encode()))
    assert Import.objects.get().total == 1_002
    assert ImportEntry.objects.filter(source__startswith="@book{bad").count() == 1


def test_an_import_is_stopped_by_who_may_start_one(desk):
    send(desk, text=formats.write([book(1)], "ris"))
    address = f"/admin/references/import/{Import.objects.get().pk}/"
    assert desk.get(f"{address}stop/").status_code == 405
    assert "Import stopped" in desk.post(f"{address}stop/", follow=True).content.decode()
    assert Import.objects.get().ended_at


@pytest.mark.parametrize("group", ["Authors", "Moderators"])
def test_others_neither_bring_nor_see_imports(client, publication, group):
    begun = begin(formats.write([book(1)], "csl"))
    client.force_login(make_user("other", group=group))
    for address in (ADD, "/admin/references/import/", f"/admin/references/import/{begun.pk}/"):
        assert client.get(address, follow=True).status_code == 403
    assert client.post(f"/admin/references/import/{begun.pk}/stop/").status_code == 403
    assert client.post(ADD, {"text": formats.write([book(1)], "csl")}).status_code == 403
    assert not Import.objects.get().ended_at


def test_the_pages_ask_as_much_for_many_entries(desk, django_assert_num_queries):
    few, many = (begin(json.dumps([{"type": "no"}] * count)) for count in (1, 150))
    know_the_site()
    for begun in (few, many):
        finish(begun)
        with django_assert_num_queries(10):
            desk.get(f"/admin/references/import/{begun.pk}/change/")
    page = desk.get(f"/admin/references/import/{many.pk}/change/?page=2").content.decode()
    assert page.count('<li value="') == 50
    with django_assert_num_queries(8):
        desk.get("/admin/references/import/")


# --- Lines


LINES = """
Jacobs, Jane. The Death and Life of Great American Cities. Random House, 1961.

  • Rolt, L. T. C. Red for Danger. London: Bodley Head, 1955.
Neither a work nor a line of one
"""


def test_a_list_of_lines_is_read_in_the_background_line_by_line(desk, small_batches):
    desk.post(ADD, {"text": LINES, "are_lines": "on"})
    begun = Import.objects.get()
    assert (begun.total, begun.counts()["waiting"]) == (3, 3)
    assert finish(begun) == {"waiting": 0, "new": 2, "known": 0, "unread": 1}
    assert begun.works().filter(title="The Death and Life of Great American Cities").exists()
    assert {work.provenance["title"] for work in begun.works()} == {Source.READ}
    assert begun.entries.get(finding="unread").source == "Neither a work nor a line of one"


def test_a_line_that_is_too_long_is_told(desk):
    begun = begin("a" * 4_001, "lines")
    finish(begun)
    assert "can't be longer than 4000 characters" in begun.entries.get().problem


def test_the_form_opens_for_lines_where_a_link_says_so(desk):
    page = desk.get(f"{ADD}?are_lines=on").content.decode()
    assert re.search(r'<input type="checkbox" name="are_lines"[^>]* checked', page)
