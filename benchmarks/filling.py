"""A publication of any size, made by PostgreSQL itself. The same sizes make the same publication.

All is skewed as in life: one section, topic and author hold much, others twelve articles, others
ended years ago. What is written about it is in `correspondence`.
"""

from contextlib import contextmanager

from authors.models import User
from opinion.articles.models import ArticleType, Publication

from . import correspondence

# The parts of what is printed that an article and its edition have in common.
COPY = (
    "headline, standfirst, language, type_id, section_id, body, body_html, note, note_html, "
    "html_policy"
)
PARAGRAPH = (
    "<p>The last train leaves at nine, and the town goes to bed with it. Nobody asked the people "
    "who wash the dishes, who mind the wards at night or who would like to hear the second half of "
    "a concert; the timetable was written by those who drive home.</p>"
)
# What stands on the pages we measure has a text of usual length, the rest a short one.
LONG, READ = 20, 40

SHELVES = """
INSERT INTO articles_section (id, name, slug, description, position)
SELECT n, 'Section ' || n, 'section-' || n, '', n FROM generate_series(1, 9) n;
INSERT INTO articles_topic (id, name, slug, description, sort_key)
SELECT n, 'Topic ' || n, 'topic-' || n, '', lpad(n::text, 5, '0')
FROM generate_series(1, {topics}) n;
INSERT INTO authors_author (id, name, sort_name, sort_key, slug, role, bio, bio_html, html_policy,
                            disclaimer, picture, orcid)
SELECT n, 'Author ' || n, 'Author ' || n, lpad(n::text, 5, '0'), 'author-' || n, '', '', '', 1,
       '', '', ''
FROM generate_series(1, {authors}) n;
"""
# Number 1 of each shelf holds most; number 2 most of the oldest fifth and nothing since; the last
# holds twelve, spread over the whole archive. Of the rest every tenth article is a draft, and every
# fiftieth was withdrawn.
PAPERS = """
CREATE TEMPORARY TABLE paper AS
SELECT n,
       CASE WHEN rare THEN 9 WHEN past THEN 2 WHEN mod(n, 10) = 1 THEN mod(n, 6) + 3 ELSE 1 END
           AS section,
       CASE WHEN rare THEN {topics} WHEN past THEN 2 WHEN mod(n, 2) = 0 THEN 1
            ELSE mod(n / 2 * 7919, {topics} - 3) + 3 END AS topic,
       CASE WHEN rare THEN {authors} WHEN past THEN 2 WHEN mod(n, 4) = 0 THEN 1
            ELSE mod(n * 6007, {authors} - 3) + 3 END AS author,
       CASE WHEN rare THEN 'published' WHEN mod(n, 10) = 9 THEN 'draft'
            WHEN mod(n, 50) = 0 THEN 'withdrawn' ELSE 'published' END AS status,
       date_trunc('day', now()) - ({articles} - n) * interval '71 minutes' AS at,
       repeat('{paragraph}', CASE WHEN n > {articles} - {read} THEN {long} ELSE 1 END) AS body
FROM generate_series(1::bigint, {articles}) n, LATERAL (
    SELECT mod(n, {articles} / 12) = 5 AND n <= 12 * ({articles} / 12) AS rare,
           n <= {articles} / 5 AND mod(n, 4) <> 0 AS past
) shelf;
INSERT INTO articles_edition (id, {copy}, article_id, number, change, published_at, modified_at)
SELECT n, {values}, n, 1, 'first', at, at FROM paper WHERE status <> 'draft';
INSERT INTO articles_editionbyline (edition_id, author_id, role, position, name, affiliation, bio,
                                    bio_html, disclaimer)
SELECT n, author, 'by', 1, 'Author ' || author, '', '', '', '' FROM paper WHERE status <> 'draft';
INSERT INTO articles_edition_topics (edition_id, topic_id)
SELECT n, topic FROM paper WHERE status <> 'draft';
INSERT INTO articles_editionreference (edition_id, position, text, text_html, url)
SELECT n, 1, 'Rolt, L. T. C. Red for Danger. London, 1955.',
       'Rolt, L. T. C. <em>Red for Danger</em>. London, 1955.', ''
FROM paper WHERE status <> 'draft';
INSERT INTO articles_article (id, {copy}, slug, address, status, status_changed_at, created_at,
                              edited_at, version, scheduled_for, scheduled_by_id, published_at,
                              live_edition_id, withdrawal_reason, guid)
SELECT n, {values}, 'headline-' || n,
       CASE WHEN status <> 'draft' THEN to_char(at, 'YYYY/MM') || '/headline-' || n END,
       status, at, at, at, 1, NULL, NULL,
       CASE WHEN status <> 'draft' THEN at END, CASE WHEN status <> 'draft' THEN n END, '',
       CASE WHEN status <> 'draft' THEN 'urn:uuid:' || gen_random_uuid() END
FROM paper;
"""
# A million rows are written in a tenth of the time where nothing stands beside them yet. The
# foreign keys go first, and come last.
BESIDE_ROWS = """
SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname),
       format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname,
              pg_get_constraintdef(oid)), 1 AS place
FROM pg_constraint WHERE contype = 'f' AND conrelid::regclass::text LIKE 'comments\\_%'
UNION ALL
SELECT format('DROP INDEX %I', indexname), indexdef, 2
FROM pg_indexes WHERE tablename LIKE 'comments\\_%' AND schemaname = current_schema
AND indexname NOT IN (SELECT conname FROM pg_constraint)
ORDER BY place
"""


def fill(outlet, console):
    """Fill the outlet's empty database, which is Django's default one meanwhile."""
    Publication(name="The Signal Box", tagline="Opinion, signed").save()
    staff = [
        User.objects.create_user(name, f"{name}@staff.example.org", is_staff=True)
        for name in ("moderator", "colleague")
    ]
    sizes = outlet.sizes
    with console.step(f"Writing {sizes.articles:,} articles"):
        _write_articles(outlet.connection, sizes)
    with console.step(f"Writing {sizes.comments:,} comments"), _bare_tables(outlet.connection):
        for sql in correspondence.statements(sizes, *staff):
            _execute(outlet.connection, sql)
    with console.step("Letting PostgreSQL look at them"):
        _execute(outlet.connection, "VACUUM ANALYZE")


def _write_articles(connection, sizes):
    type_ = ArticleType.objects.create(label="OpEd", suffix="OpEd", explanation="A view.")
    shelves = {"topics": sizes.topics, "authors": sizes.authors}
    _execute(connection, SHELVES.format(**shelves))
    values = (
        f"'Headline ' || n, 'A standfirst of some length', 'en', {type_.pk}, section, body, body, "
        "'', '', 1"
    )
    words = {"copy": COPY, "values": values, "paragraph": PARAGRAPH, "long": LONG, "read": READ}
    _execute(connection, PAPERS.format(articles=sizes.articles, **words, **shelves))


@contextmanager
def _bare_tables(connection):
    """Within, the tables of comments have neither foreign keys nor indexes, but primary keys."""
    with connection.cursor() as cursor:
        cursor.execute(BESIDE_ROWS)
        found = cursor.fetchall()
    for drop, _make, _place in found:
        _execute(connection, drop)
    yield
    for _drop, make, _place in reversed(found):
        _execute(connection, make)


def _execute(connection, sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
