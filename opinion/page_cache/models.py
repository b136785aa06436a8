import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import brotli
import psycopg
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models, transaction
from django.utils import timezone

# Whether a page is what would be drawn now: its time is not over, and nothing it shows was raised.
HOLDS = """
(until IS NULL OR until > now()) AND NOT EXISTS (
    SELECT FROM unnest(names, numbers) drawn (name, number)
    LEFT JOIN page_cache_generation today USING (name)
    WHERE today.number IS DISTINCT FROM drawn.number
)
"""
FIND = f"""
SELECT headers, etag, CASE WHEN etag = ANY(%(known)s) THEN NULL WHEN %(coding)s = 'br' THEN brotli
       ELSE gzip END
FROM page_cache_page WHERE key = %(key)s AND {HOLDS}
"""
SWEEP = f"DELETE FROM page_cache_page WHERE NOT ({HOLDS})"


class GenerationQuerySet(models.QuerySet):
    def of(self, names: Iterable[str]) -> dict[str, int | None]:
        """The numbers of these generations; None for what was never raised."""
        known = dict(self.filter(name__in=names).values_list("name", "number"))
        return {name: known.get(name) for name in sorted(names)}


class Generation(models.Model):
    """How often what bears this name has changed. Raised by triggers alone, never taken back."""

    name = models.TextField(primary_key=True)
    number = models.BigIntegerField()

    objects = GenerationQuerySet.as_manager()

    def __str__(self):
        return f"{self.name} {self.number}"


@dataclass(frozen=True)
class Found:
    """A kept page. `body` is compressed as asked, None where whoever asked has these bytes."""

    headers: dict[str, str]
    etag: str
    body: bytes | None


class PageQuerySet(models.QuerySet):
    def find(self, key: bytes, coding: str, known: list[str]) -> Found | None:
        """The page kept under `key`, if it holds. `known` are the ETags that are there already."""
        # Planned once a connection, which takes longer than to answer it; and without asking first
        # whether the connection is well: who draws the page instead asks that.
        connection.ensure_connection()
        with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
            cursor.execute(FIND, {"key": key, "coding": coding, "known": known}, prepare=True)
            row = cursor.fetchone()
        return Found(json.loads(row[0]), row[1], row[2] and bytes(row[2])) if row else None

    def keep(self, page: "Page") -> None:
        """Store a page in the place of what was kept under its key."""
        fields = [field.attname for field in self.model._meta.local_fields]
        self.bulk_create(
            [page],
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=[name for name in fields if name != "key"],
        )

    def showing(self, *names: str):
        """What was drawn with any of this in it, whether it holds or not."""
        return self.filter(names__overlap=[*names])

    def forget(self, *names: str) -> None:
        """Delete at commit what was drawn with any of this in it: words that are gone for good.

        Nobody would see it any more; it would still lie there until the next sweep.
        """
        transaction.on_commit(lambda: self.showing(*names).delete())

    def sweep(self, most_bytes: int) -> int:
        """Delete what holds no more, and the oldest beyond `most_bytes`. Returns how many."""
        with connection.cursor() as cursor:
            cursor.execute(SWEEP)
            return cursor.rowcount + self._delete_beyond(most_bytes)

    def _delete_beyond(self, most_bytes: int) -> int:
        room = 0
        too_much = []
        for key, size in self.order_by("-kept_at").values_list("key", "size"):
            room += size
            if room > most_bytes:
                too_much.append(key)
        return self.filter(key__in=too_much).delete()[0]


class Page(models.Model):
    """An answer as it was drawn, and the generations it was drawn under.

    The table is UNLOGGED: after a crash of the database it is empty, and no backup holds it.
    """

    key = models.BinaryField(primary_key=True)
    names = ArrayField(models.TextField())
    numbers = ArrayField(models.BigIntegerField(null=True))
    until = models.DateTimeField(null=True)
    headers = models.JSONField()
    etag = models.TextField()
    gzip = models.BinaryField()
    brotli = models.BinaryField()
    size = models.PositiveIntegerField()
    kept_at = models.DateTimeField(default=timezone.now)

    objects = PageQuerySet.as_manager()

    def __str__(self):
        return bytes(self.key).hex()

    def found(self, coding: str) -> Found:
        packed = self.brotli if coding == "br" else self.gzip
        return Found(self.headers, self.etag, bytes(packed))


def page_of(
    key: bytes,
    body: bytes,
    headers: dict[str, str],
    etag: str,
    generations: dict[str, int | None],
    until: datetime | None,
) -> Page:
    """A page to keep, compressed."""
    small, smaller = _gzip(body), brotli.compress(body, quality=5)
    return Page(
        key=key,
        names=[*generations],
        numbers=[*generations.values()],
        until=until,
        headers=headers,
        etag=etag,
        gzip=small,
        brotli=smaller,
        size=len(small) + len(smaller),
    )


def _gzip(body: bytes) -> bytes:
    """Without the time of day in it, which would make the same bytes differ."""
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    return packer.compress(body) + packer.flush()
