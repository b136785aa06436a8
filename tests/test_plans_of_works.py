"""At 100,000 works, no page about them reads a whole table: PostgreSQL's own plans."""

import pytest
from django.db import transaction

from opinion.articles.work_pages import TITLES
from tests.newsroom import make_author, make_publication, make_type
from tests.test_plans import PAPERS, SHELVES, plan, queries_of
from tests.without_triggers import without_triggers

WORKS = 100_000
BIG = {"references_work", "articles_editionreference", "articles_article", "articles_edition"}
# Each published article prints two works; work 1 is in every fourth of them. A fifth of the works
# is cited by nobody, and every fiftieth was merged into the one before it.
LIBRARY = f"""
INSERT INTO references_work (id, type, contributors, title, sort_title, container, collection,
    publisher, place, issued, accessed, original, volume, issue, number, edition, pages, genre,
    event, language, doi, isbn, issn, url, note, further, provenance, merged_into_id, words,
    created_at, edited_at)
SELECT n, 'book', '[]', 'Title ' || n, 'title ' || md5(n::text), '', '', '', '', '1955', '', '',
    '', '', '', '', '', '', '', '', '10.5555/' || n, '', '', '', '', '{{}}', '{{}}',
    CASE WHEN n % 50 = 0 THEN n - 1 END, 'title ' || n || ' family' || n % 5000 || ' 10 5555 ' || n,
    now(), now()
FROM generate_series(1, {WORKS}) n;
INSERT INTO articles_editionreference (edition_id, position, text, text_html, url, work_id,
    locator, record)
SELECT n, place, 'x', 'x', '',
    CASE WHEN place = 1 AND n % 4 = 0 THEN 1
         ELSE (n * 2 + place) % {WORKS * 8 // 10} + 1 END, '', '{{}}'
FROM skewed, generate_series(1, 2) place WHERE status <> 'draft';
ANALYZE;
"""
PAGES = {
    "the index": "/works/",
    "deep in the index": "/works/?before=50001",
    "back in the index": "/works/?after=50001",
    "a word of nearly all": "/works/?q=title",
    "a word of few": "/works/?q=family77",
    "two words": "/works/?q=title+family4321",
    "a word of none": "/works/?q=nobody",
    "an identifier": "/works/?q=10.5555/4711",
    "a work of thousands": "/works/1/",
    "deep in a work of thousands": "/works/1/?before=50004",
    "a work of few": "/works/4711/",
    "an export": "/works/4711.bib",
    "the last file of the sitemap": "/sitemap-works.xml?p=60",
}


@pytest.fixture
def library(db):
    make_publication()
    make_type()
    make_author()
    with without_triggers() as cursor:
        for statements in (SHELVES, PAPERS, LIBRARY):
            cursor.execute(statements)
    yield
    # Or the end of the test would check each row's foreign keys, one by one.
    transaction.set_rollback(True)


def read_whole(sql) -> set[str]:
    steps = plan(sql, "ANALYZE, ")
    return {
        step["Relation Name"]
        for step in steps
        if step["Node Type"] == "Seq Scan" and step["Relation Name"] in BIG
    }


def test_no_page_about_works_reads_a_whole_table_nor_the_index_more_than_it_shows(library):
    found = {
        name: [(sql, whole) for sql in queries_of(page) if (whole := read_whole(sql))]
        for name, page in PAGES.items()
    }
    assert not any(found.values()), found
    few = [sql for sql in queries_of("/works/?q=family77") if "to_tsvector" in sql]
    assert {"work_by_words"} <= {step.get("Index Name") for sql in few for step in plan(sql)}
    for page in ("/works/", "/works/?before=50001", "/works/?after=50001"):
        (listing,) = [sql for sql in queries_of(page) if f"LIMIT {TITLES.size + 1}" in sql]
        works = [
            step
            for step in plan(listing, "ANALYZE, ")
            if step.get("Relation Name") == "references_work" and step["Actual Loops"] == 1
        ]
        assert max(step["Actual Rows"] for step in works) < 5 * TITLES.size
