"""What an editor does page by page: files sent, tables confirmed, tried out, moved in, taken back.

Each step that takes long is the worker's; its page asks how far it is.
"""

import secrets
import shutil
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from opinion.jobs import queue

from .errors import NotAnExport
from .fetching import Fetching
from .models import MoveIn
from .reading.recognise import source_of
from .report import Report
from .run import Import, Stopped, identified
from .tables import Tables, proposed

Stage = MoveIn.Stage
UPLOADS = "uploads.zip"


def begin(files, uploads, site: str, by) -> MoveIn:
    """Keep what was sent, and have it looked at. Raises NotAnExport for what we cannot read."""
    folder = secrets.token_hex(16)
    place = _place(folder)
    place.mkdir(parents=True, mode=0o700)
    try:
        for number, file in enumerate(files):
            _keep(file, place / f"{number}-{Path(file.name).name[:80]}")
        if uploads:
            _keep(uploads, place / UPLOADS)
        platform = source_of(_files(place), site).platform
        with transaction.atomic():
            move_in = MoveIn.objects.create(
                platform=platform,
                begun_by=by,
                folder=folder,
                site=site,
                files=[one | {"name": _as_sent(one["name"])} for one in identified(_files(place))],
                stage=Stage.LOOKING,
            )
            _queue("look", move_in)
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise
    return move_in


def ask(move_in: MoveIn, task: str, stage: str, **said) -> None:
    """Have the worker do the next step."""
    with transaction.atomic():
        move_in.enter(stage, is_to_stop=False, problem="", **said)
        _queue(task, move_in)


def look(move_in: MoveIn) -> None:
    report = Report()
    source = source_of(_files(_place(move_in.folder)), move_in.site)
    survey = source.survey(report)
    move_in.enter(
        Stage.FOUND,
        source_base=survey.base,
        tables=proposed(survey).as_json(),
        report=report.as_json(),
    )


def run(move_in: MoveIn, is_dry: bool) -> None:
    """Try it out, or do it. Raises NotAnExport."""
    report, place = Report(), _place(move_in.folder)
    files = _files(place)
    source = source_of(files, move_in.site)
    survey = source.survey(report)
    uploads = place / UPLOADS
    work = Import(
        source,
        survey,
        Tables.from_json(move_in.tables),
        report,
        move_in.files,
        by=move_in.begun_by,
        uploads=uploads if uploads.exists() else None,
        begun=move_in,
        is_dry=is_dry,
        tell=lambda part: _tell(move_in, part),
    )
    try:
        work.run()
    except Stopped:
        move_in.enter(Stage.TRIED, report=report.as_json())
        return
    if is_dry:
        move_in.enter(Stage.TRIED, report=report.as_json(), progress=0)
    else:
        forget_files(move_in)


def fetch(move_in: MoveIn) -> None:
    report = Report()
    Fetching(move_in, report).run()
    said = move_in.report
    said["named"] = said.get("named", {}) | report.named
    move_in.enter(Stage.MOVED, report=said)


def forget_files(move_in: MoveIn) -> None:
    """Erase what was sent: it holds the addresses of readers."""
    if move_in.folder:
        shutil.rmtree(_place(move_in.folder), ignore_errors=True)
    MoveIn.objects.filter(pk=move_in.pk).update(folder="")


def _tell(move_in: MoveIn, part: float) -> None:
    MoveIn.objects.filter(pk=move_in.pk).update(progress=part)


def _queue(task: str, move_in: MoveIn) -> None:
    queue(f"opinion.moving.tasks.{task}", move_in=move_in.pk)


def _place(folder: str) -> Path:
    return Path(settings.VAR_DIR, "moving", folder)


def _files(place: Path) -> list[Path]:
    found = (
        sorted(path for path in place.iterdir() if path.name != UPLOADS) if place.is_dir() else []
    )
    if not found:
        raise NotAnExport(_("The files are gone. Send them again."))
    return found


def _as_sent(name: str) -> str:
    """A file's name without the number that keeps two of one name apart."""
    return name.partition("-")[2]


def _keep(upload, path: Path) -> None:
    with path.open("xb") as file:
        path.chmod(0o600)
        for piece in upload.chunks():
            file.write(piece)
