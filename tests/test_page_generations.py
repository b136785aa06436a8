"""Whatever a public page is drawn from: once it changes, by whatever way, the page is drawn anew.

Each table and column that a page reads is found by itself, in the queries that drawing it asks, and
changed by plain SQL. The page then must not hold, or be the same.
"""

import re
from contextlib import suppress
from datetime import timedelta
from itertools import count, product

import pytest
from django.apps import apps
from django.db import DataError, IntegrityError, InternalError, connection, models, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from opinion.articles.models import Article, Card, EditionReference, Publication, Series, Tally
from opinion.articles.models.sanctioned_act import sanctioned_act
from opinion.articles.site import memory
from opinion.articles.tasks import read_for_search
from opinion.page_cache.middleware import _address
from opinion.page_cache.models import Generation, Page
from opinion.references import printing
from opinion.references.models import Link, Rendering
from tests import crawler
from tests.bibliography import make_citing, make_work
from tests.newsroom import (
    make_draft,
    make_host,
    make_section,
    make_series,
    make_topic,
    make_type,
    make_use,
)
from tests.town import build_town

pytestmark = pytest.mark.django_db(transaction=True)

MODELS = {
    model._meta.db_table: model
    for model in apps.get_models(include_auto_created=True)
    if model not in (Generation, Page)
}
GONE = "https://trains.example.org/gone"
NUMBERS = count(1)
# A file never changes by any act, nor does what is known of it.
NEVER = {"pictures_picture", "articles_card"}
# What a row is told apart by, or hangs on: nobody may change it.
KEYS = {
    *("id", "path", "depth", "article_id", "edition_id", "comment_id", "picture_id"),
    *("publication_id", "other_id"),
}
TEXT = "{name} || 'x{{number}}' | 'x{{number}}' | ''"
NUMBER = "{name} + 1 | 1 | NULL"
BY_TYPE = {
    "CharField": TEXT,
    "TextField": TEXT,
    "SlugField": TEXT,
    "URLField": TEXT,
    "EmailField": TEXT,
    "FileField": TEXT,
    "ImageField": TEXT,
    "IntegerField": NUMBER,
    "BigIntegerField": NUMBER,
    "PositiveIntegerField": NUMBER,
    "PositiveSmallIntegerField": NUMBER,
    "SmallIntegerField": NUMBER,
    "BigAutoField": "{name} + 1000000",
    "ForeignKey": "NULL",
    "OneToOneField": "NULL",
    "BooleanField": "NOT {name}",
    "DateTimeField": "{name} + interval '40 days' | {name} - interval '40 days' | NULL | now()",
    "JSONField": "'[]' | '{{{{}}}}' | NULL",
    "ArrayField": "{name} || 1 | NULL",
}


@pytest.fixture
def town(transactional_db):
    """One of everything that a page can show, with what comes after publication."""
    town = build_town()
    make_use(town.article, role="lead", alt="A train.")
    make_host()
    town.article.body += '<figure data-embed="https://tv.example.org/watch/x1"></figure>'
    town.article.save()
    town.article.publish(by=town.editor)
    make_citing(make_work(title="Gone Trains", url=GONE), headline="Gone Signals")
    Link.objects.know([GONE])
    copy = "https://web.archive.org/web/2020/https://example.org/a"
    assert Link.objects.update(state="gone", archived_address=copy)
    make_section("Culture"), make_type("Essay"), make_topic("Boats"), make_series("Dusk")
    make_draft("Another draft", authors=town.authors)
    compose_front(town)
    Card.objects.create(article=town.article, digest="0" * 64, file="cards/00/0.png")
    read_for_search(0)
    print_all_works()
    return town


def compose_front(town):
    """A piece in each place, one of them for a while."""
    publication, until = Publication.objects.get(), timezone.now() + timedelta(days=30)
    for kind in ("lead", "lead", "second", "choice"):
        publication.front_places.create(kind=kind, article=town.article, until=until)
    publication.front_places.create(kind="strip", section=town.article.section)
    publication.front_places.create(kind="discussed")
    Series.objects.get(name="Night Trains").parts.create(
        article=Article.objects.get(headline="Red Signals")
    )
    Tally.objects.update_or_create(article=town.article, defaults={"rank": 1})


def print_all_works():
    for reference in EditionReference.objects.exclude(record=None):
        for record in (reference.known, reference.work.record.for_readers()):
            for style in printing.STYLES:
                Rendering.objects.get_or_create(
                    digest=printing.digest(record),
                    style=style,
                    language="en",
                    defaults={"html": f"<i>{style}</i>", "text": style, "style_hash": "x"},
                )


class Drawn:
    """A kept page, and what it was drawn from."""

    def __init__(self, address, response, queries):
        self.address, self.content = address, response.content
        self.key = _address(response.wsgi_request).key
        self.columns = set()
        for sql in queries:
            self._note(sql)

    def _note(self, sql):
        named = {pair for pair in re.findall(r'"(\w+)"\."(\w+)"', sql) if pair[0] in MODELS}
        # Of a table in what the ORM did not write, every column may be read.
        raw = {table for table in MODELS if re.search(rf"\b{table}\b", sql)}
        raw -= {table for table, _column in named}
        self.columns |= named | {
            (table, field.column) for table in raw for field in MODELS[table]._meta.local_fields
        }

    def holds(self) -> bool:
        return Page.objects.find(self.key, "gzip", []) is not None

    def is_stale(self) -> bool:
        return self.holds() and get(self.address).content != self.content


def get(address):
    return Client().get(address, SERVER_NAME="127.0.0.1")


def drawn_pages():
    """A kept page of each kind and of each article, all drawn cold."""
    kinds = [
        address
        for (name, _status), address in crawler.one_of_each_kind(Client()).items()
        # The forms of a feed are drawn from the same rows.
        if not name.endswith(("_atom", "_json"))
    ]
    articles = [article.get_absolute_url() for article in Article.objects.published()]
    Page.objects.all().delete()
    for address in sorted({*kinds, *articles}):
        memory.forget()
        with CaptureQueriesContext(connection) as asked:
            response = get(address)
        if response.status_code == 200 and "Server-Timing" in response.headers:
            yield Drawn(address, response, [query["sql"] for query in asked.captured_queries])


def field_of(table, column):
    return next(field for field in MODELS[table]._meta.local_fields if field.column == column)


def other_values(field):
    """SQL for values that the column may not have now; one of them it may take."""
    name = connection.ops.quote_name(field.column)
    if field.choices:
        yield from (f"'{value}'" for value, _label in field.flatchoices)
    if field.column == "live_edition_id":
        # An earlier one of the same article: that of another one would be listed twice.
        yield "(SELECT min(id) FROM articles_edition e WHERE e.article_id = articles_article.id)"
    if isinstance(field, models.ForeignKey):
        table = field.remote_field.model._meta.db_table
        yield f"(SELECT id FROM {table} other WHERE other.id IS DISTINCT FROM {name} LIMIT 1)"
    yield from BY_TYPE[field.get_internal_type()].format(name=name).split(" | ")


def change(table, column) -> bool:
    """Change the column in all rows, or in one; whether the database lets anybody do that."""
    rows = "TRUE", f"ctid = (SELECT max(ctid) FROM {table})"
    for value, where in product(other_values(field_of(table, column)), rows):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                value = value.format(number=next(NUMBERS))
                cursor.execute(f'UPDATE {table} SET "{column}" = {value} WHERE {where}')
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        except (IntegrityError, DataError, InternalError):
            continue
        return True
    return False


class Undone(Exception):
    """Takes back what was changed."""


def test_no_page_holds_that_would_be_another_one(town):
    pages = [*drawn_pages()]
    assert len(pages) > 25 and all(page.holds() for page in pages)
    stale, unchanged = [], set()
    for table, column in sorted(set().union(*(page.columns for page in pages))):
        # In a transaction nothing is taken from what is kept: what is drawn here is of today.
        with suppress(Undone), sanctioned_act("redaction", town.editor, "To see what hangs on it."):
            if change(table, column):
                readers = [page for page in pages if (table, column) in page.columns]
                stale += [(page.address, table, column) for page in readers if page.is_stale()]
            elif table not in NEVER:
                unchanged.add((table, column))
            raise Undone
    assert stale == []
    assert [place for place in unchanged if place[1] not in KEYS] == []
