from django.db import migrations

WATCH = "SELECT page_cache_watch('pictures_picture', $$'picture:' || id$$)"
UNWATCH = """
SELECT page_cache_unwatch(
    'pictures_picture'
)
"""


class Migration(migrations.Migration):
    dependencies = [("pictures", "0002_files_never_change"), ("page_cache", "0001_initial")]
    operations = [migrations.RunSQL(WATCH, UNWATCH)]
