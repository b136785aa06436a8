"""Files that an editor asks for on a page, written to a place that is gone once they are sent."""

import tempfile
from pathlib import Path

from .leaving import archive, wxr

WRITERS = {
    "archive": ("opinion-archive.zip", lambda path: archive.Writing(False).write(path)),
    "wordpress": ("wordpress.xml", wxr.write),
}


class Departure:
    """One file, in a folder of its own; opened, it has no name on the disk any more."""

    def __init__(self, path: Path) -> None:
        self.path, self.name = path, path.name

    def open(self, mode: str):
        file = self.path.open(mode)
        self.path.unlink()
        self.path.parent.rmdir()
        return file


def write(kind: str) -> Departure | None:
    """None for a kind that there is not."""
    if kind not in WRITERS:
        return None
    name, writer = WRITERS[kind]
    path = Path(tempfile.mkdtemp(prefix="moving-out-"), name)
    writer(path)
    return Departure(path)
