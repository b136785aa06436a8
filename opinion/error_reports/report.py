"""What is told of an error: what kind it was, and where in the code. Of nobody, by construction.

The words of an exception may quote what a reader typed, and frames hold it in their variables. So
neither leaves this machine: a report names its request, under which the log has the rest.
"""

import re
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, NamedTuple

from opinion import logs

LONGEST = 200
ADDRESS = re.compile(r"[^\s@<>\"'(),;:=]+@[^\s@<>\"'(),;]+")


class Frame(NamedTuple):
    file: str
    line: int
    function: str


class Raised(NamedTuple):
    """An exception, and the way to it."""

    kind: str
    frames: list[Frame]


class Report(NamedTuple):
    at: datetime
    logger: str
    message: str
    raised: list[Raised]
    """The exception that was met, and before it those that led to it."""
    request: str
    """The number of the request; empty where there was none."""

    @classmethod
    def of(cls, record) -> "Report":
        """Of a log record that has been masked: see logs.WithoutKeys."""
        line = " ".join(record.getMessage().split())
        return cls(
            datetime.fromtimestamp(record.created, UTC),
            record.name,
            ADDRESS.sub("***", line)[:LONGEST],
            [*_raised(record.exc_info[1])][::-1] if record.exc_info else [],
            logs.request_number(),
        )

    @property
    def kind(self) -> tuple:
        """Equal for what is the same mistake."""
        if not self.raised:
            return (self.logger, self.message)
        last = self.raised[-1]
        return (self.logger, last.kind, *last.frames[-1:])

    @property
    def title(self) -> str:
        if not (self.raised and self.raised[-1].frames):
            return self.message
        kind, (*_way, place) = self.raised[-1]
        return f"{kind} in {place.function}, {place.file}:{place.line}"

    @property
    def text(self) -> str:
        lines = [f"{self.at:%Y-%m-%d %H:%M:%S} UTC, {self.logger}", self.message]
        if self.request:
            lines.append(f"Request {self.request}: the log has the rest under this number.")
        for one in self.raised:
            lines += ["", *(f"  {f.file}:{f.line} {f.function}" for f in one.frames), one.kind]
        return "\n".join(lines)

    @property
    def event(self) -> dict[str, Any]:
        """In the words of Sentry's protocol."""
        return {
            "timestamp": self.at.isoformat(),
            "level": "error",
            "logger": self.logger,
            "message": self.message,
            "tags": {"request": self.request} if self.request else {},
            "exception": {"values": [_exception(one) for one in self.raised]},
        }


def _exception(raised: Raised) -> dict[str, Any]:
    frames = [{"filename": f.file, "lineno": f.line, "function": f.function} for f in raised.frames]
    return {"type": raised.kind, "value": "", "stacktrace": {"frames": frames}}


def _raised(error: BaseException | None) -> Iterator[Raised]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield Raised(type(error).__name__, [*_frames(error.__traceback__)])
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _frames(trace: TracebackType | None) -> Iterator[Frame]:
    for frame, line in traceback.walk_tb(trace):
        file = frame.f_code.co_filename.partition("site-packages/")
        yield Frame(file[2] or _ours(file[0]), line, frame.f_code.co_name)


def _ours(file: str) -> str:
    """Below the folder of the publication: what stands above it may name a person."""
    from django.conf import settings

    return file.removeprefix(f"{settings.BASE_DIR}/")
