"""The works that a publication of any size cites, and how they are printed.

The newest articles cite eight each, others up to five; one in a hundred cites the first work.
"""

import json
import random
from collections.abc import Iterable

from django.utils.html import escape

from opinion.articles.models import Publication
from opinion.references import duplicates, plain_text, printing
from opinion.references.formats import csl
from opinion.references.models import Link, Rendering, Work, WorkKey
from opinion.references.models.work import Source
from opinion.references.record import Date, Name, Record

from . import phrases

AT_ONCE = 2_000
CITED = """
CREATE TEMPORARY TABLE cited AS
SELECT n AS article, j AS position, CASE
    WHEN {articles} - n < {read} THEN mod(({articles} - n) * 8 + j - 1, {few}) + 1
    WHEN j = 1 AND mod(n, 100) = 3 THEN 1
    ELSE mod(n * 7919 + j * 104729, {works}) + 1 END AS work
FROM generate_series(1::bigint, {articles}) n, generate_series(1, CASE
    WHEN n = {articles} - 20 THEN 100 WHEN {articles} - n < {read} THEN 8
    ELSE greatest(mod(n * 7, 6), CASE WHEN mod(n, 100) = 3 THEN 1 ELSE 0 END) END) j;
"""
REFERENCES = """
INSERT INTO articles_reference (position, text, text_html, work_id, article_id, url, pasted, state)
SELECT position, line, line_html, work, article, url, line, 'known'
FROM cited JOIN shelf ON shelf.id = work;
INSERT INTO articles_editionreference (edition_id, position, text, text_html, url, work_id, record)
SELECT printed.id, position, line, line_html, url, work, item
FROM printed JOIN cited ON cited.article = printed.n JOIN shelf ON shelf.id = work;
"""


def cited_by(place: int, few: int) -> tuple[int, ...]:
    """The works that the article cites that is the newest but so many."""
    return tuple((place * phrases.CITED + number) % few + 1 for number in range(phrases.CITED))


def fill(cursor, count: int):
    """Store so many works, and beside them the table `shelf` of how each is printed."""
    chance = random.Random(count)
    style = Publication.objects.current().citation_style
    cursor.execute(
        "CREATE TEMPORARY TABLE shelf "
        "(id bigint PRIMARY KEY, line text, line_html text, url text, item jsonb)"
    )
    for start in range(0, count, AT_ONCE):
        records = [_record(chance, n) for n in range(start + 1, min(start + AT_ONCE, count) + 1)]
        works = [Work.of(record, Source.EDITOR) for record in records]
        for number, work in enumerate(works, start + 1):
            work.pk = number
        Work.objects.bulk_create(works)
        _note_keys(works, records)
        _print(works, records, style)
        _shelve(cursor, works, records)
        Link.objects.know(record.url for record in records if record.url)


def _note_keys(works: Iterable[Work], records: Iterable[Record]):
    WorkKey.objects.bulk_create(
        WorkKey(work=work, kind=kind, key=key)
        for work, record in zip(works, records, strict=True)
        for kind, key in duplicates.keys(record)
    )


def _print(works, records, style: str):
    """As the worker does after publication."""
    Rendering.objects.bulk_create(
        [
            Rendering(
                digest=printing.digest(record),
                style=style,
                language="en",
                style_hash="",
                html=_as_html(record),
                text=plain_text.line(record),
            )
            for record in records
        ],
        ignore_conflicts=True,
    )


def _as_html(record: Record) -> str:
    line = escape(plain_text.line(record))
    title = escape(record.title)
    return line.replace(title, f"<em>{title}</em>", 1)


def _shelve(cursor, works, records):
    columns = "COPY shelf (id, line, line_html, url, item) FROM STDIN"
    with cursor.copy(columns) as copy:
        for work, record in zip(works, records, strict=True):
            item = json.dumps(csl.item_of(record, f"work-{work.pk}"))
            copy.write_row((work.pk, plain_text.line(record), _as_html(record), record.url, item))


def _record(chance: random.Random, number: int) -> Record:
    title = phrases.sentence(chance).rstrip(".!?")
    people = tuple(
        ("author", Name(chance.choice(phrases.LAST), chance.choice(phrases.FIRST)))
        for _person in range(chance.choice((1, 1, 1, 2, 2, 3)))
    )
    known = {"contributors": people, "title": title, "issued": Date(chance.randint(1900, 2026))}
    if number % 3 == 0:
        return Record("book", publisher="Night & Day", place="London", isbn="", **known)
    if number % 3 == 1:
        journal = {"container": "Journal of Late Trains", "volume": str(chance.randint(1, 90))}
        return Record("article-journal", doi=f"10.5555/opinion.{number}", **journal, **known)
    return Record("webpage", url=f"https://example.org/works/{number}", **known)
