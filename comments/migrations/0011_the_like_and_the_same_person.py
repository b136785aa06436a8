from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Nobody waits: the column is filled by its default, the index is built concurrently."""

    atomic = False

    dependencies = [("comments", "0010_index_of_the_rules")]

    operations = [
        migrations.AddField(
            model_name='fingerprint',
            name='version',
            field=models.PositiveSmallIntegerField(db_default=0, default=1),
        ),
        AddIndexConcurrently(
            model_name='contact',
            index=models.Index(models.F('email_digest'), models.OrderBy(models.F('comment'), descending=True), name='contact_of_address'),
        ),
        RemoveIndexConcurrently(
            model_name='contact',
            name='contact_email',
        ),
    ]
