from django.db import migrations, transaction

BATCH = 500

# What closed a thread so far left its comments in sight: that is called read-only now. And nobody
# ever chose the policy of a thread that has no date for it.
POLICIES = """
UPDATE comments_thread SET policy = 'read_only' WHERE policy = 'closed';
UPDATE comments_thread SET policy = '' WHERE policy = 'moderated' AND policy_changed_at IS NULL;
"""

HIDDEN_SINCE = """
UPDATE comments_comment SET hidden_since = COALESCE(
    (SELECT max(at) FROM comments_decision WHERE comment_id = comments_comment.id), created_at
)
WHERE id = ANY(%s) AND status IN ('refused', 'spam', 'taken_down') AND hidden_since IS NULL
"""

PUBLISHED_BELOW = """
UPDATE comments_comment SET published_below = counted.number
FROM (
    SELECT ancestor, count(*) AS number
    FROM comments_comment, unnest(path[1:depth]) AS ancestor
    WHERE article_id = %s AND status = 'published' AND depth > 0
    GROUP BY ancestor
) AS counted
WHERE id = counted.ancestor AND published_below <> counted.number
"""


def count_replies(apps, schema_editor):
    """A thread at a time, under the lock that whoever decides in it takes."""
    threads = apps.get_model("comments", "Thread").objects.filter(published_count__gt=0)
    for pk, article in threads.values_list("pk", "article_id").iterator():
        with transaction.atomic(), schema_editor.connection.cursor() as cursor:
            threads.model.objects.select_for_update().get(pk=pk)
            cursor.execute(PUBLISHED_BELOW, [article])


def date_refusals(apps, schema_editor):
    comments = apps.get_model("comments", "Comment").objects.order_by("pk").filter(
        status__in=["refused", "spam", "taken_down"], hidden_since=None
    )
    last = 0
    while batch := [*comments.filter(pk__gt=last).values_list("pk", flat=True)[:BATCH]]:
        last = batch[-1]
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(HIDDEN_SINCE, [batch])


class Migration(migrations.Migration):
    # Each step for itself: no lock is held for longer than one thread or one batch takes.
    atomic = False

    dependencies = [("comments", "0004_constraints_without_a_scan")]

    operations = [
        migrations.RunSQL(POLICIES, migrations.RunSQL.noop),
        migrations.RunPython(count_replies, migrations.RunPython.noop),
        migrations.RunPython(date_refusals, migrations.RunPython.noop),
    ]
