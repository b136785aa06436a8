"""The newsroom's desk for what is published."""

from django.contrib import admin

from authors.models import Author
from opinion.articles.library.admin import PictureAdmin
from opinion.articles.models import (
    Article,
    ArticleType,
    Edition,
    Front,
    Publication,
    Redirect,
    Section,
    Series,
    Topic,
)
from opinion.pictures.models import Picture
from opinion.references.models import Work

from .article import ArticleAdmin
from .author import FiledAuthorAdmin
from .cited_work import CitedWorkAdmin
from .classification import ArticleTypeAdmin, SectionAdmin, TopicAdmin
from .edition import EditionAdmin
from .front import FrontAdmin
from .publication import PublicationAdmin
from .redirect import RedirectAdmin
from .series import SeriesAdmin

admin.site.register(Article, ArticleAdmin)
admin.site.register(Edition, EditionAdmin)
admin.site.register(Section, SectionAdmin)
admin.site.register(Topic, TopicAdmin)
admin.site.register(Series, SeriesAdmin)
admin.site.register(ArticleType, ArticleTypeAdmin)
admin.site.register(Picture, PictureAdmin)
admin.site.register(Front, FrontAdmin)
admin.site.register(Publication, PublicationAdmin)
admin.site.register(Redirect, RedirectAdmin)
# Authors and works learn nothing of articles: their lists are told here what is filed under them.
for model, told in ((Author, FiledAuthorAdmin), (Work, CitedWorkAdmin)):
    admin.site.unregister(model)
    admin.site.register(model, told)
