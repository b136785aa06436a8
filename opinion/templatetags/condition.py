from django import template

from opinion import condition

register = template.Library()


@register.simple_tag
def findings(user):
    """What somebody should look at: an operator at all of it, who publishes at what is overdue."""
    if user.is_superuser:
        return condition.findings()
    return condition.overdue() if user.has_perm("articles.publish_article") else []
