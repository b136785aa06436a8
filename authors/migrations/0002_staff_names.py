from django.db import migrations

# A version that is never used twice: one that was rolled back may be remembered somewhere.
WATCH = """
CREATE FUNCTION opinion_staff_names_changed() RETURNS trigger LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO authors_staffnames (id, version) VALUES (1, gen_random_uuid())
    ON CONFLICT (id) DO UPDATE SET version = excluded.version;
    RETURN NULL;
END $$;
CREATE TRIGGER staff_names AFTER INSERT OR DELETE OR TRUNCATE OR UPDATE OF name
    ON authors_author FOR EACH STATEMENT EXECUTE FUNCTION opinion_staff_names_changed();
CREATE TRIGGER staff_names
    AFTER INSERT OR DELETE OR TRUNCATE OR UPDATE OF first_name, last_name, username, email
    ON authors_user FOR EACH STATEMENT EXECUTE FUNCTION opinion_staff_names_changed();
INSERT INTO authors_staffnames (id, version) VALUES (1, gen_random_uuid()) ON CONFLICT DO NOTHING;
"""
UNWATCH = """
DROP TRIGGER staff_names ON authors_author;
DROP TRIGGER staff_names ON authors_user;
DROP FUNCTION opinion_staff_names_changed();
"""


class Migration(migrations.Migration):
    dependencies = [("authors", "0001_initial")]

    operations = [migrations.RunSQL(WATCH, UNWATCH)]
