import comments.models.reader
import django.db.models.deletion
import django.utils.timezone
import opinion.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0003_editions_never_change'),
        ('comments', '0002_decisions_never_change'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # The thread before its comments, as whoever decides locks them: nobody blocks anybody.
        migrations.AddField(
            model_name='thread',
            name='close_after_days',
            field=models.PositiveSmallIntegerField(blank=True, help_text="Counted from the article's publication. Empty: never by itself.", null=True, verbose_name='read-only after days'),
        ),
        migrations.CreateModel(
            name='Confirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=20)),
                ('email', models.BinaryField()),
                ('email_digest', models.BinaryField()),
                ('network_digest', models.BinaryField()),
                ('wishes', models.JSONField(default=list)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('claimed_at', models.DateTimeField(null=True)),
                ('confirmed_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'confirmation',
                'verbose_name_plural': 'confirmations',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Edit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='new text')),
                ('html', opinion.fields.RenderedField(blank=True, editable=False, policy='comment', source='text')),
                ('html_policy', opinion.fields.PolicyVersionField(default=0, editable=False)),
                ('before', models.TextField(verbose_name='text before')),
                ('status', models.CharField(choices=[('waiting', 'Waiting'), ('taken', 'Taken'), ('dropped', 'Refused')], default='waiting', max_length=7)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
            ],
            options={
                'verbose_name': 'edit',
                'verbose_name_plural': 'edits',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('claimed_at', models.DateTimeField(null=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('dropped_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'notice',
                'verbose_name_plural': 'notices',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Reader',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=20)),
                ('email', models.BinaryField()),
                ('email_digest', models.BinaryField(unique=True)),
                ('confirmed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('device_key', models.CharField(default=comments.models.reader._device_key, editable=False, max_length=22)),
            ],
            options={
                'verbose_name': 'reader',
                'verbose_name_plural': 'readers',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.BinaryField(unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'receipt',
                'verbose_name_plural': 'receipts',
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('attack', 'It attacks a person'), ('hate', 'It stirs hatred against a group'), ('private', 'It tells private facts about somebody'), ('unlawful', 'It breaks the law'), ('advertising', 'It is advertising'), ('other', 'Something else is wrong with it')], max_length=12, verbose_name='reason')),
                ('household_digest', models.BinaryField(null=True)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'report',
                'verbose_name_plural': 'reports',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='SectionPolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('policy', models.CharField(choices=[('trusted', 'Open: known readers appear at once, others wait for a moderator'), ('moderated', 'Open: a moderator reads each comment first'), ('read_only', 'Read-only: no new comments, the published ones stay'), ('closed', 'Closed: comments are neither shown nor taken')], default='moderated', max_length=10, verbose_name='comments')),
                ('close_after_days', models.PositiveSmallIntegerField(blank=True, help_text="Counted from the article's publication. Empty: never by itself.", null=True, verbose_name='read-only after days')),
                ('policy_changed_at', models.DateTimeField(editable=False, null=True)),
            ],
            options={
                'verbose_name': 'comments in this section',
                'verbose_name_plural': 'comments in this section',
            },
        ),
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('decision', 'When my comment is decided'), ('replies', 'Replies to my comment'), ('thread', 'Every new comment of the thread')], max_length=8)),
                ('rhythm', models.CharField(choices=[('at_once', 'At once'), ('daily', 'Once a day, together')], default='at_once', max_length=7)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'subscription',
                'verbose_name_plural': 'subscriptions',
                'ordering': ['pk'],
                'default_permissions': (),
            },
        ),
        migrations.AddField(
            model_name='comment',
            name='badge',
            field=models.CharField(blank=True, choices=[('staff', 'Staff'), ('author', 'Author')], db_default='', default='', max_length=6),
        ),
        migrations.AddField(
            model_name='comment',
            name='edited_at',
            field=models.DateTimeField(null=True, verbose_name='edited'),
        ),
        migrations.AddField(
            model_name='comment',
            name='erased_at',
            field=models.DateTimeField(null=True, verbose_name='erased'),
        ),
        migrations.AddField(
            model_name='comment',
            name='hidden_since',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='comment',
            name='passage',
            field=models.CharField(blank=True, db_default='', default='', max_length=600, verbose_name='passage answered'),
        ),
        migrations.AddField(
            model_name='comment',
            name='published_below',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='comment',
            name='staff',
            field=models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='comment',
            name='status',
            field=models.CharField(choices=[('waiting', 'Waiting'), ('published', 'Published'), ('refused', 'Refused'), ('spam', 'Spam'), ('taken_down', 'Taken down'), ('withdrawn', 'Withdrawn by its writer')], default='waiting', max_length=10, verbose_name='status'),
        ),
        migrations.AlterField(
            model_name='decision',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='moderator'),
        ),
        migrations.AlterField(
            model_name='decision',
            name='kind',
            field=models.CharField(choices=[('approve', 'Approved'), ('refuse', 'Refused'), ('spam', 'Marked as spam'), ('take_down', 'Taken down'), ('take_edit', 'Published the edit'), ('drop_edit', 'Refused the edit'), ('reverse', 'Reversed the decision before'), ('trust', 'Published by trust in a known reader')], max_length=10, verbose_name='decision'),
        ),
        migrations.AlterField(
            model_name='signal',
            name='kind',
            field=models.CharField(choices=[('honeypot', 'Filled in a field that people do not see'), ('too_fast', 'Written faster than people type'), ('untimed', 'Sent without the time its form was opened'), ('unscreened', 'Not checked: the rules broke off at it'), ('hold', 'On hold by a moderator'), ('staff_name', 'Uses the name or address of staff or an author')], max_length=12),
        ),
        migrations.AlterField(
            model_name='thread',
            name='policy',
            field=models.CharField(blank=True, choices=[('', 'As the section says'), ('trusted', 'Open: known readers appear at once, others wait for a moderator'), ('moderated', 'Open: a moderator reads each comment first'), ('read_only', 'Read-only: no new comments, the published ones stay'), ('closed', 'Closed: comments are neither shown nor taken')], default='', max_length=10, verbose_name='comments'),
        ),
        migrations.AddField(
            model_name='confirmation',
            name='article',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.article'),
        ),
        migrations.AddField(
            model_name='confirmation',
            name='comment',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='confirmations', to='comments.comment'),
        ),
        migrations.AddField(
            model_name='edit',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='edits', to='comments.comment'),
        ),
        migrations.AddField(
            model_name='notice',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='comments.comment'),
        ),
        migrations.AddField(
            model_name='notice',
            name='reader',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='comments.reader'),
        ),
        migrations.AddField(
            model_name='contact',
            name='reader',
            field=models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='contacts', to='comments.reader'),
        ),
        migrations.AddField(
            model_name='receipt',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='receipts', to='comments.comment'),
        ),
        migrations.AddField(
            model_name='report',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='comments.comment'),
        ),
        migrations.AddField(
            model_name='sectionpolicy',
            name='policy_changed_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sectionpolicy',
            name='section',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='comments_policy', to='articles.section'),
        ),
        migrations.AddField(
            model_name='subscription',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.article'),
        ),
        migrations.AddField(
            model_name='subscription',
            name='comment',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='subscriptions', to='comments.comment'),
        ),
        migrations.AddField(
            model_name='subscription',
            name='reader',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subscriptions', to='comments.reader'),
        ),
        migrations.AddField(
            model_name='notice',
            name='subscription',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='comments.subscription'),
        ),
        migrations.AddIndex(
            model_name='confirmation',
            index=models.Index(models.F('email_digest'), models.OrderBy(models.F('at'), descending=True), name='confirmation_to_address'),
        ),
        migrations.AddIndex(
            model_name='confirmation',
            index=models.Index(models.F('network_digest'), models.OrderBy(models.F('at'), descending=True), name='confirmation_by_network'),
        ),
        migrations.AddIndex(
            model_name='confirmation',
            index=models.Index(fields=['at'], name='confirmation_old'),
        ),
        migrations.AddIndex(
            model_name='edit',
            index=models.Index(condition=models.Q(('status', 'waiting')), fields=['at', 'id'], name='edit_queue'),
        ),
        migrations.AddConstraint(
            model_name='edit',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'waiting')), fields=('comment',), name='edit_one_waits'),
        ),
        migrations.AddIndex(
            model_name='receipt',
            index=models.Index(fields=['expires_at'], name='receipt_expires'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(models.F('household_digest'), models.OrderBy(models.F('at'), descending=True), name='report_lately'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(fields=('comment', 'household_digest'), name='report_once_a_household'),
        ),
        migrations.AddConstraint(
            model_name='sectionpolicy',
            constraint=models.CheckConstraint(condition=models.Q(('policy__in', ['trusted', 'moderated', 'read_only', 'closed'])), name='section_policy_is_known'),
        ),
        migrations.AddIndex(
            model_name='subscription',
            index=models.Index(condition=models.Q(('ended_at__isnull', True), ('kind', 'thread')), fields=['article'], name='subscription_followers'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'thread')), fields=('reader', 'article'), name='subscription_once_a_thread'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'thread'), _negated=True), fields=('reader', 'comment', 'kind'), name='subscription_once_a_comment'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('comment__isnull', True), ('kind', 'thread')), models.Q(('comment__isnull', False), ('kind__in', ['decision', 'replies'])), _connector='OR'), name='subscription_is_about_something'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('dropped_at__isnull', True), ('sent_at__isnull', True)), fields=['due_at'], name='notice_due'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(fields=('reader', 'comment'), name='notice_once_a_person'),
        ),
    ]
