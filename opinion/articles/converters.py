"""The parts of an article's address. Importing this makes them known to `path()`."""

from django.urls import register_converter

from opinion import slugs


class Slug:
    """A slug in any script."""

    regex = rf"[-\w{slugs.MARKS}]+"

    def to_python(self, value):
        return value

    to_url = to_python


class Year(Slug):
    regex = r"[0-9]{4}"


class Month(Slug):
    regex = r"(?:0[1-9]|1[0-2])"


class Suffix(Slug):
    """What a file of references is called by."""

    regex = "bib|ris|json|txt"


register_converter(Slug, "word")
register_converter(Year, "year")
register_converter(Month, "month")
register_converter(Suffix, "suffix")
