import asyncio
import threading

from django.db import connection
from procrastinate.contrib.django import app

from . import schedule


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="back_up_when_due")
async def back_up_when_due(timestamp: int):
    """Begin a backup at its hour. It may take long, and nothing waits for it."""
    if await asyncio.to_thread(_is_due):
        begun = schedule.start()
        threading.Thread(target=begun.wait, daemon=True).start()


def _is_due() -> bool:
    try:
        return schedule.is_due()
    finally:
        # This thread's own.
        connection.close()
