"""A day and a time as it is typed, in time zones that set their clocks or skip a day."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from opinion.moments import MomentField, Typed


def read(zone: str, typed: str, hour: str = "") -> datetime | None:
    with timezone.override(ZoneInfo(zone)):
        return MomentField(required=False).clean(Typed(typed, hour))


def complaint(zone: str, typed: str, hour: str = "") -> str:
    with pytest.raises(ValidationError) as refused:
        read(zone, typed, hour)
    return refused.value.messages[0]


@pytest.mark.parametrize(
    ("zone", "typed", "hour", "utc"),
    [
        ("Europe/Berlin", "2024-10-27T01:59", "", (2024, 10, 26, 23, 59)),
        ("Europe/Berlin", "2024-10-27T02:00", "0", (2024, 10, 27, 0, 0)),
        ("Europe/Berlin", "2024-10-27T02:59", "1", (2024, 10, 27, 1, 59)),
        ("Europe/Berlin", "2024-10-27T03:00", "1", (2024, 10, 27, 2, 0)),
        # Half an hour, on an island.
        ("Australia/Lord_Howe", "2024-04-07T01:45", "1", (2024, 4, 6, 15, 15)),
        # The hour that an earlier answer chose is no matter where it comes once.
        ("Asia/Jakarta", "2024-10-27T02:30", "1", (2024, 10, 26, 19, 30)),
        ("Europe/Berlin", " 2024-10-27T02:30+02:00 ", "", (2024, 10, 27, 0, 30)),
    ],
)
def test_a_time_is_read_by_the_clocks_of_its_zone(zone, typed, hour, utc):
    assert read(zone, typed, hour) == datetime(*utc, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "typed", "following"),
    [
        ("Europe/Berlin", "2024-03-31T02:00", "March 31, 2024 at 3:00 am"),
        ("Europe/Berlin", "2024-03-31T02:59", "March 31, 2024 at 3:00 am"),
        ("America/Santiago", "2024-09-08T00:10", "September 8, 2024 at 1:00 am"),
        ("Australia/Lord_Howe", "2024-10-06T02:10", "October 6, 2024 at 2:30 am"),
        ("Pacific/Apia", "2011-12-30T12:00", "December 31, 2011 at 12:00 am"),
    ],
)
def test_a_time_that_is_skipped_names_the_next_that_exists(zone, typed, following):
    assert complaint(zone, typed).endswith(f"The next one that does is {following}.")


@pytest.mark.parametrize("hour", ["", "2", "first"])
def test_a_time_that_comes_twice_is_not_guessed(hour):
    assert "this time comes twice" in complaint("Europe/Berlin", "2024-10-27T02:30", hour)


@pytest.mark.parametrize(
    ("zone", "typed"),
    [
        ("UTC", "tomorrow"),
        ("UTC", "2024-02-30T10:00"),
        ("UTC", "2024-01-01T10:00 am"),
        ("UTC", "9999-12-31T23:59-12:00"),
        ("UTC", "0001-01-01T00:00+14:00"),
        ("America/New_York", "9999-12-31T23:59"),
        ("Asia/Tokyo", "0001-01-01T00:00"),
    ],
)
def test_what_is_no_moment_is_refused(zone, typed):
    assert complaint(zone, typed) == "Enter a valid date/time."


def test_nothing_typed_is_nothing():
    assert read("UTC", "  ") is None
