"""A program: hashes the one password that it is told, behind all that readers wait for.

Told as an argument is how far it stands back, and on the standard input what scrypt takes, in hex,
so that no list of processes shows it. Imports nothing of ours: it is to begin at once.
"""

import fcntl
import hashlib
import os
import sys
from contextlib import suppress

IDLE, BEHIND = "idle", "behind"
# Of twenty: on a machine that is busy, the last waits half a minute for its third of a second.
NICE = {IDLE: 19, BEHIND: 5}


def stand_back(how: str) -> None:
    """Idle is what runs where nobody else wants to, and gives way at once to whoever does."""
    os.nice(NICE[how])
    if sys.platform != "linux":
        return
    # Where the kernel shares a processor by sessions, nothing but this is heard outside of ours.
    with suppress(OSError):
        os.write(os.open("/proc/self/autogroup", os.O_WRONLY), str(NICE[how]).encode())
    if how == IDLE:
        # Where a container forbids it, it runs behind the others all the same.
        with suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
        # One at a time on this machine, whichever of its processes asked. Let go of at the end.
        fcntl.flock(os.open(__file__, os.O_RDONLY), fcntl.LOCK_EX)


if __name__ == "__main__":
    stand_back(sys.argv[1])
    password, salt, *numbers = sys.stdin.read().split(",")
    n, r, p, memory = map(int, numbers)
    hashed = hashlib.scrypt(
        bytes.fromhex(password), salt=bytes.fromhex(salt), n=n, r=r, p=p, maxmem=memory, dklen=64
    )
    sys.stdout.write(hashed.hex())
