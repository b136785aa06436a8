import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations


class Migration(migrations.Migration):
    """Nobody waits: the index is built concurrently."""

    atomic = False

    dependencies = [
        ('references', '0003_words_of_works'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='work',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('words', config='simple'), name='work_by_words'),
        ),
    ]
