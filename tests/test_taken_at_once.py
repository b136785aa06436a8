"""Editors who press at the same moment, in real threads on real connections."""

import pytest
from django.core.exceptions import ValidationError

from benchmarks.contention import together
from opinion.articles.models import Article
from tests.newsroom import make_author, make_draft, make_publication, make_user

pytestmark = pytest.mark.django_db(transaction=True)
EDITORS = ("ann", "ben", "cid")


def test_of_editors_who_take_a_draft_at_once_one_has_it_and_each_other_is_told_who():
    make_publication()
    editors = [make_user(name, group="Editors") for name in EDITORS]
    draft = make_draft(authors=[make_author("Bo Roe")])
    shown = draft.hand_in(make_user("writer", group="Authors"), "Look.").pk

    def take(by):
        return lambda: Article.objects.get(pk=draft.pk).take(by, shown)

    ends = together(*map(take, editors), expected=(ValidationError,))
    told = [end.messages for end in ends if isinstance(end, ValidationError)]
    taken = draft.desk_entries.get(kind="taken")
    assert told == [[f"{taken.by} has taken this."]] * 2
    draft.refresh_from_db()
    assert draft.desk_state == "taken"
