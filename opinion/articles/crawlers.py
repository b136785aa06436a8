"""Programs that read the site, by what they read it for, and which of them are asked not to.

Search engines find pages, assistants read them to answer one question, and others train on them.
"""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# As they name themselves in robots.txt (November 2026). An outlet adds those that come since.
KNOWN = {
    "search": ("Googlebot", "Bingbot", "DuckDuckBot", "Applebot", "YandexBot", "OAI-SearchBot"),
    "retrieval": (
        "ChatGPT-User",
        "Claude-User",
        "Claude-SearchBot",
        "PerplexityBot",
        "Perplexity-User",
        "DuckAssistBot",
        "MistralAI-User",
        "meta-externalfetcher",
    ),
    "training": (
        "GPTBot",
        "ClaudeBot",
        "anthropic-ai",
        "Google-Extended",
        "Applebot-Extended",
        "CCBot",
        "Bytespider",
        "meta-externalagent",
        "FacebookBot",
        "Amazonbot",
        "cohere-ai",
        "Diffbot",
        "Omgilibot",
    ),
}


def added(text: str) -> Iterator[tuple[str, str]]:
    """(name, purpose) on each line of `text`. Raises ValidationError where one says neither."""
    for line in filter(None, map(str.strip, text.splitlines())):
        name, colon, purpose = (part.strip() for part in line.partition(":"))
        if not colon or purpose not in KNOWN or not name.isprintable() or not name:
            raise ValidationError(
                _("Write “%(line)s” as a name, a colon and search, retrieval or training."),
                params={"line": line[:80]},
            )
        yield name, purpose


def validate_added(text: str) -> None:
    for _pair in added(text):
        pass


def refused(publication) -> list[str]:
    """The names of those that the publication asks not to read it."""
    welcome = {
        "search": publication.welcomes_search,
        "retrieval": publication.welcomes_retrieval,
        "training": publication.welcomes_training,
    }
    names = [(name, purpose) for purpose, known in KNOWN.items() for name in known]
    names += added(publication.further_crawlers)
    return [*dict.fromkeys(name for name, purpose in names if not welcome[purpose])]
