from contextlib import suppress
from functools import cache

from django.conf import settings
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from . import enqueue
from .links import NAME, Checker
from .models import Import, Link

# Each waits for others' servers: whatever else is to do goes first.
AFTER_ALL_ELSE = -10
LINKS_AT_A_TIME = 20
SECONDS_PER_LINK = 15.0


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="check_links_due", lock="check_links_due")
def check_links_due(timestamp: int) -> None:
    """Have the links looked at whose time has come, where the site may look at others at all."""
    if not settings.CHECK_LINKS:
        return
    for link in Link.objects.begin(LINKS_AT_A_TIME):
        with suppress(AlreadyEnqueued):
            check_link.configure(queueing_lock=f"check_link {link}").defer(link=link)


@app.task(priority=AFTER_ALL_ELSE)
def check_link(link: int) -> None:
    known = Link.objects.filter(pk=link).first()
    if not known or not settings.CHECK_LINKS:
        return
    known.check_with(checker())
    if settings.ARCHIVE_LOOKUP and known.wants_copy:
        known.find_copy(checker())


@app.task
def import_works(bibliography: int) -> None:
    """Read the next entries of a bibliography, and queue again for those after them.

    Not all at once: mails and what readers wait for go in between.
    """
    found = Import.objects.at_work().filter(pk=bibliography).first()
    if found and found.carry_on():
        enqueue.import_works(found.pk)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="carry_on_importing", lock="carry_on_importing")
def carry_on_importing(timestamp: int) -> None:
    """Go on with the imports whose worker was killed."""
    for bibliography in Import.objects.at_work():
        enqueue.import_works(bibliography.pk)


@cache
def checker() -> Checker:
    """One for the life of the process: it remembers each site's rules, and when it was there."""
    return Checker(
        f"{NAME} (+{settings.PUBLIC_URL})",
        allowed=settings.CHECK_LINKS_ALSO_AT,
        seconds=SECONDS_PER_LINK,
    )
