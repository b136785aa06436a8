from django.db import migrations

# As for editions: an act that `articles` logged in the same transaction may change them.
REFUSALS = {
    "decision": "A decision is never changed or deleted: reverse it with a new one.",
    "rule_version": "A version of a rule is never changed or deleted: change the rule.",
}
GUARD = """
CREATE OR REPLACE FUNCTION opinion_refuse_{what}_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF opinion_is_sanctioned(TG_OP) THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    RAISE EXCEPTION '{refusal}' USING ERRCODE = 'restrict_violation';
END $$;
"""
GUARD_BEFORE = """
CREATE OR REPLACE FUNCTION opinion_refuse_{what}_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '{refusal}' USING ERRCODE = 'restrict_violation';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0009_one_sanctioned_door"),
        ("comments", "0011_the_like_and_the_same_person"),
    ]

    operations = [
        migrations.RunSQL(
            GUARD.format(what=what, refusal=refusal), GUARD_BEFORE.format(what=what, refusal=refusal)
        )
        for what, refusal in REFUSALS.items()
    ]
