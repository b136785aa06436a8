from contextlib import suppress

from django.conf import settings
from django.core.management import CommandError
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Answer Prometheus at 127.0.0.1:METRICS_PORT, until it is stopped."
    requires_system_checks = []

    def handle(self, **options):
        if not settings.METRICS_PORT:
            raise CommandError("METRICS_PORT is not set: see docs/configuration.md.")
        from prometheus_client import start_http_server

        from opinion.metrics.serving import registry

        _server, thread = start_http_server(settings.METRICS_PORT, "127.0.0.1", registry())
        with suppress(KeyboardInterrupt):
            thread.join()
