from django.db import models
from django.utils.translation import gettext_lazy as _

from opinion.differences import places
from opinion.references import plain_text


class ErratumQuerySet(models.QuerySet):
    def of(self, article):
        """What was corrected in the references of a published article, oldest first."""
        if article.live_edition.number == 1:
            return self.none()
        return (
            self.filter(edition__article=article)
            .filter(edition__number__lte=article.live_edition.number)
            .select_related("edition")
            .order_by("edition__number", "pk")
        )

    def note(self, edition, before: list, after: list):
        """Keep where the references of `edition` differ from those that were printed `before`."""
        was, now = [_said(one) for one in before], [_said(one) for one in after]
        self.bulk_create(
            Erratum(edition=edition, was=old, now=new)
            for is_equal, a, b, c, d in places(was, now)
            if not is_equal
            for old, new in _paired(was[a:b], now[c:d])
        )


def _said(reference) -> str:
    text = plain_text.line(reference.known) if reference.known else reference.text
    return " ".join(filter(None, [text, reference.locator]))


def _paired(was: list[str], now: list[str]):
    """Those that took each other's place; what is left over was added or taken away."""
    longest = max(len(was), len(now))
    empty = [""] * longest
    return zip((was + empty)[:longest], (now + empty)[:longest], strict=True)


class Erratum(models.Model):
    """One reference changed after publication; `was` or `now` is empty where it came or went.

    Readers see it with the day of the edition. It is found by comparing, whatever kind of change
    the newsroom called that edition (Edition.change, which speaks of the whole and dates it): a
    slip mended in a reference may well be a typo, and is told all the same. A first edition has
    none.
    The database refuses to change or delete it.
    """

    edition = models.ForeignKey("articles.Edition", models.PROTECT, related_name="errata")
    was = models.TextField(_("before"), blank=True)
    now = models.TextField(_("since"), blank=True)

    objects = ErratumQuerySet.as_manager()

    class Meta:
        verbose_name = _("erratum")
        verbose_name_plural = _("errata")
        default_permissions = ()

    def __str__(self):
        return f"{self.was} → {self.now}"
