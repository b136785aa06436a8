from django import template

from opinion import condition

register = template.Library()


@register.simple_tag
def findings(user):
    """What an operator should look at, for those who may see to it."""
    return condition.findings() if user.is_superuser else []
