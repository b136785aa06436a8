"""A work: known once to the whole site, kept apart from how a line was written."""

import pytest
from hypothesis import HealthCheck, given, settings

from opinion.references.models import Work
from opinion.references.models.work import Source
from opinion.references.record import Date, Name, Record
from tests.test_reference_formats import works

pytestmark = pytest.mark.django_db


@given(record=works)
@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_what_a_work_says_comes_back_from_the_database_as_it_went_in(record):
    kept = Work.objects.keep(record, Source.IMPORTED)
    assert Work.objects.get(pk=kept.pk).record == record


def test_every_field_of_a_work_tells_where_it_comes_from():
    record = Record(
        "book", (("author", Name("Westad", "Odd Arne")),), "The Cold War", publisher="x"
    )
    work = Work.objects.keep(record, Source.READ)
    corrected = Record("book", record.contributors, "The Cold War", issued=Date(2017))
    work.take(corrected, Source.EDITOR)
    assert work.provenance == {
        "type": "read",
        "contributors": "read",
        "title": "read",
        "issued": "editor",
    }
