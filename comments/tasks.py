from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from .models import Contact, QueueNotice

# Ten tries over a day: a mail server that is away loses no notice.
PATIENTLY = RetryStrategy(max_attempts=10, exponential_wait=3)


@app.task(retry=PATIENTLY, lock="tell_moderators")
def tell_moderators():
    """Tell the moderators that something waits; once a stretch of waiting, not once a comment."""
    notice = QueueNotice.objects.current()
    if notice:
        notice.send()


@app.periodic(cron="41 3 * * *")
@app.task(queueing_lock="blank_contacts")
def blank_contacts(timestamp: int):
    """Forget the addresses that have been kept for as long as the privacy page promises."""
    oldest = timezone.now() - timedelta(days=settings.CONTACT_RETENTION_DAYS)
    Contact.objects.kept_since_before(oldest).blank()
