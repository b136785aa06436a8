import opinion.references.models.words_field
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('references', '0002_links'),
    ]

    operations = [
        migrations.AddField(
            model_name='work',
            name='words',
            field=opinion.references.models.words_field.WordsField(blank=True, db_default='', default='', editable=False),
        ),
    ]
