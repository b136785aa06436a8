"""What `manage.py check --deploy` asks beyond Django's own questions."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Tags, Warning, register

NO_MAIL_SERVER = Warning(
    "PUBLIC_URL is public, and there is no SMTP_HOST: mail to readers and staff stays in a folder.",
    hint="Set SMTP_HOST and what else your mail server wants: see docs/configuration.md.",
    id="opinion.W001",
)


@register(Tags.security, deploy=True)
def mail_goes_out(app_configs, **options):
    is_public = urlsplit(settings.PUBLIC_URL).scheme == "https"
    return [NO_MAIL_SERVER] if is_public and not settings.EMAIL_HOST else []
