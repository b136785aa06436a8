"""The forms of a login, and what they say to who comes too early."""

from allauth.mfa.base.forms import AuthenticateForm
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import PasswordResetForm
from django.core.exceptions import ValidationError
from django.utils import timezone

from authors.models import User

from . import devices, enqueue, throttle
from .hashing import Busy
from .models import Login
from .origin import Origin
from .words import busy_words, wait_words


class LoginForm(AdminAuthenticationForm):
    """`wait` is how many seconds it was too early; 0 where the password was looked at."""

    wait = 0

    def clean(self):
        try:
            return super().clean()
        except Busy:
            self.wait = 3
            raise ValidationError(busy_words(), code="busy") from None

    def get_invalid_login_error(self):
        if wait := getattr(self.request, "login_wait", 0):
            self.wait = wait
            return ValidationError(wait_words(wait), code="wait")
        return super().get_invalid_login_error()


class CodeForm(AuthenticateForm):
    """A code from an app, or a recovery code. Wrong ones delay the next as wrong passwords do."""

    def clean_code(self):
        from allauth.core import context

        request = context.request
        origin, attempt = (
            Origin.of(request),
            throttle.of_code(self.user, devices.known(request, self.user)),
        )
        if wait := attempt.begin():
            raise ValidationError(wait_words(wait), code="wait")
        try:
            code = super().clean_code()
        except ValidationError:
            Login.objects.record(self.user, Login.Kind.WRONG_CODE, origin)
            raise
        attempt.succeed()
        return code


class MailedLinkForm(PasswordResetForm):
    """Asks for a link by which a password is set. Whoever asks is told the same in any case."""

    def save(self, *, request, **kwargs):  # type: ignore[override]
        email = self.cleaned_data["email"]
        if throttle.of_mail(email, Origin.of(request).network).begin():
            return
        staff = User.objects.filter(email__iexact=email, is_active=True, is_staff=True)
        if user := staff.first():
            enqueue.mail("reset" if user.has_usable_password() else "invitation", user)


def password_was_set(user, request):
    """Write it down, and say when: a link by which it was set opens nothing twice."""
    Login.objects.record(user, Login.Kind.PASSWORD_SET, Origin.of(request), at=timezone.now())
