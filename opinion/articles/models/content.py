from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from opinion import html
from opinion.fields import PolicyVersionField, RenderedField, languages


class ArticleContent(models.Model):
    """The copy of an article, in the newsroom's sense: its words.

    An Article holds the copy that editors work on, an Edition the copy as it was published.
    """

    headline = models.CharField(
        _("headline"),
        max_length=200,
        help_text=_("Leave out the type: “– OpEd” is added automatically."),
    )
    standfirst = models.CharField(
        _("standfirst"),
        max_length=400,
        blank=True,
        help_text=_(
            "One or two sentences for article lists, search results and below the headline."
        ),
    )
    language = models.CharField(
        _("language"), max_length=12, choices=languages, default=settings.LANGUAGE_CODE
    )
    type = models.ForeignKey(
        "articles.ArticleType", models.PROTECT, related_name="+", verbose_name=_("type")
    )
    section = models.ForeignKey(
        "articles.Section",
        models.PROTECT,
        related_name="+",
        limit_choices_to={"merged_into": None},
        verbose_name=_("section"),
    )
    body = models.TextField(
        _("text"),
        blank=True,
        help_text=_(
            "You can paste from Word or Google Docs: headings, emphasis, lists and links are kept."
        ),
    )
    body_html = RenderedField(source="body", policy="article")
    note = models.TextField(
        _("author's note"),
        blank=True,
        help_text=_("“About the author”, as printed below this article."),
    )
    note_html = RenderedField(source="note", policy="note")
    split_references = models.BooleanField(
        _("separate further reading"),
        default=False,
        db_default=False,
        help_text=_("Lists works cited in the text first, and the rest below as further reading."),
    )
    search_title = models.CharField(
        _("title in search results"),
        max_length=200,
        blank=True,
        default="",
        db_default="",
        help_text=_("Blank for the headline. Also the title of the browser's tab."),
    )
    search_description = models.CharField(
        _("description"),
        max_length=400,
        blank=True,
        default="",
        db_default="",
        help_text=_("In search results and where the article is shared. Blank for the standfirst."),
    )
    social_title = models.CharField(
        _("title when shared"),
        max_length=200,
        blank=True,
        default="",
        db_default="",
        help_text=_("Blank for the headline."),
    )
    first_outlet = models.CharField(
        _("first published by"),
        max_length=200,
        blank=True,
        default="",
        db_default="",
        help_text=_("For a piece from elsewhere: who published it. Readers are told."),
    )
    canonical_url = models.CharField(
        _("first published at"),
        max_length=500,
        blank=True,
        default="",
        db_default="",
        validators=[URLValidator(["http", "https"])],
        help_text=_("Its address there, which search engines list in place of ours."),
    )
    noindex = models.BooleanField(
        _("keep out of search engines"),
        default=False,
        db_default=False,
        help_text=_("Readers still find it on the site and in feeds."),
    )
    html_policy = PolicyVersionField()

    # How it is found and shared.
    SHARING = (
        "social_title",
        "search_title",
        "search_description",
        "first_outlet",
        "canonical_url",
        "noindex",
    )

    class Meta:
        abstract = True

    def __str__(self):
        return self.headline

    @classmethod
    def copy_fields(cls) -> list[str]:
        """The names of the fields that an Article and its Edition have in common."""
        return [field.attname for field in ArticleContent._meta.local_fields]

    @classmethod
    def rendered_fields(cls) -> list[str]:
        """The names of those that are HTML made from others."""
        fields = ArticleContent._meta.local_fields
        return [field.attname for field in fields if isinstance(field, RenderedField)]

    @classmethod
    def content_fields(cls) -> list[models.Field]:
        """Those that people fill in."""
        made = (RenderedField, PolicyVersionField)
        return [field for field in ArticleContent._meta.local_fields if not isinstance(field, made)]

    @classmethod
    def typed(cls, article_or_edition) -> dict[str, Any]:
        """The copy as people gave it, without what is made from it, as values of JSON."""
        names = [field.name for field in ArticleContent.content_fields()]
        fields = [article_or_edition._meta.get_field(name) for name in names]
        return {
            field.attname: field.get_prep_value(getattr(article_or_edition, field.attname))
            for field in fields
        }

    @property
    def full_headline(self) -> str:
        """The headline as readers see it, with the suffix of its type."""
        return f"{self.headline} – {self.type.suffix}" if self.type.suffix else self.headline

    @property
    def first_address(self) -> str:
        """Where it was first published; nothing where a page had better not lead there."""
        return (html.safe_url(self.canonical_url) or "") if self.canonical_url else ""

    @property
    def first_host(self) -> str:
        """The name of the site where it was first published."""
        return (urlsplit(self.first_address).hostname or "").removeprefix("www.")

    @property
    def direction(self) -> str:
        return "rtl" if get_language_info(self.language)["bidi"] else "ltr"


class Role(models.TextChoices):
    """What somebody named in a byline did."""

    BY = "by", _("By")
    WITH = "with", _("With")
    TOLD_TO = "told_to", _("As told to")
    TRANSLATED = "translated", _("Translated by")
    INTERVIEWED = "interviewed", _("Interviewed by")


class Credited(models.Model):
    """One author's place in a byline."""

    author = models.ForeignKey(
        "authors.Author",
        models.PROTECT,
        related_name="+",
        limit_choices_to={"merged_into": None},
        verbose_name=_("author"),
    )
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.BY)
    position = models.PositiveSmallIntegerField(_("position"), editable=False)

    class Meta:
        abstract = True
        ordering = ["position"]


class Cited(models.Model):
    """One line of a list of references."""

    position = models.PositiveSmallIntegerField(_("position"), editable=False)
    text = models.TextField(_("reference"), help_text=_("As readers see it."))
    text_html = RenderedField(source="text", policy="inline")
    url = models.CharField(_("link"), max_length=2_000, blank=True)
    # Its index is made apart, where the table may be large.
    work = models.ForeignKey(
        "references.Work",
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name=_("work"),
    )
    locator = models.CharField(
        _("page or chapter"),
        max_length=100,
        blank=True,
        default="",
        db_default="",
        help_text=_("Where in the work: “p. 12”."),
    )

    class Meta:
        abstract = True
        ordering = ["position"]

    def __str__(self):
        return self.text
