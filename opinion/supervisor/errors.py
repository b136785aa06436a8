from collections.abc import Iterable

DISK_FULL = "The disk is full. Make room (df -h shows where), then start again"


class StartupError(Exception):
    """Something the person at the terminal can put right. Its text says how."""


def explained(lines: Iterable[str], otherwise: str) -> str:
    """A program's last lines, and a sentence on them that says what to do where we know."""
    said = "\n".join(lines)
    sentence = DISK_FULL if "No space left on device" in said else otherwise
    return f"{said}\n{sentence}" if said else sentence
