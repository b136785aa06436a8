"""Which build this is: what pages show besides rows, in one digest."""

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings

# Printed on pages, or in what they link to.
SHOWN_SETTINGS = (
    "PUBLIC_URL",
    "STATIC_URL",
    "MEDIA_URL",
    "LANGUAGE_CODE",
    "CONTACT_RETENTION_DAYS",
    "REFUSED_RETENTION_DAYS",
    "CONFIRMATION_HOURS",
    "EDIT_MINUTES",
    "COMMENT_MINIMUM_SECONDS",
    "TRUST_AFTER_COMMENTS",
    "TRUST_DAYS",
    "SECURE_CSP",
    "SECURITY_CONTACT",
)
KINDS = (".py", ".html", ".txt", ".xml", ".mo")


@cache
def digest() -> str:
    """The same for two processes that draw the same pages of the same rows, and for no others."""
    found = hashlib.sha256(django.__version__.encode())
    for name in SHOWN_SETTINGS:
        found.update(f"{name}={getattr(settings, name)!r}\n".encode())
    for path in _files():
        found.update(f"{path.name}\n".encode())
        found.update(path.read_bytes())
    return found.hexdigest()


def _files() -> Iterator[Path]:
    ours = [Path(app.path) for app in apps.get_app_configs() if _is_ours(app.path)]
    for folder in sorted({*ours, settings.BASE_DIR / "templates"}):
        yield from sorted(path for path in folder.rglob("*") if path.suffix in KINDS)
    # The hashed names of styles and scripts.
    yield from Path(settings.STATIC_ROOT).glob("staticfiles.json")


def _is_ours(path: str) -> bool:
    here = Path(path)
    return here.is_relative_to(settings.BASE_DIR) and "site-packages" not in here.parts
