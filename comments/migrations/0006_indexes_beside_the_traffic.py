from django.contrib.postgres.operations import (
    AddIndexConcurrently,
    RemoveIndexConcurrently,
    ValidateConstraint,
)
from django.db import migrations, models


class Migration(migrations.Migration):
    """Nobody waits: indexes are built concurrently, constraints checked under a light lock."""

    atomic = False

    dependencies = [("comments", "0005_what_exists_gets_its_place")]

    operations = [
        AddIndexConcurrently(
            model_name='comment',
            index=models.Index(condition=models.Q(('status', 'published'), ('published_below__gt', 0), _connector='OR'), fields=['article', 'path'], name='comment_standing'),
        ),
        AddIndexConcurrently(
            model_name='comment',
            index=models.Index(condition=models.Q(models.Q(('status', 'published'), ('published_below__gt', 0), _connector='OR'), ('depth', 0)), fields=['article', 'id'], name='comment_roots'),
        ),
        AddIndexConcurrently(
            model_name='comment',
            index=models.Index(models.F('article'), models.OrderBy(models.F('published_at'), descending=True), condition=models.Q(('status', 'published')), name='comment_newest'),
        ),
        AddIndexConcurrently(
            model_name='comment',
            index=models.Index(condition=models.Q(('erased_at__isnull', True), ('hidden_since__isnull', False)), fields=['hidden_since'], name='comment_to_erase'),
        ),
        AddIndexConcurrently(
            model_name='contact',
            index=models.Index(condition=models.Q(('reader__isnull', False)), fields=['reader'], name='contact_reader'),
        ),
        RemoveIndexConcurrently(
            model_name='comment',
            name='comment_thread_order',
        ),
        ValidateConstraint(model_name='comment', name='comment_status_is_one_of'),
        ValidateConstraint(model_name='comment', name='comment_badge_is_of_staff'),
        ValidateConstraint(model_name='comment', name='comment_erased_is_empty'),
        ValidateConstraint(model_name='decision', name='decision_no_has_reason'),
        ValidateConstraint(model_name='decision', name='decision_is_somebodys'),
        ValidateConstraint(model_name='thread', name='thread_policy_is_one_of'),
    ]
