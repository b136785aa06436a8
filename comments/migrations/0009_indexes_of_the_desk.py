from django.contrib.postgres.operations import (
    AddIndexConcurrently,
    RemoveIndexConcurrently,
    ValidateConstraint,
)
from django.db import migrations, models

# A constraint cannot be added to rows without stopping them; to an index that stands it can.
ONCE_AN_OCCASION = [
    """
    CREATE UNIQUE INDEX CONCURRENTLY notice_once_an_occasion
    ON comments_notice (reader_id, comment_id, occasion)
    """,
    """
    ALTER TABLE comments_notice
    ADD CONSTRAINT notice_once_an_occasion UNIQUE USING INDEX notice_once_an_occasion
    """,
]


class Migration(migrations.Migration):
    """Nobody waits: indexes are built concurrently, constraints checked under a light lock."""

    atomic = False

    dependencies = [("comments", "0008_the_desk_gets_its_places")]

    operations = [
        AddIndexConcurrently(
            model_name='comment',
            index=models.Index(condition=models.Q(('aside', ''), ('status', 'waiting')), fields=['waiting_since', 'id'], name='comment_waiting'),
        ),
        AddIndexConcurrently(
            model_name='comment',
            index=models.Index(condition=models.Q(('aside', ''), ('status', 'waiting')), fields=['urgent_since', 'id'], name='comment_urgent'),
        ),
        AddIndexConcurrently(
            model_name='comment',
            index=models.Index(condition=models.Q(('aside', ''), ('status', 'published'), ('urgent_since__isnull', False)), fields=['urgent_since', 'id'], name='comment_reported'),
        ),
        AddIndexConcurrently(
            model_name='comment',
            index=models.Index(condition=models.Q(('aside', ''), _negated=True), fields=['urgent_since', 'id'], name='comment_put_aside'),
        ),
        AddIndexConcurrently(
            model_name='comment',
            index=models.Index(condition=models.Q(('handed_to__isnull', False)), fields=['handed_to'], name='comment_handed'),
        ),
        AddIndexConcurrently(
            model_name='report',
            index=models.Index(condition=models.Q(('outcome', '')), fields=['at'], name='report_waiting'),
        ),
        AddIndexConcurrently(
            model_name='signal',
            index=models.Index(condition=models.Q(('edit__isnull', False)), fields=['edit'], name='signal_of_edit'),
        ),
        AddIndexConcurrently(
            model_name='signal',
            index=models.Index(fields=['kind', 'comment'], name='signal_kind'),
        ),
        RemoveIndexConcurrently(
            model_name='comment',
            name='comment_queue',
        ),
        ValidateConstraint(model_name='comment', name='comment_aside_is_whole'),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    ONCE_AN_OCCASION,
                    "ALTER TABLE comments_notice DROP CONSTRAINT notice_once_an_occasion",
                ),
            ],
            state_operations=[
                migrations.AddConstraint(
                    model_name='notice',
                    constraint=models.UniqueConstraint(fields=('reader', 'comment', 'occasion'), name='notice_once_an_occasion'),
                ),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='notice',
            name='notice_once_a_person',
        ),
        # On the way back the version before knows one notice of a person about a comment.
        migrations.RunSQL(
            migrations.RunSQL.noop, "DELETE FROM comments_notice WHERE occasion <> ''"
        ),
    ]
