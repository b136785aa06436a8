from django.db import migrations

# Whatever is said of a picture may change, the file and what describes it may not.
GUARD = """
CREATE FUNCTION opinion_refuse_file_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.file, NEW.width, NEW.height, NEW.media_type, NEW.size, NEW.digest,
        NEW.uploaded_at, NEW.uploaded_by_id)
       IS DISTINCT FROM
       (OLD.id, OLD.file, OLD.width, OLD.height, OLD.media_type, OLD.size, OLD.digest,
        OLD.uploaded_at, OLD.uploaded_by_id) THEN
        RAISE EXCEPTION 'The file of a picture is never changed: a new file is a new picture.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER file_never_changes BEFORE UPDATE ON pictures_picture
    FOR EACH ROW EXECUTE FUNCTION opinion_refuse_file_change();
"""
UNDO = """
DROP TRIGGER file_never_changes ON pictures_picture;
DROP FUNCTION opinion_refuse_file_change();
"""


class Migration(migrations.Migration):
    dependencies = [("pictures", "0001_initial")]

    operations = [migrations.RunSQL(GUARD, UNDO)]
