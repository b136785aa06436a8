from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.utils.translation import gettext_lazy as _


class LoginsConfig(AppConfig):
    name = "opinion.logins"
    label = "logins"
    verbose_name = _("Logins")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from opinion.logins import second_factor

        # Whichever way somebody came in.
        user_logged_in.connect(second_factor.begin_session)
