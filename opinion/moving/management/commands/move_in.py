import json
import sys
from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from authors.models import User
from opinion.moving import checking, fetching
from opinion.moving import undo as undoing
from opinion.moving.errors import NotAnExport
from opinion.moving.leaving import archive
from opinion.moving.models import MoveIn
from opinion.moving.reading.recognise import source_of
from opinion.moving.report import Report
from opinion.moving.run import Import, identified
from opinion.moving.tables import Tables, proposed


class Command(BaseCommand):
    help = (
        "Bring articles, comments and pictures from another platform. Try it with --dry-run first: "
        "it tells what would come and changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="*", type=Path, help="the export, all its files at once")
        parser.add_argument("--dry-run", action="store_true", help="tell all and change nothing")
        parser.add_argument("--yes", action="store_true", help="take the proposed tables")
        parser.add_argument(
            "--tables", type=Path, help="who is who and what becomes what, as --write-tables wrote"
        )
        parser.add_argument("--write-tables", type=Path, help="write the proposed tables, and end")
        parser.add_argument("--uploads", type=Path, help="a folder or zip of the old pictures")
        parser.add_argument(
            "--site", default="", help="the old site's address, where an export does not tell it"
        )
        parser.add_argument("--by", default="", help="the user in whose name it is done")
        parser.add_argument("--report", type=Path, help="also write the whole report here, as JSON")

        parser.add_argument(
            "--undo", type=int, metavar="NUMBER", help="take back a moving in, and log that"
        )
        parser.add_argument(
            "--pictures", type=int, metavar="NUMBER", help="fetch the pictures of a moving in"
        )
        parser.add_argument(
            "--check", type=int, metavar="NUMBER", help="count its threads, ask its old addresses"
        )
        parser.add_argument("--why", default="", help="with --undo: is logged")

    def handle(self, *, undo, why, pictures, check, **options):
        if undo is not None:
            self._undo(undo, why, options["by"])
        elif pictures is not None:
            self._fetch(pictures)
        elif check is not None:
            self._check(check)
        elif not options["files"]:
            raise CommandError(_("Name the files of the export."))
        else:
            self._move_in(**options)

    def _undo(self, number: int, why: str, by: str) -> None:
        move_in = _standing(number)
        why = why.strip() or str(_("Moving in undone"))
        done = undoing.undo(move_in, _user(by) or "manage.py move_in --undo", why)
        for word, counts in ((_("deleted"), done.deleted), (_("kept"), done.kept)):
            for kind, count in sorted(counts.items()):
                self.stdout.write(f"{word}: {kind}: {count}")

    def _check(self, number: int) -> None:
        report = Report()
        holds = checking.check(_standing(number), report)
        self.stdout.write("\n".join(report.lines()))
        if not holds:
            raise CommandError(_("Not all of it holds: see above."))

    def _fetch(self, number: int) -> None:
        report = Report()
        fetching.Fetching(_standing(number), report).run()
        self.stdout.write("\n".join(report.lines()))

    def _move_in(self, files, dry_run, write_tables, report, **options):
        if len(files) == 1 and archive.is_archive(files[0]):
            self._read_archive(files[0], dry_run)
            return
        told = Report()
        try:
            source = source_of(files, options["site"])
            survey = source.survey(told)
            if write_tables:
                write_tables.write_text(_json(proposed(survey).as_json()))
                return
            move = Import(
                source,
                survey,
                self._chosen(survey, dry_run, **options),
                told,
                identified(files),
                by=_user(options["by"]),
                uploads=_existing(options["uploads"]),
                is_dry=dry_run,
                tell=self._tell_progress,
            )
            move_in = move.run()
        except NotAnExport as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(
                _("%(file)s cannot be read: %(why)s")
                % {"file": error.filename, "why": error.strerror}
            ) from None
        if report:
            report.write_text(_json(told.as_json()))
        self._tell(told, None if dry_run else move_in)

    def _chosen(self, survey, dry_run: bool, *, yes, tables, **_options) -> Tables:
        """The tables that somebody confirmed; those proposed, for a trial."""
        chosen = _read_tables(tables) if tables else proposed(survey)
        if dry_run or not (yes or tables):
            self._tell_tables(chosen)
        if not (yes or tables or dry_run):
            raise CommandError(
                _("Nothing was changed. Confirm these tables with --yes or with --tables.")
            )
        return chosen

    def _tell(self, told: Report, move_in: MoveIn | None) -> None:
        self.stdout.write("\n".join(told.lines()))
        if move_in is None:
            self.stdout.write(_("Nothing is changed: this was a dry run."))
            return
        number = {"number": move_in.pk}
        if told.counts["pictures to fetch"]:
            self.stdout.write(
                _("Fetch its pictures: manage.py move_in --pictures %(number)d") % number
            )
        self.stdout.write(
            _("Moved in as number %(number)d. To undo it: manage.py move_in --undo %(number)d")
            % number
        )

    def _read_archive(self, path: Path, dry_run: bool) -> None:
        try:
            counts = archive.Reading(path, self._tell_progress).read(dry_run)
        except NotAnExport as error:
            raise CommandError(str(error)) from None
        for kind, count in counts.items():
            self.stdout.write(f"{kind}: {count}")
        if dry_run:
            self.stdout.write(_("Nothing is changed: this was a dry run."))

    def _tell_tables(self, tables: Tables) -> None:
        self.stdout.write(_json(tables.as_json()))

    def _tell_progress(self, part: float) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"\r{part:6.1%}", ending="")


def _standing(number: int) -> MoveIn:
    move_in = MoveIn.objects.filter(pk=number, undone_at=None).first()
    if not move_in:
        raise CommandError(_("There is no such moving in, or it is undone already."))
    return move_in


def _json(said: Any) -> str:
    return json.dumps(said, indent=2, ensure_ascii=False)


def _read_tables(path: Path) -> Tables:
    try:
        return Tables.from_json(json.loads(path.read_text()))
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise CommandError(
            _("%(file)s holds no tables that --write-tables has written.") % {"file": path.name}
        ) from error


def _existing(place: Path | None) -> Path | None:
    if place and not place.exists():
        raise CommandError(_("There is no %(place)s.") % {"place": place})
    return place


def _user(name: str) -> User | None:
    user = User.objects.filter(username=name).first() if name else None
    if name and not user:
        raise CommandError(_("Nobody on the staff is called %(name)s.") % {"name": name})
    return user
