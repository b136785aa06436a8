import fcntl
import os
from pathlib import Path


class Lock:
    """A file lock, gone with the process that holds it. The file tells who that is, and why."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle: int | None = None

    def take(self, purpose: str) -> bool:
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return False
        self._handle = handle
        self.note(purpose)
        return True

    def note(self, purpose: str) -> None:
        assert self._handle is not None
        os.ftruncate(self._handle, 0)
        os.pwrite(self._handle, f"{os.getpid()} {purpose}\n".encode(), 0)

    def holder(self) -> tuple[str, str]:
        """Process id and purpose of whoever holds it."""
        pid, _space, purpose = self.path.read_text().strip().partition(" ")
        return pid, purpose

    def release(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
