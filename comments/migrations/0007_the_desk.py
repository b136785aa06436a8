import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# What spoke up about a comment is explained by the rule as it stood: that is never changed.
GUARD = """
CREATE FUNCTION opinion_refuse_rule_version_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A version of a rule is never changed or deleted: change the rule.'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER never_change BEFORE UPDATE OR DELETE ON comments_ruleversion
    FOR EACH ROW EXECUTE FUNCTION opinion_refuse_rule_version_change();
"""
UNGUARD = """
DROP TRIGGER never_change ON comments_ruleversion;
DROP FUNCTION opinion_refuse_rule_version_change();
"""


class Migration(migrations.Migration):
    """Tables and columns only: nothing that exists is looked at."""

    dependencies = [
        ('articles', '0003_editions_never_change'),
        ('comments', '0006_indexes_beside_the_traffic'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('comment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='claim', serialize=False, to='comments.comment')),
                ('until', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'claim',
                'verbose_name_plural': 'claims',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Fingerprint',
            fields=[
                ('comment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='fingerprint', serialize=False, to='comments.comment')),
                ('keys', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
            ],
            options={
                'verbose_name': 'fingerprint',
                'verbose_name_plural': 'fingerprints',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='PersonNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(help_text='For your colleagues, about whoever gave this address. Facts, no verdicts.', max_length=1000, verbose_name='note')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'note on a person',
                'verbose_name_plural': 'notes on persons',
                'ordering': ['pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Reason',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(help_text='Kept with every decision for ever; it cannot be changed afterwards.', max_length=12, unique=True, validators=[django.core.validators.RegexValidator('^[a-z][a-z_]*$', 'Small letters and underscores only.')], verbose_name='code')),
                ('label', models.CharField(help_text='What moderators choose: “Attacks a person”.', max_length=60, verbose_name='label')),
                ('wording', models.CharField(help_text='What its writer is told, unless the moderator writes something else.', max_length=300, verbose_name='public wording')),
                ('guideline', models.CharField(blank=True, help_text='When to choose it, and when not. Moderators read it as they decide.', max_length=300, verbose_name='guideline')),
                ('wants_note', models.BooleanField(default=False, help_text='Whether colleagues must be told more.', verbose_name='wants a note')),
                ('is_offered', models.BooleanField(default=True, help_text='Take the tick away instead of deleting it.', verbose_name='offered')),
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
            name='Rule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('words', 'Words and phrases'), ('links', 'Many links'), ('domains', 'Listed addresses'), ('length', 'Very long'), ('shouting', 'Shouting'), ('repetition', 'Repetition'), ('newcomer', 'A newcomer'), ('refused', 'Refused lately'), ('staff_name', 'Claims to be staff or an author'), ('too_fast', 'Written faster than people type'), ('untimed', 'Sent without the time its form was opened'), ('honeypot', 'Filled in a field that people do not see'), ('heat', 'An article under heat')], max_length=12, verbose_name='kind')),
                ('name', models.CharField(help_text='What moderators read on a card.', max_length=60, verbose_name='name')),
                ('effect', models.CharField(choices=[('note', 'Only note it'), ('hold', 'Hold it for a moderator'), ('spam', 'Put it with the spam')], default='hold', max_length=4, verbose_name='effect')),
                ('entries', models.TextField(blank=True, verbose_name='entries')),
                ('limit', models.PositiveIntegerField(blank=True, null=True, verbose_name='limit')),
                ('minutes', models.PositiveIntegerField(blank=True, null=True, verbose_name='within minutes')),
                ('weight', models.SmallIntegerField(default=0, help_text='In the queue such a comment stands as if it had waited so much longer.', verbose_name='moves ahead by hours')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
            ],
            options={
                'verbose_name': 'rule',
                'verbose_name_plural': 'rules',
                'ordering': ['position', 'pk'],
                'default_permissions': ('add', 'change', 'view'),
            },
        ),
        migrations.CreateModel(
            name='RuleVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('words', 'Words and phrases'), ('links', 'Many links'), ('domains', 'Listed addresses'), ('length', 'Very long'), ('shouting', 'Shouting'), ('repetition', 'Repetition'), ('newcomer', 'A newcomer'), ('refused', 'Refused lately'), ('staff_name', 'Claims to be staff or an author'), ('too_fast', 'Written faster than people type'), ('untimed', 'Sent without the time its form was opened'), ('honeypot', 'Filled in a field that people do not see'), ('heat', 'An article under heat')], max_length=12, verbose_name='kind')),
                ('name', models.CharField(help_text='What moderators read on a card.', max_length=60, verbose_name='name')),
                ('effect', models.CharField(choices=[('note', 'Only note it'), ('hold', 'Hold it for a moderator'), ('spam', 'Put it with the spam')], default='hold', max_length=4, verbose_name='effect')),
                ('entries', models.TextField(blank=True, verbose_name='entries')),
                ('limit', models.PositiveIntegerField(blank=True, null=True, verbose_name='limit')),
                ('minutes', models.PositiveIntegerField(blank=True, null=True, verbose_name='within minutes')),
                ('weight', models.SmallIntegerField(default=0, help_text='In the queue such a comment stands as if it had waited so much longer.', verbose_name='moves ahead by hours')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('number', models.PositiveIntegerField(verbose_name='version')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
            ],
            options={
                'verbose_name': 'version of a rule',
                'verbose_name_plural': 'versions of rules',
                'ordering': ['-number'],
                'default_permissions': (),
            },
        ),
        migrations.AlterModelOptions(
            name='comment',
            options={'permissions': [('decide_comment', 'Can decide what a thread shows'), ('receive_escalated', 'Decides what moderators escalate')], 'verbose_name': 'comment', 'verbose_name_plural': 'comments'},
        ),
        migrations.AddField(
            model_name='comment',
            name='aside',
            field=models.CharField(blank=True, choices=[('', 'Not put aside'), ('asked', 'Its writer was asked for an edit'), ('handed', 'Handed to a colleague'), ('escalated', 'Escalated'), ('snoozed', 'Snoozed')], db_default='', default='', max_length=9),
        ),
        migrations.AddField(
            model_name='comment',
            name='aside_until',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='comment',
            name='handed_to',
            field=models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='comment',
            name='urgent_since',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='decision',
            name='aside_after',
            field=models.CharField(blank=True, db_default='', default='', max_length=9),
        ),
        migrations.AddField(
            model_name='decision',
            name='aside_before',
            field=models.CharField(blank=True, db_default='', default='', max_length=9),
        ),
        migrations.AddField(
            model_name='decision',
            name='to',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='decision',
            name='until',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='decisionnote',
            name='told',
            field=models.TextField(blank=True, db_default='', default='', verbose_name='told to the writer'),
        ),
        migrations.AddField(
            model_name='report',
            name='decision',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='comments.decision'),
        ),
        migrations.AddField(
            model_name='report',
            name='outcome',
            field=models.CharField(blank=True, choices=[('', 'Waits for a moderator'), ('upheld', 'The comment was taken away'), ('left', 'The comment was left as it is')], db_default='', default='', max_length=6),
        ),
        migrations.AddField(
            model_name='report',
            name='weight',
            field=models.FloatField(db_default=0.5, default=0.5),
        ),
        migrations.AddField(
            model_name='signal',
            name='edit',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='signals', to='comments.edit'),
        ),
        migrations.AddField(
            model_name='signal',
            name='effect',
            field=models.CharField(choices=[('note', 'Only note it'), ('hold', 'Hold it for a moderator'), ('spam', 'Put it with the spam')], db_default='hold', default='hold', max_length=4),
        ),
        migrations.AddField(
            model_name='signal',
            name='marks',
            field=models.JSONField(db_default=[], default=list),
        ),
        migrations.AddField(
            model_name='signal',
            name='weight',
            field=models.SmallIntegerField(db_default=0, default=0),
        ),
        migrations.AlterField(
            model_name='decision',
            name='kind',
            field=models.CharField(choices=[('approve', 'Approved'), ('refuse', 'Refused'), ('spam', 'Marked as spam'), ('take_down', 'Taken down'), ('keep', 'Left as it is'), ('take_edit', 'Published the edit'), ('drop_edit', 'Refused the edit'), ('ask_edit', 'Asked for an edit'), ('hand_over', 'Handed over'), ('escalate', 'Escalated'), ('snooze', 'Snoozed'), ('take_back', 'Taken back into the queue'), ('reverse', 'Reversed the decision before'), ('trust', 'Published by trust in a known reader')], max_length=10, verbose_name='decision'),
        ),
        migrations.AlterField(
            model_name='decision',
            name='reason',
            field=models.CharField(blank=True, max_length=12, verbose_name='reason'),
        ),
        migrations.AlterField(
            model_name='decisionnote',
            name='text',
            field=models.TextField(blank=True, verbose_name='note'),
        ),
        migrations.AlterField(
            model_name='signal',
            name='kind',
            field=models.CharField(choices=[('hold', 'On hold by a moderator'), ('unscreened', 'Not checked: the rules broke off at it'), ('words', 'Words and phrases'), ('links', 'Many links'), ('domains', 'Listed addresses'), ('length', 'Very long'), ('shouting', 'Shouting'), ('repetition', 'Repetition'), ('newcomer', 'A newcomer'), ('refused', 'Refused lately'), ('staff_name', 'Claims to be staff or an author'), ('too_fast', 'Written faster than people type'), ('untimed', 'Sent without the time its form was opened'), ('honeypot', 'Filled in a field that people do not see'), ('heat', 'An article under heat')], max_length=12),
        ),
        migrations.AddField(
            model_name='claim',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='fingerprint',
            index=django.contrib.postgres.indexes.GinIndex(fields=['keys'], name='fingerprint_keys'),
        ),
        migrations.AddField(
            model_name='personnote',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='personnote',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='person_notes', to='comments.comment', verbose_name='comment'),
        ),
        migrations.AddField(
            model_name='ruleversion',
            name='by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='ruleversion',
            name='rule',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='comments.rule'),
        ),
        migrations.AddField(
            model_name='rule',
            name='current',
            field=models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='comments.ruleversion'),
        ),
        migrations.AddField(
            model_name='signal',
            name='rule',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='comments.ruleversion'),
        ),
        migrations.AddConstraint(
            model_name='ruleversion',
            constraint=models.UniqueConstraint(fields=('rule', 'number'), name='rule_version_number'),
        ),
        migrations.AddField(
            model_name='notice',
            name='occasion',
            field=models.CharField(blank=True, db_default='', default='', max_length=24),
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
