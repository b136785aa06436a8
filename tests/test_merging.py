"""Two works made one, taken apart again, and what references see of it."""

import pytest
from django.core.exceptions import ValidationError

from opinion.references.models import Likeness, Merge, Work
from tests.test_same_work import keep

pytestmark = pytest.mark.django_db


def again(work) -> Work:
    return Work.objects.get(pk=work.pk)


def test_a_merged_work_keeps_its_row_and_another_stands_for_it(editor):
    old, new = keep(), keep(year=2018)
    merge = new.merge_into(old, by=editor)
    assert (merge.merged, merge.kept, merge.by) == (new, old, editor)
    assert again(new).canonical == old
    assert [*Work.objects.canonical()] == [old]
    assert not Likeness.objects.open().exists()


def test_the_kept_work_learns_what_only_the_merged_one_knew_and_forgets_it_again(editor):
    old, new = keep(), keep(year=2018, publisher="Basic Books", place="New York")
    merge = new.merge_into(old, by=editor)
    kept = again(old)
    assert (kept.publisher, kept.issued, kept.provenance["publisher"]) == (
        "Basic Books",
        "2017",
        "imported",
    )
    kept.place = "Boston"
    kept.say(["place"], "editor")
    kept.keep()
    merge.undo(by=editor)
    kept = again(old)
    assert (kept.publisher, kept.place) == ("", "Boston")
    assert "publisher" not in kept.provenance
    assert again(new).canonical == new


def test_a_merge_that_was_undone_stays_in_the_history_and_is_asked_again(editor):
    old, new = keep(), keep(year=2018)
    Likeness.objects.get().decide("same", by=editor)
    merge = Merge.objects.get()
    merge.undo(by=editor)
    merge.refresh_from_db()
    assert merge.undone_by == editor
    assert merge.undone_at
    assert Likeness.objects.open().count() == 1
    with pytest.raises(ValidationError):
        merge.undo(by=editor)
    again(new).merge_into(again(old), by=editor)
    assert Merge.objects.count() == 2


def test_merging_goes_to_what_stands_and_never_in_a_ring(editor):
    first, second, third = keep(), keep(year=2018), keep(year=2000)
    second.merge_into(first, by=editor)
    again(third).merge_into(again(second), by=editor)
    assert again(third).canonical == first
    again(first).merge_into(fourth := keep(year=1999), by=editor)
    assert again(second).canonical == again(third).canonical == fourth
    with pytest.raises(ValidationError):
        again(fourth).merge_into(again(second), by=editor)
    with pytest.raises(ValidationError):
        again(second).merge_into(again(fourth), by=editor)


def test_from_a_merged_work_it_is_one_step_to_what_stands_and_undoing_finds_the_way_back(editor):
    first, second, third = keep(), keep(year=2018), keep(year=2000)
    first.merge_into(second, by=editor)
    further = again(second).merge_into(third, by=editor)
    assert again(first).merged_into == third
    further.undo(by=editor)
    assert again(first).merged_into == second
    assert again(second).merged_into is None


def test_a_new_work_that_is_like_a_merged_one_asks_about_the_one_that_stands(editor):
    old, new = keep(doi="10.1000/old"), keep(title="Kalter Krieg", doi="10.1000/new")
    new.merge_into(old, by=editor)
    newest = keep(title="Another name", people=(), doi="10.1000/new")
    found = Likeness.objects.about(newest).get()
    assert found.first == old


def test_a_work_split_off_says_the_same_and_is_no_question(editor):
    work = keep(publisher="Basic Books")
    copy = work.split(by=editor)
    assert copy.pk != work.pk
    assert copy.record == work.record
    assert copy.provenance == work.provenance
    assert Likeness.objects.get().answer == "works"
    copy.merge_into(work, by=editor)
    assert again(copy).canonical == work
