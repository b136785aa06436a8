"""The answers to several questions in one query, where each question is small and a page has many.

A page that asks twenty tables for a handful of rows each waits twenty times, and has PostgreSQL and
Django begin twenty times.
"""

from django.core.exceptions import EmptyResultSet
from django.db import connection, models

from opinion import html
from opinion.fields import RenderedField


def rows_of(*questions) -> list[list[dict]]:
    """The rows that answer each question, in its own order, as JSON tells them.

    A question is a queryset of `.values()`, or SQL with its parameters. JSON has no moments and no
    bytes: the first come as ISO 8601, the others in hexadecimal behind a backslash and an x.
    """
    asked = [_sql(question) for question in questions]
    answers = iter(_answers([one for one in asked if one]))
    return [next(answers) or [] if one else [] for one in asked]


def asked_together(*askers) -> list:
    """What each of `askers` makes of its answers, which are asked for in one query.

    An asker is a generator that yields a list of questions once, is given the rows of each, and
    returns.
    """
    questions = [next(asker) for asker in askers]
    rows = iter(rows_of(*(one for each in questions for one in each)))
    return [
        _ended(asker, [next(rows) for _one in each])
        for asker, each in zip(askers, questions, strict=True)
    ]


def _ended(asker, rows):
    try:
        asker.send(rows)
    except StopIteration as end:
        return end.value
    raise RuntimeError("An asker asks once.")


def _sql(question) -> tuple | None:
    """None where Django knows without asking that there is nothing."""
    if isinstance(question, tuple):
        return question
    try:
        return question.query.sql_with_params()
    except EmptyResultSet:
        return None


def _answers(asked) -> tuple:
    if not asked:
        return ()
    columns = ", ".join(f"(SELECT json_agg(one) FROM ({sql}) one)" for sql, _words in asked)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns}", [word for _sql, words in asked for word in words])
        return cursor.fetchone()


def instance(model: type[models.Model], row: dict, prefix=""):
    """The `model` whose columns stand in a row, below a prefix; None where its key is null.

    Columns that the row does not have are asked for when somebody reads them.
    """
    fields = [one for one in model._meta.concrete_fields if prefix + one.attname in row]
    values = [_value(field, row[prefix + field.attname]) for field in fields]
    if row[prefix + model._meta.pk.attname] is None:
        return None
    return model.from_db(connection.alias, [field.attname for field in fields], values)


def _value(field, value):
    # What lies in that column has passed the door for HTML.
    return html.stored(value) if isinstance(field, RenderedField) else field.to_python(value)
