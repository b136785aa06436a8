"""At 100,000 skewed articles, no list of the site reads a whole table: PostgreSQL's own plans.

And no page of a thread reads more of it than it shows, in a thread of 40,000 comments.
"""

import json

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from opinion.articles import newsroom
from opinion.articles.models import Article
from tests.newsroom import make_author, make_publication, make_type, make_user
from tests.without_triggers import without_triggers

ARTICLES = 100_000
BIG = {
    "articles_article",
    "articles_edition",
    "articles_editionbyline",
    "articles_edition_topics",
    "articles_filing",
    "articles_draftentry",
    "comments_comment",
    "comments_thread",
}
# One section holds nearly everything and one next to nothing; so do topics and authors.
# Every tenth article is a draft, every fiftieth was withdrawn, a few wait for the clock.
SHELVES = f"""
INSERT INTO articles_section (name, slug, description, position)
SELECT 'Section ' || n, 'section-' || n, '', n FROM generate_series(1, 9) n;
INSERT INTO articles_topic (name, slug, description, sort_key)
SELECT 'Topic ' || n, 'topic-' || n, '', n::text FROM generate_series(1, 300) n;
INSERT INTO authors_author (name, sort_name, sort_key, slug, role, bio, bio_html, html_policy,
                            disclaimer, picture, orcid)
SELECT 'Author ' || n, 'Author ' || n, lpad(n::text, 5, '0'), 'author-' || n, '', '', '', 1,
       '', '', ''
FROM generate_series(1, 3000) n;
CREATE TEMPORARY TABLE skewed ON COMMIT DROP AS
SELECT n,
       (SELECT min(id) FROM articles_section)
           + CASE WHEN n % 5000 = 3 THEN 8 WHEN n % 10 = 1 THEN n % 7 + 1 ELSE 0 END AS section,
       (SELECT min(id) FROM articles_topic)
           + CASE WHEN n % 2 = 0 THEN 0 ELSE (n * 7919) % 299 + 1 END AS topic,
       (SELECT min(id) FROM authors_author WHERE slug LIKE 'author-%')
           + CASE WHEN n % 4 = 0 THEN 0 ELSE (n * 6007) % 2999 + 1 END AS author,
       CASE WHEN n % 10 = 9 THEN 'draft' WHEN n % 50 = 0 THEN 'withdrawn' ELSE 'published' END
           AS status,
       timestamptz '2010-01-01' + n * interval '71 minutes' AS at
FROM generate_series(1, {ARTICLES}) n;
"""
COPY = (
    "headline, standfirst, language, type_id, section_id, body, body_html, note, note_html, "
    "html_policy"
)
VALUES = (
    "'Headline ' || n, 'Standfirst', 'en', (SELECT min(id) FROM articles_articletype), section, "
    "'', '', '', '', 1"
)
PAPERS = f"""
INSERT INTO articles_edition (id, {COPY}, article_id, number, change, published_at, modified_at)
SELECT n, {VALUES}, n, 1, 'first', at, at FROM skewed WHERE status <> 'draft';
INSERT INTO articles_editionbyline (edition_id, author_id, role, position, name, affiliation, bio,
                                    bio_html, disclaimer)
SELECT n, author, 'by', 1, 'Author', '', '', '', '' FROM skewed WHERE status <> 'draft';
INSERT INTO articles_edition_topics (edition_id, topic_id)
SELECT n, topic FROM skewed WHERE status <> 'draft';
INSERT INTO articles_article (id, {COPY}, slug, address, status, status_changed_at, created_at,
                              edited_at, version, scheduled_for, scheduled_by_id, published_at,
                              live_edition_id, withdrawal_reason, guid)
SELECT n, {VALUES}, 'headline-' || n,
       CASE WHEN status <> 'draft' THEN to_char(at, 'YYYY/MM') || '/headline-' || n END,
       status, at, at, at + (n * 31 % 400) * interval '1 day', 1, NULL, NULL,
       CASE WHEN status <> 'draft' THEN at END, CASE WHEN status <> 'draft' THEN n END, '',
       CASE WHEN status <> 'draft' THEN 'urn:uuid:' || gen_random_uuid() END
FROM skewed;
"""
# One thread with one conversation of 20,000 comments and 2,000 of ten; a few under the others. A
# third of the replies is hidden, and so is what every seventh conversation began with.
COMMENT = (
    "name, text, html, html_policy, created_at, waiting_since, published_at, version, "
    "id, article_id, edition_id, path, depth, parent_id, in_reply_to_id, status, published_below"
)
WRITTEN = "'Reader', 'x', '<p>x</p>', 1, now(), now(), now() + c * interval '1 second', 1"
ANSWERED = 50_004
COMMENTS = f"""
INSERT INTO comments_thread (article_id, policy, published_count)
SELECT n, '', 1 FROM skewed WHERE status <> 'draft';
INSERT INTO comments_comment ({COMMENT})
SELECT {WRITTEN}, c, {ANSWERED}, {ANSWERED},
       CASE WHEN c = root THEN ARRAY[c] ELSE ARRAY[root, c] END, (c <> root)::int,
       nullif(root, c), nullif(root, c),
       CASE WHEN c = root AND root % 7 = 0 OR c <> root AND c % 3 = 1 THEN 'refused'
            ELSE 'published' END,
       CASE WHEN c = 1 THEN 13333 WHEN c = root THEN 6 ELSE 0 END
FROM (SELECT c, CASE WHEN c < 20000 THEN 1 ELSE c - c % 10 END AS root
      FROM generate_series(1::bigint, 39999) c) numbered;
INSERT INTO comments_comment ({COMMENT})
SELECT {WRITTEN}, 100000 + c, c, c, ARRAY[100000 + c], 0, NULL::bigint, NULL::bigint, 'published', 0
FROM (SELECT n::bigint AS c FROM skewed WHERE status <> 'draft' AND n <> {ANSWERED}) others;
"""
# What drafts are found by: all have one word, every hundredth another, and each one of its own.
WORDS = """
INSERT INTO articles_draftentry (article_id, words, is_waiting)
SELECT n, to_tsvector('simple', format('headline hundred%s number%s', n % 100, n)), false
FROM skewed;
"""
FILED = "SELECT articles_file_many(array_agg(id)) FROM articles_article; ANALYZE"
SEARCHES = (
    "headline",
    "hundred77",
    "number77777",
    "headline hundred5",
    "head hund numb",
    "nothing",
)
THREAD = "/2016/10/headline-50004/"
THREAD_PAGES = {
    "a long thread": THREAD,
    "a long thread, the newest first": f"{THREAD}?sort=newest",
    "deep in a long thread": f"{THREAD}?thread=30000",
    "deep in a long thread, the newest first": f"{THREAD}?sort=newest&thread=30000",
    "a long conversation": f"{THREAD}conversation/1/",
    "deep in a long conversation": f"{THREAD}conversation/1/?from=15000",
    "the feed of a long thread": f"{THREAD}feed/",
}
PERMALINKS = (30_000, 30_002, 15_000)
MIDDLE = 50_004
PAGES = {
    "home": "/",
    "deep in the archive": f"/?before={MIDDLE}",
    "back from the archive": f"/?after={MIDDLE}",
    "a big section": "/section/section-1/",
    "deep in a big section": f"/section/section-1/?before={MIDDLE}",
    "a tiny section": "/section/section-9/",
    "deep in a tiny section": f"/section/section-9/?before={MIDDLE}",
    "a section of the middle": "/section/section-4/",
    "a big topic": "/topic/topic-1/",
    "deep in a big topic": f"/topic/topic-1/?before={MIDDLE}",
    "a tiny topic": "/topic/topic-77/",
    "an author of thousands": "/author/author-1/",
    "deep in an author of thousands": f"/author/author-1/?before={MIDDLE}",
    "an author of few": "/author/author-77/",
    "an author of nothing": "/author/ngaire-whitcombe/",
    "the index of authors": "/authors/",
    "an article": "/2016/10/headline-50004/",
    "the feed": "/feed/",
    "the feed of a big section": "/section/section-1/feed/",
    "the feed of an author of few": "/author/author-77/feed/",
    "the sitemap of articles": "/sitemap-articles.xml",
    "the last file of the sitemap of articles": "/sitemap-articles.xml?p=100",
    "the index of sitemaps": "/sitemap.xml",
}


@pytest.fixture
def archive(db):
    make_publication()
    make_type()
    make_author()
    with without_triggers() as cursor:
        for statements in (SHELVES, PAPERS, COMMENTS, WORDS):
            cursor.execute(statements)
    with connection.cursor() as cursor:
        # Of what triggers keep beside articles and comments, pages ask for filings alone.
        cursor.execute(FILED)
    yield
    # Or the end of the test would check each row's foreign keys, one by one.
    transaction.set_rollback(True)


def nodes(plan):
    yield plan
    for inner in plan.get("Plans", ()):
        yield from nodes(inner)


def plan(sql, more="") -> list[dict]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN ({more}FORMAT JSON) {sql}")
        found = cursor.fetchone()[0]
    return [*nodes((json.loads(found) if isinstance(found, str) else found)[0]["Plan"])]


def read_whole(steps) -> set[str]:
    """The big tables that a plan reads from one end to the other."""
    return {
        step["Relation Name"]
        for step in steps
        if step["Node Type"] == "Seq Scan" and step["Relation Name"] in BIG
    }


def indexes(steps) -> set[str]:
    return {step["Index Name"] for step in steps if "Index Name" in step}


def queries_of(address):
    with CaptureQueriesContext(connection) as asked:
        response = Client().get(address)
    assert response.status_code in (200, 302), address
    return [query["sql"] for query in asked.captured_queries]


def wasted(sql) -> bool:
    """Whether the query, where it is about articles, reads all of them or uses no index."""
    steps = plan(sql)
    return bool(read_whole(steps) or ('"articles_article"' in sql and not indexes(steps)))


def test_no_page_reads_a_whole_table(archive):
    found = {name: [*filter(wasted, queries_of(page))] for name, page in PAGES.items()}
    assert not any(found.values()), found
    due = Article.objects.due(timezone.now())
    edited = Article.objects.order_by("-edited_at")[:100]
    assert "article_due" in due.explain()
    assert "article_last_edited" in edited.explain()
    for group in ("Editors", "Authors"):
        assert_first_page_is_found(make_user(group.lower(), group=group))
    for words in SEARCHES:
        assert_found_by_its_index(words)
    for name in LISTS:
        for sql in filter(about_filings, queries_of(PAGES[name])):
            assert_lists_what_it_reads(name, sql)
    for page in (*THREAD_PAGES.values(), *(f"/comment/{number}/" for number in PERMALINKS)):
        asked = [*filter(about_comments, queries_of(page))]
        assert asked, page
        for sql in asked:
            assert_reads_little(page, sql)
    assert {"comment_roots", "comment_standing", "comment_newest"} <= used


def assert_first_page_is_found(user):
    """What the newsroom's first page tells of articles: of drafts, only drafts are read."""
    for ask in (newsroom.drafts, newsroom.clock, newsroom.standing, newsroom.newest):
        for sql in queries_asked(lambda ask=ask: ask(user)):
            assert not wasted(sql), (ask, user, sql)
    (drafts,) = queries_asked(lambda: newsroom.drafts(user))
    assert "article_last_edited" not in indexes(plan(drafts))


def assert_found_by_its_index(words):
    """However many have the words: their index is looked into, and no draft is read for them."""
    found = Article.objects.matching(words).order_by("-edited_at", "-pk").only("headline")
    for asked in (found[:50].__iter__, found.count):
        index, table = looked()
        (sql,) = queries_asked(asked)
        assert looked() == (index + 1, table), words
        assert "articles_article" not in read_whole(plan(sql)), words


def looked() -> tuple[int, int]:
    """How often this transaction went through the index of drafts' words, and through drafts."""
    names = ("draft_words", "articles_draftentry")
    counts = ", ".join(f"pg_stat_get_xact_numscans('{name}'::regclass)" for name in names)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}")
        return cursor.fetchone()


def queries_asked(ask) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        ask()
    return [query["sql"] for query in asked.captured_queries]


# Of a big subject and a tiny one, wherever in the archive its articles lie.
LISTS = [name for name in PAGES if name.startswith(("a big", "a tiny", "deep", "an author of"))]


def about_filings(sql) -> bool:
    return 'JOIN "articles_filing"' in sql


def assert_lists_what_it_reads(name, sql):
    """From the index of its subject on, which has the dates."""
    steps = plan(sql, "ANALYZE, ")
    assert "filing_newest" in indexes(steps), (name, sql)
    for step in steps:
        if step.get("Relation Name") in BIG:
            read = step["Actual Rows"] + step.get("Rows Removed by Filter", 0)
            assert read * step["Actual Loops"] <= AT_MOST, (name, sql, step)


def about_comments(sql) -> bool:
    return 'FROM "comments_comment"' in sql


# More than any page shows: 20 conversations with five replies, or 100 comments of one.
AT_MOST = 150
used: set[str] = set()


def assert_reads_little(page, sql):
    """It reads comments from indexes alone, and hardly more of them than it shows."""
    steps = plan(sql, "ANALYZE, ")
    used.update(indexes(steps))
    assert not read_whole(steps), (page, sql)
    assert not [step for step in steps if step["Node Type"] == "Sort"], (page, sql)
    for step in steps:
        if step.get("Relation Name") == "comments_comment":
            read = step["Actual Rows"] + step.get("Rows Removed by Filter", 0)
            assert read * step["Actual Loops"] <= AT_MOST, (page, sql, step)
