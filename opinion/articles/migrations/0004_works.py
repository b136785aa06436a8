import django.db.models.deletion
import opinion.articles.models.publication
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0003_editions_never_change'),
        ('references', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='editionreference',
            name='locator',
            field=models.CharField(blank=True, db_default='', help_text='The page or chapter that is meant: “p. 12”.', max_length=100, verbose_name='place in the work'),
        ),
        migrations.AddField(
            model_name='editionreference',
            name='record',
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='editionreference',
            name='work',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='references.work', verbose_name='work'),
        ),
        migrations.AddField(
            model_name='publication',
            name='citation_style',
            field=models.CharField(choices=opinion.articles.models.publication.citation_styles, db_default='chicago-notes', default='chicago-notes', help_text='How known works are printed under an article. Other lines stay as pasted.', max_length=40, verbose_name='citation style'),
        ),
        migrations.AddField(
            model_name='reference',
            name='locator',
            field=models.CharField(blank=True, db_default='', help_text='The page or chapter that is meant: “p. 12”.', max_length=100, verbose_name='place in the work'),
        ),
        migrations.AddField(
            model_name='reference',
            name='state',
            field=models.CharField(choices=[('line', 'a line only'), ('look', 'to look at'), ('known', 'known')], db_default='line', default='line', editable=False, max_length=5, verbose_name='reading'),
        ),
        migrations.AddField(
            model_name='reference',
            name='work',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='references.work', verbose_name='work'),
        ),
        AddConstraintNotValid(
            model_name='reference',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'line'), models.Q(('state__in', ['look', 'known']), ('work__isnull', False)), _connector='OR'), name='reference_read_has_work'),
        ),
    ]
