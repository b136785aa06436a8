from django.db import migrations

GUARD = """
CREATE FUNCTION opinion_refuse_logged_act_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What somebody did is never changed or deleted.'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER never_change BEFORE UPDATE OR DELETE ON acts_act
    FOR EACH ROW EXECUTE FUNCTION opinion_refuse_logged_act_change();
"""
UNGUARD = """
DROP TRIGGER never_change ON acts_act;
DROP FUNCTION opinion_refuse_logged_act_change();
"""


class Migration(migrations.Migration):
    dependencies = [("acts", "0001_initial")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
