import sys
from pathlib import Path

from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from opinion.moving.leaving import archive, wxr


class Command(BaseCommand):
    help = (
        "Write the whole publication into one file: an archive that Opinion reads back to the "
        "letter, or an export that WordPress's own importer reads."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="a new file: archive.zip, or export.xml")
        parser.add_argument("--wordpress", action="store_true", help="as WordPress reads it (WXR)")
        parser.add_argument(
            "--with-private",
            action="store_true",
            help="in an archive also the staff's notes, and readers' addresses as they are sealed",
        )
        parser.add_argument(
            "--with-addresses",
            action="store_true",
            help="in an export for WordPress also readers' email addresses, in clear",
        )

    def handle(self, *, file, wordpress, with_private, with_addresses, **options):
        if with_private and wordpress or with_addresses and not wordpress:
            raise CommandError(
                _("--with-private goes with an archive, --with-addresses with --wordpress.")
            )
        if file.exists() or not file.parent.is_dir():
            raise CommandError(
                _("%(file)s is there already, or its folder is not.") % {"file": file}
            )
        if wordpress:
            wxr.write(file, with_addresses, self._tell_progress)
        else:
            archive.Writing(with_private, self._tell_progress).write(file)
        self.stdout.write(_("Written to %(file)s.") % {"file": file})

    def _tell_progress(self, part: float) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"\r{part:6.1%}", ending="")
