from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q


class DraftEntryQuerySet(models.QuerySet):
    def read_waiting(self, at_once: int) -> int:
        """Read the first drafts that changed by the hundred; gives how many they were."""
        waiting = [*self.filter(is_waiting=True).values_list("pk", flat=True)[:at_once]]
        if waiting:
            read = Func(
                waiting, function="articles_read_drafts", output_field=models.IntegerField()
            )
            self.filter(pk=waiting[0]).values_list(read).get()
        return len(waiting)


class DraftEntry(models.Model):
    """What an article is found by in the newsroom: the words of its draft, whatever its state.

    Headline, standfirst, byline, text, note and references, without case and accents and in no
    language, because whoever searches there knows how a word is spelled. Kept by triggers.
    """

    article = models.OneToOneField(
        "articles.Article", models.CASCADE, primary_key=True, related_name="+"
    )
    words = SearchVectorField()
    # Many at once are read by the worker, a few at a time: until then it is found as it was before.
    is_waiting = models.BooleanField()

    objects = DraftEntryQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [
            GinIndex(F("words"), name="draft_words"),
            models.Index(fields=["article"], name="draft_waiting", condition=Q(is_waiting=True)),
        ]

    def __str__(self):
        return str(self.pk)
