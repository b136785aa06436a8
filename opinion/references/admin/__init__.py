from django.contrib import admin

from opinion.references.models import Import, Link, Work

from .importing import ImportAdmin
from .link import LinkAdmin
from .work import WorkAdmin

admin.site.register(Work, WorkAdmin)
admin.site.register(Import, ImportAdmin)
admin.site.register(Link, LinkAdmin)
