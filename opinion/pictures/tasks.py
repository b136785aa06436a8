import logging

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from . import renditions
from .models import Picture

# For where the disk is full, or away.
PATIENTLY = RetryStrategy(max_attempts=8, exponential_wait=3)
logger = logging.getLogger(__name__)


# One at a time, whatever else the workers have in memory.
@app.task(retry=PATIENTLY, lock="make_renditions")
def make_renditions(picture: int):
    """Make what pages show of a picture. Those that show it are drawn anew by its row."""
    found = Picture.objects.filter(pk=picture).first()
    if not found:
        return
    if not found.file.storage.exists(found.file.name):
        logger.warning("The file of picture %s is gone.", picture)
        return
    Picture.objects.filter(pk=picture).update(widths=renditions.make(found.file))
