from django.db import migrations

# The history of an article shows Django's own log of it, which is found by no index otherwise:
# each page would read what the whole house ever did.
INDEX = """
CREATE INDEX admin_log_of_object
    ON django_admin_log (content_type_id, object_id, action_time DESC, id DESC);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0004_page_generations"),
        ("admin", "0003_logentry_add_action_flag_choices"),
    ]
    operations = [migrations.RunSQL(INDEX, "DROP INDEX admin_log_of_object;")]
