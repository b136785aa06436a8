"""`{% thread article %}`: what readers answered, and the form to answer with."""

from urllib.parse import quote, urlencode

from django import template
from django.urls import reverse

from comments.models import Thread
from comments.posting.forms import ReplyForm, reply_address
from comments.threads import pagination, tree

# Of a longer passage the beginning and the end are enough for a browser to find it.
WORDS_OF_A_PASSAGE = 4

register = template.Library()


@register.inclusion_tag("comments/_thread.html", takes_context=True)
def thread(context, article):
    """The thread under a published article, the same for every visitor; nothing under others."""
    if not article.is_published:
        return {}
    found = thread_of(article)
    about = {
        "article": article,
        "edition": article.live_edition,
        "thread": found,
        "feed_address": _below("thread_feed", article),
        "follow_address": _below("follow", article),
    }
    if found.is_closed:
        return about
    asked = context["request"].GET
    sort = pagination.NEWEST if asked.get("sort") == pagination.NEWEST else ""
    page = pagination.thread_page(article, asked.get("thread", ""), sort)
    form = ReplyForm(article=article) if found.is_open else None
    first = article.get_absolute_url()
    return (
        about
        | {"sort": sort, "newest_first": address(first, sort=pagination.NEWEST), "form": form}
        | lines_of(found, page, lambda start: address(first, sort=sort, thread=start))
    )


@register.inclusion_tag("comments/_feed_link.html")
def thread_feed(article):
    """For the head of the article's page: where its comments can be followed."""
    shown = article.is_published and not thread_of(article).is_closed
    return {
        "edition": article.live_edition,
        "feed_address": _below("thread_feed", article),
        "shown": shown,
    }


def _below(name, article) -> str:
    """The page `name` under the address of an article that was published."""
    return reverse(name, args=article.address.split("/"))


def thread_of(article) -> Thread:
    """The thread of `article`, asked once for the head and the foot of its page."""
    known = article._meta.get_field("thread").is_cached(article)
    return article.thread if known else Thread.objects.for_article(article)


def lines_of(found, page, begins_at) -> dict:
    """What the partials need to show a part of the thread `found`.

    `begins_at(start)` is the address of the page that begins there.
    """
    return {
        "lines": tree.lines(page),
        "previous": None if page.previous is None else begins_at(page.previous),
        "next": page.next and begins_at(page.next),
        "takes_replies": found.is_open,
        "reply_address": reply_address(found.article),
    }


def address(path, **asked) -> str:
    """`path` with what is asked there; what is empty is not asked."""
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{path}?{query}" if query else path


@register.filter
def conversation_address(comment, article) -> str:
    """The page of the conversation that `comment` is part of."""
    return pagination.conversation_address(article, comment.root_id)


@register.filter
def address_in(passage, article) -> str:
    """Where `article` says `passage`, for browsers that know text fragments."""
    words = passage.split()
    parts = [" ".join(words)]
    if len(words) > 2 * WORDS_OF_A_PASSAGE:
        parts = [" ".join(words[:WORDS_OF_A_PASSAGE]), " ".join(words[-WORDS_OF_A_PASSAGE:])]
    # A hyphen, too, means something between the parts.
    told = ",".join(quote(part, safe="").replace("-", "%2D") for part in parts)
    return f"{article.get_absolute_url()}#:~:text={told}"
