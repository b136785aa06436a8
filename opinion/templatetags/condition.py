from django import template

from opinion import condition
from opinion.backups.models import BackupState
from opinion.version import VERSION

register = template.Library()


@register.simple_tag
def findings(user):
    """What somebody should look at: an operator at all of it, who publishes at what is overdue."""
    if user.is_superuser:
        return condition.findings()
    return condition.overdue() if user.has_perm("articles.publish_article") else []


@register.simple_tag
def last_backup(user):
    """When what the last good backup holds was true, for those who look after it."""
    return BackupState.objects.current().good_at if user.is_superuser else None


@register.simple_tag
def version():
    return VERSION
