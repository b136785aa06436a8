from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from authors.models import User
from opinion.post import Away

from . import letters, sessions, throttle
from .models import Login

# About an hour: a link that comes later is asked for again.
PATIENTLY = RetryStrategy(max_attempts=7, exponential_wait=3, retry_exceptions={Away})


@app.task(retry=PATIENTLY)
def send(kind: str, user: int, login: int | None = None):
    """Write one of letters.KINDS to somebody of the staff, unless they have left."""
    if receiver := User.objects.filter(pk=user, is_active=True, is_staff=True).first():
        letters.send(kind, receiver, login and Login.objects.filter(pk=login).first())


@app.periodic(cron="23 3 * * *")
@app.task(queueing_lock="forget_logins", lock="forget_logins")
def forget_logins(timestamp: int):
    """Forget who came in when, who must wait, and sessions, where that was long enough ago."""
    Login.objects.old(timezone.now()).delete()
    throttle.forget_old()
    sessions.forget_expired()
