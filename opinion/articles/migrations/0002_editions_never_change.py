from django.db import migrations

# The one door through what never changes: an act that was logged in this same transaction, and
# only for what acts of its kind do. A number and a moment tie it to the transaction, so that a
# number that comes again after a restore opens nothing.
DOOR = """
CREATE FUNCTION opinion_is_sanctioned(verb text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    act text := current_setting('opinion.act', true);
BEGIN
    IF act IS NULL OR act !~ '^[1-9][0-9]{0,17}$' THEN
        RETURN false;
    END IF;
    RETURN EXISTS (
        SELECT FROM articles_sanctionedact
        WHERE id = act::bigint
          AND kind = CASE verb WHEN 'UPDATE' THEN 'redaction' WHEN 'DELETE' THEN 'import_undo' END
          AND written_in = pg_current_xact_id()::text
          AND at = transaction_timestamp()
    );
END $$;
"""
LOG = """
CREATE FUNCTION opinion_number_act() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.written_in := pg_current_xact_id()::text;
    RETURN NEW;
END $$;
CREATE TRIGGER numbered BEFORE INSERT ON articles_sanctionedact
    FOR EACH ROW EXECUTE FUNCTION opinion_number_act();
CREATE FUNCTION opinion_refuse_act_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The log of what was changed by right is never changed itself.'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER never_change BEFORE UPDATE OR DELETE ON articles_sanctionedact
    FOR EACH ROW EXECUTE FUNCTION opinion_refuse_act_change();
"""
UNLOG = """
DROP TRIGGER never_change ON articles_sanctionedact;
DROP FUNCTION opinion_refuse_act_change();
DROP TRIGGER numbered ON articles_sanctionedact;
DROP FUNCTION opinion_number_act();
"""
# A picture, or a card, is one thing that a redaction takes out whole: its row goes, with what was said of it.
# Three things may touch an edition without an act, for they change nothing that it says: rendering
# all again after a change of the HTML policy, pruning the revision that it was made of, and giving
# a card that was printed with nothing but its address the title that its site told later.
GUARD = """
CREATE FUNCTION opinion_refuse_edition_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    free text[] := ARRAY['body_html', 'note_html', 'bio_html', 'text_html', 'html_policy'];
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF to_jsonb(NEW) ->> 'revision_id' IS NULL THEN
            free := free || 'revision_id'::text;
        END IF;
        IF TG_TABLE_NAME = 'articles_editionembed'
           AND to_jsonb(OLD) ->> 'title' = '' AND to_jsonb(OLD) ->> 'thumbnail' = '' THEN
            free := free || ARRAY['title', 'thumbnail', 'thumbnail_width', 'thumbnail_height',
                                  'frame_width', 'frame_height'];
        END IF;
        IF to_jsonb(NEW) - free = to_jsonb(OLD) - free THEN
            RETURN NEW;
        END IF;
    END IF;
    IF opinion_is_sanctioned(TG_OP)
       OR (TG_TABLE_NAME IN ('articles_editionpicture', 'articles_editionembed')
           AND opinion_is_sanctioned('UPDATE')) THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    RAISE EXCEPTION 'An edition is never changed or deleted: publish a new one.'
        USING ERRCODE = 'restrict_violation';
END $$;
"""
# What was said in a step can be taken out of it; that it was done stays as long as the article.
STEPS = """
CREATE FUNCTION opinion_refuse_step_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF to_jsonb(NEW) - 'text' = to_jsonb(OLD) - 'text' THEN
            RETURN NEW;
        END IF;
    ELSIF NOT EXISTS (SELECT FROM articles_article WHERE id = OLD.article_id) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'A step between an author and the desk is never changed or deleted.'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER never_change BEFORE UPDATE ON articles_deskentry
    FOR EACH ROW EXECUTE FUNCTION opinion_refuse_step_change();
-- At the end: whoever deletes an article deletes what hangs on it first.
CREATE CONSTRAINT TRIGGER never_go AFTER DELETE ON articles_deskentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.kind <> 'note')
    EXECUTE FUNCTION opinion_refuse_step_change();
"""
UNSTEP = """
DROP TRIGGER never_go ON articles_deskentry;
DROP TRIGGER never_change ON articles_deskentry;
DROP FUNCTION opinion_refuse_step_change();
"""
TABLES = (
    "articles_edition",
    "articles_editionbyline",
    "articles_editionembed",
    "articles_editionpicture",
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
        migrations.RunSQL(DOOR, "DROP FUNCTION opinion_is_sanctioned(text);"),
        migrations.RunSQL(LOG, UNLOG),
        migrations.RunSQL(GUARD, "DROP FUNCTION opinion_refuse_edition_change();"),
        *(guard(table) for table in TABLES),
        migrations.RunSQL(STEPS, UNSTEP),
    ]
