"""`python -m benchmarks.shifted_clock HOURS PROGRAM …`: a program whose clock is wrong."""

import runpy
import sys
from datetime import UTC, datetime, timedelta

import time_machine

if __name__ == "__main__":
    hours, *words = sys.argv[1:]
    time_machine.travel(datetime.now(UTC) + timedelta(hours=int(hours))).start()
    if words[0] == "-m":
        sys.argv = words[1:]
        runpy.run_module(words[1], run_name="__main__", alter_sys=True)
    else:
        sys.argv = words
        runpy.run_path(words[0], run_name="__main__")
