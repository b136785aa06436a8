import re
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length, Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

TARGETS = ("article", "section", "topic", "series", "author", "publication", "picture")
FEED = "feed/"
# In other formats than the first.
OTHER_FEEDS = ("feed/atom/", "feed/json/")
# What other software puts behind the address of something that has one.
_BEHIND = re.compile(
    r"(?:feed/(?:(?:rss2?|atom|rdf|json)/)?|page/\d{1,9}/|comment-page-\d{1,9}/|amp/|embed/)$"
)
_IS_FEED = re.compile(r"(?:feed/(?:(?:rss2?|atom|rdf|json)/)?|^/rss/)$")
# How WordPress names what it has in a query, /?p=12: the path alone is that of the front page.
NUMBERS = ("p", "page_id", "attachment_id", "cat", "tag", "author")


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
        address = found.address if found else self._address_before(path)
        feed = _feed(path)
        if found and address and feed and not address.endswith((FEED, *OTHER_FEEDS)):
            address += "" if found.picture_id else feed
        return None if address == path else address

    def _address_before(self, path: str) -> str | None:
        """That of the article which is there still, and once had more behind its address."""
        before = _BEHIND.sub("", _slashed(path))
        if before in (_slashed(path), "/") or path.endswith((FEED, *OTHER_FEEDS)):
            # An article's feed is there by itself, or for a while it is not.
            return None
        articles = self.model._meta.get_field("article").related_model.objects.published()
        article = articles.filter(address=before.strip("/")).first()
        return article and article.get_absolute_url()

    def address_by_number(self, query) -> str | None:
        """Where what was found at `/?p=12` is found now; asks nothing where nobody asks so."""
        for name in NUMBERS:
            number = query.get(name, "")
            if number and len(number) <= 100:
                return self.address_for(f"/?{name}={number}")
        return None


def _spellings(path: str) -> list[str]:
    """As it was asked for, with its last slash, and what it would be the feed or a page of."""
    slashed = _slashed(path)
    return [path, slashed, _BEHIND.sub("", slashed)]


def _slashed(path: str) -> str:
    return path if path.endswith("/") else f"{path}/"


def _feed(path: str) -> str:
    """The feed that a path asks for, as ours ends; "" where it asks for none."""
    slashed = _slashed(path)
    if not _IS_FEED.search(slashed):
        return ""
    return next((feed for feed in OTHER_FEEDS if slashed.endswith(feed)), FEED)


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
    series = models.ForeignKey("articles.Series", models.CASCADE, null=True, related_name="+")
    author = models.ForeignKey("authors.Author", models.CASCADE, null=True, related_name="+")
    # The front page, and a picture's file.
    publication = models.ForeignKey(
        "articles.Publication", models.CASCADE, null=True, related_name="+"
    )
    picture = models.ForeignKey("pictures.Picture", models.CASCADE, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, db_default=Now())

    objects = RedirectQuerySet.as_manager()

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        constraints = [
            models.CheckConstraint(
                name="redirect_has_one_target",
                condition=reduce(or_, map(_only, TARGETS)),
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
        return next(one for name in TARGETS if (one := getattr(self, name)))

    @property
    def address(self) -> str | None:
        """Its target's address; None while the target is a draft, of which nobody may know."""
        if self.article and not self.article.address:
            return None
        if self.picture:
            return self.picture.file.url
        if self.publication:
            return reverse("feed" if _IS_FEED.search(self.path) else "home")
        return self.target.get_absolute_url()
