"""The picture files of the site, each once, and the words about them that uses begin with."""

import hashlib
import mimetypes

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from opinion import search_words
from opinion.jobs import queue
from opinion.page_cache.drawing import Shown

from . import renditions

ALT_LIMIT = CAPTION_LIMIT = 300
CREDIT_LIMIT = 200
# Percent of the width and of the height.
MIDDLE = 50
FILE_NAME_LIMIT = 200
# What a picture is searched by. A full stop or a hyphen would make one word of a file's name.
NAME = Func(F("file_name"), Value("._-/"), Value("    "), function="translate")
WORDS = SearchVector("alt", "caption", "credit", NAME, config="simple")


class FocalPoint(models.Model):
    """The point that stays in sight when a picture is cut, in percent from its left and its top."""

    focal_x = models.PositiveSmallIntegerField(
        default=MIDDLE, db_default=MIDDLE, validators=[MaxValueValidator(100)]
    )
    focal_y = models.PositiveSmallIntegerField(
        default=MIDDLE, db_default=MIDDLE, validators=[MaxValueValidator(100)]
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_focal_point_is_inside",
                condition=Q(focal_x__lte=100, focal_y__lte=100),
            )
        ]


class PictureWords(models.Model):
    """What is said of a picture, by the picture itself and anew at each of its uses."""

    alt = models.CharField(
        _("alt text"),
        max_length=ALT_LIMIT,
        blank=True,
        help_text=_("Describes the picture for people who can't see it."),
    )
    caption = models.CharField(_("caption"), max_length=CAPTION_LIMIT, blank=True)
    credit = models.CharField(
        _("credit"),
        max_length=CREDIT_LIMIT,
        blank=True,
        help_text=_("Photographer or source, and licence."),
    )

    class Meta:
        abstract = True


class PictureQuerySet(models.QuerySet):
    @transaction.atomic
    def keep(self, content, by=None, **words) -> "Picture":
        """Store `content`, a file that `opinion.images` has cleaned, as a picture of its own.

        `words` are those of the picture: alt, caption, credit, licence. The worker makes its
        renditions.
        """
        picture = self.model(uploaded_by=by, **words)
        picture.file_name = getattr(content, "uploaded_name", "")[-FILE_NAME_LIMIT:]
        data = content.read()
        picture.size, picture.digest = len(data), hashlib.sha256(data).hexdigest()
        picture.media_type = mimetypes.guess_type(content.name)[0] or ""
        content.seek(0)
        picture.file.save(content.name, content, save=False)
        picture.save()
        picture.queue_renditions()
        return picture

    def keep_once(self, content, by=None, **words) -> tuple["Picture", bool]:
        """The picture that has the very file already, or `content` kept; and whether it is new."""
        digest = hashlib.sha256(content.read()).hexdigest()
        content.seek(0)
        known = self.filter(digest=digest).order_by("pk").first()
        return (known, False) if known else (self.keep(content, by=by, **words), True)

    def matching(self, text: str):
        """Those that have each word of `text` in what is said of them or in their file's name.

        A word's beginning is enough. None where there is no word in it.
        """
        words = search_words.plain_words(text)
        asked = " & ".join(f"'{word}':*" for word in words)
        query = SearchQuery(asked, config="simple", search_type="raw")
        return self.alias(said=WORDS).filter(said=query) if words else self.none()

    def duplicates(self):
        """Those whose file is, byte by byte, that of another one."""
        others = Picture.objects.filter(digest=OuterRef("digest")).exclude(pk=OuterRef("pk"))
        return self.filter(Exists(others))

    def queue_missing_renditions(self) -> int:
        """Let the worker make what pages lack; gives of how many pictures."""
        lacking = [
            picture
            for picture in self.only("pk", "width", "widths")
            if picture.widths != renditions.widths_for(picture.width)
        ]
        for picture in lacking:
            picture.queue_renditions()
        return len(lacking)

    def at_path(self, path: str):
        """The picture whose file, or one of whose renditions, lies at this path in the storage."""
        return self.filter(file__in=renditions.originals_of(path))


class Picture(Shown, PictureWords, FocalPoint):
    """A file and what is known of it. The file never changes: a new file is a new picture.

    Its words may change; what an edition printed of them stays with the edition.
    """

    kind = "picture"

    FILE = ["file", "width", "height", "media_type", "size", "digest", "uploaded_by", "uploaded_at"]
    """The columns that the database refuses to change."""

    file = models.ImageField(
        _("file"), upload_to="pictures/%Y/%m/", width_field="width", height_field="height"
    )
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    media_type = models.CharField(max_length=40, editable=False, help_text="image/jpeg")
    size = models.PositiveIntegerField(editable=False, help_text=_("In bytes."))
    # What the uploader called it. For the newsroom alone.
    file_name = models.CharField(
        _("file name"),
        max_length=FILE_NAME_LIMIT,
        blank=True,
        editable=False,
        default="",
        db_default="",
    )
    # Of the renditions that are made.
    widths = ArrayField(models.PositiveIntegerField(), default=list, db_default=[], editable=False)
    digest = models.CharField(
        max_length=64, editable=False, db_index=True, help_text=_("The file's SHA-256.")
    )
    licence = models.CharField(
        _("licence"),
        max_length=200,
        blank=True,
        help_text=_("For example CC BY 4.0, or what it was bought for."),
    )
    uploaded_at = models.DateTimeField(_("uploaded"), default=timezone.now, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = PictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        constraints = [
            *FocalPoint.Meta.constraints,
            models.CheckConstraint(
                name="picture_has_a_size", condition=Q(width__gt=0, height__gt=0, size__gt=0)
            ),
            models.CheckConstraint(name="picture_has_a_file", condition=~Q(file="")),
            models.CheckConstraint(
                name="picture_is_an_image", condition=Q(media_type__regex="^image/[a-z]+$")
            ),
            models.CheckConstraint(
                name="picture_digest_is_sha256", condition=Q(digest__regex="^[0-9a-f]{64}$")
            ),
        ]
        indexes = [
            models.Index(fields=["file"], name="picture_by_file"),
            GinIndex(WORDS, name="picture_by_words"),
        ]

    def __str__(self):
        return self.alt or self.file_name or self.file.name

    def queue_renditions(self):
        queue("opinion.pictures.tasks.make_renditions", picture=self.pk)

    def srcset(self, kind: str) -> str:
        """The renditions of one kind (`renditions.KINDS`) as HTML lists them; empty before."""
        files = renditions.files_of(self.file.name, self.width, self.widths, kind)
        url = self.file.storage.url
        return ", ".join(f"{url(name)} {width}w" for width, name in files)

    @property
    def smallest_url(self) -> str:
        """That of what shows it in a list."""
        files = renditions.files_of(self.file.name, self.width, self.widths, "webp")
        return self.file.storage.url(next((name for _width, name in files), self.file.name))

    def delete(self, *args, **kwargs):
        """With its files, once that is committed."""
        names = [self.file.name, *renditions.all_files(self.file.name, self.width, self.widths)]
        storage = self.file.storage
        deleted = super().delete(*args, **kwargs)
        transaction.on_commit(lambda: [storage.delete(name) for name in names])
        return deleted
