"""What the templates need to show a thread, or a part of one."""

from urllib.parse import urlencode

from comments.models import Thread
from opinion.quick_reverse import quick_reverse

from . import line_html, tree


def thread_of(article) -> Thread:
    """The thread of `article`, asked once for the head and the foot of its page."""
    known = article._meta.get_field("thread").is_cached(article)
    return article.thread if known else Thread.objects.for_article(article)


def lines_of(thread, page, begins_at) -> dict:
    """What the partials need to show a part of `thread`.

    `begins_at(start)` is the address of the page that begins there.
    """
    article = thread.article
    return {
        "lines": line_html.draw(
            tree.lines(page),
            article,
            takes_replies=thread.is_open,
            reply_address=reply_address(article),
        ),
        "previous": None if page.previous is None else begins_at(page.previous),
        "next": page.next and begins_at(page.next),
        "takes_replies": thread.is_open,
    }


def reply_address(article) -> str:
    """Where comments on a published article are posted."""
    return address_below("reply", article)


def address_below(name, article) -> str:
    """The page `name` under the address of an article that was published."""
    return quick_reverse(name, article.address)


def address(path, **asked) -> str:
    """`path` with what is asked there; what is empty is not asked."""
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{path}?{query}" if query else path
