import logging
import traceback
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from opinion.articles.models import Publication

from . import departures, steps
from .errors import NotAnExport
from .models import MoveIn, MoveOut

logger = logging.getLogger(__name__)
# Files that nobody went on with hold the addresses of readers.
PATIENCE = timedelta(days=7)


@app.task(lock="moving")
def look(move_in: int):
    """Count what the files of a moving in hold, and propose its tables."""
    _step(move_in, steps.look)


@app.task(lock="moving")
def try_out(move_in: int):
    """Do all of it and undo each batch."""
    _step(move_in, lambda found: steps.run(found, is_dry=True))


@app.task(lock="moving")
def move(move_in: int):
    """Move in, or go on with it."""
    _step(move_in, lambda found: steps.run(found, is_dry=False))


@app.task(lock="moving")
def fetch(move_in: int):
    """Fetch the pictures that are still on the old site."""
    _step(move_in, steps.fetch)


@app.task(lock="moving out")
def write_out(move_out: int):
    """Write the publication into one file, for whoever asked for it."""
    found = MoveOut.objects.filter(pk=move_out, finished_at=None).first()
    if not found:
        return
    try:
        departures.write(found)
    except OSError as error:
        departures.finish(found, problem=error.strerror or type(error).__name__)
    except Exception as error:
        departures.finish(found, problem=_told(found, error))


@app.periodic(cron="43 * * * *")
@app.task(queueing_lock="forget_departures", lock="moving out")
def forget_departures(timestamp: int):
    """Erase what was written a day ago."""
    departures.forget_old()


@app.periodic(cron="41 3 * * *")
@app.task(queueing_lock="forget_moved_files", lock="forget_moved_files")
def forget_moved_files(timestamp: int):
    """Erase files that were sent a week ago, whatever became of them."""
    old = MoveIn.objects.filter(begun_at__lt=timezone.now() - PATIENCE).exclude(folder="")
    for move_in in old:
        steps.forget_files(move_in)


def _step(number: int, do):
    found = MoveIn.objects.filter(pk=number).first()
    # The worker was killed and this is asked again, or nobody waits for it any more.
    if not found or not found.is_at_work:
        return
    with Publication.objects.current().at_home():
        try:
            do(found)
        except NotAnExport as error:
            found.enter(MoveIn.Stage.FAILED, problem=str(error)[:500])
        except Exception as error:
            found.enter(MoveIn.Stage.FAILED, problem=_told(found, error))


def _told(moving: MoveIn | MoveOut, error: Exception) -> str:
    """Not its words: they may hold what a reader wrote."""
    name = type(error).__name__
    where = "".join(traceback.format_tb(error.__traceback__))
    logger.error("%s %s failed: %s\n%s", type(moving).__name__, moving.pk, name, where)
    told = _("An error in the program (%(name)s). The server's log tells more.")
    return told % {"name": name}
