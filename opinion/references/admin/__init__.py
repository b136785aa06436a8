from django.contrib import admin

from opinion.references.models import Link, Work

from .link import LinkAdmin
from .work import WorkAdmin

admin.site.register(Work, WorkAdmin)
admin.site.register(Link, LinkAdmin)
