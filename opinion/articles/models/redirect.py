from django.db import models
from django.db.models import Q
from django.db.models.functions import Length, Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

TARGETS = ("article", "section", "topic", "author")
FEEDS = ("feed/", "feed/atom/", "feed/json/")


def _only(target: str) -> Q:
    return Q(**{f"{name}__isnull": name != target for name in TARGETS})


class RedirectQuerySet(models.QuerySet):
    def address_for(self, path: str) -> str | None:
        """Where what was found at `path` is found now. Ask only where nothing is found any more."""
        if "\x00" in path:
            return None
        found = (
            # Nearly always nothing: what stands there now is read only where something did.
            self.filter(path__in=_spellings(path)).order_by(Length("path").desc()).first()
        )
        address = found.address if found else None
        feed = next((feed for feed in FEEDS if path.endswith(f"/{feed}")), "")
        if found and address and feed and not found.path.endswith(feed):
            address += feed
        return None if address == path else address


def _spellings(path: str) -> list[str]:
    """As it was asked for, with its last slash, and what it would be the feed of."""
    slashed = path if path.endswith("/") else f"{path}/"
    return [path, slashed, *(slashed.removesuffix(feed) for feed in FEEDS)]


class Redirect(models.Model):
    """An old address, and the row that stands for it: as addresses go by, no chain arises.

    Changes of a slug or address and merges write it, by triggers of the database. It is asked only
    where the answer would be a 404, so that it never shadows a page.
    """

    path = models.CharField(
        _("old address"), max_length=500, unique=True, help_text=_("With its slashes: /old-page/.")
    )
    article = models.ForeignKey("articles.Article", models.CASCADE, null=True, related_name="+")
    section = models.ForeignKey("articles.Section", models.CASCADE, null=True, related_name="+")
    topic = models.ForeignKey("articles.Topic", models.CASCADE, null=True, related_name="+")
    author = models.ForeignKey("authors.Author", models.CASCADE, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, db_default=Now())

    objects = RedirectQuerySet.as_manager()

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="redirect_has_one_target",
                condition=_only("article") | _only("section") | _only("topic") | _only("author"),
            ),
            models.CheckConstraint(
                name="redirect_path_is_ours",
                condition=Q(path__startswith="/") & ~Q(path__startswith="//"),
            ),
        ]

    def __str__(self):
        return self.path

    @property
    def target(self):
        return self.article or self.section or self.topic or self.author

    @property
    def address(self) -> str | None:
        """Its target's address; None while the target is a draft, of which nobody may know."""
        if self.article and not self.article.address:
            return None
        return self.target.get_absolute_url()
