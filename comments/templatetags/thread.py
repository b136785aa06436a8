"""`{% thread article %}`: what readers answered, and the form to answer with."""

from urllib.parse import quote

from django import template

from comments.posting.forms import ReplyForm
from comments.threads import pagination
from comments.threads.context import address, address_below, lines_of, thread_of

# Of a longer passage the beginning and the end are enough for a browser to find it.
WORDS_OF_A_PASSAGE = 4

register = template.Library()


@register.inclusion_tag("comments/_thread.html", takes_context=True)
def thread(context, article):
    """The thread under a published article, the same for every visitor; nothing under others."""
    if not article.is_published:
        return {}
    its_thread = thread_of(article)
    about = {
        "article": article,
        "edition": article.live_edition,
        "thread": its_thread,
        "feed_address": address_below("thread_feed", article),
        "follow_address": address_below("follow", article),
    }
    if its_thread.is_closed:
        return about
    asked = context["request"].GET
    sort = pagination.NEWEST if asked.get("sort") == pagination.NEWEST else ""
    page = pagination.thread_page(article, asked.get("thread", ""), sort)
    form = ReplyForm(article=article) if its_thread.is_open else None
    first = article.get_absolute_url()
    return (
        about
        | {"sort": sort, "newest_first": address(first, sort=pagination.NEWEST), "form": form}
        | lines_of(its_thread, page, lambda start: address(first, sort=sort, thread=start))
    )


@register.inclusion_tag("comments/_feed_link.html")
def thread_feed(article):
    """For the head of the article's page: where its comments can be followed."""
    return {
        "edition": article.live_edition,
        "feed_address": address_below("thread_feed", article),
        "shown": article.is_published and not thread_of(article).is_closed,
    }


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
    quoted = ",".join(quote(part, safe="").replace("-", "%2D") for part in parts)
    return f"{article.get_absolute_url()}#:~:text={quoted}"
