"""Reading the environment strictly: an unknown word is refused, never guessed at.

Every reader takes its variable's name and a default. `names` collects what was asked for, so that a
test can hold `docs/configuration.md` and `.env.example` against it.
"""

import os
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ImproperlyConfigured

names: set[str] = set()

YES = {"1", "true", "yes", "on"}
THIS_MACHINE = {"127.0.0.1", "::1", "localhost"}
NO = {"0", "false", "no", "off", ""}


def read_dotenv(path: Path) -> None:
    """Take `NAME=value` lines of a file into the environment, where it says nothing else."""
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        name, separator, value = line.partition("=")
        if separator and not name.lstrip().startswith("#"):
            os.environ.setdefault(name.strip(), value.strip().strip("\"'"))


def text(name: str, default: str = "") -> str:
    names.add(name)
    return os.environ.get(name, default).strip()


def flag(name: str, default: bool = False) -> bool:
    word = text(name, "1" if default else "0").lower()
    if word in YES:
        return True
    if word in NO:
        return False
    raise ImproperlyConfigured(f"{name} is {word!r}: write 1 or 0.")


def number(name: str, default: int, at_least: int = 0, at_most: int | None = None) -> int:
    word = text(name, str(default))
    if not word.isdecimal() or int(word) < at_least:
        raise ImproperlyConfigured(f"{name} is {word!r}: write a whole number, {at_least} or more.")
    if at_most is not None and int(word) > at_most:
        raise ImproperlyConfigured(f"{name} is {word!r}: write at most {at_most}.")
    return int(word)


def one_of(name: str, default: str, known: tuple[str, ...]) -> str:
    word = text(name, default).upper()
    if word not in known:
        raise ImproperlyConfigured(f"{name} is {word!r}: write one of {', '.join(known)}.")
    return word


def words(name: str, default: str = "") -> list[str]:
    """A comma separated list, without its empty places."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def url(name: str, default: str = "", schemes: tuple[str, ...] = ("http", "https")) -> SplitResult:
    """An address with one of `schemes` and a host; no path beyond a final slash is dropped."""
    word = text(name, default)
    parts = urlsplit(word.rstrip("/"))
    try:
        usable = parts.scheme in schemes and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if word and not usable:
        raise ImproperlyConfigured(
            f"{name} is not an address we can use: write {' or '.join(schemes)}://host[:port]."
        )
    return parts


def place(name: str) -> str:
    """Where backups go: a folder, a bucket, "elsewhere", or nothing."""
    word = text(name).rstrip("/")
    parts = urlsplit(word)
    usable = (parts.scheme == "s3" and parts.netloc) or (
        parts.scheme == "file" and not parts.netloc and parts.path.strip("/")
    )
    if word and word != "elsewhere" and not usable:
        raise ImproperlyConfigured(
            f"{name} is {word!r}: write file:///a/folder, s3://bucket/folder, or elsewhere."
        )
    return word
