"""Work that goes on behind a page of articles, queued once the page's own is stored."""

from opinion.jobs import queue


def print_references(article):
    """Let the known references of an article be printed, in its draft and as published."""
    queue("opinion.articles.tasks.print_references", article=article.pk)


def tell_failure(article):
    """Let its editors be told that it was due and could not be published."""
    queue("opinion.articles.tasks.tell_failure", article=article.pk)


def tell_desk(entry):
    """Let those whom a step between an author and the desk concerns be told of it."""
    queue("opinion.articles.tasks.tell_desk", entry=entry.pk)


def print_everything():
    """Let all published references be printed anew: the style has changed."""
    queue("opinion.articles.tasks.print_everything")
