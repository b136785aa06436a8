"""Starting a process that is ours: in a session of its own, and gone when we are."""

import ctypes
import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

PR_SET_PDEATHSIG = 1
# Every part carries this variable, so that the next run recognises what a killed one left behind.
MARK = "OPINION_SUPERVISED_IN"


def spawn(
    command: Sequence[str | Path],
    *,
    environment: dict[str, str],
    user: pwd.struct_passwd | None = None,
    farewell: signal.Signals = signal.SIGTERM,
    **options: Any,
) -> subprocess.Popen[bytes]:
    """Start `command`, as `user` where given. On Linux it gets `farewell` should we be killed.

    Call it from the main thread: the kernel watches the thread that started the process.
    """
    return subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=leave_with_parent(farewell),
        **as_user(user),
        **options,
    )


def as_user(user: pwd.struct_passwd | None) -> dict[str, Any]:
    if user is None:
        return {}
    # Our own folder may be closed to that user.
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": [], "cwd": "/"}


def leave_with_parent(farewell: signal.Signals) -> Callable[[], None] | None:
    """What a child of this process calls to get `farewell` should we be killed; None if it cannot.

    To be asked for before there is a child.
    """
    if not sys.platform.startswith("linux"):
        return None
    prctl, parent = ctypes.CDLL(None).prctl, os.getpid()

    def leave() -> None:
        prctl(PR_SET_PDEATHSIG, farewell)
        if os.getppid() != parent:
            os.kill(os.getpid(), farewell)

    return leave
