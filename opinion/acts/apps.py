from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActsConfig(AppConfig):
    name = "opinion.acts"
    label = "acts"
    verbose_name = _("Log")
    default_auto_field = "django.db.models.BigAutoField"
