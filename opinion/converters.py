"""The parts of addresses that every app has. Importing this makes them known to `path()`."""

from django.urls import register_converter

from opinion.parse_id import parse_id


class Id:
    """A primary key. Django's own `int` would take numbers that no column holds."""

    regex = "[0-9]{1,19}"

    def to_python(self, value: str) -> int:
        number = parse_id(value)
        if number is None:
            raise ValueError(value)
        return number

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(Id, "id")
