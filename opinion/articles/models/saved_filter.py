from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

MOST = 50
# What of a list's address is no part of what is asked for: its page, and words of the admin.
NO_FILTER = ("p", "e", "all", "_popup", "_to_field", "_facets", "_changelist_filters")


class SavedFilterQuerySet(models.QuerySet):
    def of(self, user):
        return self.filter(user=user)

    def keep(self, user, name: str, query: str) -> "SavedFilter":
        """Keep what a list's address asks for; under a name that they have already, in its place.

        Raises ValidationError where nothing is asked for, or there are too many.
        """
        asked = asked_for(QueryDict(query))
        if not asked:
            raise ValidationError(_("Choose a filter or search for something first."))
        mine = self.of(user)
        kept = mine.filter(name=name).first() or self.model(user=user, name=name)
        if kept.pk is None and mine.count() >= MOST:
            text = _("You have %(most)d saved filters. Delete one first.")
            raise ValidationError(text, params={"most": MOST})
        kept.query = asked
        kept.full_clean(validate_unique=False, validate_constraints=False)
        kept.save()
        return kept


class SavedFilter(models.Model):
    """What one of the staff asks the list of articles for again and again, under their own name."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=60)
    # As in the address of the list.
    query = models.CharField(max_length=1_000)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        default_permissions = ()
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="saved_filter_named_once"),
        ]

    def __str__(self):
        return self.name


def asked_for(query: QueryDict) -> str:
    """What a list's address asks for, wherever in the list it stands; "" for all of it."""
    asked = query.copy()
    for name in NO_FILTER:
        asked.pop(name, None)
    for name in [name for name, values in asked.lists() if not any(values)]:
        del asked[name]
    return asked.urlencode()
