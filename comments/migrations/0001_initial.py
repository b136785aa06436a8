import comments.models.decision_verbs
import comments.models.queue_state
import comments.models.reader
import comments.models.writer_actions
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
import opinion.articles.models.search_entry
import opinion.fields
from django.conf import settings
from django.db import migrations, models

from opinion.initial_migration import InitialMigration


class Migration(InitialMigration):

    initial = True

    dependencies = [
        ('articles', '0007_search'),
        ('authors', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='articles.article', verbose_name='article')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.edition', verbose_name='edition answered')),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='comments.comment')),
                ('in_reply_to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='comments.comment')),
                ('path', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('depth', models.PositiveSmallIntegerField(default=0)),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('badge', models.CharField(blank=True, choices=[('staff', 'Staff'), ('author', 'Author')], db_default='', default='', max_length=6)),
                ('staff', models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('passage', models.CharField(blank=True, db_default='', default='', max_length=600, verbose_name='passage answered')),
                ('text', models.TextField(verbose_name='comment')),
                ('html', opinion.fields.RenderedField(blank=True, editable=False, policy='comment', source='text')),
                ('html_policy', opinion.fields.PolicyVersionField(default=0, editable=False)),
                ('status', models.CharField(choices=[('waiting', 'Waiting'), ('published', 'Published'), ('refused', 'Refused'), ('spam', 'Spam'), ('taken_down', 'Taken down'), ('withdrawn', 'Withdrawn')], default='waiting', max_length=10, verbose_name='status')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='written')),
                ('waiting_since', models.DateTimeField(default=django.utils.timezone.now)),
                ('priority_at', models.DateTimeField(null=True)),
                ('desk_state', models.CharField(blank=True, choices=[('', 'Not on hold'), ('asked', 'Edit requested'), ('handed', 'Assigned'), ('escalated', 'Escalated'), ('snoozed', 'Snoozed')], db_default='', default='', max_length=9)),
                ('desk_until', models.DateTimeField(null=True)),
                ('handed_to', models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('published_at', models.DateTimeField(null=True, verbose_name='published')),
                ('edited_at', models.DateTimeField(null=True, verbose_name='edited')),
                ('hidden_since', models.DateTimeField(null=True)),
                ('erased_at', models.DateTimeField(null=True, verbose_name='erased')),
                ('published_below', models.PositiveIntegerField(db_default=0, default=0)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'verbose_name': 'comment',
                'verbose_name_plural': 'comments',
                'permissions': [('decide_comment', 'Can moderate comments'), ('receive_escalated', 'Can handle escalated comments')],
                'indexes': [models.Index(condition=models.Q(('status', 'published'), ('published_below__gt', 0), _connector='OR'), fields=['article', 'path'], name='comment_standing'), models.Index(condition=models.Q(models.Q(('status', 'published'), ('published_below__gt', 0), _connector='OR'), ('depth', 0)), fields=['article', 'id'], name='comment_roots'), models.Index(models.F('article'), models.OrderBy(models.F('published_at'), descending=True), condition=models.Q(('status', 'published')), name='comment_newest'), models.Index(condition=models.Q(('erased_at__isnull', True), ('hidden_since__isnull', False)), fields=['hidden_since'], name='comment_to_erase'), models.Index(condition=models.Q(('desk_state', ''), ('status', 'waiting')), fields=['waiting_since', 'id'], name='comment_waiting'), models.Index(condition=models.Q(('desk_state', ''), ('status', 'waiting')), fields=['priority_at', 'id'], name='comment_urgent'), models.Index(condition=models.Q(('desk_state', ''), ('priority_at__isnull', False), ('status', 'published')), fields=['priority_at', 'id'], name='comment_reported'), models.Index(condition=models.Q(('desk_state', ''), _negated=True), fields=['priority_at', 'id'], name='comment_put_aside'), models.Index(condition=models.Q(('handed_to__isnull', False)), fields=['handed_to'], name='comment_handed'), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector(opinion.articles.models.search_entry.Folded('text'), config='simple'), name='comment_by_words'), models.Index(models.F('status'), models.OrderBy(models.F('created_at'), descending=True), name='comment_archive'), models.Index(models.F('article'), models.OrderBy(models.F('created_at'), descending=True), name='comment_lately')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['waiting', 'published', 'refused', 'spam', 'taken_down', 'withdrawn'])), name='comment_status_is_one_of'), models.CheckConstraint(condition=models.Q(models.Q(('badge', ''), ('staff__isnull', True)), models.Q(('badge__in', ['staff', 'author']), ('staff__isnull', False)), _connector='OR'), name='comment_badge_is_of_staff'), models.CheckConstraint(condition=models.Q(('erased_at__isnull', True), models.Q(('html', ''), ('name', ''), ('passage', ''), ('text', ''), models.Q(('status__in', ['published', 'waiting']), _negated=True)), _connector='OR'), name='comment_erased_is_empty'), models.CheckConstraint(condition=models.Q(models.Q(('desk_state', ''), ('desk_until__isnull', True), ('handed_to__isnull', True)), models.Q(('desk_state__in', ['asked', 'snoozed']), ('desk_until__isnull', False), ('handed_to__isnull', True)), models.Q(('desk_state', 'handed'), ('handed_to__isnull', False)), models.Q(('desk_state', 'escalated'), ('handed_to__isnull', True)), _connector='OR'), name='comment_desk_state_is_whole'), models.CheckConstraint(condition=models.Q(('depth__lte', 50)), name='comment_depth_is_bounded'), models.CheckConstraint(condition=models.Q(('path__len', django.db.models.expressions.CombinedExpression(models.F('depth'), '+', models.Value(1)))), name='comment_path_fits_depth'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'published'), _negated=True), ('published_at__isnull', False), _connector='OR'), name='comment_published_when'), models.CheckConstraint(condition=models.Q(models.Q(('depth', 0), ('parent__isnull', True)), models.Q(('depth__gt', 0), ('parent__isnull', False)), _connector='OR'), name='comment_reply_has_parent'), models.UniqueConstraint(fields=('id', 'article'), name='comment_in_article')],
            },
            bases=(comments.models.decision_verbs.DecisionVerbs, comments.models.writer_actions.WriterActions, comments.models.queue_state.QueueState, models.Model),
        ),
        migrations.CreateModel(
            name='QueueNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('told', models.JSONField(default=list)),
                ('finished_at', models.DateTimeField(null=True)),
            ],
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
            name='Reason',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(help_text="Stored with every decision. It can't be changed later.", max_length=12, unique=True, validators=[django.core.validators.RegexValidator('^[a-z][a-z_]*$', 'Lowercase letters and underscores only.')], verbose_name='code')),
                ('label', models.CharField(help_text='What moderators choose: “Personal attack”.', max_length=60, verbose_name='label')),
                ('wording', models.CharField(help_text='What the writer sees, unless the moderator writes a message of their own.', max_length=300, verbose_name='public wording')),
                ('guideline', models.CharField(blank=True, help_text='When to use this reason, and when not to. Moderators see it as they decide.', max_length=300, verbose_name='guideline')),
                ('wants_note', models.BooleanField(default=False, help_text='Moderators must explain their decision in a note.', verbose_name='requires a note')),
                ('is_offered', models.BooleanField(default=True, help_text="Reasons can't be deleted. Untick this to retire one.", verbose_name='available')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
            ],
            options={
                'verbose_name': 'reason',
                'verbose_name_plural': 'reasons',
                'ordering': ['position', 'pk'],
                'default_permissions': ('add', 'change', 'view'),
            },
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('comment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='contact', serialize=False, to='comments.comment')),
                ('key', models.CharField(max_length=20)),
                ('email', models.BinaryField(null=True)),
                ('address', models.BinaryField(null=True)),
                ('email_digest', models.BinaryField(null=True)),
                ('household_digest', models.BinaryField(null=True)),
                ('network_digest', models.BinaryField(null=True)),
                ('submission_digest', models.BinaryField(null=True)),
                ('reader', models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='contacts', to='comments.reader')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('blanked_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'contact',
                'verbose_name_plural': 'contacts',
                'default_permissions': ('view',),
                'indexes': [models.Index(models.F('household_digest'), models.OrderBy(models.F('created_at'), descending=True), name='contact_household_lately'), models.Index(models.F('submission_digest'), models.OrderBy(models.F('created_at'), descending=True), name='contact_submission_lately'), models.Index(models.F('email_digest'), models.OrderBy(models.F('comment'), descending=True), name='contact_of_address'), models.Index(condition=models.Q(('reader__isnull', False)), fields=['reader'], name='contact_reader'), models.Index(condition=models.Q(('blanked_at__isnull', True)), fields=['created_at'], name='contact_to_blank')],
            },
        ),
        migrations.CreateModel(
            name='Confirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=20)),
                ('email', models.BinaryField()),
                ('email_digest', models.BinaryField()),
                ('network_digest', models.BinaryField()),
                ('article', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.article')),
                ('comment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='confirmations', to='comments.comment')),
                ('wishes', models.JSONField(default=list)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('claimed_at', models.DateTimeField(null=True)),
                ('confirmed_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'confirmation',
                'verbose_name_plural': 'confirmations',
                'default_permissions': (),
                'indexes': [models.Index(models.F('email_digest'), models.OrderBy(models.F('at'), descending=True), name='confirmation_to_address'), models.Index(models.F('network_digest'), models.OrderBy(models.F('at'), descending=True), name='confirmation_by_network'), models.Index(fields=['at'], name='confirmation_old')],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='comments.comment')),
                ('kind', models.CharField(choices=[('approve', 'Approved'), ('refuse', 'Refused'), ('spam', 'Marked as spam'), ('take_down', 'Taken down'), ('dismiss_reports', 'Reports dismissed'), ('accept_edit', 'Edit published'), ('reject_edit', 'Edit refused'), ('ask_edit', 'Edit requested'), ('hand_over', 'Assigned'), ('escalate', 'Escalated'), ('snooze', 'Snoozed'), ('requeue', 'Returned to the queue'), ('reverse', 'Decision reversed'), ('trust', 'Published automatically: known reader'), ('imported', 'Moved in')], max_length=16, verbose_name='decision')),
                ('reason', models.CharField(blank=True, max_length=12, verbose_name='reason')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='moderator')),
                ('to', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('until', models.DateTimeField(null=True)),
                ('at', models.DateTimeField(verbose_name='when')),
                ('comment_version', models.PositiveIntegerField(verbose_name='version judged')),
                ('status_before', models.CharField(max_length=10)),
                ('status_after', models.CharField(max_length=10)),
                ('desk_state_before', models.CharField(blank=True, db_default='', default='', max_length=9)),
                ('desk_state_after', models.CharField(blank=True, db_default='', default='', max_length=9)),
            ],
            options={
                'verbose_name': 'decision',
                'verbose_name_plural': 'decisions',
                'ordering': ['pk'],
                'indexes': [models.Index(models.OrderBy(models.F('at'), descending=True), name='decision_latest')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['refuse', 'take_down', 'reject_edit']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='decision_no_has_reason'), models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['trust', 'imported']), ('by__isnull', True)), models.Q(models.Q(('kind__in', ['trust', 'imported']), _negated=True), ('by__isnull', False)), _connector='OR'), name='decision_is_somebodys'), models.UniqueConstraint(fields=('comment', 'comment_version'), name='decision_once_a_version')],
            },
        ),
        migrations.CreateModel(
            name='DecisionNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('decision', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='note', to='comments.decision')),
                ('text', models.TextField(blank=True, verbose_name='note')),
                ('message_to_writer', models.TextField(blank=True, db_default='', default='', verbose_name='message to the writer')),
            ],
        ),
        migrations.CreateModel(
            name='Edit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='edits', to='comments.comment')),
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
                'indexes': [models.Index(condition=models.Q(('status', 'waiting')), fields=['at', 'id'], name='edit_queue')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'waiting')), fields=('comment',), name='edit_one_waits')],
            },
        ),
        migrations.CreateModel(
            name='Hold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('email', 'Email address'), ('household', 'Connection'), ('network', 'Network around the connection')], max_length=10, verbose_name='hold comments from the same')),
                ('digest', models.BinaryField()),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holds', to='comments.comment', verbose_name='because of')),
                ('reason', models.CharField(help_text='Colleagues see this on every comment held.', max_length=300, verbose_name='reason')),
                ('until', models.DateTimeField(verbose_name='until')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='placed by')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='placed')),
                ('lifted_at', models.DateTimeField(editable=False, null=True, verbose_name='lifted')),
                ('lifted_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'writer hold',
                'verbose_name_plural': 'writer holds',
                'ordering': ['-at'],
                'indexes': [models.Index(condition=models.Q(('lifted_at__isnull', True)), fields=['digest'], name='hold_active')],
            },
        ),
        migrations.CreateModel(
            name='PersonNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='person_notes', to='comments.comment', verbose_name='comment')),
                ('text', models.CharField(help_text='For colleagues only. Stick to the facts.', max_length=1000, verbose_name='note')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'note about a writer',
                'verbose_name_plural': 'notes about writers',
                'ordering': ['pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='receipts', to='comments.comment')),
                ('digest', models.BinaryField(unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'receipt',
                'verbose_name_plural': 'receipts',
                'indexes': [models.Index(fields=['expires_at'], name='receipt_expires')],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='comments.comment')),
                ('reason', models.CharField(choices=[('attack', 'It attacks a person'), ('hate', 'It incites hatred against a group'), ('private', 'It reveals private information about someone'), ('unlawful', 'It breaks the law'), ('advertising', 'It is advertising'), ('other', 'Something else')], max_length=12, verbose_name='reason')),
                ('words', models.CharField(blank=True, db_default='', default='', max_length=1000, verbose_name='explanation')),
                ('household_digest', models.BinaryField(null=True)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('weight', models.FloatField(db_default=0.5, default=0.5)),
                ('outcome', models.CharField(blank=True, choices=[('', 'Waits for a moderator'), ('upheld', 'The comment was taken away'), ('left', 'The comment was left as it is')], db_default='', default='', max_length=6)),
                ('decision', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='comments.decision')),
            ],
            options={
                'verbose_name': 'report',
                'verbose_name_plural': 'reports',
                'ordering': ['pk'],
                'indexes': [models.Index(models.F('household_digest'), models.OrderBy(models.F('at'), descending=True), name='report_lately'), models.Index(condition=models.Q(('outcome', '')), fields=['at'], name='report_waiting')],
                'constraints': [models.UniqueConstraint(fields=('comment', 'household_digest'), name='report_once_a_household')],
            },
        ),
        migrations.CreateModel(
            name='SectionPolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('policy', models.CharField(choices=[('trusted', 'Open: known readers are published at once, others are reviewed first'), ('moderated', 'Open: every comment is reviewed first'), ('read_only', 'Read-only: no new comments, published ones stay'), ('closed', 'Closed: no new comments, published ones are hidden')], default='moderated', max_length=10, verbose_name='comments')),
                ('close_after_days', models.PositiveSmallIntegerField(blank=True, help_text='Counted from publication. Leave blank to keep comments open.', null=True, verbose_name='days until read-only')),
                ('policy_changed_at', models.DateTimeField(editable=False, null=True)),
                ('policy_changed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('section', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='comments_policy', to='articles.section')),
            ],
            options={
                'verbose_name': 'comments in this section',
                'verbose_name_plural': 'comments in this section',
                'constraints': [models.CheckConstraint(condition=models.Q(('policy__in', ['trusted', 'moderated', 'read_only', 'closed'])), name='section_policy_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reader', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subscriptions', to='comments.reader')),
                ('kind', models.CharField(choices=[('decision', 'Decision on my comment'), ('replies', 'Replies to my comment'), ('thread', 'All new comments')], max_length=8)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.article')),
                ('comment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='subscriptions', to='comments.comment')),
                ('rhythm', models.CharField(choices=[('at_once', 'Immediately'), ('daily', 'Daily digest')], default='at_once', max_length=7)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'subscription',
                'verbose_name_plural': 'subscriptions',
                'ordering': ['pk'],
                'default_permissions': (),
                'indexes': [models.Index(condition=models.Q(('ended_at__isnull', True), ('kind', 'thread')), fields=['article'], name='subscription_followers')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('kind', 'thread')), fields=('reader', 'article'), name='subscription_once_a_thread'), models.UniqueConstraint(condition=models.Q(('kind', 'thread'), _negated=True), fields=('reader', 'comment', 'kind'), name='subscription_once_a_comment'), models.CheckConstraint(condition=models.Q(models.Q(('comment__isnull', True), ('kind', 'thread')), models.Q(('comment__isnull', False), ('kind__in', ['decision', 'replies'])), _connector='OR'), name='subscription_is_about_something')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reader', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='comments.reader')),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='comments.comment')),
                ('subscription', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='comments.subscription')),
                ('occasion', models.CharField(blank=True, db_default='', default='', max_length=24)),
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
                'indexes': [models.Index(condition=models.Q(('dropped_at__isnull', True), ('sent_at__isnull', True)), fields=['due_at'], name='notice_due')],
                'constraints': [models.UniqueConstraint(fields=('reader', 'comment', 'occasion'), name='notice_once_an_occasion')],
            },
        ),
        migrations.CreateModel(
            name='Thread',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('close_after_days', models.PositiveSmallIntegerField(blank=True, help_text='Counted from publication. Leave blank to keep comments open.', null=True, verbose_name='days until read-only')),
                ('policy_changed_at', models.DateTimeField(editable=False, null=True)),
                ('policy_changed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='thread', to='articles.article')),
                ('policy', models.CharField(blank=True, choices=[('', 'Section default'), ('trusted', 'Open: known readers are published at once, others are reviewed first'), ('moderated', 'Open: every comment is reviewed first'), ('read_only', 'Read-only: no new comments, published ones stay'), ('closed', 'Closed: no new comments, published ones are hidden')], default='', max_length=10, verbose_name='comments')),
                ('published_count', models.PositiveIntegerField(default=0, editable=False)),
            ],
            options={
                'verbose_name': 'thread',
                'verbose_name_plural': 'thread',
                'constraints': [models.CheckConstraint(condition=models.Q(('policy__in', ['', 'trusted', 'moderated', 'read_only', 'closed'])), name='thread_policy_is_one_of')],
            },
        ),
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('comment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='claim', serialize=False, to='comments.comment')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('until', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'claim',
                'verbose_name_plural': 'claims',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ContactLook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='looks', to='comments.contact')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['-at'],
            },
        ),
        migrations.CreateModel(
            name='Fingerprint',
            fields=[
                ('comment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='fingerprint', serialize=False, to='comments.comment')),
                ('keys', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('version', models.PositiveSmallIntegerField(db_default=0, default=4)),
            ],
            options={
                'verbose_name': 'fingerprint',
                'verbose_name_plural': 'fingerprints',
                'default_permissions': (),
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['keys'], name='fingerprint_keys')],
            },
        ),
        migrations.CreateModel(
            name='RuleVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('words', 'Words and phrases'), ('advertising', 'Advertising'), ('contact', 'Contact details'), ('markup', 'HTML or BBCode'), ('links', 'Many links'), ('domains', 'Listed domains'), ('length', 'Very long'), ('shouting', 'Shouting'), ('repetition', 'Repetition'), ('newcomer', 'New writer'), ('refused', 'Recently refused'), ('staff_name', 'Claims to be staff or an author'), ('too_fast', 'Typed too fast'), ('untimed', 'No form timestamp'), ('honeypot', 'Hidden field filled in'), ('heat', 'Surge of comments')], max_length=12, verbose_name='kind')),
                ('name', models.CharField(help_text='What moderators see on a comment.', max_length=60, verbose_name='name')),
                ('effect', models.CharField(choices=[('note', 'Note only'), ('hold', 'Send to the queue'), ('spam', 'Mark as spam')], default='hold', max_length=4, verbose_name='effect')),
                ('entries', models.TextField(blank=True, verbose_name='entries')),
                ('limit', models.PositiveIntegerField(blank=True, null=True, verbose_name='threshold')),
                ('minutes', models.PositiveIntegerField(blank=True, null=True, verbose_name='period in minutes')),
                ('weight', models.SmallIntegerField(default=0, help_text='Moves the comment up the queue as if it had waited this much longer.', verbose_name='priority in hours')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('number', models.PositiveIntegerField(verbose_name='version')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'rule version',
                'verbose_name_plural': 'rule versions',
                'ordering': ['-number'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Rule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('words', 'Words and phrases'), ('advertising', 'Advertising'), ('contact', 'Contact details'), ('markup', 'HTML or BBCode'), ('links', 'Many links'), ('domains', 'Listed domains'), ('length', 'Very long'), ('shouting', 'Shouting'), ('repetition', 'Repetition'), ('newcomer', 'New writer'), ('refused', 'Recently refused'), ('staff_name', 'Claims to be staff or an author'), ('too_fast', 'Typed too fast'), ('untimed', 'No form timestamp'), ('honeypot', 'Hidden field filled in'), ('heat', 'Surge of comments')], max_length=12, verbose_name='kind')),
                ('name', models.CharField(help_text='What moderators see on a comment.', max_length=60, verbose_name='name')),
                ('effect', models.CharField(choices=[('note', 'Note only'), ('hold', 'Send to the queue'), ('spam', 'Mark as spam')], default='hold', max_length=4, verbose_name='effect')),
                ('entries', models.TextField(blank=True, verbose_name='entries')),
                ('limit', models.PositiveIntegerField(blank=True, null=True, verbose_name='threshold')),
                ('minutes', models.PositiveIntegerField(blank=True, null=True, verbose_name='period in minutes')),
                ('weight', models.SmallIntegerField(default=0, help_text='Moves the comment up the queue as if it had waited this much longer.', verbose_name='priority in hours')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('current', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='comments.ruleversion')),
            ],
            options={
                'verbose_name': 'rule',
                'verbose_name_plural': 'rules',
                'ordering': ['position', 'pk'],
                'default_permissions': ('add', 'change', 'view'),
            },
        ),
        migrations.CreateModel(
            name='Signal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signals', to='comments.comment')),
                ('edit', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='signals', to='comments.edit')),
                ('rule', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='comments.ruleversion')),
                ('kind', models.CharField(choices=[('hold', 'Writer on hold'), ('unscreened', 'Not fully checked: a rule failed'), ('words', 'Words and phrases'), ('advertising', 'Advertising'), ('contact', 'Contact details'), ('markup', 'HTML or BBCode'), ('links', 'Many links'), ('domains', 'Listed domains'), ('length', 'Very long'), ('shouting', 'Shouting'), ('repetition', 'Repetition'), ('newcomer', 'New writer'), ('refused', 'Recently refused'), ('staff_name', 'Claims to be staff or an author'), ('too_fast', 'Typed too fast'), ('untimed', 'No form timestamp'), ('honeypot', 'Hidden field filled in'), ('heat', 'Surge of comments')], max_length=12)),
                ('detail', models.CharField(blank=True, max_length=300)),
                ('effect', models.CharField(choices=[('note', 'Note only'), ('hold', 'Send to the queue'), ('spam', 'Mark as spam')], db_default='hold', default='hold', max_length=4)),
                ('weight', models.SmallIntegerField(db_default=0, default=0)),
                ('marks', models.JSONField(db_default=[], default=list)),
            ],
            options={
                'ordering': ['pk'],
                'indexes': [models.Index(condition=models.Q(('edit__isnull', False)), fields=['edit'], name='signal_of_edit'), models.Index(fields=['kind', 'comment'], name='signal_kind')],
            },
        ),
        migrations.AddField(
            model_name='RuleVersion',
            name='rule',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='comments.rule'),
        ),
        migrations.AddConstraint(
            model_name='RuleVersion',
            constraint=models.UniqueConstraint(fields=('rule', 'number'), name='rule_version_number'),
        ),
    ]
