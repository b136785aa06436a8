"""What the newsroom's admin shows of comments. The desk's own pages are in comments/desk."""

from django.contrib import admin

from comments.models import Comment, Decision, Hold, Reason, Rule
from opinion.articles.models import Article, Section

from .comment import CommentAdmin
from .decision import DecisionAdmin
from .hold import HoldAdmin
from .reason import ReasonAdmin
from .rule import RuleAdmin
from .section import SectionPolicyInline
from .thread import ThreadInline, comments_shown

admin.site.register(Comment, CommentAdmin)
admin.site.register(Decision, DecisionAdmin)
admin.site.register(Hold, HoldAdmin)
admin.site.register(Reason, ReasonAdmin)
admin.site.register(Rule, RuleAdmin)

# Articles never learn that comments exist: their rules put themselves into the forms.
for model, inline in ((Article, ThreadInline), (Section, SectionPolicyInline)):
    model_admin = admin.site.get_model_admin(model)
    # The stubs call it the class's; but only the one admin that stands on the site is to have it.
    model_admin.inlines = [*model_admin.inlines, inline]  # type: ignore[misc]

article_admin = admin.site.get_model_admin(Article)
article_admin.list_display = [*article_admin.list_display, comments_shown]
article_admin.list_select_related = [*article_admin.list_select_related, "thread"]  # type: ignore[misc]
