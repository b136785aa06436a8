"""The newsroom's desk for what is cited."""

from django.contrib import admin

from opinion.references.models import Work

from .work import WorkAdmin

admin.site.register(Work, WorkAdmin)
