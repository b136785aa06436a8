"""A pytest plugin: the tests' own embedded PostgreSQL, unless DATABASE_URL names another.

Each run has a server to itself, on the first of `var/test-postgres-1`, `-2` … that no other run
uses, so that runs side by side never meet. Workers of pytest-xdist inherit the address of their
controller's.
"""

import atexit
import base64
import itertools
import os
import shutil
import subprocess

import pytest

from opinion import database

SECRETS = {
    "SECRET_KEY": "only-the-tests-sign-with-this-and-nothing-else-ever-does",
    "CONTACT_KEYS": f"tests:{base64.b64encode(b'contacts of the test suite only!').decode()}",
    "CONTACT_DIGEST_KEY": base64.b64encode(b"digests of the test suite, only!").decode(),
}


def pytest_addoption(parser):
    """The one hook called as soon as this plugin is loaded, before pytest-django reads settings."""
    for name, value in SECRETS.items():
        os.environ.setdefault(name, value)
    # A thread of the live server keeps no connection that would outlive its test.
    os.environ.setdefault("DATABASE_CONN_MAX_AGE", "0")
    # Programs that tests start by the dozen would each compile our code anew.
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
        os.environ["PYTHONPYCACHEPREFIX"] = str(database.var_folder() / "pycache")
    if database.is_embedded():
        os.environ["DATABASE_URL"] = start_server()


def start_server():
    # Here, because with a DATABASE_URL the embedded PostgreSQL need not be installed.
    from opinion.supervisor.errors import StartupError
    from opinion.supervisor.postgres import TESTS_ONLY, Server

    var = database.var_folder()
    try:
        name = claim_name(var)
        server = Server(var, name, TESTS_ONLY)
        atexit.register(server.stop)
        if not run(server):
            # Its data are unsafe by choice (fsync=off), and worth nothing: begin again.
            shutil.rmtree(server.data, ignore_errors=True)
            if not run(server):
                raise StartupError("The tests' PostgreSQL does not start.")
    except StartupError as trouble:
        raise pytest.UsageError(str(trouble)) from None
    return server.url


def claim_name(var):
    from opinion.supervisor.lock import Lock

    var.mkdir(parents=True, exist_ok=True)
    locks = (Lock(var / f"test-postgres-{number}.lock") for number in itertools.count(1))
    lock = next(lock for lock in locks if lock.take("make test"))
    atexit.register(lock.release)  # after server.stop, which is registered later
    return lock.path.stem


def run(server):
    if server.is_new:
        server.create()
    server.check()
    server.start(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if not server.wait():
        server.stop()
        return False
    server.ensure_database()
    return True
