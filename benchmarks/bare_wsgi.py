"""The yardstick as a program of its own, under the web server of `make run`.

`python -m benchmarks.bare_wsgi` listens at PORT with WEB_CONCURRENCY workers, until it is stopped.
"""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opinion.settings")
django.setup(set_prefix=False)

from django.test import override_settings  # noqa: E402

from benchmarks import bare  # noqa: E402
from opinion.serving import listening  # noqa: E402
from opinion.serving.parent import Parent  # noqa: E402

with override_settings(MIDDLEWARE=bare.MIDDLEWARE):
    application = bare.BareHandler()

if __name__ == "__main__":
    listener = listening.listen(f"127.0.0.1:{os.environ['PORT']}")
    parent = Parent(application, listener, int(os.environ.get("WEB_CONCURRENCY") or 2))
    parent.run()
    parent.end()
