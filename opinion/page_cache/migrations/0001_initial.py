import django.contrib.postgres.fields
import django.utils.timezone
from django.db import migrations, models

# AFTER each statement, for all the rows it changed at once, in the order of the names: two who
# change the same rows wait for each other and never in a circle.
FUNCTIONS = """
ALTER TABLE page_cache_page SET UNLOGGED;

CREATE FUNCTION page_cache_raise() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    name_of text := TG_ARGV[0];
    columns text := TG_ARGV[1];
    condition text := TG_ARGV[2];
    changed text := CASE TG_OP
        WHEN 'INSERT' THEN format('SELECT %s FROM after', columns)
        WHEN 'DELETE' THEN format('SELECT %s FROM before', columns)
        ELSE format('(SELECT %1$s FROM before EXCEPT SELECT %1$s FROM after) UNION ALL '
                    '(SELECT %1$s FROM after EXCEPT SELECT %1$s FROM before)', columns)
    END;
BEGIN
    EXECUTE format(
        'INSERT INTO page_cache_generation AS known (name, number) '
        'SELECT DISTINCT raised, 1 '
        'FROM (SELECT %s AS raised FROM (%s) changed WHERE %s) names '
        'WHERE raised IS NOT NULL ORDER BY raised '
        'ON CONFLICT (name) DO UPDATE SET number = known.number + 1',
        name_of, changed, condition
    );
    RETURN NULL;
END $$;

COMMENT ON FUNCTION page_cache_raise() IS
    'Raises the generations of what a statement changed; see opinion/page_cache/';

-- From now on a change of these columns of a table raises the generation that name_of gives it,
-- where the condition holds. name_of and condition are SQL over those columns.
CREATE FUNCTION page_cache_watch(
    watched regclass, name_of text, columns text DEFAULT '*', condition text DEFAULT 'true'
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    event text;
    tables text;
BEGIN
    FOREACH event IN ARRAY ARRAY['INSERT', 'UPDATE', 'DELETE'] LOOP
        tables := CASE event
            WHEN 'INSERT' THEN 'NEW TABLE AS after'
            WHEN 'DELETE' THEN 'OLD TABLE AS before'
            ELSE 'OLD TABLE AS before NEW TABLE AS after'
        END;
        EXECUTE format(
            'CREATE TRIGGER %I AFTER %s ON %s REFERENCING %s FOR EACH STATEMENT '
            'EXECUTE FUNCTION page_cache_raise(%L, %L, %L)',
            format('page_cache_%s_%s', lower(event), left(md5(name_of || columns), 6)),
            event, watched, tables, name_of, columns, condition
        );
    END LOOP;
END $$;

CREATE FUNCTION page_cache_unwatch(VARIADIC watched regclass[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    one record;
BEGIN
    FOR one IN
        SELECT tgname, tgrelid::regclass AS watching FROM pg_trigger
        WHERE tgrelid = ANY(watched) AND tgname LIKE 'page\\_cache\\_%'
    LOOP
        EXECUTE format('DROP TRIGGER %I ON %s', one.tgname, one.watching);
    END LOOP;
END $$;
"""
DROP = """
DROP FUNCTION page_cache_unwatch;
DROP FUNCTION page_cache_watch;
DROP FUNCTION page_cache_raise;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Generation",
            fields=[
                ("name", models.TextField(primary_key=True, serialize=False)),
                ("number", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Page",
            fields=[
                ("key", models.BinaryField(primary_key=True, serialize=False)),
                (
                    "names",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), size=None
                    ),
                ),
                (
                    "numbers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(null=True), size=None
                    ),
                ),
                ("until", models.DateTimeField(null=True)),
                ("headers", models.JSONField()),
                ("etag", models.TextField()),
                ("gzip", models.BinaryField()),
                ("brotli", models.BinaryField()),
                ("size", models.PositiveIntegerField()),
                ("kept_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.RunSQL(FUNCTIONS, DROP),
    ]
