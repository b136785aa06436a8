from django.db import migrations

# Whatever may make the count on an article's cards another one notes it; the worker counts.
NOTE = """
CREATE FUNCTION comments_note_thread() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO articles_tally AS known (article_id, is_waiting)
        SELECT article_id, true FROM after WHERE published_count > 0 ORDER BY article_id
        ON CONFLICT (article_id) DO UPDATE SET is_waiting = true WHERE NOT known.is_waiting;
    ELSE
        INSERT INTO articles_tally AS known (article_id, is_waiting)
        SELECT article_id, true FROM (
            SELECT article_id, published_count, policy FROM after
            EXCEPT SELECT article_id, published_count, policy FROM before
        ) changed ORDER BY article_id
        ON CONFLICT (article_id) DO UPDATE SET is_waiting = true WHERE NOT known.is_waiting;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER note_count_insert AFTER INSERT ON comments_thread
    REFERENCING NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION comments_note_thread();
CREATE TRIGGER note_count_update AFTER UPDATE ON comments_thread
    REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION comments_note_thread();

CREATE FUNCTION comments_note_counts(wanted bigint[]) RETURNS void LANGUAGE sql AS $$
UPDATE articles_tally SET is_waiting = true WHERE article_id IN (
    SELECT article_id FROM articles_tally WHERE article_id = ANY(wanted) AND NOT is_waiting
    ORDER BY article_id FOR UPDATE
)
$$;

-- A section's rules hide the threads of its articles, also of one that moves into it.
CREATE FUNCTION comments_note_section() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM comments_note_counts(ARRAY(
        SELECT article_id FROM articles_filing
        WHERE kind = 'section' AND subject IN (
            SELECT coalesce(merged_into_id, id) FROM articles_section
            WHERE id IN (SELECT section_id FROM changed)
        )
    ));
    RETURN NULL;
END $$;
CREATE TRIGGER note_counts_insert AFTER INSERT ON comments_sectionpolicy
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION comments_note_section();
CREATE TRIGGER note_counts_update AFTER UPDATE ON comments_sectionpolicy
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION comments_note_section();
CREATE TRIGGER note_counts_delete AFTER DELETE ON comments_sectionpolicy
    REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION comments_note_section();

CREATE FUNCTION comments_note_filing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM comments_note_counts(ARRAY(SELECT article_id FROM changed WHERE kind = 'section'));
    RETURN NULL;
END $$;
CREATE TRIGGER note_counts AFTER INSERT ON articles_filing
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION comments_note_filing();
"""
DROP = """
DROP FUNCTION comments_note_thread, comments_note_section, comments_note_filing CASCADE;
DROP FUNCTION comments_note_counts;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0006_filings"),
        ("comments", "0003_page_generations"),
    ]
    operations = [migrations.RunSQL(NOTE, DROP)]
