"""`{% thread article %}`: what readers answered, and the form to answer with."""

from django import template

from comments.posting.form_html import empty_form
from comments.threads import line_html, pagination
from comments.threads.context import address, address_below, lines_of, thread_of

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
    form = empty_form(its_thread) if its_thread.is_open else ""
    first = article.get_absolute_url()
    return (
        about
        | {"sort": sort, "newest_first": address(first, sort=pagination.NEWEST), "form": form}
        | lines_of(its_thread, page, lambda start: address(first, sort=sort, thread=start))
    )


@register.inclusion_tag("comments/_count.html")
def comment_count(article):
    """For the head of the article's page: how many comments there are, leading to them."""
    shown = article.is_published and not thread_of(article).is_closed
    return {"thread": thread_of(article)} if shown else {}


@register.filter
def comments_shown(article) -> int:
    """How many comments the page of a published article shows, or could on further pages."""
    thread = thread_of(article)
    return 0 if thread.is_closed else thread.published_count


@register.inclusion_tag("comments/_feed_link.html")
def thread_feed(article):
    """For the head of the article's page: where its comments can be followed."""
    return {
        "edition": article.live_edition,
        "feed_address": address_below("thread_feed", article),
        "shown": article.is_published and not thread_of(article).is_closed,
    }


@register.filter
def address_in(passage, article) -> str:
    """Where `article` says `passage`, for browsers that know text fragments."""
    return line_html.address_in(passage, article)
