from django.db import migrations

# Rendering all again after a change of the HTML policy is the one thing that may touch an edition.
GUARD = """
CREATE FUNCTION opinion_refuse_edition_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    rendered text[] := ARRAY['body_html', 'note_html', 'bio_html', 'text_html', 'html_policy'];
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - rendered = to_jsonb(OLD) - rendered THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'An edition is never changed or deleted: publish a new one.'
        USING ERRCODE = 'restrict_violation';
END $$;
"""
TABLES = (
    "articles_edition",
    "articles_editionbyline",
    "articles_editionreference",
    "articles_erratum",
)


def guard(table):
    return migrations.RunSQL(
        f"CREATE TRIGGER never_change BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION opinion_refuse_edition_change();",
        f"DROP TRIGGER never_change ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]

    operations = [
        migrations.RunSQL(GUARD, "DROP FUNCTION opinion_refuse_edition_change();"),
        *(guard(table) for table in TABLES),
    ]
