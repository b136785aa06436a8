"""How log lines look and where they go: Django's LOGGING, from the environment."""

from typing import Any

from opinion import environment

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
LOG_FORMATS = {"TEXT": "line", "JSON": "json"}


def read(is_reported: bool) -> dict[str, Any]:
    """LOGGING; with `is_reported` what breaks is also told to people. See docs/configuration.md."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
            "json": {"()": "opinion.logs.JsonLines"},
        },
        "filters": {
            "refusals_in_a_line": {"()": "opinion.logs.RefusalsInALine"},
            "no_keys": {"()": "opinion.logs.WithoutKeys"},
        },
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": LOG_FORMATS[environment.one_of("LOG_FORMAT", "TEXT", (*LOG_FORMATS,))],
                "filters": ["refusals_in_a_line", "no_keys"],
            },
            "reports": {
                "class": "opinion.error_reports.handler.Reports",
                "filters": ["refusals_in_a_line", "no_keys"],
            },
        },
        "root": {
            "handlers": ["stderr", *(["reports"] if is_reported else [])],
            "level": environment.one_of("LOG_LEVEL", "INFO", LOG_LEVELS),
        },
        "loggers": {
            # Job arguments and SQL never reach a log line above debugging.
            "procrastinate": {"level": "WARNING"},
            # That all threads are at work for a moment is no news.
            "waitress.queue": {"level": "ERROR"},
            # They would tell of each entry that they cannot read, with its text; who brought it
            # knows.
            "bibtexparser": {"level": "ERROR"},
            "pylatexenc": {"level": "ERROR"},
            # No handlers of Django's own: everything goes through the one above.
            "django": {"level": "INFO"},
            "django.server": {"handlers": ["stderr"], "propagate": False},
        },
    }
