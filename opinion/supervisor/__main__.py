import errno
import os
import sys
from pathlib import Path

import psycopg
from django.core.exceptions import ImproperlyConfigured

from opinion import database, environment
from opinion.supervisor.commands import Commands, environment_for_parts
from opinion.supervisor.console import Console
from opinion.supervisor.errors import DISK_FULL, StartupError, explained
from opinion.supervisor.supervisor import Stopped, Supervisor


def main(word: str) -> int:
    try:
        environment.read_dotenv(database.CLONE / ".env")
        var = _var_folder()
        return _live(word, var)
    except (StartupError, ImproperlyConfigured) as trouble:
        return _tell(str(trouble))
    except psycopg.Error as error:
        return _tell(explained([str(error).strip()], "The database refused this") + ".")
    except OSError as error:
        return _tell(_words(error))


def _var_folder() -> Path:
    var = database.var_folder()
    try:
        var.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StartupError(_not_writable(var, error)) from None
    if not os.access(var, os.W_OK | os.X_OK):
        raise StartupError(_not_writable(var, None))
    return var


def _live(word: str, var: Path) -> int:
    console = Console()
    supervisor = Supervisor(environment_for_parts(var), console)
    supervisor.heed_signals()
    commands = Commands(supervisor, console, var)
    try:
        return {"run": commands.run, "demo": commands.demo, "bench": commands.bench}[word]() or 0
    except Stopped:
        console.say("")
        return 0 if word == "run" else 130
    finally:
        supervisor.close()


def _not_writable(var: Path, error: OSError | None) -> str:
    if error and error.errno == errno.ENOSPC:
        return DISK_FULL + "."
    return (
        f"Cannot write to {var}. Take ownership of it (it may belong to root), "
        "or choose another folder: OPINION_VAR=/some/folder make run"
    )


def _words(error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return DISK_FULL + "."
    return f"{error.strerror}: {error.filename}. Fix this, then start again."


def _tell(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(*(sys.argv[1:] or ["run"])))
