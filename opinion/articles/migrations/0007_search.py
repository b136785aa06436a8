from django.db import migrations

# Each side of a search is folded by it, what is looked for and what it is looked for in. Case by a
# collation that knows every alphabet, whatever the database itself was made with.
FOLD = r"""
DO $do$
DECLARE
    alphabets text := (
        SELECT format(' COLLATE pg_catalog.%I', collname) FROM pg_collation
        WHERE collname IN ('pg_c_utf8', 'C.utf8', 'C.UTF-8', 'en_US.utf8')
        AND collnamespace = 'pg_catalog'::regnamespace
        ORDER BY array_position(ARRAY['pg_c_utf8', 'C.utf8', 'C.UTF-8', 'en_US.utf8'],
                                collname::text)
        LIMIT 1
    );
BEGIN
    EXECUTE format($create$
        CREATE FUNCTION opinion_fold(said text) RETURNS text
        LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $fold$
        SELECT regexp_replace(regexp_replace(regexp_replace(
            translate(
                replace(replace(replace(
                    lower(normalize(said, NFKD) %s), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'),
                'øłđðıħŧ', 'olddiht'
            ),
            -- What stands on letters, or between them without a width.
            '[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u3099\u309a\u00ad\u200b-\u200f\u2060\ufeff]',
            '', 'g'),
            -- Signs of all kinds.
            '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2010-\u2bff\u3000-\u303f\ue000-\uf8ff]+',
            ' ', 'g'),
            -- Between these letters there are no spaces: each is a word.
            '([\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff])', ' \1 ', 'g')
        $fold$
    $create$, coalesce(alphabets, ''));
END $do$;

COMMENT ON FUNCTION opinion_fold(text) IS
    'A text without case, accents and punctuation, to be searched; see models/search_entry.py';

CREATE FUNCTION opinion_reading(language text) RETURNS regconfig
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
SELECT CASE split_part(language, '-', 1)
    WHEN 'ar' THEN 'arabic'::regconfig WHEN 'hy' THEN 'armenian' WHEN 'eu' THEN 'basque'
    WHEN 'ca' THEN 'catalan' WHEN 'da' THEN 'danish' WHEN 'nl' THEN 'dutch'
    WHEN 'en' THEN 'english' WHEN 'fi' THEN 'finnish' WHEN 'fr' THEN 'french'
    WHEN 'de' THEN 'german' WHEN 'el' THEN 'greek' WHEN 'hi' THEN 'hindi'
    WHEN 'hu' THEN 'hungarian' WHEN 'id' THEN 'indonesian' WHEN 'ga' THEN 'irish'
    WHEN 'it' THEN 'italian' WHEN 'lt' THEN 'lithuanian' WHEN 'ne' THEN 'nepali'
    WHEN 'nb' THEN 'norwegian' WHEN 'nn' THEN 'norwegian' WHEN 'pt' THEN 'portuguese'
    WHEN 'ro' THEN 'romanian' WHEN 'ru' THEN 'russian' WHEN 'sr' THEN 'serbian'
    WHEN 'es' THEN 'spanish' WHEN 'sv' THEN 'swedish' WHEN 'ta' THEN 'tamil'
    WHEN 'tr' THEN 'turkish' ELSE 'simple'
END $$;

-- One word or phrase of a search as each of these readings has it, any of which is enough. NULL
-- where one of them passes it over: a word like “the” narrows nothing.
CREATE FUNCTION opinion_term(readings regconfig[], said text, is_begun boolean) RETURNS tsquery
LANGUAGE plpgsql STABLE AS $$
DECLARE
    folded text := btrim(opinion_fold(said));
    reading regconfig;
    found tsquery := ''::tsquery;
    one tsquery;
BEGIN
    FOREACH reading IN ARRAY readings LOOP
        IF is_begun AND char_length(folded) > 2 AND strpos(folded, ' ') = 0 THEN
            one := to_tsquery(reading, quote_literal(folded) || ':*');
        ELSE
            one := phraseto_tsquery(reading, folded);
        END IF;
        IF numnode(one) = 0 THEN
            RETURN NULL;
        END IF;
        found := found || one;
    END LOOP;
    RETURN found;
END $$;
"""
# PostgreSQL reads a text of 400,000 letters in a tenth of a second and refuses vectors of a
# megabyte: of references and notes no more than that is read.
READ = r"""
CREATE FUNCTION articles_vector(reading regconfig, said text, weight "char") RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT setweight(
    to_tsvector(
        reading, opinion_fold(left(regexp_replace(coalesce(said, ''), '<[^>]*>', ' ', 'g'), 400000))
    ), weight
) $$;

-- The 32 least hashes of a text's runs of five words; of a long text its beginning alone. None of a
-- short one: many notices are alike.
CREATE FUNCTION articles_sketch(said text) RETURNS bigint[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
WITH word AS (
    SELECT word, place FROM string_to_table(
        opinion_fold(left(regexp_replace(coalesce(said, ''), '<[^>]*>', ' ', 'g'), 100000)), ' '
    ) WITH ORDINALITY AS words(word, place) WHERE word <> ''
), run AS (
    SELECT concat_ws(' ', word, lead(word, 1) OVER following, lead(word, 2) OVER following,
                     lead(word, 3) OVER following, lead(word, 4) OVER following) AS words,
           lead(word, 4) OVER following IS NOT NULL AS is_whole
    FROM word WINDOW following AS (ORDER BY place)
), hash AS (
    SELECT DISTINCT hashtextextended(words, 0) AS number FROM run WHERE is_whole
)
SELECT CASE WHEN (SELECT count(*) FROM hash) < 40 THEN '{}' ELSE ARRAY(
    SELECT number FROM hash ORDER BY number LIMIT 32
) END $$;

CREATE FUNCTION articles_read(wanted bigint[]) RETURNS int LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    number int;
BEGIN
    DELETE FROM articles_searchentry USING unnest(wanted) asked WHERE article_id = asked;
    WITH named AS MATERIALIZED (
        SELECT article.id, article.published_at, article.live_edition_id, article.status
        FROM unnest(wanted) asked JOIN articles_article article ON article.id = asked
    ), live AS MATERIALIZED (
        SELECT named.published_at AS first_published_at, edition.*,
               opinion_reading(edition.language) AS reading
        FROM named JOIN articles_edition edition ON edition.id = named.live_edition_id
        WHERE named.status = 'published'
    ), headed AS MATERIALIZED (
        SELECT live.id, articles_vector(reading, headline, 'A')
            || articles_vector(reading, standfirst, 'B')
            || articles_vector(reading, (
                SELECT string_agg(name, ' ') FROM articles_editionbyline WHERE edition_id = live.id
            ), 'B') AS words
        FROM live
    )
    INSERT INTO articles_searchentry
        (article_id, published_at, type_id, reading, sketch, headed, words, is_waiting)
    SELECT article_id, first_published_at, type_id, reading, articles_sketch(body_html),
           headed.words,
           headed.words || articles_vector(reading, body_html, 'C')
           || articles_vector(reading, note_html, 'D')
           || articles_vector(reading, (
                SELECT string_agg(concat_ws(
                    ' ', text, record ->> 'title', record ->> 'container-title'
                ), ' ' ORDER BY position) FROM articles_editionreference WHERE edition_id = live.id
           ), 'D'), false
    FROM live JOIN headed USING (id);
    GET DIAGNOSTICS number = ROW_COUNT;
    RETURN number;
END $$;

COMMENT ON FUNCTION articles_read(bigint[]) IS
    'Reads these articles anew to be searched for; see models/search_entry.py';

CREATE FUNCTION articles_read_or_wait(wanted bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF cardinality(wanted) < 100 THEN
        PERFORM articles_read(wanted);
        RETURN;
    END IF;
    -- So many are read by the worker. Until then nothing is found of what they said.
    DELETE FROM articles_searchentry USING unnest(wanted) asked WHERE article_id = asked;
    INSERT INTO articles_searchentry
        (article_id, published_at, type_id, reading, sketch, headed, words, is_waiting)
    SELECT DISTINCT id, published_at, type_id, 'simple', '{}'::bigint[], ''::tsvector,
           ''::tsvector, true
    FROM unnest(wanted) asked JOIN articles_article ON id = asked WHERE status = 'published';
END $$;

CREATE FUNCTION articles_reread() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wanted bigint[];
BEGIN
    EXECUTE TG_ARGV[0] INTO wanted;
    IF wanted IS NOT NULL THEN
        PERFORM articles_read_or_wait(wanted);
    END IF;
    RETURN NULL;
END $$;
"""
LIVE = (
    "SELECT array_agg(DISTINCT article.id) FROM articles_article article "
    "JOIN ({}) changed ON article.live_edition_id = changed.edition_id"
)
REFERENCING = {
    "INSERT": "NEW TABLE AS after",
    "UPDATE": "OLD TABLE AS before NEW TABLE AS after",
    "DELETE": "OLD TABLE AS before",
}
# What a draft is found by in the newsroom, whatever its state and its language.
DRAFTS = r"""
-- Words as one query that wants all of them; of those of three letters their beginning is enough.
CREATE FUNCTION opinion_all_begun(said text[]) RETURNS tsquery
LANGUAGE sql STABLE STRICT PARALLEL SAFE AS $$
SELECT string_agg(
    '(' || opinion_term(ARRAY['simple'::regconfig], word, true)::text || ')', ' & '
)::tsquery FROM unnest(said) word
$$;

-- PostgreSQL takes a comparison for cheap, and would unpack the words of all drafts instead of
-- looking into their index. So it is never asked in the middle of another query.
CREATE FUNCTION articles_drafts_with(said text[]) RETURNS SETOF bigint
LANGUAGE sql STABLE STRICT SET enable_seqscan = off AS $$
SELECT article_id FROM articles_draftentry WHERE words @@ opinion_all_begun(said)
$$;

CREATE FUNCTION articles_read_drafts(wanted bigint[]) RETURNS int LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    number int;
BEGIN
    -- Whoever changes another part of one of these is waited for, and what they said is read too.
    PERFORM FROM articles_draftentry WHERE article_id = ANY (wanted) ORDER BY article_id FOR UPDATE;
    -- Never a new row: an article that is being deleted loses its parts one by one.
    UPDATE articles_draftentry entry SET is_waiting = false, words =
        articles_vector('simple', concat_ws(' ', article.headline, article.standfirst), 'A')
        || articles_vector('simple', (
            SELECT string_agg(author.name, ' ') FROM articles_byline byline
            JOIN authors_author author ON author.id = byline.author_id
            WHERE byline.article_id = article.id
        ), 'B')
        || articles_vector('simple', article.body_html, 'C')
        || articles_vector('simple', article.note_html, 'D')
        || articles_vector('simple', (
            SELECT string_agg(text, ' ' ORDER BY position) FROM articles_reference
            WHERE article_id = article.id
        ), 'D')
    FROM unnest(wanted) asked JOIN articles_article article ON article.id = asked
    WHERE entry.article_id = article.id;
    GET DIAGNOSTICS number = ROW_COUNT;
    RETURN number;
END $$;

COMMENT ON FUNCTION articles_read_drafts(bigint[]) IS
    'Reads these drafts anew to be searched for; see models/draft_entry.py';

CREATE FUNCTION articles_read_drafts_or_wait(wanted bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF cardinality(wanted) < 100 THEN
        PERFORM articles_read_drafts(wanted);
    ELSE
        UPDATE articles_draftentry SET is_waiting = true
        WHERE article_id IN (SELECT unnest(wanted)) AND NOT is_waiting;
    END IF;
END $$;

CREATE FUNCTION articles_enter_drafts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO articles_draftentry (article_id, words, is_waiting)
    SELECT id, ''::tsvector, true FROM after;
    IF (SELECT count(*) FROM after) < 100 THEN
        PERFORM articles_read_drafts((SELECT array_agg(id) FROM after));
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION articles_reread_drafts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wanted bigint[];
BEGIN
    EXECUTE TG_ARGV[0] INTO wanted;
    IF wanted IS NOT NULL THEN
        PERFORM articles_read_drafts_or_wait(wanted);
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER articles_enter_drafts AFTER INSERT ON articles_article
REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION articles_enter_drafts();
"""
# What of a table decides which words an article is found by.
OF_ARTICLE = "id, status, live_edition_id, published_at"
OF_EDITION = "id, headline, standfirst, language, type_id, body_html, note_html"
PARTS = ("articles_editionbyline", "articles_editionreference")


def _trigger(table: str, event: str, articles: str) -> str:
    quoted = articles.replace("'", "''")
    return (
        f"CREATE TRIGGER articles_reread_{event.lower()} AFTER {event} ON {table} "
        f"REFERENCING {REFERENCING[event]} FOR EACH STATEMENT "
        f"EXECUTE FUNCTION articles_reread('{quoted}');\n"
    )


def _changed(columns: str) -> str:
    return f"(SELECT {columns} FROM after EXCEPT SELECT {columns} FROM before) rows"


def _parts(table: str) -> str:
    before, after = (f"SELECT edition_id FROM {rows}" for rows in ("before", "after"))
    rows = {"INSERT": after, "UPDATE": f"{before} UNION {after}", "DELETE": before}
    return "".join(_trigger(table, event, LIVE.format(rows[event])) for event in REFERENCING)


def _draft_trigger(table: str, event: str, articles: str) -> str:
    quoted = articles.replace("'", "''")
    return (
        f"CREATE TRIGGER articles_reread_drafts_{event.lower()} AFTER {event} ON {table} "
        f"REFERENCING {REFERENCING[event]} FOR EACH STATEMENT "
        f"EXECUTE FUNCTION articles_reread_drafts('{quoted}');\n"
    )


def _changed_rows(columns: str, name: str) -> str:
    """The numbers of those rows whose columns say something else than before."""
    then, now = (
        ", ".join(f"{rows}.{column}" for column in columns.split(", "))
        for rows in ("before", "after")
    )
    return f"SELECT {name} FROM after JOIN before USING (id) WHERE ({now}) IS DISTINCT FROM ({then})"


def _draft_parts(table: str, columns: str) -> str:
    numbers = "SELECT array_agg(DISTINCT article_id) FROM ({}) changed"
    before, after = (f"SELECT article_id FROM {rows}" for rows in ("before", "after"))
    changed = " UNION ".join(
        _changed_rows(columns, f"{rows}.article_id") for rows in ("before", "after")
    )
    rows = {"INSERT": after, "UPDATE": changed, "DELETE": before}
    return "".join(
        _draft_trigger(table, event, numbers.format(rows[event])) for event in REFERENCING
    )


DRAFT_TRIGGERS = "".join(
    [
        _draft_trigger(
            "articles_article",
            "UPDATE",
            "SELECT array_agg(id) FROM "
            f"({_changed_rows('headline, standfirst, body_html, note_html', 'id')}) changed",
        ),
        _draft_parts("articles_byline", "article_id, author_id"),
        _draft_parts("articles_reference", "article_id, text"),
        _draft_trigger(
            "authors_author",
            "UPDATE",
            "SELECT array_agg(DISTINCT article_id) FROM articles_byline JOIN "
            f"({_changed_rows('name', 'id')}) changed ON author_id = changed.id",
        ),
    ]
)
TRIGGERS = "".join(
    [
        _trigger(
            "articles_article", "INSERT", "SELECT array_agg(id) FROM after WHERE status = 'published'"
        ),
        _trigger(
            "articles_article", "UPDATE", f"SELECT array_agg(id) FROM {_changed(OF_ARTICLE)}"
        ),
        _trigger("articles_edition", "INSERT", LIVE.format("SELECT id AS edition_id FROM after")),
        _trigger(
            "articles_edition",
            "UPDATE",
            LIVE.format(f"SELECT id AS edition_id FROM {_changed(OF_EDITION)}"),
        ),
        *(_parts(table) for table in PARTS),
    ]
)
DROP = """
DROP FUNCTION articles_enter_drafts, articles_reread_drafts CASCADE;
DROP FUNCTION articles_read_drafts_or_wait, articles_read_drafts, articles_drafts_with;
DROP FUNCTION opinion_all_begun;
DROP FUNCTION articles_reread CASCADE;
DROP FUNCTION articles_read_or_wait, articles_read, articles_sketch, articles_vector, opinion_term, opinion_reading, opinion_fold;
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0006_filings")]
    operations = [migrations.RunSQL(FOLD + READ + DRAFTS + TRIGGERS + DRAFT_TRIGGERS, DROP)]
