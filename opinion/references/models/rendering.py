from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils import timezone

from opinion import html
from opinion.page_cache.drawing import shows


class StoredHTML(models.TextField):
    """HTML that has passed the door for HTML before it was stored."""

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return value if value is None else html.stored(value)


class RenderingQuerySet(models.QuerySet):
    def of(self, digests: Iterable[str], style: str, language: str) -> dict[str, "Rendering"]:
        """The newest renderings of what has these digests, by digest. One query."""
        digests = {*digests}
        shows("rendering", *digests)
        found = self.filter(digest__in=digests, style=style, language=language)
        return {rendering.digest: rendering for rendering in found}

    def in_each_style(self, digest: str, language: str) -> dict[str, "Rendering"]:
        """The newest renderings of what has this digest, by style. One query."""
        shows("rendering", digest)
        found = self.filter(digest=digest, language=language)
        return {rendering.style: rendering for rendering in found}


class Rendering(models.Model):
    """How one record is printed in one style and language: made in the background and kept.

    It hangs on what the record says, not on a work: whoever cites the same finds it ready.
    """

    digest = models.CharField(max_length=64)
    style = models.CharField(max_length=40)
    language = models.CharField(max_length=12)
    style_hash = models.CharField(max_length=64)
    html = StoredHTML()
    text = models.TextField()
    made_at = models.DateTimeField(default=timezone.now)

    objects = RenderingQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["digest", "style", "language"], name="rendering_of_one_record"
            ),
        ]

    def __str__(self) -> str:
        return self.text
