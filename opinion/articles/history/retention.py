"""How long what a page kept by itself is there."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import timezone

from opinion.articles.models import Article, Presence, Revision

A_DAY = timedelta(days=1)


def forget_autosaves():
    """Delete those whose days are over, where somebody has saved the draft since."""
    before = timezone.now() - timedelta(days=settings.AUTOSAVE_RETENTION_DAYS)
    Revision.objects.outlived(before).delete()


def forget_empty_drafts():
    """Delete drafts that a page began, and that nobody has saved or written a word into."""
    wordless = Revision.objects.wordless().values("pk")
    words = Revision.objects.filter(article=OuterRef("pk")).exclude(pk__in=wordless)
    begun = Article.objects.begun(timezone.now() - A_DAY)
    for article in begun.filter(~Exists(words)):
        article.delete()


def forget_presences():
    """Delete who had which article open yesterday."""
    Presence.objects.filter(seen_at__lt=timezone.now() - A_DAY).delete()
