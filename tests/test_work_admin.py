"""The desk for works: found, corrected, merged and asked about, without JavaScript."""

import pytest

from opinion.references.models import Likeness, Merge, Work
from opinion.references.record import Name
from tests.test_same_work import CHA, WESTAD, keep

pytestmark = pytest.mark.django_db

WORKS = "/admin/references/work/"


@pytest.fixture
def desk(client, publication, editor):
    client.force_login(editor)
    return client


def typed(work, **values):
    """What the form of `work` sends when only `values` are changed."""
    from opinion.references.forms import WorkForm

    form = WorkForm(instance=work)
    return {name: form.get_initial_for_field(form.fields[name], name) for name in form.fields} | (
        values
    )


def again(work) -> Work:
    return Work.objects.get(pk=work.pk)


def test_an_editor_sees_the_works_in_as_many_questions_however_many(
    desk, django_assert_num_queries
):
    for number in range(30):
        keep(title=f"Work {number}")
    with django_assert_num_queries(10):
        page = desk.get(WORKS)
    assert "Work 7" in page.content.decode()
    assert "Westad" in page.content.decode()


@pytest.mark.parametrize(
    "words",
    ["cold war", "doi:10.1000/ABC", "0-306-40615-2", "http://www.example.org/cold/?utm_source=x"],
)
def test_a_work_is_found_by_its_title_or_any_writing_of_its_identifiers(desk, words):
    keep(doi="10.1000/abc", isbn="978-0-306-40615-7", url="https://example.org/cold")
    keep(title="Something else")
    page = desk.get(WORKS, {"q": words}).content.decode()
    assert "A World History" in page
    assert "Something else" not in page


def test_what_an_editor_changes_is_from_an_editor(desk):
    work = keep(people=(WESTAD, Name(literal="World Bank")))
    lines = "author: Westad, Odd Arne\nauthor: World Bank\neditor: van Gogh, Vincent\n"
    sent = typed(work, people=lines, issued="2017/5")
    assert desk.post(f"{WORKS}{work.pk}/change/", sent).status_code == 302
    changed = again(work)
    assert changed.issued == "2017-05"
    assert changed.contributors[2] == {
        "role": "editor",
        "family": "Gogh",
        "given": "Vincent",
        "particle": "van",
    }
    assert changed.provenance == {
        "type": "imported",
        "title": "imported",
        "contributors": "editor",
        "issued": "editor",
    }


def test_a_work_saved_unchanged_stays_where_it_comes_from(desk):
    odd = Name("de la Tour", "Q.", suffix="Jr.")
    work = keep(people=(odd, Name("Plato")))
    desk.post(f"{WORKS}{work.pk}/change/", typed(work))
    assert again(work).record == work.record
    assert "editor" not in again(work).provenance.values()


def test_a_line_that_names_nobody_is_told_with_its_number(desk):
    work = keep()
    lines = "author: Cha, Victor\nWestad, Odd Arne\nillustrator: X, Y\neditor:"
    page = desk.post(f"{WORKS}{work.pk}/change/", typed(work, people=lines)).content.decode()
    assert "Line 2, “Westad, Odd Arne”: start with a role" in page
    assert "Line 3" in page
    assert "“illustrator” is not one of author, editor" in page
    assert "Line 4, “editor:”: the name is missing." in page
    assert again(work).contributors == work.contributors


def test_a_new_work_is_typed_by_an_editor(desk):
    sent = typed(Work(), title="The Impossible State", people="author: Cha, Victor", type="book")
    assert desk.post(f"{WORKS}add/", sent).status_code == 302
    work = Work.objects.get()
    assert work.record.names("author") == [CHA]
    assert set(work.provenance.values()) == {"editor"}
    assert work.keys.exists()


def test_chosen_works_are_shown_side_by_side_and_the_one_that_is_named_stays(
    desk, django_assert_num_queries
):
    first, second = keep(), keep(year=2008, publisher="Basic Books")
    chosen = {"action": "merge_chosen", "_selected_action": [first.pk, second.pk]}
    address = desk.post(WORKS, chosen)["Location"]
    with django_assert_num_queries(6):
        page = desk.get(address).content.decode()
    assert "Basic Books" in page
    assert "<strong>2008</strong>" in page
    assert not Merge.objects.exists()
    desk.post(address, {"kept": second.pk})
    assert again(first).canonical == second
    assert str(first.pk) not in [str(work.pk) for work in Work.objects.canonical()]


def test_one_work_alone_is_not_merged(desk):
    page = desk.get(f"{WORKS}merge/", {"work": [keep().pk, "x"]}, follow=True).content.decode()
    assert "Choose from 2 to" in page


def test_a_merge_is_undone_on_the_history(desk, editor, django_assert_num_queries):
    first, second = keep(), keep(year=2018)
    merge = second.merge_into(first, by=editor)
    with django_assert_num_queries(8):
        page = desk.get(f"{WORKS}{first.pk}/history/").content.decode()
    assert f"{WORKS}undo/{merge.pk}/" in page
    desk.post(f"{WORKS}undo/{merge.pk}/")
    assert again(second).canonical == second
    page = desk.get(f"{WORKS}{second.pk}/history/").content.decode()
    assert "undone" in page
    assert f"{WORKS}undo/{merge.pk}/" not in page


def test_a_merged_work_is_read_only(desk, editor):
    first, second = keep(), keep(year=2018)
    second.merge_into(first, by=editor)
    page = desk.get(f"{WORKS}{second.pk}/change/")
    assert page.status_code == 200
    assert 'name="title"' not in page.content.decode()
    assert desk.post(f"{WORKS}{second.pk}/change/", typed(second)).status_code == 403


def test_a_work_is_split_off(desk):
    work = keep()
    address = desk.post(f"{WORKS}{work.pk}/split/")["Location"]
    copy = Work.objects.exclude(pk=work.pk).get()
    assert address == f"{WORKS}{copy.pk}/change/"
    assert not Likeness.objects.open().exists()


@pytest.mark.parametrize(
    ("answer", "merged"),
    [("same", True), ("misprint", True), ("works", False), ("editions", False)],
)
def test_a_question_is_answered_by_a_button(desk, editor, answer, merged):
    first, second = keep(), keep(year=2008)
    question = Likeness.objects.get()
    page = desk.get(f"{WORKS}questions/").content.decode()
    assert f'name="answer" value="{answer}"' in page
    desk.post(f"{WORKS}questions/", {"question": question.pk, "answer": answer})
    question.refresh_from_db()
    assert (question.answer, question.answered_by) == (answer, editor)
    assert (again(second).canonical == first) is merged
    assert "No possible duplicates." in desk.get(f"{WORKS}questions/").content.decode()


def test_the_page_of_questions_asks_the_database_as_often_however_many(
    desk, django_assert_num_queries
):
    for year in (1980, 1990, 2000, 2010):
        keep(year=year)
    assert Likeness.objects.open().count() == 6
    with django_assert_num_queries(7):
        desk.get(f"{WORKS}questions/")


def test_authors_and_moderators_do_not_merge(client, publication, writer, moderator):
    work, other = keep(), keep(year=2008)
    for user in (writer, moderator):
        client.force_login(user)
        assert client.get(f"{WORKS}questions/").status_code == 403
        assert client.get(f"{WORKS}merge/?work={work.pk}&work={other.pk}").status_code == 403
        assert client.post(f"{WORKS}{work.pk}/split/").status_code == 403
        assert client.post(f"{WORKS}undo/1/").status_code == 403
