from django.db import migrations

# Each of them may become a part of the policy of any page that shows a card.
WATCH = "SELECT page_cache_watch('embeds_host', $$'embeds'$$)"
UNWATCH = """
SELECT page_cache_unwatch(
    'embeds_host'
)
"""


class Migration(migrations.Migration):
    dependencies = [("embeds", "0002_first_hosts"), ("page_cache", "0001_initial")]
    operations = [migrations.RunSQL(WATCH, UNWATCH)]
