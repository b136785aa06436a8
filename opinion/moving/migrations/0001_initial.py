import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('authors', '__first__'),
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [
        migrations.CreateModel(
            name='MoveIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('platform', models.CharField(choices=[('opinion', 'Opinion'), ('wordpress', 'WordPress'), ('ghost', 'Ghost'), ('disqus', 'Disqus'), ('substack', 'Substack'), ('medium', 'Medium'), ('isso', 'Isso'), ('remark42', 'Remark42')], max_length=20, verbose_name='platform')),
                ('begun_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='begun')),
                ('begun_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished')),
            ],
            options={
                'verbose_name': 'moving in',
                'verbose_name_plural': 'movings in',
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(('platform__in', ['opinion', 'wordpress', 'ghost', 'disqus', 'substack', 'medium', 'isso', 'remark42'])), name='move_in_platform_is_known'), models.CheckConstraint(condition=models.Q(('finished_at', None), ('finished_at__gte', models.F('begun_at')), _connector='OR'), name='move_in_ends_after_it_began')],
            },
        ),
        migrations.CreateModel(
            name='Provenance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('move_in', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='provenances', to='moving.movein')),
                ('source_base', models.CharField(help_text='The address of the site it comes from: https://example.org.', max_length=300)),
                ('kind', models.CharField(help_text='What it is there: post, comment, tag.', max_length=40)),
                ('source_id', models.CharField(max_length=200)),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
                ('object_id', models.PositiveBigIntegerField()),
                ('digest', models.CharField(max_length=64)),
            ],
            options={
                'verbose_name': 'provenance',
                'verbose_name_plural': 'provenances',
                'default_permissions': (),
                'indexes': [models.Index(fields=['content_type', 'object_id'], name='provenance_of_object')],
                'constraints': [models.UniqueConstraint(fields=('source_base', 'kind', 'source_id'), name='provenance_of_one_thing'), models.CheckConstraint(condition=models.Q(models.Q(('source_base', ''), _negated=True), models.Q(('kind', ''), _negated=True), models.Q(('source_id', ''), _negated=True)), name='provenance_names_its_source'), models.CheckConstraint(condition=models.Q(('digest__regex', '^[0-9a-f]{64}$')), name='provenance_digest_is_sha256')],
            },
        ),
    ]
