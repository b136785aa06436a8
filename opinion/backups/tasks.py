import threading

from asgiref.sync import sync_to_async
from procrastinate.contrib.django import app

from . import schedule


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="back_up_when_due")
async def back_up_when_due(timestamp: int):
    """Begin a backup at its hour. It may take long, and nothing waits for it."""
    if await sync_to_async(schedule.is_due)():
        begun = schedule.start()
        threading.Thread(target=begun.wait, daemon=True).start()
