"""Queries that are built once in a process and planned once by each connection.

Of a public page that is drawn anew, Django took as long to build its queries, and PostgreSQL to
plan them, as both did for all else. What differs between two readers is a number or a slug.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any, NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor  # type: ignore[attr-defined]
from django.db.backends.utils import CursorWrapper
from django.db.models import BigIntegerField, F, Lookup, Model, QuerySet, Value
from django.db.models.query import (  # type: ignore[attr-defined]
    ModelIterable,
    get_related_populators,
)
from psycopg.sql import Literal
from psycopg.types.numeric import Int8

# What stands for a number and for a word while a query is built. No query means them.
_NUMBER = 7_310_577_365_311_121_000
_WORD = "\ue000prepared {}\ue001"


@contextmanager
def prepared_cursor() -> Iterator[CursorWrapper]:
    """Django's cursor, whose statements PostgreSQL plans once for this connection.

    For statements of one shape, with `%s` for what differs; numbers are best given as bigints.
    """
    if connection.queries_logged:
        # Whoever reads them wants them whole.
        with connection.cursor() as cursor:
            yield cursor
        return
    connection.ensure_connection()
    raw = connection.connection
    before = raw.cursor_factory, raw.prepare_threshold
    raw.cursor_factory, raw.prepare_threshold = ServerBindingCursor, 0
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        raw.cursor_factory, raw.prepare_threshold = before


class AnyOf(Lookup):
    """One of as many numbers as there are: one shape for all, which IN is not."""

    def as_sql(self, compiler, connection):
        left, left_values = self.process_lhs(compiler, connection)
        right, right_values = self.process_rhs(compiler, connection)
        return f"{left} = ANY({right}::bigint[])", (*left_values, *right_values)


def any_of(column: str, numbers: list[int]) -> AnyOf:
    """A condition for `filter`: the column has one of these numbers."""
    return AnyOf(F(column), Value(numbers, output_field=ArrayField(BigIntegerField())))


class Prepared:
    """A queryset of one shape. `build` makes it of values of these `types`: int, str or list.

    A list is one of numbers, for `any_of`. The values may stand in conditions alone: `build` is
    called once, with stand-ins for them.
    """

    def __init__(self, build: Callable[..., QuerySet], *types: type) -> None:
        self.build, self.types = build, types

    def fetch(self, *values: Any) -> list[Any]:
        """The rows for these values: instances, or what `values_list` makes of them."""
        query = self._built
        with prepared_cursor() as cursor:
            cursor.execute(query.sql, query.values(values))
            rows = cursor.fetchall()
        return query.read(rows)

    def first(self, *values: Any) -> Any:
        """The first of the rows, or None; the queryset sees to it that there are not many."""
        return next(iter(self.fetch(*values)), None)

    @cached_property
    def _built(self) -> "Built":
        stand_ins = [STAND_INS[one](place) for place, one in enumerate(self.types)]
        return Built.of(self.build(*stand_ins), stand_ins)


STAND_INS: dict[type, Callable[[int], Any]] = {
    int: lambda place: _NUMBER + place,
    str: _WORD.format,
    list: lambda place: [_NUMBER + place],
}


class Related(NamedTuple):
    """How one model is read out of a row: from which place on, with what beside it."""

    model: type[Model]
    names: list[str]
    start: int
    end: int
    populators: list


class Built(NamedTuple):
    """A compiled query."""

    sql: str
    # For each of its parameters, the place of the value that is given.
    places: list[int]
    converters: list[tuple[int, list, Any]]
    instance: Related | None
    annotations: list[tuple[str, int]]

    @classmethod
    def of(cls, rows: QuerySet, stand_ins: list) -> "Built":
        compiler = rows.query.get_compiler(using=rows.db)
        sql, parameters = compiler.as_sql()
        expressions = [expression for expression, _sql, _alias in compiler.select]
        found = compiler.get_converters(expressions)
        return cls(
            _with_constants(sql, parameters, stand_ins),
            [stand_ins.index(one) for one in parameters if one in stand_ins],
            [(place, *converters) for place, converters in found.items()],
            _instance(compiler, rows),
            [*(compiler.annotation_col_map or {}).items()],
        )

    def values(self, given: tuple) -> list[Any]:
        return [_typed(given[place]) for place in self.places]

    def read(self, rows: list[tuple]) -> list[Any]:
        converted = [self._convert(row) for row in rows] if self.converters else rows
        if self.instance is None:
            return [*converted]
        return [self._populate(row, *self.instance) for row in converted]

    def _convert(self, row: tuple) -> list:
        values = list(row)
        for place, converters, expression in self.converters:
            for convert in converters:
                values[place] = convert(values[place], expression, connection)
        return values

    def _populate(self, row, model, names, start, end, populators):
        instance = model.from_db("default", names, row[start:end])
        for populator in populators:
            populator.populate(row, instance)
        for name, place in self.annotations:
            setattr(instance, name, row[place])
        return instance


def _with_constants(sql: str, parameters: tuple, stand_ins: list) -> str:
    """The statement with all that never differs written out.

    Only so does PostgreSQL see, before it knows the values, that a partial index has the rows.
    """
    with connection.cursor() as cursor:
        raw = cursor.connection
        written = iter(
            "%s" if one in stand_ins else Literal(one).as_string(raw).replace("%", "%%")
            for one in parameters
        )
    return re.sub("%s", lambda _place: next(written), sql)


def _typed(value: Any) -> Any:
    """Of one type whatever its size: else a small number would be another statement."""
    if isinstance(value, list):
        return [Int8(number) for number in value]
    return Int8(value) if isinstance(value, int) else value


def _instance(compiler, rows: QuerySet) -> Related | None:
    if not issubclass(rows._iterable_class, ModelIterable):
        return None
    about = compiler.klass_info
    places = about["select_fields"]
    start, end = places[0], places[-1] + 1
    names = [compiler.select[place][0].target.attname for place in range(start, end)]
    populators = get_related_populators(about, compiler.select, rows.db)
    return Related(about["model"], names, start, end, populators)
