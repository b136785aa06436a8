from django.conf import settings
from procrastinate.contrib.django import app

from .models import Page


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="sweep_pages", lock="sweep_pages")
def sweep_pages(timestamp: int):
    """Delete kept pages that hold no more, and the oldest of too many."""
    Page.objects.sweep(settings.PAGE_CACHE_BYTES)
