"""What came from elsewhere is known again, and nothing of that stands on the contents."""

import pytest
from django.db import IntegrityError, transaction

from opinion.moving.models import MoveIn, Provenance
from tests.newsroom import make_draft

pytestmark = pytest.mark.django_db


def make_provenance(**values):
    move_in = MoveIn.objects.first() or MoveIn.objects.create(platform="wordpress")
    made = {"source_base": "https://old.example", "kind": "post", "source_id": "12"}
    return Provenance.objects.create(
        **{"move_in": move_in, "object": make_draft(), "digest": "0" * 64, **made} | values
    )


def test_an_object_is_found_by_what_it_was():
    draft = make_draft()
    make_provenance(object=draft)
    made_of = Provenance.objects.get(source_base="https://old.example", kind="post", source_id="12")
    assert made_of.object == draft


def test_of_one_thing_one_object_is_made():
    make_provenance()
    make_provenance(kind="comment")
    make_provenance(source_base="https://other.example")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_provenance()


@pytest.mark.parametrize(
    "wrong", [{"source_base": ""}, {"kind": ""}, {"source_id": ""}, {"digest": "abc"}]
)
def test_the_database_takes_no_provenance_from_nowhere(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_provenance(**wrong)


def test_a_moving_in_has_a_known_platform():
    with pytest.raises(IntegrityError), transaction.atomic():
        MoveIn.objects.create(platform="geocities")
