import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.utils.timezone
import opinion.fields
import opinion.references.models.rendering
import opinion.references.models.words_field
from django.conf import settings
from django.db import migrations, models

from opinion.initial_migration import InitialMigration


class Migration(InitialMigration):

    initial = True

    dependencies = [
        ('authors', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Import',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('format', models.CharField(choices=[('bibtex', 'BibTeX'), ('ris', 'RIS'), ('csl', 'CSL-JSON'), ('lines', 'one reference a line')], max_length=10, verbose_name='format')),
                ('total', models.PositiveIntegerField(default=0, verbose_name='entries')),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='started')),
                ('started_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='started by')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='ended')),
            ],
            options={
                'verbose_name': 'bibliography import',
                'verbose_name_plural': 'bibliography imports',
                'ordering': ['-pk'],
                'default_permissions': ('add', 'view'),
            },
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.TextField(verbose_name='address')),
                ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('host', models.CharField(editable=False, max_length=300, verbose_name='host')),
                ('state', models.CharField(choices=[('not_checked', 'Not checked'), ('reachable', 'Reachable'), ('moved', 'Moved'), ('refused', 'Blocks our checker'), ('error', 'Temporary error'), ('gone', 'Gone'), ('changed', 'Content changed')], db_index=True, default='not_checked', max_length=12, verbose_name='state')),
                ('reason', models.CharField(blank=True, choices=[('no_network', 'No network on our side'), ('robots', 'Disallowed by robots.txt'), ('forbidden', 'Address not allowed'), ('no_host', 'Host not found'), ('names', 'Name servers not responding'), ('unreachable', 'Server not responding'), ('timeout', 'Timed out'), ('loop', 'Redirect loop'), ('tls', 'Insecure connection'), ('garbled', 'Not an HTTP response')], max_length=12, verbose_name='reason')),
                ('since', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
                ('checked_at', models.DateTimeField(blank=True, null=True, verbose_name='last check')),
                ('due_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='next check')),
                ('code', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='HTTP status')),
                ('known_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='first cited')),
                ('final_address', models.TextField(blank=True, verbose_name='final address')),
                ('moved_to', models.TextField(blank=True, verbose_name='moved to')),
                ('etag', models.CharField(blank=True, max_length=200)),
                ('last_modified', models.CharField(blank=True, max_length=200)),
                ('fingerprint', models.TextField(blank=True)),
                ('misses', models.PositiveSmallIntegerField(default=0, verbose_name='failed checks')),
                ('first_missed_at', models.DateTimeField(blank=True, null=True, verbose_name='first failure')),
                ('last_missed_at', models.DateTimeField(blank=True, null=True, verbose_name='last failure')),
                ('archived_address', models.TextField(blank=True, verbose_name='archived copy')),
            ],
            options={
                'verbose_name': 'link',
                'verbose_name_plural': 'links',
                'ordering': ['host', 'pk'],
                'default_permissions': ('view',),
                'indexes': [models.Index(fields=['host', 'due_at'], name='link_by_host')],
                'constraints': [models.CheckConstraint(condition=models.Q(('misses', 0), ('first_missed_at__isnull', False), _connector='OR'), name='link_missed_since')],
            },
        ),
        migrations.CreateModel(
            name='LinkCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('link', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='checks', to='references.link')),
                ('state', models.CharField(choices=[('not_checked', 'Not checked'), ('reachable', 'Reachable'), ('moved', 'Moved'), ('refused', 'Blocks our checker'), ('error', 'Temporary error'), ('gone', 'Gone'), ('changed', 'Content changed')], max_length=12, verbose_name='state')),
                ('reason', models.CharField(blank=True, choices=[('no_network', 'No network on our side'), ('robots', 'Disallowed by robots.txt'), ('forbidden', 'Address not allowed'), ('no_host', 'Host not found'), ('names', 'Name servers not responding'), ('unreachable', 'Server not responding'), ('timeout', 'Timed out'), ('loop', 'Redirect loop'), ('tls', 'Insecure connection'), ('garbled', 'Not an HTTP response')], max_length=12, verbose_name='reason')),
                ('checked_at', models.DateTimeField(verbose_name='time')),
                ('code', models.PositiveSmallIntegerField(null=True, verbose_name='HTTP status')),
                ('final_address', models.TextField(blank=True, verbose_name='final address')),
            ],
            options={
                'verbose_name': 'link check',
                'verbose_name_plural': 'link checks',
                'ordering': ['-pk'],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='Rendering',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64)),
                ('style', models.CharField(max_length=40)),
                ('language', models.CharField(max_length=12)),
                ('style_hash', models.CharField(max_length=64)),
                ('html', opinion.references.models.rendering.StoredHTML()),
                ('text', models.TextField()),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('digest', 'style', 'language'), name='rendering_of_one_record')],
            },
        ),
        migrations.CreateModel(
            name='Work',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('type', models.CharField(default='document', max_length=40, verbose_name='type')),
                ('contributors', models.JSONField(blank=True, default=list, verbose_name='people')),
                ('title', models.TextField(blank=True, verbose_name='title')),
                ('sort_title', opinion.fields.SortKeyField(blank=True, db_index=True, editable=False, max_length=300, source='title')),
                ('container', models.TextField(blank=True, verbose_name='published in')),
                ('collection', models.TextField(blank=True, verbose_name='series')),
                ('publisher', models.TextField(blank=True, verbose_name='publisher')),
                ('place', models.TextField(blank=True, verbose_name='place')),
                ('issued', models.CharField(blank=True, max_length=200, verbose_name='date')),
                ('accessed', models.CharField(blank=True, max_length=200, verbose_name='accessed')),
                ('original', models.CharField(blank=True, max_length=200, verbose_name='first published')),
                ('volume', models.CharField(blank=True, max_length=500, verbose_name='volume')),
                ('issue', models.CharField(blank=True, max_length=500, verbose_name='issue')),
                ('number', models.CharField(blank=True, max_length=500, verbose_name='number')),
                ('edition', models.CharField(blank=True, max_length=500, verbose_name='edition')),
                ('pages', models.CharField(blank=True, max_length=500, verbose_name='pages')),
                ('genre', models.CharField(blank=True, max_length=500, verbose_name='kind')),
                ('event', models.TextField(blank=True, verbose_name='event')),
                ('language', models.CharField(blank=True, max_length=100, verbose_name='language')),
                ('doi', models.CharField(blank=True, max_length=2000, verbose_name='DOI')),
                ('isbn', models.CharField(blank=True, max_length=500, verbose_name='ISBN')),
                ('issn', models.CharField(blank=True, max_length=500, verbose_name='ISSN')),
                ('url', models.CharField(blank=True, max_length=4000, verbose_name='web address')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('further', models.JSONField(blank=True, default=dict, editable=False)),
                ('provenance', models.JSONField(blank=True, default=dict, editable=False)),
                ('merged_into', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='references.work')),
                ('words', opinion.references.models.words_field.WordsField(blank=True, db_default='', default='', editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('edited_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'verbose_name': 'work',
                'verbose_name_plural': 'works',
                'ordering': ['sort_title', 'pk'],
                'indexes': [models.Index(fields=['sort_title', 'id'], name='work_by_title'), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('words', config='simple'), name='work_by_words')],
                'constraints': [models.CheckConstraint(condition=models.Q(('merged_into', models.F('id')), _negated=True), name='work_not_merged_into_itself')],
            },
        ),
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('merged', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges', to='references.work')),
                ('kept', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='takings', to='references.work')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='merged')),
                ('moved', models.JSONField(blank=True, default=dict)),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('undone_at', models.DateTimeField(null=True, verbose_name='undone')),
            ],
            options={
                'verbose_name': 'merge',
                'verbose_name_plural': 'merges',
                'ordering': ['-at', '-pk'],
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(condition=models.Q(('undone_at', None)), fields=('merged',), name='merged_into_one')],
            },
        ),
        migrations.CreateModel(
            name='Likeness',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='references.work')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='references.work')),
                ('finding', models.CharField(choices=[('same', 'looks like the same work'), ('ask', 'same title and people, but a different year or DOI')], max_length=8, verbose_name='finding')),
                ('answer', models.CharField(choices=[('open', 'not answered yet'), ('same', 'same work'), ('works', 'two different works'), ('editions', 'two different editions'), ('misprint', 'same work, with a misprint')], default='open', max_length=8, verbose_name='answer')),
                ('answered_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('answered_at', models.DateTimeField(editable=False, null=True)),
            ],
            options={
                'verbose_name': 'possible duplicate',
                'verbose_name_plural': 'possible duplicates',
                'ordering': ['pk'],
                'default_permissions': ('change', 'view'),
                'indexes': [models.Index(condition=models.Q(('answer', 'open')), fields=['id'], name='likeness_open')],
                'constraints': [models.UniqueConstraint(fields=('first', 'second'), name='likeness_of_two'), models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='likeness_lower_first')],
            },
        ),
        migrations.CreateModel(
            name='ImportEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('bibliography', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='references.import', verbose_name='import')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('source', models.TextField(blank=True, verbose_name='text')),
                ('beside', models.TextField(blank=True, editable=False)),
                ('finding', models.CharField(choices=[('waiting', 'waiting'), ('new', 'new work'), ('known', 'already known'), ('unread', 'not imported')], default='waiting', max_length=7, verbose_name='finding')),
                ('problem', models.TextField(blank=True, verbose_name='problem')),
                ('work', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='imported', to='references.work', verbose_name='work')),
            ],
            options={
                'verbose_name': 'imported entry',
                'verbose_name_plural': 'imported entries',
                'ordering': ['pk'],
                'default_permissions': (),
                'indexes': [models.Index(fields=['bibliography', 'finding', 'id'], name='import_entry_by_finding')],
            },
        ),
        migrations.CreateModel(
            name='WorkKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('work', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='keys', to='references.work')),
                ('kind', models.CharField(max_length=5)),
                ('key', models.CharField(max_length=200)),
            ],
            options={
                'default_permissions': (),
                'indexes': [models.Index(fields=['kind', 'key', '-work'], name='work_by_key')],
                'constraints': [models.UniqueConstraint(fields=('work', 'kind', 'key'), name='work_key_once')],
            },
        ),
    ]
