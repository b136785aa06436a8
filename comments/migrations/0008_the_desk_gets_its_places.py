from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

BATCH = 500

WAITING = """
UPDATE comments_comment SET urgent_since = waiting_since
WHERE id = ANY(%s) AND status = 'waiting' AND urgent_since IS NULL
"""
REPORTED = """
UPDATE comments_comment SET urgent_since =
    (SELECT min(at) - count(*) * interval '12 hours' FROM comments_report
     WHERE comment_id = comments_comment.id)
WHERE id = ANY(%s) AND status = 'published' AND urgent_since IS NULL
"""


def _in_batches(schema_editor, found, sql):
    last = 0
    while batch := [*found.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]]:
        last = batch[-1]
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(sql, [batch])


def give_places(apps, schema_editor):
    """What waits has waited since it waits; what is reported, since its first report."""
    comments = apps.get_model("comments", "Comment").objects
    _in_batches(schema_editor, comments.filter(status="waiting", urgent_since=None), WAITING)
    reports = apps.get_model("comments", "Report").objects.values("comment")
    reported = comments.filter(status="published", urgent_since=None, pk__in=reports)
    _in_batches(schema_editor, reported, REPORTED)


class Migration(migrations.Migration):
    # Each batch for itself: no lock is held for longer than it takes.
    atomic = False

    dependencies = [("comments", "0007_the_desk")]

    operations = [
        AddConstraintNotValid(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('aside', ''), ('aside_until__isnull', True), ('handed_to__isnull', True)), models.Q(('aside__in', ['asked', 'snoozed']), ('aside_until__isnull', False), ('handed_to__isnull', True)), models.Q(('aside', 'handed'), ('handed_to__isnull', False)), models.Q(('aside', 'escalated'), ('handed_to__isnull', True)), _connector='OR'), name='comment_aside_is_whole'),
        ),
        migrations.RunPython(give_places, migrations.RunPython.noop),
    ]
