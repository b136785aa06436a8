from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from opinion.fields import RenderedField
from opinion.references.formats import csl
from opinion.references.models import Link
from opinion.references.record import Record

from .content import ArticleContent, Cited, Credited
from .erratum import Erratum
from .picture import EditionPicture, Pictured, lead_of


class EditionQuerySet(models.QuerySet):
    def write(self, article, by, at):
        """Print `article`'s draft: its copy, byline, topics and references as they are now."""
        edition = self.create(
            article=article,
            number=article.editions.count() + 1,
            published_at=at,
            published_by=by,
            **{name: getattr(article, name) for name in ArticleContent.copy_fields()},
        )
        edition.topics.set(article.topics.all())
        EditionByline.objects.bulk_create(
            EditionByline.as_printed(edition, byline)
            for byline in article.bylines.select_related("author")
        )
        EditionPicture.objects.bulk_create(
            EditionPicture.as_printed(edition, use)
            for use in article.pictures.select_related("picture")
        )
        printed = EditionReference.objects.bulk_create(
            EditionReference.as_printed(edition, reference)
            for reference in article.references.select_related("work__merged_into")
        )
        Link.objects.know(reference.address for reference in printed if reference.address)
        if article.live_edition_id:
            Erratum.objects.note(edition, [*article.live_edition.references.all()], printed)
        return edition

    def preview(self, article):
        """An edition of `article`'s draft as `write` would print it, kept nowhere."""
        edition = _rendered(
            self.model(
                article=article,
                number=0,
                published_at=article.published_at or article.scheduled_for or timezone.now(),
                **{name: getattr(article, name) for name in ArticleContent.copy_fields()},
            )
        )
        edition.printed_bylines = [
            _rendered(EditionByline.as_printed(edition, byline))
            for byline in article.bylines.select_related("author").prefetch_related("author__links")
        ]
        edition.printed_references = [
            _rendered(EditionReference.as_printed(edition, reference))
            for reference in article.references.select_related("work__merged_into")
        ]
        edition.printed_topics = list(article.topics.all())
        edition.printed_pictures = [
            EditionPicture.as_printed(edition, use)
            for use in article.pictures.select_related("picture")
        ]
        return edition


def _rendered(printed):
    """`printed` with the HTML that it would be saved with."""
    for field in printed._meta.local_fields:
        if isinstance(field, RenderedField):
            field.pre_save(printed, add=True)
    return printed


class Edition(ArticleContent):
    """One published state of an article. The database refuses to change or delete it."""

    is_printed = True

    article = models.ForeignKey("articles.Article", models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField(_("number"))
    topics = models.ManyToManyField("articles.Topic", related_name="+")
    published_at = models.DateTimeField(_("published"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["article", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="edition_number"),
        ]

    def get_absolute_url(self):
        return self.article.get_absolute_url()

    # What pages show. Lists of their own, because a proof has them without being stored.

    @cached_property
    def printed_bylines(self) -> list:
        return list(self.bylines.all())

    @cached_property
    def printed_references(self) -> list:
        return list(self.references.all())

    @cached_property
    def printed_topics(self) -> list:
        return list(self.topics.all())

    @cached_property
    def printed_pictures(self) -> list:
        return list(self.pictures.all())

    @property
    def lead(self) -> Pictured | None:
        """The picture above the text."""
        return lead_of(self.printed_pictures)


class EditionByline(Credited):
    """A byline as it was printed: the person's name and affiliation on that day."""

    is_printed = True

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="bylines")
    name = models.CharField(max_length=120)
    affiliation = models.CharField(max_length=200, blank=True)
    bio = models.TextField(blank=True)
    bio_html = RenderedField(source="bio", policy="note")
    disclaimer = models.CharField(max_length=300, blank=True)

    class Meta(Credited.Meta):
        constraints = [
            models.UniqueConstraint(fields=["edition", "position"], name="edition_byline_position"),
        ]

    def __str__(self):
        return f"{self.get_role_display()} {self.name}"

    @classmethod
    def as_printed(cls, edition, byline):
        author = byline.author
        return cls(
            edition=edition,
            author=author,
            role=byline.role,
            position=byline.position,
            name=author.name,
            affiliation=author.role,
            bio=author.bio,
            disclaimer=author.disclaimer,
        )


class EditionReference(Cited):
    """A reference as it was printed: its line, and what was known of the work on that day.

    `record` is an object of CSL-JSON where the work is printed, in the publication's style, and
    None where the line is.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="references")
    record = models.JSONField(null=True, blank=True)

    class Meta(Cited.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "position"], name="edition_reference_position"
            ),
        ]
        indexes = [models.Index(fields=["work"], name="printed_reference_of_work")]

    @classmethod
    def as_printed(cls, edition, reference):
        return cls(
            edition=edition,
            position=reference.position,
            text=reference.text,
            url=reference.url,
            work=reference.work,
            locator=reference.locator,
            record=_item(reference) if reference.prints_work else None,
        )

    @cached_property
    def known(self) -> Record | None:
        """The work as it is printed, None where the line is."""
        return csl.from_item(self.record) if self.record else None

    @property
    def address(self) -> str:
        """Where the work is found, by what is known of it or by its line."""
        return (self.known.url if self.known else "") or self.url


def _item(reference) -> dict:
    return csl.item_of(reference.known, f"work-{reference.work.standing.pk}")
