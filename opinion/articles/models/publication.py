import zoneinfo
from contextlib import contextmanager

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone, translation
from django.utils.functional import cached_property
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from opinion.articles.crawlers import validate_added
from opinion.fields import PolicyVersionField, RenderedField, languages
from opinion.references.printing import STYLES


def validate_time_zone(value: str) -> None:
    if value not in zoneinfo.available_timezones():
        raise ValidationError(_("Enter a time zone, such as Europe/London or Asia/Jakarta."))


def citation_styles():
    """The choices of the style; a function, so that no migration lists them."""
    return [(name, style.label) for name, style in STYLES.items()]


class PublicationQuerySet(models.QuerySet):
    def current(self):
        """The publication's record, or an unsaved one with the defaults before it is filled in."""
        return self.first() or self.model()


class Publication(models.Model):
    """The one record that says what this publication is called and where it is at home."""

    name = models.CharField(_("name"), max_length=100, default="Opinion")
    tagline = models.CharField(
        _("tagline"), max_length=200, blank=True, help_text=_("Shown under the name, in one line.")
    )
    logo = models.ImageField(
        _("logo"),
        upload_to="publication/",
        width_field="logo_width",
        height_field="logo_height",
        blank=True,
        help_text=_("Replaces the name at the top of each page. The name becomes its alt text."),
    )
    logo_width = models.PositiveIntegerField(null=True, editable=False)
    logo_height = models.PositiveIntegerField(null=True, editable=False)
    language = models.CharField(
        _("language"),
        max_length=12,
        choices=languages,
        default=settings.LANGUAGE_CODE,
        help_text=_("Used for the site itself. Articles can be in other languages."),
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        default="UTC",
        validators=[validate_time_zone],
        help_text=_("Used for every date on the site, such as Europe/London."),
    )
    contact_email = models.EmailField(
        _("public email address"),
        blank=True,
        help_text=_("Shown publicly on the site. Leave blank to show none."),
    )
    postal_address = models.TextField(
        _("postal address"), blank=True, help_text=_("Shown on the About and Privacy pages.")
    )
    about = models.TextField(
        _("about"),
        blank=True,
        help_text=_("Who publishes this, who pays for it and what it is for."),
    )
    about_html = RenderedField(source="about", policy="article")
    comment_guidelines = models.TextField(
        _("comment guidelines"),
        blank=True,
        help_text=_("What you ask of people who comment. Linked from every comment form."),
    )
    comment_guidelines_html = RenderedField(source="comment_guidelines", policy="article")
    citation_style = models.CharField(
        _("citation style"),
        max_length=40,
        choices=citation_styles,
        default="chicago-notes",
        db_default="chicago-notes",
        help_text=_(
            "How confirmed references are printed under an article. Other lines stay as pasted."
        ),
    )
    welcomes_search = models.BooleanField(
        _("search engines"),
        default=True,
        db_default=True,
        help_text=_("They list your pages, and send readers."),
    )
    welcomes_retrieval = models.BooleanField(
        _("assistants that answer questions"),
        default=True,
        db_default=True,
        help_text=_("They read a page to answer one question, and usually name it."),
    )
    welcomes_training = models.BooleanField(
        _("training of language models"),
        default=True,
        db_default=True,
        help_text=_("They copy all pages to train on them."),
    )
    further_crawlers = models.TextField(
        _("more crawlers"),
        blank=True,
        default="",
        db_default="",
        validators=[validate_added],
        help_text=_(
            "Those that Opinion doesn't know yet, one a line, with what they are for: "
            "“NewBot: training”."
        ),
    )
    # By the names of checks how much they count: see `checks.table`.
    checks = models.JSONField(default=dict, db_default={}, blank=True, editable=False)
    html_policy = PolicyVersionField()

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publication")
        constraints = [
            models.CheckConstraint(name="one_publication", condition=models.Q(pk=1)),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.pk = 1
        super().save(*args, **kwargs)

    @cached_property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    @contextmanager
    def at_home(self):
        """Within it, words and moments are told in the publication's language and time zone."""
        with translation.override(self.language), timezone.override(self.zone):
            yield

    @property
    def direction(self) -> str:
        return "rtl" if get_language_info(self.language)["bidi"] else "ltr"
