"""What every page shows of the site – its name, its menu – asked once for each change of it.

All of it bears the generation `site` (see `opinion.page_cache`), which is what tells of a change.
"""

from functools import cached_property
from typing import NamedTuple

from django.db import connection
from django.template.loader import render_to_string
from django.utils.translation import get_language

from opinion.page_cache.drawing import SITE
from opinion.prepared import prepared_cursor

from .models import Publication, Section

_FIELDS = Publication._meta.concrete_fields
# The publication comes along only where its generation is not the one that is known.
_READ = f"""
SELECT generation.number, generation.xmin::text, {", ".join(f"own.{one.column}" for one in _FIELDS)}
FROM page_cache_generation generation LEFT JOIN articles_publication own
ON (generation.number, generation.xmin::text) IS DISTINCT FROM (%s::bigint, %s::text)
WHERE generation.name = %s
"""


class Mark(NamedTuple):
    """A generation as it stands in one database, never the same for two pasts.

    With the transaction that wrote it, so that a number that was rolled back is not taken for the
    one that came after it.
    """

    host: str
    database: str
    number: int
    transaction: str


class Site:
    """The site as it is at one mark. Shared by all that read it: nothing here is ever changed."""

    def __init__(self, publication: Publication, mark: Mark | None = None) -> None:
        self.publication, self.mark = publication, mark
        self._drawn: dict[tuple, str] = {}

    @cached_property
    def menu(self) -> list[Section]:
        return list(Section.objects.canonical())

    @cached_property
    def menu_addresses(self) -> frozenset[str]:
        return frozenset(section.get_absolute_url() for section in self.menu)

    def drawn(self, template: str, here: str = "") -> str:
        """A part of every page; `here` is the page's address, where the part tells it apart."""
        key = template, here, get_language()
        if key not in self._drawn:
            words = {"publication": self.publication, "menu": self.menu, "here": here}
            self._drawn[key] = render_to_string(template, words)
        return self._drawn[key]


class Memory:
    """The last site that was read in this process."""

    def __init__(self) -> None:
        self._site: Site | None = None

    def current(self) -> Site:
        """The site as this connection sees it now, in one query."""
        at = connection.settings_dict
        place = at["HOST"], at["NAME"]
        site = self._site
        known = site.mark if site and site.mark and site.mark[:2] == place else None
        with prepared_cursor() as cursor:
            cursor.execute(_READ, [*(known[2:] if known else (0, "")), SITE])
            row = cursor.fetchone()
        if row is None:
            return Site(Publication.objects.current())
        mark = Mark(*place, *row[:2])
        if site is None or mark != known:
            site = self._site = Site(_publication(row[2:]), mark)
        return site

    def forget(self) -> None:
        self._site = None


def _publication(values: tuple) -> Publication:
    """Of the values of its columns; with the defaults where there is none yet."""
    if values[0] is None:
        return Publication()
    read = [
        field.from_db_value(value, None, connection) if hasattr(field, "from_db_value") else value
        for field, value in zip(_FIELDS, values, strict=True)
    ]
    return Publication.from_db("default", [field.attname for field in _FIELDS], read)


memory = Memory()
