from django.db import migrations

# What readers see of a comment. Nothing of one that has no place in its thread.
SEEN = (
    "id, article_id, edition_id, parent_id, in_reply_to_id, path, depth, name, badge, passage, "
    "html, status, created_at, published_at, edited_at, published_below"
)
HAS_A_PLACE = "status = 'published' OR published_below > 0"
# A thread that was only just begun shows what was shown without it.
SAYS_SOMETHING = "policy <> '' OR published_count > 0 OR close_after_days IS NOT NULL"
# The report on moderation is of months that are over.
IS_OVER = "at < now() - interval '1 day'"
WATCH = f"""
SELECT page_cache_watch('comments_comment', $$'thread:' || article_id$$, '{SEEN}',
                        $${HAS_A_PLACE}$$);
SELECT page_cache_watch('comments_thread', $$'thread:' || article_id$$, '*', $${SAYS_SOMETHING}$$);
SELECT page_cache_watch('comments_sectionpolicy', $$'site'$$);
SELECT page_cache_watch('comments_reason', $$'site'$$);
SELECT page_cache_watch('comments_decision', $$'decisions'$$, '*', $${IS_OVER}$$);
"""
UNWATCH = """
SELECT page_cache_unwatch(
    'comments_comment',
    'comments_thread',
    'comments_sectionpolicy',
    'comments_reason',
    'comments_decision'
)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0002_decisions_never_change"),
        ("page_cache", "0001_initial"),
    ]
    operations = [migrations.RunSQL(WATCH, UNWATCH)]
