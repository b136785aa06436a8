import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("authors", "0003_page_generations")]

    operations = [
        AddIndexConcurrently(
            model_name="author",
            index=models.Index(fields=["name"], name="author_by_name"),
        ),
        AddIndexConcurrently(
            model_name="author",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.search.SearchVector("sort_key", "name", config="simple"),
                name="author_by_words",
            ),
        ),
    ]
