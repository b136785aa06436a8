from pathlib import Path

from django.core.management import CommandError
from django.core.management.base import BaseCommand

from opinion.backups import manifest, restore
from opinion.backups.errors import BackupError
from opinion.backups.storage import Storage


class Command(BaseCommand):
    help = "Put a backup back: the latest, unless another one is named."

    def add_arguments(self, parser):
        parser.add_argument("name", nargs="?", help="one of those that --list tells")
        parser.add_argument("--key", type=Path, help="the file with the private half of the key")
        parser.add_argument("--list", action="store_true", help="only tell which backups there are")
        where = parser.add_mutually_exclusive_group()
        where.add_argument(
            "--check", action="store_true", help="only look whether it can be restored"
        )
        where.add_argument("--into", metavar="NAME", help="into a new database of this name")
        where.add_argument(
            "--replace",
            action="store_true",
            help="in the place of the publication that is here, which is kept aside",
        )
        parser.add_argument(
            "--leave-out-damaged",
            action="store_true",
            help="put all else back, where picture files are damaged",
        )

    def handle(self, *, name, key, list, check, **options):
        try:
            if list:
                self._list()
            else:
                self._open(name, key, check, options)
        except BackupError as error:
            raise CommandError(str(error)) from error

    def _open(self, name, key, check, options):
        if key is None:
            raise BackupError("Say --key FILE: the file with the private half of the key.")
        keys, tell = restore.identities(key), self.stdout.write
        if check:
            self._say_good(*restore.look_at(name, keys, tell))
        else:
            into, replace = options["into"], options["replace"]
            leave_out = options["leave_out_damaged"]
            done = restore.restore(
                name, keys, into=into, replace=replace, tell=tell, leave_out=leave_out
            )
            self._say_done(done, into)

    def _list(self):
        for name, is_good in Storage().names().items():
            self.stdout.write(name if is_good else f"{name} (never found good)")

    def _say_good(self, name, found):
        self.stdout.write(
            f"{name} is good: {len(found.tables)} tables and {len(found.media)} picture files as "
            f"they were at {found.taken_at:%Y-%m-%d %H:%M} UTC, of Opinion {found.version}."
        )
        self._say_keys(found)

    def _say_done(self, done, into):
        self.stdout.write(
            f"The database {done.database} is as it was at {done.manifest.taken_at:%Y-%m-%d %H:%M} "
            f"UTC, in Opinion {done.manifest.version}. The pictures are in {done.media}."
        )
        for name in done.left_out:
            self.stderr.write(f"Damaged, and not put back: {name}")
        self._say_keys(done.manifest)
        if into:
            self.stdout.write(
                f"To use it, name it in DATABASE_URL, and set MEDIA_ROOT={done.media}."
            )
        elif done.before:
            self.stdout.write(
                f"What was here before is kept in the database {done.before}. Once it is not "
                f'wanted: DROP DATABASE "{done.before}".'
            )
        self.stdout.write("Next: manage.py upgrade, then start web server and worker.")

    def _say_keys(self, found):
        lost = manifest.lost_keys(found)
        for sentence in lost:
            self.stderr.write(sentence)
        if not lost:
            self.stdout.write("The keys here are those that it was made with.")
