from django.db import models
from django.db.models import Deferrable, Q
from django.utils.translation import gettext_lazy as _

from authors.models import validate_link

from .article import Article
from .copy import Cited


class Reference(Cited):
    """A work's place in the list of references of a draft.

    The line stays as it was pasted. Only once the work is `KNOWN` is it printed in the
    publication's style instead; until then readers see the line.
    """

    class State(models.TextChoices):
        LINE = "line", _("a line only")
        LOOK = "look", _("to look at")
        KNOWN = "known", _("known")

    article = models.ForeignKey(Article, models.CASCADE, related_name="references")
    url = models.CharField(_("link"), max_length=2_000, blank=True, validators=[validate_link])
    pasted = models.TextField(
        _("as pasted"), blank=True, editable=False, help_text=_("The line before it was cleaned.")
    )
    state = models.CharField(
        _("reading"),
        max_length=5,
        choices=State,
        default=State.LINE,
        db_default="line",
        editable=False,
    )

    class Meta(Cited.Meta):
        verbose_name = _("reference")
        verbose_name_plural = _("references")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "position"],
                name="reference_position",
                deferrable=Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                name="reference_read_has_work",
                condition=Q(state="line") | Q(work__isnull=False, state__in=["look", "known"]),
            ),
        ]
        indexes = [models.Index(fields=["work"], name="reference_of_work")]

    @classmethod
    def found(cls, found) -> "Reference":
        """What a `references.box.Found` becomes, its work not yet stored."""
        state = cls.State.LINE
        if found.record:
            state = cls.State.KNOWN if found.is_sure else cls.State.LOOK
        line = found.line
        return cls(text=line.text, url=line.url, pasted=line.pasted, state=state)

    @property
    def prints_work(self) -> bool:
        return self.state == self.State.KNOWN
