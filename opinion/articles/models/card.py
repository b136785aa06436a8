from functools import partial

from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .article import Article
from .edition import Edition


class CardQuerySet(models.QuerySet):
    def lacking(self):
        """Published articles without a card that was drawn for, or compared with, what is live."""
        stale = Q(card=None) | Q(card__edition=None) | ~Q(card__edition=F("live_edition"))
        return Article.objects.published().filter(stale).order_by("-published_at", "-pk")

    def look_again(self):
        """Let the worker compare these with what they say: a name on them has changed."""
        return self.update(edition=None)

    @transaction.atomic
    def discard(self):
        """Delete them with their files, as words on them are gone for good."""
        files = [*self.values_list("file", flat=True)]
        self.delete()
        for name in files:
            transaction.on_commit(partial(default_storage.delete, name))


class Card(models.Model):
    """The picture that was drawn of an article for where it is shared.

    Its file is named by the digest of all that stands on it, and never changes.
    """

    article = models.OneToOneField(Article, models.CASCADE, related_name="card")
    # What it was drawn for or last compared with; none where something else changed since.
    edition = models.ForeignKey(Edition, models.SET_NULL, null=True, related_name="+")
    digest = models.CharField(max_length=64, editable=False)
    file = models.CharField(max_length=100, unique=True, editable=False)

    objects = CardQuerySet.as_manager()

    class Meta:
        verbose_name = _("card")
        verbose_name_plural = _("cards")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="card_digest_is_sha256", condition=Q(digest__regex="^[0-9a-f]{64}$")
            ),
        ]

    def __str__(self):
        return self.file

    @property
    def url(self) -> str:
        return default_storage.url(self.file)
