"""The newsroom's desk for what is cited."""

from django.contrib import admin

from opinion.references.models import Link

from .link import LinkAdmin

admin.site.register(Link, LinkAdmin)
