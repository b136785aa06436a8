from django.db import migrations

# TG_ARGV: what stands before the changed column in an address, that column, and the column of the
# target. Whoever held a path last is found at it; a path that is held again leads nowhere else.
REDIRECTS = """
CREATE FUNCTION opinion_keep_old_address() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    new_path text := TG_ARGV[0] || (to_jsonb(NEW) ->> TG_ARGV[1]) || '/';
    old_path text;
    merged_into bigint := to_jsonb(NEW) ->> 'merged_into_id';
BEGIN
    IF merged_into IS NULL THEN
        DELETE FROM articles_redirect WHERE path = new_path;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        old_path := TG_ARGV[0] || (to_jsonb(OLD) ->> TG_ARGV[1]) || '/';
    END IF;
    IF old_path IS NOT NULL THEN
        EXECUTE format(
            'INSERT INTO articles_redirect (path, %1$I) VALUES ($1, $2) '
            'ON CONFLICT (path) DO UPDATE '
            'SET (article_id, section_id, topic_id, series_id, author_id, publication_id, '
            'picture_id, made_at) = (EXCLUDED.article_id, EXCLUDED.section_id, EXCLUDED.topic_id, '
            'EXCLUDED.series_id, EXCLUDED.author_id, NULL, NULL, now())',
            TG_ARGV[2]
        ) USING old_path, coalesce(merged_into, NEW.id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER old_address AFTER UPDATE OF address ON articles_article
    FOR EACH ROW WHEN (OLD.address IS DISTINCT FROM NEW.address)
    EXECUTE FUNCTION opinion_keep_old_address('/', 'address', 'article_id');
CREATE TRIGGER new_address AFTER INSERT ON articles_article
    FOR EACH ROW WHEN (NEW.address IS NOT NULL)
    EXECUTE FUNCTION opinion_keep_old_address('/', 'address', 'article_id');
"""
NAMED = """
CREATE TRIGGER old_address AFTER UPDATE OF slug, merged_into_id ON {table}
    FOR EACH ROW WHEN (OLD.slug <> NEW.slug
                       OR OLD.merged_into_id IS NULL AND NEW.merged_into_id IS NOT NULL)
    EXECUTE FUNCTION opinion_keep_old_address('/{kind}/', 'slug', '{kind}_id');
CREATE TRIGGER new_address AFTER INSERT ON {table}
    FOR EACH ROW EXECUTE FUNCTION opinion_keep_old_address('/{kind}/', 'slug', '{kind}_id');
"""
# What is merged names what stands for it, in one step.
MERGES = """
CREATE FUNCTION opinion_refuse_second_step() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_taken boolean;
BEGIN
    EXECUTE format(
        'SELECT EXISTS (SELECT 1 FROM %1$I WHERE id = $1 AND merged_into_id IS NOT NULL'
        ' OR merged_into_id = $2)', TG_TABLE_NAME
    ) INTO is_taken USING NEW.merged_into_id, NEW.id;
    IF is_taken THEN
        RAISE EXCEPTION 'What is merged names what stands for it, in one step.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
"""
ONE_STEP = """
CREATE TRIGGER merged_in_one_step AFTER INSERT OR UPDATE OF merged_into_id ON {table}
    FOR EACH ROW WHEN (NEW.merged_into_id IS NOT NULL)
    EXECUTE FUNCTION opinion_refuse_second_step();
"""
TABLES = {
    "section": "articles_section",
    "topic": "articles_topic",
    "series": "articles_series",
    "author": "authors_author",
}


class Migration(migrations.Migration):
    dependencies = [("articles", "0002_editions_never_change")]

    operations = [
        migrations.RunSQL(
            REDIRECTS,
            "DROP TRIGGER old_address ON articles_article;"
            "DROP TRIGGER new_address ON articles_article;"
            "DROP FUNCTION opinion_keep_old_address();",
        ),
        migrations.RunSQL(MERGES, "DROP FUNCTION opinion_refuse_second_step();"),
        *(
            migrations.RunSQL(
                ONE_STEP.format(table=table), f"DROP TRIGGER merged_in_one_step ON {table};"
            )
            for table in TABLES.values()
        ),
        *(
            migrations.RunSQL(
                NAMED.format(kind=kind, table=table),
                f"DROP TRIGGER old_address ON {table}; DROP TRIGGER new_address ON {table};",
            )
            for kind, table in TABLES.items()
        ),
    ]
