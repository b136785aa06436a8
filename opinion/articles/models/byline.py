from django.db import models
from django.db.models import Deferrable
from django.utils.translation import gettext_lazy as _

from .content import Credited


class BylineQuerySet(models.QuerySet):
    def written_by(self, user):
        """The ids of articles whose draft byline names the author linked to `user`."""
        return self.filter(author__user=user).values("article")


class Byline(Credited):
    """One author's place in the byline of a draft."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="bylines")

    objects = BylineQuerySet.as_manager()

    class Meta(Credited.Meta):
        verbose_name = _("author")
        verbose_name_plural = _("byline")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "position"],
                name="byline_position",
                deferrable=Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(
                fields=["article", "author", "role"],
                name="byline_author_once_a_role",
                violation_error_message=_("This author is already in the byline with this role."),
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()} {self.author}"
