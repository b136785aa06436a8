"""What the newsroom's pages say about the clock."""

from django import template

from opinion.articles.models import Article

register = template.Library()
TOLD_AT_ONCE = 20


@register.simple_tag(takes_context=True)
def failed_schedules(context) -> list[Article]:
    """What was due, could not be published, and waits for somebody who may see it."""
    user = context["request"].user
    if not user.has_perm("articles.view_article"):
        return []
    failed = Article.objects.visible_to(user).failed().order_by("schedule_failed_at", "pk")
    told = ("headline", "schedule_failed_at", "schedule_failure")
    return list(failed.only(*told)[:TOLD_AT_ONCE])
