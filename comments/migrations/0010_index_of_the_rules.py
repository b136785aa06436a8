from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Beside the traffic: nobody waits for it."""

    atomic = False

    dependencies = [("comments", "0009_indexes_of_the_desk")]

    operations = [
        AddIndexConcurrently(
            model_name="comment",
            index=models.Index(
                "article", models.F("created_at").desc(), name="comment_lately"
            ),
        ),
    ]
