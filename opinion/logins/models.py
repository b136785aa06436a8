"""How often a password was tried, and who came in when, from where and with what."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Delay(models.Model):
    """How long nobody may try again: for an account, a network, a device or a pair of them.

    Known by a keyed digest alone. Forgotten a day after the last failure.
    """

    REMEMBERED = timedelta(days=1)

    digest = models.BinaryField(max_length=32, unique=True)
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["last_at"], name="delay_by_time")]

    def __str__(self):
        return str(self.until)

    def fail(self, limit, at):
        """Count one failure; from the one after the last free one on there is a delay."""
        if self.last_at < at - self.REMEMBERED:
            self.failures = 0
        self.failures += 1
        self.last_at = at
        self.until = at + limit.after(self.failures)

    def take_back(self, at):
        """What was counted was none."""
        self.failures = max(self.failures - 1, 0)
        self.until = at


class LoginQuerySet(models.QuerySet):
    def record(self, user, kind, origin, **values):
        """Write down what `user` did from `origin` (see origin.Origin)."""
        return self.create(
            user=user, kind=kind, network=origin.network, device=origin.device, **values
        )

    def old(self, at):
        return self.filter(at__lt=at - timedelta(days=settings.LOGIN_RETENTION_DAYS))


class Login(models.Model):
    """Somebody of the staff came in, or somebody tried to in their name."""

    class Kind(models.TextChoices):
        ENTERED = "entered", _("logged in")
        WRONG_PASSWORD = "password", _("wrong password")
        WRONG_CODE = "code", _("wrong code")
        REFUSED = "refused", _("too many attempts")
        PASSWORD_SET = "set", _("set a password by a link")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="logins",
        verbose_name=_("account"),
    )
    at = models.DateTimeField(_("when"), default=timezone.now)
    kind = models.CharField(_("what"), max_length=10, choices=Kind.choices)
    network = models.CharField(
        _("network"), max_length=43, help_text=_("Never a whole address: an IPv4 /24, an IPv6 /48.")
    )
    device = models.CharField(_("device"), max_length=80)
    is_new_device = models.BooleanField(_("new device"), default=False)

    objects = LoginQuerySet.as_manager()

    class Meta:
        verbose_name = _("login")
        verbose_name_plural = _("logins")
        default_permissions = ("view",)
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["user", "-at"], name="login_by_user"),
            models.Index(fields=["-at", "-id"], name="login_by_time"),
        ]

    def __str__(self):
        return f"{self.user}: {self.get_kind_display()}"
