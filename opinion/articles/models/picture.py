import re

from django.db import models
from django.db.models import Deferrable, Q
from django.utils.translation import gettext_lazy as _

from opinion.pictures.models import MIDDLE, FocalPoint, Picture, PictureWords

# Behind all pictures of a text, however many come.
SOCIAL_POSITION = 30_000
# What is said of a picture where it stands, and what of it stays in sight.
SAID = ("alt", "caption", "credit", "focal_x", "focal_y")


# As somebody may have typed it: what is stored is in one form.
_FIGURE = re.compile(r"<figure\b[^<>]*?\bdata-picture=[\"']?([1-9][0-9]{0,17})\b")


def figures_in(body: str) -> list[int]:
    """The numbers of the pictures that a text shows, each once, in their order."""
    return [*dict.fromkeys(int(number) for number in _FIGURE.findall(body))]


class PictureRole(models.TextChoices):
    """Where a picture stands."""

    LEAD = "lead", _("Above the text")
    FIGURE = "figure", _("In the text")
    SOCIAL = "social", _("When shared")


class Pictured(PictureWords, FocalPoint):
    """A picture at one place: what is said of it there, and what of it stays in sight.

    The text names a figure by its picture: `<figure data-picture="ID">`.
    """

    Role = PictureRole

    picture = models.ForeignKey(
        Picture, models.PROTECT, related_name="+", verbose_name=_("picture")
    )
    role = models.CharField(_("role"), max_length=10, choices=PictureRole)
    position = models.PositiveSmallIntegerField(_("position"), editable=False)

    class Meta:
        abstract = True
        ordering = ["position"]

    def __str__(self):
        return self.alt or str(self.picture)

    # Width and height come from their columns: asking the file would open it.

    @property
    def url(self) -> str:
        return self.picture.file.url

    # The renditions, as HTML lists them; empty until they are made.

    @property
    def avif(self) -> str:
        return self.picture.srcset("avif")

    @property
    def webp(self) -> str:
        return self.picture.srcset("webp")

    @property
    def jpeg(self) -> str:
        return self.picture.srcset("jpg")

    @property
    def focus(self) -> str:
        """The classes that keep its focal point in sight where it is cut: in steps of ten."""
        points = {"x": round(self.focal_x, -1), "y": round(self.focal_y, -1)}
        return "".join(f" focal-{axis}{at}" for axis, at in points.items() if at != MIDDLE)

    @property
    def width(self) -> int:
        return self.picture.width

    @property
    def height(self) -> int:
        return self.picture.height


def lead_of(pictures) -> Pictured | None:
    """The picture above the text, of all `pictures` of one article or edition."""
    return next((one for one in pictures if one.role == PictureRole.LEAD), None)


def social_of(pictures) -> Pictured | None:
    """The picture that was chosen for where the article is shared."""
    return next((one for one in pictures if one.role == PictureRole.SOCIAL), None)


def _constraints(owner: str, name: str) -> list[models.BaseConstraint]:
    """What holds for the pictures of an article, and of an edition."""
    return [
        *FocalPoint.Meta.constraints,
        models.CheckConstraint(
            name=f"{name}_role_is_known", condition=Q(role__in=["lead", "figure", "social"])
        ),
        models.UniqueConstraint(
            fields=[owner, "position"], name=f"{name}_position", deferrable=Deferrable.DEFERRED
        ),
        models.UniqueConstraint(fields=[owner], name=f"{name}_one_lead", condition=Q(role="lead")),
        models.UniqueConstraint(
            fields=[owner], name=f"{name}_one_social", condition=Q(role="social")
        ),
        models.UniqueConstraint(
            fields=[owner, "picture"], name=f"{name}_figure_once", condition=Q(role="figure")
        ),
    ]


class ArticlePicture(Pictured):
    """A picture's place in a draft."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="pictures")

    class Meta(Pictured.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        default_permissions = ()
        constraints = _constraints("article", "picture_of_draft")


class EditionPicture(Pictured):
    """A picture as it was printed: its words and what of it stayed in sight on that day."""

    edition = models.ForeignKey("articles.Edition", models.CASCADE, related_name="pictures")

    class Meta(Pictured.Meta):
        default_permissions = ()
        constraints = _constraints("edition", "printed_picture")

    @classmethod
    def as_printed(cls, edition, use):
        copied = ("picture", "role", "position", *SAID)
        return cls(edition=edition, **{name: getattr(use, name) for name in copied})

    def said(self) -> dict:
        """What readers see and are told of it, to be compared."""
        return {name: getattr(self, name) for name in ("picture_id", "role", *SAID)}
