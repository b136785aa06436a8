from django.db import migrations

WATCH = """
SELECT page_cache_watch('authors_author', $$'author:' || id$$);
SELECT page_cache_watch('authors_author', $$'authors'$$,
                        'id, merged_into_id, name, sort_key, slug');
SELECT page_cache_watch('authors_authorlink', $$'author:' || author_id$$);
"""
UNWATCH = """
SELECT page_cache_unwatch(
    'authors_author',
    'authors_authorlink'
)
"""


class Migration(migrations.Migration):
    dependencies = [("authors", "0002_staff_names"), ("page_cache", "0001_initial")]
    operations = [migrations.RunSQL(WATCH, UNWATCH)]
