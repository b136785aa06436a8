from django.db import models
from django.utils.translation import gettext_lazy as _

from opinion import slugs
from opinion.fields import AddressField, PolicyVersionField, RenderedField, SortKeyField
from opinion.merging import Mergeable, MergeableQuerySet
from opinion.quick_reverse import quick_reverse


class Named(Mergeable):
    """Something articles are filed under: a name for people and a slug for addresses."""

    name = models.CharField(_("name"), max_length=80)
    slug = AddressField(
        _("address"),
        max_length=80,
        unique=True,
        help_text=_("The last part of the page's address."),
    )
    description = models.CharField(
        _("description"), max_length=300, blank=True, help_text=_("Shown at the top of the page.")
    )
    text = models.TextField(
        _("text"),
        blank=True,
        default="",
        db_default="",
        help_text=_("Below the description, of any length: what readers find here, and why."),
    )
    text_html = RenderedField(source="text", policy="note", default="", db_default="")
    html_policy = PolicyVersionField(db_default=0)

    objects = MergeableQuerySet.as_manager()

    class Meta(Mergeable.Meta):
        abstract = True

    def __str__(self):
        return self.name

    def clean(self):
        named = slugs.slug(self.name)
        self.slug = self.slug or named or slugs.free(self, str(self._meta.model_name))


class Section(Named):
    """A part of the publication; every article stands in one."""

    position = models.PositiveSmallIntegerField(
        _("position"), default=100, help_text=_("Lower numbers come first in the menu.")
    )

    class Meta(Named.Meta):
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["position", "name"]

    def get_absolute_url(self):
        return quick_reverse("section", self.slug)


class Topic(Named):
    """What articles are about, across the sections."""

    sort_key = SortKeyField(source="name")

    class Meta(Named.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["sort_key", "pk"]

    def get_absolute_url(self):
        return quick_reverse("topic", self.slug)


class ArticleType(models.Model):
    """What kind of writing an article is, and how readers are told."""

    label = models.CharField(
        _("label"), max_length=40, unique=True, help_text=_("OpEd, Analysis, Letter")
    )
    suffix = models.CharField(
        _("suffix"),
        max_length=40,
        blank=True,
        help_text=_("Added to the headline automatically: “– OpEd”. Don't type it into headlines."),
    )
    explanation = models.CharField(
        _("explanation"),
        max_length=300,
        help_text=_("Tells readers in one line what this label means."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=100)

    class Meta:
        verbose_name = _("article type")
        verbose_name_plural = _("article types")
        ordering = ["position", "label"]

    def __str__(self):
        return self.label
