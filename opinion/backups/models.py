from django.db import models
from django.utils import timezone


class BackupStateQuerySet(models.QuerySet):
    def current(self) -> "BackupState":
        return self.first() or BackupState(pk=1)


class BackupState(models.Model):
    """How backups go, in one row: the last good one, and the last try that failed since."""

    # When what is in it was true, not when it was done.
    good_at = models.DateTimeField(null=True)
    good_name = models.TextField(db_default="", default="")
    good_bytes = models.BigIntegerField(db_default=0, default=0)
    begun_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    failure = models.TextField(db_default="", default="")

    objects = BackupStateQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(name="one_row_tells_of_backups", condition=models.Q(pk=1))
        ]

    def __str__(self):
        return self.good_name or "no backup yet"

    def begin(self) -> None:
        self.begun_at = timezone.now()
        self.save()

    def succeed(self, name: str, at, size: int) -> None:
        self.good_at, self.good_name, self.good_bytes = at, name, size
        self.failed_at, self.failure = None, ""
        self.save()

    def fail(self, reason: str) -> None:
        self.failed_at, self.failure = timezone.now(), reason
        self.save()
