"""The yardstick as a program of its own: `gunicorn benchmarks.bare_wsgi`."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opinion.settings")
django.setup(set_prefix=False)

from django.test import override_settings  # noqa: E402

from benchmarks import bare  # noqa: E402

with override_settings(MIDDLEWARE=bare.MIDDLEWARE):
    application = bare.BareHandler()
