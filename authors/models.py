import uuid
from typing import Self

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from authors import orcid
from opinion import html, search_words, slugs
from opinion.fields import AddressField, PolicyVersionField, RenderedField, SortKeyField
from opinion.merging import Mergeable, MergeableQuerySet
from opinion.page_cache.drawing import Shown
from opinion.quick_reverse import quick_reverse


class User(AbstractUser):
    """A member of staff who logs in. A byline needs none: see Author.

    Nobody of the staff is without an email address, and no two share one.
    """

    email = models.EmailField(
        _("email address"),
        help_text=_("Notices of the moderation desk go to it. Readers never see it."),
    )

    # Django has it; its stubs leave it out.
    class Meta(AbstractUser.Meta):  # type: ignore[name-defined]
        swappable = "AUTH_USER_MODEL"
        constraints = [
            models.CheckConstraint(
                name="user_staff_has_email",
                condition=Q(is_staff=False) | ~Q(email=""),
                violation_error_message=_("Staff need an email address."),
            ),
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_is_unique",
                condition=~Q(email=""),
                violation_error_message=_("Someone on the staff already has this email address."),
            ),
        ]

    def __str__(self):
        return self.get_full_name() or self.get_username()


def validate_link(value: str) -> None:
    """Refuse an address that our one door for HTML would not link to."""
    if not html.safe_url(value):
        raise ValidationError(_("Enter a full web address, like https://example.org/page."))


def last_name_first(name: str) -> str:
    first, _space, last = name.strip().rpartition(" ")
    return f"{last}, {first}" if first else last


# What an author is searched by: the sort key has no case and no accents.
NAMES = SearchVector("sort_key", "name", config="simple")


class AuthorQuerySet(MergeableQuerySet):
    def matching(self, text: str, *, any_word=False) -> Self:
        """Those whose names have all words of `text`, or any; a word's beginning is enough.

        None where there is no word in it.
        """
        asked = search_words.beginning(text, any_word=any_word)
        query = SearchQuery(asked, config="simple", search_type="raw")
        return self.alias(said=NAMES).filter(said=query) if asked else self.none()


class Author(Shown, Mergeable):
    """A person whose name stands on articles. Not an account; one may be linked to it."""

    kind = "author"

    name = models.CharField(
        _("name"), max_length=120, help_text=_("As it appears in bylines: Ngaire Whitcombe.")
    )
    sort_name = models.CharField(
        _("sorted as"),
        max_length=120,
        blank=True,
        help_text=_(
            "For alphabetical lists: Whitcombe, Ngaire. If left blank, the last word comes first."
        ),
    )
    sort_key = SortKeyField(source="sort_name")
    slug = AddressField(
        _("address"),
        max_length=120,
        unique=True,
        help_text=_("The last part of the author's page: /author/ngaire-whitcombe/."),
    )
    role = models.CharField(
        _("role or affiliation"),
        max_length=200,
        blank=True,
        help_text=_("Shown under the name: Lecturer in public law, University of Leeds."),
    )
    bio = models.TextField(
        _("about the author"),
        blank=True,
        help_text=_("Who they are and why they know the subject. Any length."),
    )
    bio_html = RenderedField(source="bio", policy="note")
    html_policy = PolicyVersionField()
    disclaimer = models.CharField(
        _("standing disclaimer"),
        max_length=300,
        blank=True,
        help_text=_(
            "Printed with every article: “The opinions expressed in her articles are her own.”"
        ),
    )
    disclosure = models.CharField(
        _("interests"),
        max_length=600,
        blank=True,
        default="",
        db_default="",
        help_text=_(
            "Shown on the author's page: work, money, memberships and family ties that readers "
            "should know about."
        ),
    )
    picture = models.ImageField(
        _("picture"),
        upload_to="authors/",
        width_field="picture_width",
        height_field="picture_height",
        blank=True,
        help_text=_("Shown as a square. Location and camera data are removed."),
    )
    picture_width = models.PositiveIntegerField(null=True, editable=False)
    picture_height = models.PositiveIntegerField(null=True, editable=False)
    orcid = models.CharField(
        _("ORCID"),
        max_length=19,
        blank=True,
        validators=[orcid.validate],
        help_text=_("16 digits, such as 0000-0002-1825-0097."),
    )
    user = models.OneToOneField(
        "authors.User",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="author",
        verbose_name=_("account"),
        help_text=_("Only for authors who log in to write. A byline doesn't need an account."),
    )

    objects = AuthorQuerySet.as_manager()

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["sort_key", "pk"]
        constraints = [
            *Mergeable.Meta.constraints,
            models.CheckConstraint(name="author_has_a_name", condition=~models.Q(name="")),
        ]
        indexes = [
            models.Index(fields=["name"], name="author_by_name"),
            GinIndex(NAMES, name="author_by_words"),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.sort_name = self.sort_name or last_name_first(self.name)
        self.orcid = orcid.compact(self.orcid)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return quick_reverse("author", self.slug)

    def clean(self):
        self.slug = self.slug or slugs.slug(self.name) or slugs.free(self, "author")

    def _give_to(self, other):
        """Its account, and those of its links that `other` has not."""
        if self.user_id and other.user_id:
            raise ValidationError(_("Both have an account. Remove one first."))
        if self.user_id:
            account, self.user = self.user, None
            self.save(update_fields=["user"])
            other.user = account
            other.save(update_fields=["user"])
        self.links.filter(url__in=other.links.values("url")).delete()

    @cached_property
    def listed_links(self) -> list["AuthorLink"]:
        """Where else readers find them. A list, because pages fetch those of many at once."""
        return list(self.links.all())

    @property
    def orcid_url(self):
        return f"{orcid.PREFIX}{self.orcid}" if self.orcid else ""


class AuthorLink(models.Model):
    """Somewhere else on the web where readers find an author."""

    # For a merge; see `Author._give_to`.
    stands_once = [("author", "url")]

    author = models.ForeignKey(Author, models.CASCADE, related_name="links")
    label = models.CharField(
        _("label"), max_length=60, help_text=_("The text readers click: Website.")
    )
    url = models.CharField(_("address"), max_length=500, validators=[validate_link])

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["pk"]

    def __str__(self):
        return self.label

    @property
    def href(self) -> str:
        """The address if it may be linked to; empty for one that came in past the form."""
        return html.safe_url(self.url) or ""


class StaffNamesQuerySet(models.QuerySet):
    def version(self) -> uuid.UUID:
        """Another one after each change of a name; read it before the names themselves."""
        # Without its row nobody can tell whether they changed: a version that nobody has seen.
        return self.values_list("version", flat=True).first() or uuid.uuid4()


class StaffNames(models.Model):
    """Whether names or addresses of authors and staff changed, told without reading them all.

    The database itself keeps it, whoever makes the change.
    """

    version = models.UUIDField(default=uuid.uuid4)

    objects = StaffNamesQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return str(self.version)
