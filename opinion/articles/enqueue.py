"""Work that goes on behind a page, queued once the page's own is stored."""

from procrastinate.contrib.django import app


def print_references(article):
    """Let the known references of an article be printed, in its draft and as published."""
    app.configure_task("opinion.articles.tasks.print_references").defer(article=article.pk)


def print_everything():
    """Let all published references be printed anew: the style has changed."""
    app.configure_task("opinion.articles.tasks.print_everything").defer()
