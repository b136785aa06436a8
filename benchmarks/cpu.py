"""The time of the processor that programs have used, in seconds, as Linux tells it in /proc."""

from pathlib import Path

import psutil
from django.db import connection

PROC = Path(psutil.PROCFS_PATH)


def of_program(process: psutil.Process) -> float:
    """Of a program and all that it started."""
    return sum(map(_of, [process, *process.children(recursive=True)]))


def of_database(name: str) -> float:
    """Of the sessions that call themselves `name`, on this machine's PostgreSQL."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE application_name = %s", [name])
        return sum(_of(psutil.Process(pid)) for (pid,) in cursor.fetchall())


def _of(process: psutil.Process) -> float:
    """In nanoseconds where the kernel counts them; else in hundredths of a second."""
    try:
        spent = [_nanoseconds(process.pid, thread.id) for thread in process.threads()]
        return sum(spent) / 1_000_000_000
    except OSError:
        times = process.cpu_times()
        return times.user + times.system


def _nanoseconds(pid: int, thread: int) -> int:
    return int((PROC / f"{pid}/task/{thread}/schedstat").read_text().split()[0])
