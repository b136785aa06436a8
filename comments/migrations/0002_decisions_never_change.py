from django.db import migrations

# As for editions: an act that `articles` logged in the same transaction may change them.
GUARD = """
CREATE FUNCTION opinion_refuse_decision_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF opinion_is_sanctioned(TG_OP) THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    RAISE EXCEPTION 'A decision is never changed or deleted: reverse it with a new one.'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER never_change BEFORE UPDATE OR DELETE ON comments_decision
    FOR EACH ROW EXECUTE FUNCTION opinion_refuse_decision_change();
"""
UNGUARD = """
DROP TRIGGER never_change ON comments_decision;
DROP FUNCTION opinion_refuse_decision_change();
"""

GUARD_RULE_VERSIONS = """
CREATE FUNCTION opinion_refuse_rule_version_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF opinion_is_sanctioned(TG_OP) THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    RAISE EXCEPTION 'A version of a rule is never changed or deleted: change the rule.'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER never_change BEFORE UPDATE OR DELETE ON comments_ruleversion
    FOR EACH ROW EXECUTE FUNCTION opinion_refuse_rule_version_change();
"""
UNGUARD_RULE_VERSIONS = """
DROP TRIGGER never_change ON comments_ruleversion;
DROP FUNCTION opinion_refuse_rule_version_change();
"""

# A reply stands in the thread of the comment it answers: the database itself keeps it there.
SAME_ARTICLE = """
ALTER TABLE comments_comment
    ADD CONSTRAINT comment_parent_in_same_article FOREIGN KEY (parent_id, article_id)
        REFERENCES comments_comment (id, article_id) DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT comment_answers_in_same_article FOREIGN KEY (in_reply_to_id, article_id)
        REFERENCES comments_comment (id, article_id) DEFERRABLE INITIALLY DEFERRED;
"""
ANY_ARTICLE = """
ALTER TABLE comments_comment
    DROP CONSTRAINT comment_parent_in_same_article,
    DROP CONSTRAINT comment_answers_in_same_article;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0002_editions_never_change"),
        ("comments", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(GUARD, UNGUARD),
        migrations.RunSQL(GUARD_RULE_VERSIONS, UNGUARD_RULE_VERSIONS),
        migrations.RunSQL(SAME_ARTICLE, ANY_ARTICLE),
    ]
