"""The articles' blocks on the newsroom's first page."""

from django import template

from opinion.articles import newsroom

register = template.Library()


@register.inclusion_tag("admin/newsroom/_drafts.html", takes_context=True)
def drafts(context):
    user = context["request"].user
    if not user.has_perm("articles.view_article"):
        return {}
    own, others = newsroom.drafts(user)
    may_add = user.has_perm("articles.add_article")
    return {"may_see": True, "may_add": may_add, "own": own, "others": others}


@register.inclusion_tag("admin/newsroom/_standing.html", takes_context=True)
def standing_drafts(context):
    user = context["request"].user
    if not user.has_perm("articles.view_article"):
        return {}
    mine, others = newsroom.standing(user)
    return {"mine": mine, "others": others, "publishes": user.has_perm("articles.publish_article")}


@register.simple_tag(takes_context=True)
def on_the_clock(context) -> newsroom.Clock | None:
    user = context["request"].user
    return newsroom.clock(user) if user.has_perm("articles.view_article") else None


@register.simple_tag(takes_context=True)
def newest_articles(context) -> list:
    user = context["request"].user
    return newsroom.newest(user) if user.has_perm("articles.view_article") else []
