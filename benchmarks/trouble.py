"""Asking while programs may be killed: what is met is counted, and only what may be is let pass."""

import http.client
import time
from collections import Counter
from collections.abc import Callable
from typing import TypeVar

from django.db import DatabaseError, InterfaceError, connection

from .load import Answer, Request, ask

PATIENCE = 120
# While the database is away, a reader is told so, and nobody anything else.
AWAY = 503
Told = TypeVar("Told")


class Asking:
    """Asks a web server on a port of this machine. `is_disturbed` where programs are killed."""

    def __init__(self, port: int, is_disturbed: bool = False):
        self.port, self.is_disturbed = port, is_disturbed
        self.troubles: Counter = Counter()

    def once(self, request: Request) -> Answer | None:
        """The answer, whatever it says; None where there was none, or the database was away."""
        try:
            answer = ask(self.port, request)
        except (OSError, http.client.HTTPException) as error:
            return self._note(request, type(error).__name__)
        if answer.status >= 500:
            assert answer.status == AWAY, f"{request.path} answered {answer.status}"
            return self._note(request, str(answer.status))
        return answer

    def until(self, status: int, request: Request) -> Answer:
        """Ask again until there is an answer; it has this status."""
        patience = time.monotonic() + PATIENCE
        while not (answer := self.once(request)):
            assert time.monotonic() < patience, f"{request.path} is never answered"
            time.sleep(0.05)
        assert answer.status == status, f"{request.path} answered {answer.status}"
        return answer

    def of_database(self, question: Callable[[], Told]) -> Told:
        """What `question` says, asked again where the database went away meanwhile."""
        patience = time.monotonic() + PATIENCE
        while True:
            try:
                return question()
            except (DatabaseError, InterfaceError) as error:
                if not self.is_disturbed or time.monotonic() > patience:
                    raise
                self.troubles[f"{type(error).__name__} of ours"] += 1
                connection.close()
                time.sleep(0.1)

    def _note(self, request: Request, what: str) -> None:
        assert self.is_disturbed, f"{request.path}: {what}"
        self.troubles[what] += 1
