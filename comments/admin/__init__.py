"""What the newsroom's admin shows of comments. The desk's own pages are in comments/desk."""

from django.contrib import admin

from comments.models import Comment, Decision, Hold
from opinion.articles.models import Article

from .comment import CommentAdmin
from .decision import DecisionAdmin
from .hold import HoldAdmin
from .thread import ThreadInline

admin.site.register(Comment, CommentAdmin)
admin.site.register(Decision, DecisionAdmin)
admin.site.register(Hold, HoldAdmin)

# Articles never learn that comments exist: the thread puts itself into the article's form.
article_admin = admin.site.get_model_admin(Article)
article_admin.inlines = [*article_admin.inlines, ThreadInline]
