"""The secrets of a copy that runs on the embedded database: made once, kept in its `var` folder."""

import base64
import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from opinion import database


def embedded_secrets() -> dict[str, str]:
    """SECRET_KEY, CONTACT_KEYS and CONTACT_DIGEST_KEY of this copy, made on the first call."""
    kept = database.var_folder() / "secrets.env"
    if not kept.exists():
        _keep(kept)
    lines = kept.read_text(encoding="utf-8").splitlines()
    return {name: value for name, _equals, value in (line.partition("=") for line in lines) if name}


def _keep(kept: Path) -> None:
    """Write the file whole or not at all; of two processes at once, the first one's file stays."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=kept.parent, prefix="secrets-")  # 0600 from birth
    written = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.writelines(f"{name}={value}\n" for name, value in _fresh().items())
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            kept.hardlink_to(written)
    finally:
        written.unlink()


def _fresh() -> dict[str, str]:
    return {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "CONTACT_KEYS": f"{secrets.token_hex(4)}:{_key()}",
        "CONTACT_DIGEST_KEY": _key(),
    }


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()
