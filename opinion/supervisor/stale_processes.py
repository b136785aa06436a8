"""What a run that was killed left behind. Only to be called while holding this copy's lock."""

import os
import signal
from contextlib import suppress
from pathlib import Path

import psutil

from opinion.supervisor.process import MARK


def end_parts(var: Path) -> None:
    """End web, worker and steps of an earlier run in `var`."""
    _end(_with_mark(str(var)), signal.SIGTERM)


def end_servers(data: Path) -> None:
    """End a PostgreSQL that still runs in `data`, and forget a pid file that came by copying.

    Two servers on one data folder would destroy it, so this looks at the processes themselves:
    the pid in the file may be another program's by now, or another copy's server.
    """
    found = _servers(data)
    postmaster = _pid_in(data)
    _end([process for process in found if process.pid == postmaster], signal.SIGINT)
    _end(_servers(data), signal.SIGQUIT)
    if found == [] and postmaster and psutil.pid_exists(postmaster):
        (data / "postmaster.pid").unlink(missing_ok=True)


def _with_mark(mark: str) -> list[psutil.Process]:
    return [
        process
        for process in psutil.process_iter(["environ"])
        if (process.info["environ"] or {}).get(MARK) == mark and process.pid != os.getpid()
    ]


def _servers(data: Path) -> list[psutil.Process]:
    """Postmaster and backends: a server enters its data folder and stays there."""
    return [
        process
        for process in psutil.process_iter(["cwd", "name"])
        if process.info["name"] == "postgres" and process.info["cwd"] == str(data)
    ]


def _pid_in(data: Path) -> int | None:
    try:
        return int((data / "postmaster.pid").read_text().splitlines()[0])
    except (OSError, ValueError, IndexError):
        return None


def _end(processes: list[psutil.Process], first: signal.Signals) -> None:
    for process in processes:
        _signal(process, first)
    _gone, left = psutil.wait_procs(processes, timeout=10)
    for process in left:
        _signal(process, signal.SIGKILL)
    psutil.wait_procs(left, timeout=5)


def _signal(process: psutil.Process, number: signal.Signals) -> None:
    with suppress(psutil.NoSuchProcess):
        process.send_signal(number)
