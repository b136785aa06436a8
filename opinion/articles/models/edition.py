import json
from hashlib import sha256

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, prefetch_related_objects
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from opinion import html
from opinion.articles.reading_time import MinutesField
from opinion.embeds.models import Host
from opinion.fields import RenderedField
from opinion.references.formats import csl
from opinion.references.models import Link
from opinion.references.record import Record

from .change import WITH_NOTE, Change
from .content import ArticleContent, Cited, Credited
from .embed import EditionEmbed
from .erratum import Erratum
from .picture import EditionPicture, Pictured, lead_of, social_of


class NothingToPublish(ValidationError):
    """A new edition would be, word for word, the one that readers see."""

    def __init__(self):
        super().__init__(_("There is nothing to publish: readers see exactly this already."))


class EditionQuerySet(models.QuerySet):
    def write(self, article, manuscript, by, at, change, note="", revision=None):
        """Print `manuscript` as the next edition of `article`, made of `revision` if it is kept.

        Raises NothingToPublish where readers see just that already.
        """
        before = article.live_edition
        edition = self.printed(article, manuscript, published_by=by, published_at=at)
        if article.is_published and edition.digest == before.digest:
            raise NothingToPublish
        edition.number = article.editions.count() + 1
        edition.change, edition.change_note, edition.revision = change, note, revision
        edition.modified_at = at if Change(change).moves_modified else before.modified_at
        edition.save()
        edition.topics.set(manuscript.topics)
        EditionByline.objects.bulk_create(edition.printed_bylines)
        EditionPicture.objects.bulk_create(edition.printed_pictures)
        EditionEmbed.objects.bulk_create(edition.printed_embeds)
        printed = EditionReference.objects.bulk_create(edition.printed_references)
        Link.objects.know(reference.address for reference in printed if reference.address)
        if before:
            Erratum.objects.note(edition, [*before.references.all()], printed)
        return edition

    def told(self):
        """Those whose note tells readers what changed, the newest first."""
        return self.exclude(change_note="").order_by("-number")

    def printed(self, article, manuscript, **values):
        """`manuscript` as an edition that is not stored, with its `digest`."""
        edition = self.model(
            article=article, number=0, **manuscript.content, **manuscript.rendered, **values
        )
        edition.keeps_html = bool(manuscript.rendered)
        edition.printed_bylines = [
            EditionByline.as_printed(edition, byline) for byline in manuscript.bylines
        ]
        edition.printed_references = [
            EditionReference.as_printed(edition, reference) for reference in manuscript.references
        ]
        edition.printed_pictures = [
            EditionPicture.as_printed(edition, use) for use in manuscript.pictures
        ]
        edition.printed_embeds = EditionEmbed.of_text(edition, manuscript.content["body"])
        edition.printed_topics = manuscript.topics
        edition.digest = edition.digest_of_print()
        return edition

    def preview(self, article):
        """An edition of `article`'s draft as `write` would print it, kept nowhere."""
        at = article.published_at or article.scheduled_for or timezone.now()
        manuscript = article.manuscript()
        prefetch_related_objects([line.author for line in manuscript.bylines], "links")
        edition = self.printed(article, manuscript, published_at=at, modified_at=at)
        for printed in (edition, *edition.printed_bylines, *edition.printed_references):
            _rendered(printed)
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
    change = models.CharField(_("change"), max_length=13, choices=Change)
    change_note = models.CharField(
        _("what changed, for readers"), max_length=600, blank=True, default="", db_default=""
    )
    # When it last said something else than before: what readers are told as “updated”.
    modified_at = models.DateTimeField(_("modified"))
    # Nothing is lost with a revision that is pruned: the edition is whole without it.
    revision = models.ForeignKey(
        "articles.Revision", models.SET_NULL, null=True, editable=False, related_name="editions"
    )
    digest = models.CharField(max_length=64, editable=False, default="", db_default="")
    # For lists, which do not fetch the text.
    minutes = MinutesField(source="body_html", db_default=1)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["article", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="edition_number"),
            models.CheckConstraint(
                name="edition_change_is_known", condition=Q(change__in=Change.values)
            ),
            models.CheckConstraint(
                name="edition_first_is_number_one",
                condition=Q(number=1, change="first") | (Q(number__gt=1) & ~Q(change="first")),
            ),
            models.CheckConstraint(
                name="edition_note_goes_with_change",
                condition=Q(change__in=WITH_NOTE) ^ Q(change_note=""),
            ),
            models.CheckConstraint(
                name="edition_modified_by_then", condition=Q(modified_at__lte=F("published_at"))
            ),
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

    @cached_property
    def printed_embeds(self) -> list:
        return list(self.embeds.all()) if self.has_embeds else []

    @property
    def has_embeds(self) -> bool:
        return "data-embed=" in (self.body_html or self.body)

    @cached_property
    def embed_frames(self) -> dict[str, str]:
        """By address what a press on each card loads, as the list of hosts is today."""
        if not self.printed_embeds:
            return {}
        match = Host.objects.matcher()
        found = {one.url: match(one.url) for one in self.printed_embeds}
        return {url: one.frame for url, one in found.items() if one and one.frame}

    @property
    def lead(self) -> Pictured | None:
        """The picture above the text."""
        return lead_of(self.printed_pictures)

    @property
    def social(self) -> Pictured | None:
        """The picture that was chosen for where the article is shared."""
        return social_of(self.printed_pictures)

    def digest_of_print(self) -> str:
        """The same for two editions, stored or not, that say the same to readers."""
        said = {
            "content": self.typed(self),
            "topics": sorted(topic.pk for topic in self.printed_topics),
            "byline": [line.said() for line in self.printed_bylines],
            "pictures": [picture.said() for picture in self.printed_pictures],
            "embeds": [embed.said() for embed in self.printed_embeds],
            "references": [line.said() for line in self.printed_references],
        }
        return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


class EditionByline(Credited):
    """A byline as it was printed: the person's name and affiliation on that day."""

    is_printed = True
    # See RenderedField.
    keeps_html: bool

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
        line = cls(
            edition=edition,
            author=author,
            role=byline.role,
            position=byline.position,
            name=author.name,
            affiliation=author.role,
            bio=author.bio,
            disclaimer=author.disclaimer,
        )
        line.bio_html, line.keeps_html = author.bio_html, author.html_policy == html.POLICY_VERSION
        return line

    def said(self) -> dict:
        names = ("author_id", "role", "name", "affiliation", "bio", "disclaimer")
        return {name: getattr(self, name) for name in names}


class EditionReference(Cited):
    """A reference as it was printed: its line, and what was known of the work on that day.

    `record` is an object of CSL-JSON where the work is printed, in the publication's style, and
    None where the line is.
    """

    # See RenderedField.
    keeps_html: bool

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
        line = cls(
            edition=edition,
            position=reference.position,
            text=reference.text,
            url=reference.url,
            work=reference.work,
            locator=reference.locator,
            record=_item(reference) if reference.prints_work else None,
        )
        # A stored line has the HTML that was made of it, one from a revision has none yet.
        line.text_html, line.keeps_html = reference.text_html, bool(reference.pk)
        return line

    def said(self) -> dict:
        names = ("text", "url", "work_id", "locator")
        # The id in it is that of whichever work stands for the one cited.
        record = self.record and {name: said for name, said in self.record.items() if name != "id"}
        return {name: getattr(self, name) for name in names} | {"record": record}

    @cached_property
    def known(self) -> Record | None:
        """The work as it is printed, None where the line is."""
        return csl.from_item(self.record) if self.record else None

    @property
    def address(self) -> str:
        """Where the work is found, by what is known of it or by its line."""
        return (self.known.url if self.known else "") or self.url


def _item(reference) -> dict:
    return csl.item_of(reference.known, f"work-{reference.work.canonical.pk}")
