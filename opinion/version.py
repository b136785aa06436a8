"""Which version this is: written down once, in pyproject.toml."""

import tomllib

from .database import CLONE

VERSION: str = tomllib.loads((CLONE / "pyproject.toml").read_text(encoding="utf-8"))["project"][
    "version"
]
