from django.db import migrations

WATCH = """
SELECT page_cache_watch('references_work', $$'work:' || id$$);
SELECT page_cache_watch('references_work', $$'works'$$, 'id, merged_into_id, sort_title');
SELECT page_cache_watch('references_rendering', $$'rendering:' || digest$$);
SELECT page_cache_watch('references_link', $$'link:' || digest$$,
                        'digest, address, state, archived_address');
"""
UNWATCH = """
SELECT page_cache_unwatch(
    'references_work',
    'references_rendering',
    'references_link'
)
"""


class Migration(migrations.Migration):
    dependencies = [("references", "0001_initial"), ("page_cache", "0001_initial")]
    operations = [migrations.RunSQL(WATCH, UNWATCH)]
