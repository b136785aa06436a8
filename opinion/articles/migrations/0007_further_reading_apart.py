from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0006_errata'),
    ]

    operations = [
        migrations.AddField(
            model_name='article',
            name='split_references',
            field=models.BooleanField(db_default=False, default=False, help_text='Lists the references that the text cites first, the others below them.', verbose_name='further reading apart'),
        ),
        migrations.AddField(
            model_name='edition',
            name='split_references',
            field=models.BooleanField(db_default=False, default=False, help_text='Lists the references that the text cites first, the others below them.', verbose_name='further reading apart'),
        ),
    ]
