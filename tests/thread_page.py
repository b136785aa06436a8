"""What a page with comments shows, read from its HTML; and threads of any length to show."""

from datetime import timedelta

import html5lib
from django.test import Client

from comments.models import Comment, Thread
from tests.newsroom import MORNING

ARTICLE = "/2024/01/the-last-train/"


def page(address=ARTICLE, client=None):
    return parsed((client or Client()).get(address))


def parsed(response):
    return html5lib.parse(response.content, namespaceHTMLElements=False)


def words(element):
    return " ".join("".join(element.itertext()).split())


def thread(address=ARTICLE, client=None):
    return page(address, client).find(".//section[@id='comments']")


def headings(tree):
    return [words(heading) for heading in tree.iter("h2")]


def numbers(tree):
    """The comments that a page shows, in its order."""
    found = (element.get("id") or "" for element in tree.iter("article"))
    return [int(name.removeprefix("comment-")) for name in found if name.startswith("comment-")]


def shown(tree, comment):
    return tree.find(f".//article[@id='comment-{comment.pk}']")


def classed(tree, name):
    return [each for each in tree.iter() if name in (each.get("class") or "").split()]


def link(tree, text):
    return next(element.get("href") for element in tree.iter("a") if words(element) == text)


def links(tree):
    return [words(element) for element in tree.iter("a")]


def walk(address, rel):
    """The comments of each page from `address` on, following its links."""
    while address:
        tree = thread(address)
        yield numbers(tree)
        following = [a.get("href") for a in tree.iter("a") if a.get("rel") == rel]
        address = following[0] if following else None


def conversation(root):
    return f"{ARTICLE}conversation/{root.pk}/"


def chain(number, made):
    """For `fill`: each answers the one before."""
    return made[-1] if made else None


def fill(article, count, *, parents=None):
    """Many published comments at once, each under the one that `parents(number, made)` names."""
    made = []
    for number in range(count):
        parent = parents(number, made) if parents else None
        comment = Comment.objects.reply(
            article=article,
            parent=parent,
            name=f"Reader {number}",
            text=f"Thought {number}",
            at=MORNING + timedelta(minutes=number),
        )
        made.append(comment)
    Comment.objects.filter(article=article).update(status="published", published_at=MORNING)
    below = dict.fromkeys((comment.pk for comment in made), 0)
    for comment in made:
        for ancestor in comment.path[:-1]:
            below[ancestor] = below.get(ancestor, 0) + 1
    for count_below in {*below.values()} - {0}:
        above = [pk for pk, counted in below.items() if counted == count_below]
        Comment.objects.filter(pk__in=above).update(published_below=count_below)
    Thread.objects.update_or_create(article=article, defaults={"published_count": count})
    return made
