from django.db import migrations

FILE = """
CREATE FUNCTION {name}(wanted bigint[]) RETURNS void LANGUAGE plpgsql {settings} AS $$
BEGIN
    -- Whoever merges one of these in this moment is waited for, or waits and files anew.
    PERFORM FROM authors_author WHERE id IN (
        SELECT author_id FROM unnest(wanted) asked
        JOIN articles_article article ON article.id = asked
        JOIN articles_editionbyline ON edition_id = article.live_edition_id
    ) ORDER BY id FOR SHARE;
    PERFORM FROM articles_topic WHERE id IN (
        SELECT topic_id FROM unnest(wanted) asked
        JOIN articles_article article ON article.id = asked
        JOIN articles_edition_topics ON edition_id = article.live_edition_id
    ) ORDER BY id FOR SHARE;
    PERFORM FROM articles_section WHERE id IN (
        SELECT edition.section_id FROM unnest(wanted) asked
        JOIN articles_article article ON article.id = asked
        JOIN articles_edition edition ON edition.id = article.live_edition_id
    ) ORDER BY id FOR SHARE;
    PERFORM FROM articles_series WHERE id IN (
        SELECT series_id FROM articles_seriespart WHERE article_id = ANY(wanted)
    ) ORDER BY id FOR SHARE;
    DELETE FROM articles_filing USING unnest(wanted) asked WHERE article_id = asked;
    -- First by their numbers: an index of what is published would be read whole for each of them.
    WITH named AS MATERIALIZED (
        SELECT article.id, article.published_at, article.live_edition_id, article.status
        FROM unnest(wanted) asked JOIN articles_article article ON article.id = asked
    ), live AS (
        SELECT named.id AS article_id, named.published_at, edition.modified_at,
               edition.id AS edition_id, edition.section_id
        FROM named JOIN articles_edition edition ON edition.id = named.live_edition_id
        WHERE named.status = 'published'
    )
    INSERT INTO articles_filing (article_id, kind, subject, published_at, modified_at)
    SELECT article_id, 'section', coalesce(merged_into_id, id), published_at, modified_at
    FROM live JOIN articles_section ON id = section_id
    UNION
    SELECT article_id, 'topic', coalesce(merged_into_id, topic.id), published_at, modified_at
    FROM live JOIN articles_edition_topics USING (edition_id)
    JOIN articles_topic topic ON topic.id = topic_id
    UNION
    SELECT article_id, 'author', coalesce(merged_into_id, author.id), published_at, modified_at
    FROM live JOIN articles_editionbyline USING (edition_id)
    JOIN authors_author author ON author.id = author_id
    UNION
    SELECT article_id, 'series', coalesce(merged_into_id, series.id), published_at, modified_at
    FROM live JOIN articles_seriespart USING (article_id)
    JOIN articles_series series ON series.id = series_id;
END $$;
"""
# While articles are brought in, PostgreSQL takes the tables for empty. So it is told how to read
# them: for a few articles by the indexes, for many at once in one go.
FEW = "SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off"
MANY = "SET enable_nestloop = off"
FUNCTIONS = (
    FILE.format(name="articles_file", settings=FEW)
    + FILE.format(name="articles_file_many", settings=MANY)
    + """
COMMENT ON FUNCTION articles_file(bigint[]) IS
    'Files these articles under what their live editions print; see models/filing.py';

CREATE FUNCTION articles_refile() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wanted bigint[];
BEGIN
    EXECUTE TG_ARGV[0] INTO wanted;
    IF wanted IS NOT NULL THEN
        IF cardinality(wanted) < 100 THEN
            PERFORM articles_file(wanted);
        ELSE
            PERFORM articles_file_many(wanted);
        END IF;
    END IF;
    RETURN NULL;
END $$;
"""
)
# Which articles a statement files anew: SQL over the rows before and after it.
LIVE = "SELECT array_agg(DISTINCT article.id) FROM articles_article article JOIN ({}) changed ON {}"
OF_EDITION = "article.live_edition_id = changed.edition_id"
REFERENCING = {
    "INSERT": "NEW TABLE AS after",
    "UPDATE": "OLD TABLE AS before NEW TABLE AS after",
    "DELETE": "OLD TABLE AS before",
}


def _trigger(table: str, event: str, articles: str) -> str:
    name, quoted = f"articles_refile_{event.lower()}", articles.replace("'", "''")
    return (
        f"CREATE TRIGGER {name} AFTER {event} ON {table} REFERENCING {REFERENCING[event]} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION articles_refile('{quoted}');\n"
    )


def _parts(table: str) -> str:
    """Of what hangs on an edition, whatever happens to it."""
    before, after = (f"SELECT edition_id FROM {rows}" for rows in ("before", "after"))
    rows = {"INSERT": after, "UPDATE": f"{before} UNION {after}", "DELETE": before}
    return "".join(
        _trigger(table, event, LIVE.format(rows[event], OF_EDITION)) for event in REFERENCING
    )


def _changed(columns: str, name: str = "id") -> str:
    changed = f"SELECT {columns} FROM after EXCEPT SELECT {columns} FROM before"
    return f"SELECT id AS {name} FROM ({changed}) rows"


def _merged(table: str, editions: str) -> str:
    return _trigger(
        table,
        "UPDATE",
        LIVE.format(
            f"{editions} IN ({_changed('id, merged_into_id')})", OF_EDITION
        ),
    )


# An article may be on its way out as well: nothing is filed anew.
PART_LEAVES = """
CREATE FUNCTION articles_unfile_part() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM articles_filing USING before
    WHERE kind = 'series' AND articles_filing.article_id = before.article_id
      AND subject = series_id;
    RETURN NULL;
END $$;
CREATE TRIGGER articles_unfile_part AFTER DELETE ON articles_seriespart
    REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION articles_unfile_part();
"""
PARTS_MOVED = "(TABLE before UNION TABLE after) rows"

TRIGGERS = "".join(
    [
        _trigger(
            "articles_article",
            "INSERT",
            "SELECT array_agg(id) FROM after WHERE status = 'published'",
        ),
        _trigger(
            "articles_article",
            "UPDATE",
            "SELECT array_agg(id) FROM "
            f"({_changed('id, status, live_edition_id, published_at')}) changed",
        ),
        _trigger(
            "articles_edition",
            "INSERT",
            LIVE.format("SELECT id AS edition_id FROM after", OF_EDITION),
        ),
        _trigger(
            "articles_edition",
            "UPDATE",
            LIVE.format(_changed("id, section_id, modified_at", "edition_id"), OF_EDITION),
        ),
        _parts("articles_editionbyline"),
        _parts("articles_edition_topics"),
        _merged(
            "authors_author", "SELECT edition_id FROM articles_editionbyline WHERE author_id"
        ),
        _merged("articles_topic", "SELECT edition_id FROM articles_edition_topics WHERE topic_id"),
        _merged("articles_section", "SELECT id AS edition_id FROM articles_edition WHERE section_id"),
        *(
            _trigger("articles_seriespart", event, f"SELECT array_agg(DISTINCT article_id) FROM {rows}")
            for event, rows in (("INSERT", "after"), ("UPDATE", PARTS_MOVED))
        ),
        "SELECT page_cache_watch('articles_filing', $$'lists'$$);\n",
        "SELECT page_cache_watch('articles_filing', $$'series:' || subject$$, '*', $$kind = 'series'$$);\n",
    ]
)
# By the thousand, as the sitemap's files are.
DATES = """
CREATE FUNCTION articles_date_listings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO articles_listingdate (kind, part, changed_at)
    SELECT kind, (subject - 1) / 1000 + 1, now() FROM changed
    UNION SELECT 'article', (article_id - 1) / 1000 + 1, now() FROM changed
    ORDER BY 1, 2
    ON CONFLICT (kind, part) DO UPDATE SET changed_at = EXCLUDED.changed_at;
    RETURN NULL;
END $$;
""" + "".join(
    f"CREATE TRIGGER articles_date_listings_{event.lower()} AFTER {event} ON articles_filing "
    f"REFERENCING {rows} TABLE AS changed FOR EACH STATEMENT "
    "EXECUTE FUNCTION articles_date_listings();\n"
    for event, rows in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD"))
) + "SELECT page_cache_watch('articles_listingdate', $$'lists'$$);\n"
DROP = """
SELECT page_cache_unwatch('articles_listingdate');
DROP FUNCTION articles_date_listings CASCADE;
DROP FUNCTION articles_refile CASCADE;
DROP FUNCTION articles_unfile_part CASCADE;
DROP FUNCTION articles_file, articles_file_many;
SELECT page_cache_unwatch('articles_filing');
"""


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0005_log_of_an_object"),
        ("authors", "0003_page_generations"),
    ]
    operations = [migrations.RunSQL(FUNCTIONS + TRIGGERS + PART_LEAVES + DATES, DROP)]
