"""A publication of any size, made by PostgreSQL itself. The same sizes make the same publication.

All is skewed as in life: one section, topic and author hold much, others twelve articles, others
ended years ago. What is written about it is in `correspondence`.
"""

import random
from contextlib import contextmanager

from authors.models import User
from opinion.articles.models import ArticleType, DraftEntry, Publication, SearchEntry
from opinion.pictures import renditions

from . import correspondence, library, phrases

# The parts of what is printed that an article and its edition have in common.
COPY = (
    "headline, standfirst, language, type_id, section_id, body, body_html, note, note_html, "
    "html_policy"
)
# What stands on the pages we measure has a text of usual length, the rest a short one.
LONG, READ, SHORT = 20, 40, 60
PICTURES, PICTURE_WIDTH = 30, 1_200
# Works that the newest articles cite.
FEW = 160

SHELVES = """
INSERT INTO articles_section (id, name, slug, description, position)
SELECT n, 'Section ' || n, 'section-' || n, '', n FROM generate_series(1, 9) n;
INSERT INTO articles_topic (id, name, slug, description, sort_key)
SELECT n, 'Topic ' || n, 'topic-' || n, '', lpad(n::text, 5, '0')
FROM generate_series(1, {topics}) n;
INSERT INTO authors_author (id, name, sort_name, sort_key, slug, role, bio, bio_html, html_policy,
                            disclaimer, picture, orcid)
SELECT n, name, name, lpad(n::text, 5, '0'), 'author-' || n,
       CASE WHEN mod(n, 3) = 0 THEN 'Writes about ' || lower(name) ELSE '' END, bio,
       CASE WHEN bio = '' THEN '' ELSE '<p>' || bio || '</p>' END, 1, '', '', ''
FROM person WHERE n <= {authors};
INSERT INTO pictures_picture (id, file, width, height, media_type, size, digest, alt, caption,
                              credit, licence, uploaded_at, widths)
SELECT n, 'pictures/bench/' || n || '.jpg', {width}, {width} * 2 / 3, 'image/jpeg', 100000,
       encode(sha256(n::text::bytea), 'hex'), name || ' on the platform', bio, name, '', now(),
       ARRAY{widths}
FROM person WHERE n <= {pictures};
"""
# Number 1 of each shelf holds most; number 2 most of the oldest fifth and nothing since; the last
# holds twelve, spread over the whole archive. Of the rest every tenth article is a draft, and every
# fiftieth was withdrawn. Every fifteenth was corrected once; every seventh has two authors.
PAPERS = """
CREATE TEMPORARY TABLE paper AS
SELECT n, section, topic, author, status, at, headline, standfirst, html AS body,
       CASE WHEN mod(n, 4) = 1 THEN '<p>' || standfirst || '</p>' ELSE '' END AS note,
       CASE WHEN mod(n, 7) = 3 AND second <> author THEN second END AS second,
       CASE WHEN mod(n, 5) < 3 THEN mod(n, {pictures}) + 1 END AS picture,
       status <> 'draft' AND mod(n, 15) = 7 AS is_corrected
FROM (
    SELECT n,
           CASE WHEN rare THEN 9 WHEN past THEN 2 WHEN mod(n, 10) = 1 THEN mod(n, 6) + 3 ELSE 1 END
               AS section,
           CASE WHEN rare THEN {topics} WHEN past THEN 2 WHEN mod(n, 2) = 0 THEN 1
                ELSE mod(n / 2 * 7919, {topics} - 3) + 3 END AS topic,
           CASE WHEN rare THEN {authors} WHEN past THEN 2 WHEN mod(n, 4) = 0 THEN 1
                ELSE mod(n * 6007, {authors} - 3) + 3 END AS author,
           mod(n * 104729, {authors} - 3) + 3 AS second,
           CASE WHEN rare THEN 'published' WHEN mod(n, 10) = 9 THEN 'draft'
                WHEN mod(n, 50) = 0 THEN 'withdrawn' ELSE 'published' END AS status,
           date_trunc('day', now()) - ({articles} - n) * interval '71 minutes' AS at,
           CASE WHEN {articles} - n < {read} THEN {articles} - n
                ELSE {read} + mod(n, {short}) END AS essay
    FROM generate_series(1::bigint, {articles}) n, LATERAL (
        SELECT mod(n, {articles} / 12) = 5 AND n <= 12 * ({articles} / 12) AS rare,
               n <= {articles} / 5 AND mod(n, 4) <> 0 AS past
    ) shelf
) placed JOIN essay ON essay.number = placed.essay;
INSERT INTO articles_article (id, {copy}, slug, address, status, status_changed_at, created_at,
                              edited_at, version, scheduled_for, scheduled_by_id, published_at,
                              live_edition_id, withdrawal_reason, guid)
SELECT n, {values}, 'headline-' || n,
       CASE WHEN status <> 'draft' THEN to_char(at, 'YYYY/MM') || '/headline-' || n END,
       status, at, at, at, 1, NULL, NULL,
       CASE WHEN status <> 'draft' THEN at END,
       CASE WHEN status <> 'draft' THEN CASE WHEN is_corrected THEN {articles} ELSE 0 END + n END,
       '', CASE WHEN status <> 'draft' THEN 'urn:uuid:' || gen_random_uuid() END
FROM paper;
INSERT INTO articles_articlepicture (article_id, picture_id, role, position, alt, caption, credit)
SELECT n, picture.id, 'lead', 1, alt, caption, credit
FROM paper JOIN pictures_picture picture ON picture.id = picture;
INSERT INTO articles_byline (article_id, author_id, role, position)
SELECT n, author, 'by', 1 FROM paper UNION ALL
SELECT n, second, 'by', 2 FROM paper WHERE second IS NOT NULL;
INSERT INTO articles_article_topics (article_id, topic_id) SELECT n, topic FROM paper;
"""
# All that was printed: each first edition has its article's number, its correction a later one.
EDITIONS = """
CREATE TEMPORARY TABLE printed AS
SELECT n AS id, 1 AS number, paper.* FROM paper WHERE status <> 'draft' UNION ALL
SELECT n + {articles}, 2, paper.* FROM paper WHERE is_corrected;
INSERT INTO articles_edition (id, {copy}, article_id, number, change, change_note, published_at,
                              modified_at)
SELECT id, {values}, n, number, CASE number WHEN 1 THEN 'first' ELSE 'correction' END,
       CASE number WHEN 1 THEN '' ELSE 'The last train leaves at nine, not at ten.' END,
       at + (number - 1) * interval '2 hours', at + (number - 1) * interval '2 hours'
FROM printed;
INSERT INTO articles_editionbyline (edition_id, author_id, role, position, name, affiliation, bio,
                                    bio_html, disclaimer)
SELECT printed.id, person.id, 'by', place, person.name, person.role, person.bio, person.bio_html, ''
FROM printed, LATERAL (VALUES (1, author), (2, second)) line (place, who)
JOIN authors_author person ON person.id = who;
INSERT INTO articles_editionpicture (edition_id, picture_id, role, position, alt, caption, credit)
SELECT printed.id, picture.id, 'lead', 1, alt, caption, credit
FROM printed JOIN pictures_picture picture ON picture.id = picture;
INSERT INTO articles_edition_topics (edition_id, topic_id) SELECT id, topic FROM printed;
"""
# From here on one can go on writing.
NUMBERED = """
DO $$
DECLARE numbered record;
BEGIN
    FOR numbered IN
        SELECT table_name AS tab, pg_get_serial_sequence(quote_ident(table_name), 'id') AS sequence
        FROM information_schema.columns
        WHERE table_schema = current_schema AND column_name = 'id' AND is_identity = 'YES'
    LOOP
        EXECUTE format('SELECT setval(%L, max(id)) FROM %I HAVING max(id) IS NOT NULL',
                       numbered.sequence, numbered.tab);
    END LOOP;
END $$
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
    sizes, connection = outlet.sizes, outlet.connection
    connection.ensure_connection()
    with console.step(f"Writing {sizes.works:,} works"), connection.connection.cursor() as cursor:
        library.fill(cursor, sizes.works)
    with console.step(f"Writing {sizes.articles:,} articles"):
        _write_articles(connection, sizes)
    with console.step("Reading them to be searched for"):
        for entries in (SearchEntry.objects, DraftEntry.objects):
            while entries.read_waiting(at_once=1_000):
                pass
    _tell(connection, "utterance (number, text, html)", enumerate(phrases.comments()))
    with _bare_tables(connection, console):
        for what, sql in correspondence.statements(sizes, *staff):
            with console.step(f"Writing {what}"):
                _execute(connection, sql)
    with console.step("Letting PostgreSQL look at them"):
        _execute(connection, NUMBERED)
        _execute(connection, "VACUUM ANALYZE")


def _write_articles(connection, sizes):
    type_ = ArticleType.objects.create(label="OpEd", suffix="OpEd", explanation="A view.")
    _tell(connection, "person (n, name, bio)", _people(sizes.authors))
    _tell(connection, "essay (number, headline, standfirst, html)", essays())
    values = f"headline, standfirst, 'en', {type_.pk}, section, body, body, note, note, 1"
    asked = {
        "articles": sizes.articles,
        "topics": sizes.topics,
        "authors": sizes.authors,
        "works": sizes.works,
        "pictures": PICTURES,
        "width": PICTURE_WIDTH,
        "widths": renditions.widths_for(PICTURE_WIDTH),
        "read": READ,
        "few": FEW,
        "short": SHORT,
        "copy": COPY,
        "values": values,
    }
    for sql in (SHELVES, PAPERS + EDITIONS, library.CITED, library.REFERENCES):
        _execute(connection, sql.format(**asked))


def _people(count: int):
    chance = random.Random(count)
    for number in range(1, max(count, PICTURES) + 1):
        bio = phrases.sentence(chance) if number % 3 else ""
        # Names come again, as they do in a house of three thousand authors.
        yield number, (phrases.person(number), bio)


def essays():
    """The newest articles' texts, then the short ones of all others."""
    for number in range(READ + SHORT):
        is_read = number < READ
        html = phrases.essay(
            number,
            LONG if is_read else number % 3 + 1,
            library.cited_by(number, FEW) if is_read else (),
        )
        yield number, (phrases.headline(number), phrases.sentence(random.Random(number)), html)


def _tell(connection, table: str, rows):
    """Make a temporary table: a number, and texts beside it."""
    name, _space, columns = table.partition(" ")
    first, *others = columns.strip("()").split(", ")
    typed = ", ".join([f"{first} bigint PRIMARY KEY", *(f"{column} text" for column in others)])
    connection.ensure_connection()
    with connection.connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {name} ({typed})")
        with cursor.copy(f"COPY {table} FROM STDIN") as copy:
            for number, texts in rows:
                copy.write_row((number, *texts))


@contextmanager
def _bare_tables(connection, console):
    """Within, the tables of comments have neither foreign keys nor indexes, but primary keys."""
    with connection.cursor() as cursor:
        cursor.execute(BESIDE_ROWS)
        found = cursor.fetchall()
    for drop, _make, _place in found:
        _execute(connection, drop)
    yield
    with console.step("Making the indexes of comments"):
        for _drop, make, _place in reversed(found):
            _execute(connection, make)


def _execute(connection, sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
