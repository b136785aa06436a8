from django.contrib.postgres.operations import AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models


class Migration(migrations.Migration):
    """Nobody waits: indexes are built concurrently, the constraint checked under a light lock."""

    atomic = False

    dependencies = [("articles", "0004_works")]

    operations = [
        AddIndexConcurrently(
            model_name='editionreference',
            index=models.Index(fields=['work'], name='printed_reference_of_work'),
        ),
        AddIndexConcurrently(
            model_name='reference',
            index=models.Index(fields=['work'], name='reference_of_work'),
        ),
        ValidateConstraint(model_name="reference", name="reference_read_has_work"),
    ]
