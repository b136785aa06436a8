"""Mail about logins, queued with what gives the reason for it."""

from opinion import jobs


def mail(kind: str, user, **numbers: int):
    """`kind` is one of letters.KINDS. Jobs hold numbers only: a link is made where it is sent."""
    jobs.queue("opinion.logins.tasks.send", kind=kind, user=user.pk, **numbers)
