from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    """What new rows must keep to from now on. The rows that exist are looked at in 0006."""

    dependencies = [("comments", "0003_readers_side")]

    operations = [
        # The thread before its comments, as whoever decides locks them: nobody blocks anybody.
        migrations.RemoveConstraint(
            model_name='thread',
            name='thread_policy_is_known',
        ),
        AddConstraintNotValid(
            model_name='thread',
            constraint=models.CheckConstraint(condition=models.Q(('policy__in', ['', 'trusted', 'moderated', 'read_only', 'closed'])), name='thread_policy_is_one_of'),
        ),
        migrations.RemoveConstraint(
            model_name='comment',
            name='comment_status_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='decision',
            name='decision_refusal_has_reason',
        ),
        AddConstraintNotValid(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['waiting', 'published', 'refused', 'spam', 'taken_down', 'withdrawn'])), name='comment_status_is_one_of'),
        ),
        AddConstraintNotValid(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('badge', ''), ('staff__isnull', True)), models.Q(('badge__in', ['staff', 'author']), ('staff__isnull', False)), _connector='OR'), name='comment_badge_is_of_staff'),
        ),
        AddConstraintNotValid(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('erased_at__isnull', True), models.Q(('html', ''), ('name', ''), ('passage', ''), ('text', ''), models.Q(('status__in', ['published', 'waiting']), _negated=True)), _connector='OR'), name='comment_erased_is_empty'),
        ),
        AddConstraintNotValid(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['refuse', 'take_down', 'drop_edit']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='decision_no_has_reason'),
        ),
        AddConstraintNotValid(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('by__isnull', True), ('kind', 'trust')), models.Q(models.Q(('kind', 'trust'), _negated=True), ('by__isnull', False)), _connector='OR'), name='decision_is_somebodys'),
        ),
    ]
