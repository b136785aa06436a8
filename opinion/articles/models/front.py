from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .publication import Publication


class Front(Publication):
    """The publication as its front is composed. No table of its own."""

    class Meta:
        proxy = True
        default_permissions = ("change", "view")
        verbose_name = _("front page")
        verbose_name_plural = _("front page")


class FrontPlaceQuerySet(models.QuerySet):
    def holding(self, at):
        """Those whose time is not over, in their order."""
        return self.filter(Q(until=None) | Q(until__gt=at)).order_by("position", "pk")


class FrontPlace(models.Model):
    """What an editor has put on the front, and where. All else there is the newest."""

    class Kind(models.TextChoices):
        LEAD = "lead", _("Lead")
        SECOND = "second", _("Second lead")
        CHOICE = "choice", _("Editor's choice")
        STRIP = "strip", _("Newest of a section")
        DISCUSSED = "discussed", _("Most discussed")

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="front_places")
    position = models.PositiveSmallIntegerField(_("order"), default=1)
    kind = models.CharField(_("place"), max_length=9, choices=Kind, default=Kind.LEAD)
    article = models.ForeignKey(
        "articles.Article",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("article"),
    )
    section = models.ForeignKey(
        "articles.Section",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"merged_into": None},
        verbose_name=_("section"),
    )
    until = models.DateTimeField(
        _("until"),
        null=True,
        blank=True,
        help_text=_("After this, the next choice or the newest article takes its place."),
    )

    objects = FrontPlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("choice")
        verbose_name_plural = _("choices")
        default_permissions = ()
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="front_place_kind_is_known",
                condition=Q(kind__in=["lead", "second", "choice", "strip", "discussed"]),
            ),
            models.CheckConstraint(
                name="front_place_has_what_it_shows",
                condition=Q(kind="strip", section__isnull=False, article__isnull=True)
                | Q(kind="discussed", section__isnull=True, article__isnull=True)
                | (
                    Q(kind__in=["lead", "second", "choice"])
                    & Q(section__isnull=True, article__isnull=False)
                ),
            ),
        ]

    def __str__(self):
        return " ".join(
            str(said) for said in (self.get_kind_display(), self.article, self.section) if said
        )
