"""What of a source is here already: each of its things once, however often its file is read."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Model

from opinion.moving.models import MoveIn, Provenance


def digest(*said: Any) -> str:
    return sha256("\x1f".join(map(str, said)).encode()).hexdigest()


class Origins:
    """The provenances of one source's site, looked up and noted."""

    def __init__(self, move_in: MoveIn, base: str) -> None:
        self.move_in, self.base = move_in, base
        self.noted: list[Provenance] = []

    def known(self, kind: str, ids: Iterable[str]) -> dict[str, int]:
        """Our ids of those of its things that are here."""
        keys = {_key(one): one for one in ids}
        asked = Provenance.objects.filter(
            source_base=self.base, kind=kind, source_id__in=[*keys]
        ).values_list("source_id", "object_id")
        return {keys[key]: pk for key, pk in asked}

    def note(self, kind: str, source_id: str, model: type, pk: int, *said: Any) -> None:
        """That this row was made of that thing; stored with `flush`."""
        self.noted.append(
            Provenance(
                move_in=self.move_in,
                source_base=self.base,
                kind=kind,
                source_id=_key(source_id),
                content_type=ContentType.objects.get_for_model(model),
                object_id=pk,
                digest=digest(*said),
            )
        )

    def flush(self) -> None:
        Provenance.objects.bulk_create(self.noted, batch_size=2_000)
        self.noted = []


def _key(source_id: str) -> str:
    """A thing's id as it is stored; an address may be longer."""
    return source_id if len(source_id) <= 200 else digest(source_id)


def new_ids(model: type[Model], count: int) -> list[int]:
    """Keys for rows that are about to be made."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [number for (number,) in cursor.fetchall()]
