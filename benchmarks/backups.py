"""A backup while readers write as many comments as the machine takes, and what becomes of it.

Restored elsewhere, each table is what it was in the dump's own moment; a flipped byte is found;
without the keys nothing is lost but what only they can read.
"""

import io
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace

import pyrage
from django.test import override_settings

from comments.models import Comment
from comments.security.encryption import DecryptionFailed
from opinion.backups import archive, databases, tables
from opinion.backups.errors import BackupError
from opinion.database import CLONE
from opinion.supervisor.console import Console

from . import filling, outlets, survival
from .programs import WORDS, Programs, environment_of, free_port
from .sizes import LARGE, Sizes
from .survival import Readers

SIZES = replace(LARGE, articles=5_000, comments=100_000, threads=(5_000, 50, 1), waiting=5_000)
WEB = {"web": WORDS["web"]}
# A hundred kilobytes each, which no program makes smaller.
PICTURES, PICTURE_BYTES = 500, 100_000


@dataclass(frozen=True)
class Figures:
    stored: int
    per_second: float
    seconds: float
    size: int
    tables: int
    flips: int
    first: int
    """What all files of the first backup come to, and what the next one adds, in bytes."""
    next: int

    def __str__(self) -> str:
        return (
            f"{self.stored:,} comments in it, {self.per_second:.0f} a second written meanwhile; "
            f"made, read back and compared in {self.seconds:.0f} s, {self.size / 2**20:.0f} MB; "
            f"with {PICTURES} pictures {self.first / 2**20:.0f} MB, the next backup "
            f"{self.next / 2**20:.1f} MB more; "
            f"{self.tables} tables equal, {self.flips} flipped bytes found, no word lost with the "
            "keys"
        )


class Backups:
    """An outlet with a folder for its backups, and the key to them."""

    def __init__(self, outlet, folder: Path):
        self.outlet, self.folder = outlet, folder
        identity = pyrage.x25519.Identity.generate()
        self.key = folder / "key.txt"
        self.key.write_text(str(identity))
        self.identity = identity
        self.environment = environment_of(outlet, str(folder), free_port()) | {
            # Every reader comes from elsewhere, so that no limit is met.
            "TRUSTED_PROXIES": "1",
            "BACKUP_TO": f"file://{folder}/backups",
            "BACKUP_RECIPIENTS": str(identity.to_public()),
        }

    def manage(self, *words: str) -> str:
        """What a management command said; AssertionError where it failed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=CLONE,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    @property
    def stored(self) -> Path:
        """The first one."""
        return min((self.folder / "backups").glob("*.age"))

    @property
    def size(self) -> int:
        """Of all that lies there."""
        return sum(path.stat().st_size for path in archive.files(self.folder / "backups"))

    def add_pictures(self):
        chance, folder = random.Random(1), self.folder / "media/pictures/2026/12"
        folder.mkdir(parents=True)
        for number in range(PICTURES):
            (folder / f"{number}.jpg").write_bytes(chance.randbytes(PICTURE_BYTES))


def run(sizes: Sizes, flips: int, console: Console, name: str = "bench_backups") -> Figures:
    """Raises AssertionError where it does not hold. Programs are started: from the main thread."""
    with (
        outlets.scratch(console, name) as outlet,
        outlet.in_charge(),
        tempfile.TemporaryDirectory(prefix="opinion-") as folder,
    ):
        outlet.sizes = sizes
        filling.fill(outlet, console)
        backups = Backups(outlet, Path(folder))
        backups.add_pictures()
        with writing(backups, outlet.busiest) as readers:
            before, begun = [*readers.acknowledged], time.monotonic()
            with console.step("Backing up"):
                backups.manage("back_up")
            seconds = time.monotonic() - begun
            meanwhile = len(readers.acknowledged) - len(before)
        first = backups.size
        found = read(backups.stored, backups.identity)
        with console.step("Restoring elsewhere"), _restored(backups) as elsewhere:
            with databases.connect(elsewhere) as opened:
                assert tables.digests(opened) == found.tables, "a table is not what it was"
            stored = verify(elsewhere, before, meanwhile)
        _verify_flips(backups, flips)
        backups.manage("back_up")
        return Figures(
            stored,
            meanwhile / seconds,
            seconds,
            backups.stored.stat().st_size,
            len(found.tables),
            flips,
            first,
            backups.size - first,
        )


@contextmanager
def writing(backups: Backups, article) -> Iterator[Readers]:
    """Within, readers write into an article through the web server, one comment after another."""
    town = SimpleNamespace(article=article, comments=sys.maxsize)
    with Programs(backups.environment, backups.folder, WEB) as programs:
        programs.start_all()
        wait(programs.are_up)
        readers = Readers(town, programs.port)
        readers.allowed = sys.maxsize
        with ThreadPoolExecutor(survival.WRITERS) as pool:
            acts = [pool.submit(readers.write) for _writer in range(survival.WRITERS)]
            try:
                wait(lambda: len(readers.acknowledged) > survival.WRITERS)
                yield readers
            finally:
                readers.stopped = True
        for act in acts:
            act.result()


def wait(done: Callable[[], bool]):
    patience = time.monotonic() + survival.PATIENCE
    while not done():
        assert time.monotonic() < patience, "nothing happens any more"
        time.sleep(0.02)


@contextmanager
def _restored(backups: Backups) -> Iterator[str]:
    name = f"{backups.outlet.database}_elsewhere"
    try:
        backups.manage("restore_backup", "--key", str(backups.key), "--into", name)
        yield name
    finally:
        databases.drop(name)


def verify(elsewhere: str, before: list[int], meanwhile: int) -> int:
    """All that was acknowledged before is there, and readable without the keys but addresses."""
    other = outlets.Outlet("elsewhere")
    other.connection.settings_dict["NAME"] = elsewhere
    with other.in_charge():
        texts = {*Comment.objects.values_list("text", flat=True)}
        lost = [number for number in before if survival._text(number) not in texts]
        assert not lost, f"{len(lost)} comments that were acknowledged are not in the backup"
        assert meanwhile, "nobody wrote meanwhile"
        _verify_without_keys()
        count = Comment.objects.count()
        other.connection.close()
    return count


def _verify_without_keys():
    """Addresses are readable with the keys only; words and names without them as well."""
    written = Comment.objects.filter(contact__email__isnull=False).latest("pk")
    assert written.contact.email_to_write_to.endswith("@readers.example.org")
    with override_settings(CONTACT_KEYS={"another": bytes(32)}):
        with suppress(DecryptionFailed):
            read_without = written.contact.email_to_write_to
            raise AssertionError(f"an address was read without its key: {read_without}")
        assert Comment.objects.get(pk=written.pk).text


def read(path: Path, identity, written: bytes | None = None):
    """The manifest of a backup whose every byte was looked at."""
    with tempfile.TemporaryDirectory() as folder:
        sealed = io.BytesIO(path.read_bytes() if written is None else written)
        return archive.read(path.name, sealed, [identity], Path(folder))


def _verify_flips(backups: Backups, flips: int):
    whole, chance = backups.stored.read_bytes(), random.Random(flips)
    for _time in range(flips):
        written = bytearray(whole)
        written[chance.randrange(len(written))] ^= 1 << chance.randrange(8)
        with suppress(BackupError):
            read(backups.stored, backups.identity, bytes(written))
            raise AssertionError("a flipped byte was not found")
