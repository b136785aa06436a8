"""The newsroom's desk for what is published."""

from django.contrib import admin

from opinion.articles.models import (
    Article,
    ArticleType,
    Edition,
    Publication,
    Redirect,
    Section,
    Topic,
)

from .article import ArticleAdmin
from .classification import ArticleTypeAdmin, NamedAdmin, SectionAdmin
from .edition import EditionAdmin
from .publication import PublicationAdmin
from .redirect import RedirectAdmin

admin.site.register(Article, ArticleAdmin)
admin.site.register(Edition, EditionAdmin)
admin.site.register(Section, SectionAdmin)
admin.site.register(Topic, NamedAdmin)
admin.site.register(ArticleType, ArticleTypeAdmin)
admin.site.register(Publication, PublicationAdmin)
admin.site.register(Redirect, RedirectAdmin)
