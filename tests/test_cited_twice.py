"""Two rows of one article that are the same work: asked before, offered for deletion after."""

import pytest

from opinion.references.models import Likeness
from tests.bibliography import make_citing_draft
from tests.forms import press
from tests.test_same_work import keep
from tests.writing_desk import desk as desk

pytestmark = pytest.mark.django_db


def opened(desk, draft) -> str:
    return desk.get(f"/admin/articles/article/{draft.pk}/change/").content.decode()


@pytest.mark.parametrize("answer", ["same", "misprint"])
def test_a_row_whose_work_turned_out_to_be_that_of_another_is_offered_for_deletion(desk, answer):
    draft = make_citing_draft(keep(), keep(year=2018))
    page = opened(desk, draft)
    assert "2 of these references may be the same works as others." in page
    assert "print it once" not in page

    asked = {"question": Likeness.objects.get().pk, "answer": answer}
    desk.post("/admin/references/work/questions/", asked)
    page = opened(desk, draft)
    assert "may be the same work" not in page
    assert page.count("The same work as reference 1. Tick “Delete” to print it once.") == 1

    press(desk, pk=draft.pk, **{"references-1-DELETE": "on"})
    assert [reference.position for reference in draft.references.all()] == [1]
    page = opened(desk, draft)
    assert "print it once" not in page
