"""A feed with the newest comments of one thread."""

from xml.sax.saxutils import escape

from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.utils.translation import gettext as _

from comments.models import Comment
from opinion import html
from opinion.articles.feeds import WORDS_IN_A_DESCRIPTION
from opinion.pages import public_address

COMMENTS_IN_A_FEED = 50
FETCHED = ("name", "html", "published_at")


class NewestComments(Feed):
    """What was published last in the thread of `article`, which is shown: the view has asked."""

    def __init__(self, feed_type) -> None:
        self.feed_type = feed_type

    def __call__(self, request, *args, **parts):
        self.path, self.publication = request.path, request.publication
        response = super().__call__(request, *args, **parts)
        # A comment that is taken down makes none newer: only the ETag tells.
        response.headers.pop("Last-Modified", None)
        return response

    def get_object(self, request, article):
        return article

    def title(self, article):
        about = _("Comments on “%(headline)s”") % {"headline": article.live_edition.full_headline}
        return f"{about} · {self.publication.name}"

    def link(self, article):
        return public_address(article.get_absolute_url())

    def feed_url(self, article):
        return public_address(self.path)

    def description(self, article):
        return _("Comments from readers, newest first.")

    def items(self, article):
        self.headline = article.live_edition.full_headline
        visible = Comment.objects.visible_to(AnonymousUser()).filter(article=article)
        return visible.only(*FETCHED).order_by("-published_at", "-pk")[:COMMENTS_IN_A_FEED]

    # Readers of feeds take title and description for HTML: what is typed there is escaped for it.

    def item_title(self, comment):
        words = {"name": comment.name, "headline": self.headline}
        return escape(_("%(name)s on %(headline)s") % words)

    def item_description(self, comment):
        return escape(html.excerpt(comment.html, WORDS_IN_A_DESCRIPTION))

    def item_link(self, comment):
        return public_address(comment.get_absolute_url())

    def item_pubdate(self, comment):
        return comment.published_at

    def item_extra_kwargs(self, comment):
        return {"creators": [comment.name], "text": comment.html}
