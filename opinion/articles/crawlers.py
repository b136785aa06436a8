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
    """(name, purpose) of each line of `text` that says both."""
    return (said for line in _lines(text) if (said := _read(line)))


def validate_added(text: str) -> None:
    """Raises ValidationError where a line does not say a name and a purpose."""
    for line in _lines(text):
        if not _read(line):
            raise ValidationError(
                _("Write “%(line)s” as a name, a colon and search, retrieval or training."),
                params={"line": line[:80]},
            )


def _lines(text: str) -> Iterator[str]:
    return filter(None, map(str.strip, text.splitlines()))


def _read(line: str) -> tuple[str, str] | None:
    name, _colon, purpose = (part.strip() for part in line.partition(":"))
    return (name, purpose) if purpose in KNOWN and name and name.isprintable() else None


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
