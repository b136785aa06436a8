"""`{% thread article %}`: what readers answered, and the form to answer with."""

from django import template

from comments import nesting, paging
from comments.forms import ReplyForm, reply_address
from comments.models import Thread

register = template.Library()


@register.inclusion_tag("comments/_thread.html", takes_context=True)
def thread(context, article):
    """The thread under a published article, the same for every visitor; nothing under others."""
    if not article.is_published:
        return {}
    page = paging.page(article, start=context["request"].GET.get("thread", ""))
    found = Thread.objects.of(article)
    return {
        "article": article,
        "edition": article.live_edition,
        "thread": found,
        "page": page,
        "lines": nesting.lines(page.comments),
        "form": ReplyForm(article=article) if found.is_open else None,
        "reply_address": reply_address(article),
    }
