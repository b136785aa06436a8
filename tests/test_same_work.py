"""The same work twice: what is one work, what is a question, and what it costs to find out."""

import pytest

from opinion.references.duplicates import (
    Verdict,
    compare,
    keys,
    normal_doi,
    normal_isbns,
    normal_url,
)
from opinion.references.models import Likeness, Work, WorkKey
from opinion.references.models.duplicates import BLOCK
from opinion.references.models.work import Source
from opinion.references.record import Date, Name, Record

WESTAD = Name("Westad", "Odd Arne")
CHA = Name("Cha", "Victor")


def record(title="The Cold War: A World History", people=(WESTAD,), year=2017, **values) -> Record:
    return Record(
        values.pop("type", "book"),
        tuple(("author", name) for name in people),
        title,
        issued=Date(year) if year else None,
        **values,
    )


def keep(**values) -> Work:
    return Work.objects.keep(record(**values), Source.IMPORTED)


@pytest.mark.parametrize(
    ("written", "doi"),
    [
        ("10.1000/ABC.1", "10.1000/abc.1"),
        ("https://doi.org/10.1000/abc.1", "10.1000/abc.1"),
        ("http://dx.doi.org/10.1000/abc.1", "10.1000/abc.1"),
        ("doi: 10.1000/abc.1", "10.1000/abc.1"),
        ("10.1000/a%2Fb", "10.1000/a%2fb"),
        ("forthcoming", ""),
    ],
)
def test_a_doi_is_the_same_however_it_is_written(written, doi):
    assert normal_doi(written) == doi


def test_an_isbn_of_ten_digits_is_that_of_thirteen_and_a_wrong_one_is_none():
    assert normal_isbns("0-306-40615-2") == normal_isbns("ISBN 978-0-306-40615-7")
    assert normal_isbns("978-0-306-40615-7, 0306406153") == ["9780306406157"]


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("https://www.Example.org/a/?utm_source=x&b=1&fbclid=2#top", "example.org/a?b=1"),
        ("http://example.org/a", "example.org/a"),
        ("https://example.org/", ""),
        ("https://[example.org/a", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_an_address_is_the_same_without_what_does_not_name_the_page(written, url):
    assert normal_url(written) == url


@pytest.mark.parametrize(
    ("other", "verdict"),
    [
        (record(), Verdict.SAME),
        (record(year=2018), Verdict.SAME),  # the year on the cover
        (record("The Cold War: A Word History"), Verdict.SAME),  # a misprint
        (record(people=(CHA, Name("Westad", "O. A."))), Verdict.SAME),
        (record(year=2008), Verdict.ASK),
        (record(year=None), Verdict.ASK),
        (record(people=(CHA,)), Verdict.DIFFERENT),
        (record(people=(Name("Westad", "Ingrid"),)), Verdict.DIFFERENT),
        (record(people=()), Verdict.DIFFERENT),
        (record("The Global Cold War"), Verdict.DIFFERENT),
        (record("The Cold War: A World History 2"), Verdict.DIFFERENT),
    ],
)
def test_what_is_the_same_work(other, verdict):
    assert compare(record(), other) is verdict
    assert compare(other, record()) is verdict


def test_an_identifier_is_believed_before_any_title():
    doi = "10.1000/abc"
    assert compare(record(doi=doi), record("Kalter Krieg", (), None, doi=doi)) is Verdict.SAME
    assert compare(record(doi=doi), record(doi="10.1000/xyz")) is Verdict.ASK


def test_a_chapter_is_not_the_book_it_is_in():
    isbn = "978-0-306-40615-7"
    chapter = record("Korea", (CHA,), isbn=isbn, type="chapter")
    assert compare(record(isbn=isbn), chapter) is Verdict.DIFFERENT


def test_two_that_are_alike_have_a_key_in_common():
    assert keys(record()) & keys(record("The Cold War: A World Histroy", year=2008))


@pytest.mark.django_db
def test_a_work_is_asked_about_once_when_it_is_kept():
    first, second = keep(), keep(year=2008)
    keep(title="Something else")
    found = Likeness.objects.get()
    assert (found.first, found.second, found.finding) == (first, second, "ask")
    second.keep()
    assert Likeness.objects.count() == 1


@pytest.mark.django_db
def test_the_keys_follow_what_the_work_says_and_so_does_the_question():
    keep(doi="10.1000/abc")
    second = keep(title="Kalter Krieg", people=(), doi="https://doi.org/10.1000/ABC")
    assert Likeness.objects.open().count() == 1
    second.doi = "10.1000/xyz"
    second.keep()
    assert [*second.keys.values_list("kind", "key")] == [("doi", "10.1000/xyz")]
    assert not Likeness.objects.exists()


@pytest.mark.django_db
def test_what_was_answered_is_not_asked_again(editor):
    _first, second = keep(), keep(year=2008)
    Likeness.objects.get().decide("editions", by=editor)
    second.keep()
    found = Likeness.objects.get()
    assert (found.answer, found.answered_by) == ("editions", editor)
    assert not Likeness.objects.open().exists()


@pytest.mark.django_db
def test_a_very_long_address_is_a_key_too():
    address = "https://example.org/" + "a" * 3_000
    keep(title="One", people=(), url=address)
    keep(title="Other", people=(), url=address)
    assert Likeness.objects.get().finding == "same"


def fill(count, **values):
    """Works with their keys, and no questions asked."""
    works = [Work(sort_title="x") for _number in range(count)]
    for number, work in enumerate(works):
        title = values.get("title") or f"Word{number} of station{number}"
        work.take(record(title, (Name(f"Family{number % 97}", "A."),)), Source.IMPORTED)
    works = Work.objects.bulk_create(works)
    WorkKey.objects.bulk_create(
        WorkKey(work=work, kind=kind, key=key) for work in works for kind, key in keys(work.record)
    )


@pytest.mark.django_db
def test_a_new_work_is_not_compared_with_more_works_because_there_are_more():
    compared = []
    for _time in range(3):
        fill(300)
        compared.append(keep(people=(Name("Family1", "A."),), title=f"Paper {_time}").keep())
    assert max(compared) <= 3


@pytest.mark.django_db
def test_however_many_share_a_key_only_the_newest_are_compared():
    fill(97 * 40, title="Preface")
    work = keep(people=(Name("Family1", "A."),), title="Preface")
    assert work.keep() == BLOCK


@pytest.mark.django_db
def test_keeping_costs_the_same_questions_to_the_database(django_assert_max_num_queries):
    fill(200)
    with django_assert_max_num_queries(11):
        keep(title="Word1 of station1", people=(Name("Family1", "A."),))
