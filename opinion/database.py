"""Where the database is: `DATABASE_URL`, else the embedded PostgreSQL. Starts nothing."""

import hashlib
import os
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

CLONE = Path(__file__).resolve().parent.parent
NAME = USER = "opinion"
SOCKET = ".s.PGSQL.5432"
# The kernel's sun_path holds 108 bytes (104 on a Mac), the closing zero among them.
LONGEST_SOCKET_PATH = 103

DJANGO_NAMES = {
    "dbname": "NAME",
    "user": "USER",
    "password": "PASSWORD",
    "host": "HOST",
    "port": "PORT",
}


def is_embedded() -> bool:
    return not os.environ.get("DATABASE_URL", "").strip()


def address() -> dict[str, Any]:
    """What `settings.DATABASES["default"]` needs to reach the database.

    Raises ValueError, in a sentence without the password, when `DATABASE_URL` cannot be one.
    """
    if is_embedded():
        return embedded_address(data_folder(var_folder()))
    return url_address(os.environ["DATABASE_URL"].strip())


def embedded_address(data: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": NAME,
        "USER": USER,
        "HOST": str(socket_folder(data)),
    }


def url_address(url: str) -> dict[str, Any]:
    """Django's names for the parts of a `postgresql://` address; all else goes to `OPTIONS`."""
    parts = _parts(url)
    found = {name: parts.pop(key) for key, name in DJANGO_NAMES.items() if key in parts}
    return {"ENGINE": "django.db.backends.postgresql", **found, "OPTIONS": parts}


def _parts(url: str) -> dict[str, Any]:
    if not url.startswith(("postgresql://", "postgres://")):
        raise ValueError(
            "DATABASE_URL is no address of a PostgreSQL database: "
            "write postgresql://user:password@host:5432/name."
        )
    try:
        parts = conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        # libpq's own words may quote the password.
        raise ValueError(
            "DATABASE_URL cannot be read: write postgresql://user:password@host:5432/name, "
            "with %-codes for special characters in the password."
        ) from None
    if not parts.get("dbname"):
        raise ValueError("DATABASE_URL names no database: end it with a slash and the name.")
    ports = filter(None, str(parts.get("port", "")).split(","))
    if not all(port.isdecimal() and 0 < int(port) < 65_536 for port in ports):
        raise ValueError("DATABASE_URL has a port that is no number from 1 to 65535.")
    return parts


# --- Where the embedded database lives: one rule for settings, supervisor and tests ---------------


def var_folder() -> Path:
    """The folder for everything this copy of the project writes: `OPINION_VAR`, else `var/`."""
    return Path(os.environ.get("OPINION_VAR", "").strip() or CLONE / "var").resolve()


def data_folder(var: Path, name: str = "postgres") -> Path:
    """PostgreSQL's data: a folder in `var`, or what `data_link` points at where that exists."""
    link = data_link(var, name)
    return link.readlink() if link.is_symlink() else var / name


def data_link(var: Path, name: str) -> Path:
    """Where the supervisor, run as root below a private folder, notes that data live elsewhere.

    The link's name holds this copy's own mark, so that a copied project never follows it.
    """
    return var / f"{name}.{mark(var)}"


def socket_folder(data: Path) -> Path:
    """The data folder itself, which is private; a short one where its path is too long."""
    if len(os.fsencode(data / SOCKET)) <= LONGEST_SOCKET_PATH:
        return data
    return Path("/tmp", f"opinion-{mark(data)}")


def mark(path: Path) -> str:
    """A short name for a path, so that two copies of the project never meet."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
