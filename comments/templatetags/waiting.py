"""The comments' blocks on the newsroom's first page."""

from django import template
from django.db.models import Value
from django.urls import reverse

from comments.desk.tabs import TABS
from comments.models import Comment, Thread

register = template.Library()
# Counting stops here, so that it costs the same however many wait.
MOST = 500


@register.inclusion_tag("admin/newsroom/_comments.html", takes_context=True)
def waiting_comments(context):
    """How many wait for a decision, since when the oldest does, and what was handed over."""
    user = context["request"].user
    if not user.has_perm("comments.decide_comment"):
        return {}
    waiting, mine, reported = _lists(user, "waiting", "mine", "reported")
    return {
        "may_see": True,
        "waiting": len(waiting),
        "oldest": next(iter(waiting), None),
        "mine": len(mine),
        "reported": len(reported),
        "most": MOST,
        "desk": reverse("admin:comments_comment_changelist"),
    }


def _lists(user, *names) -> list[list]:
    """Since when those in each list of the desk wait, the longest first: `MOST` of each."""
    lists = [
        TABS[name]
        .of(Comment.objects.all(), user)
        .order_by("waiting_since")
        .values_list(Value(name), "waiting_since")[:MOST]
        for name in names
    ]
    found = [*lists[0].union(*lists[1:], all=True)]
    return [[since for listed, since in found if listed == name] for name in names]


@register.simple_tag
def with_comments(articles) -> list:
    """The same articles, each with `comments_shown`, how many of its comments readers see."""
    counts = dict(
        Thread.objects.filter(article__in=[article.pk for article in articles]).values_list(
            "article", "published_count"
        )
    )
    for article in articles:
        article.comments_shown = counts.get(article.pk, 0)
    return articles
