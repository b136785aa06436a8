"""Work that goes on behind a page of articles, queued once the page's own is stored."""

from opinion.jobs import queue, queue_once


def print_references(article):
    """Let the known references of an article be printed, in its draft and as published."""
    queue("opinion.articles.tasks.print_references", article=article.pk)


def draw_card(article):
    """Let the card be drawn that stands where the article is shared."""
    queue("opinion.articles.tasks.draw_card", article=article.pk)


def draw_cards_anew():
    """Let all cards be compared with what they say: a name that stands on them has changed."""
    queue("opinion.articles.tasks.draw_cards_anew")


def draw_lacking_cards():
    """Let those be drawn that there are not yet."""
    queue_once("opinion.articles.tasks.draw_lacking_cards", lock="draw_lacking_cards")


def tell_failure(article):
    """Let its editors be told that it was due and could not be published."""
    queue("opinion.articles.tasks.tell_failure", article=article.pk)


def tell_desk(entry):
    """Let those whom a step between an author and the desk concerns be told of it."""
    queue("opinion.articles.tasks.tell_desk", entry=entry.pk)


def print_everything():
    """Let all published references be printed anew: the style has changed."""
    queue("opinion.articles.tasks.print_everything")
