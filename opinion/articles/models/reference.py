from django.db import models
from django.db.models import Deferrable, Q
from django.utils.translation import gettext_lazy as _

from authors.models import validate_link
from opinion.articles import citations
from opinion.references import line_cleaning, plain_text, plausibility
from opinion.references.models import Work
from opinion.references.models.work import Source
from opinion.references.record import Record

from .article import Article
from .content import Cited


class ReferenceQuerySet(models.QuerySet):
    def cite(self, article) -> list["Reference"]:
        """Put the works that a draft's text cites into its list, behind those that are there."""
        missing = citations.unlisted(article.body_html, article.references.all())
        works = Work.objects.in_bulk([citation.work_id for citation in missing])
        if not works:
            return []
        elsewhere = self._elsewhere(works)
        last = article.references.order_by("position").last()
        cited = [works[one.work_id] for one in missing if one.work_id in works]
        return self.bulk_create(
            Reference.of(article, position, work, elsewhere.get(work.pk))
            for position, work in enumerate(cited, start=last.position + 1 if last else 1)
        )

    def _elsewhere(self, works) -> dict[int, "Reference"]:
        """The newest reference anywhere to each of `works`: one that is known, if there is any."""
        by_state = self.filter(work__in=works).order_by("work_id", "state", "-pk")
        return {reference.work_id: reference for reference in by_state.distinct("work_id")}


class Reference(Cited):
    """A work's place in the list of references of a draft.

    The line stays as it was pasted. Only once the work is `KNOWN` is it printed in the
    publication's style instead; until then readers see the line.
    """

    class State(models.TextChoices):
        LINE = "line", _("text only")
        LOOK = "look", _("to check")
        KNOWN = "known", _("confirmed")

    article = models.ForeignKey(Article, models.CASCADE, related_name="references")
    url = models.CharField(_("link"), max_length=2_000, blank=True, validators=[validate_link])
    pasted = models.TextField(
        _("as pasted"),
        blank=True,
        editable=False,
        help_text=_("The original line, before clean-up."),
    )
    state = models.CharField(
        _("status"),
        max_length=5,
        choices=State,
        default=State.LINE,
        db_default="line",
        editable=False,
    )

    objects = ReferenceQuerySet.as_manager()

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
        """What an `intake.Found` becomes, its work not yet stored."""
        state = cls.State.LINE
        if found.record:
            state = cls.State.KNOWN if found.is_sure else cls.State.LOOK
        line = found.line
        return cls(text=line.text, url=line.url, pasted=line.pasted, state=state)

    @classmethod
    def of(cls, article, position, work, elsewhere=None) -> "Reference":
        """A reference to `work`, with the line and the reading that it has `elsewhere`.

        Without one, the line is made of the work, and it is known if nothing of it was merely read.
        """
        reference = cls(article=article, position=position, work=work)
        if elsewhere:
            reference.text, reference.url = elsewhere.text, elsewhere.url
            reference.state = elsewhere.state
        else:
            guessed = {Source.READ, Source.PASTED} & set(work.provenance.values())
            odd = plausibility.problems(work.record)
            reference.text = plain_text.line(work.record)[: line_cleaning.LINE_LIMIT]
            reference.state = cls.State.LOOK if guessed or odd else cls.State.KNOWN
        return reference

    @property
    def prints_work(self) -> bool:
        return self.state == self.State.KNOWN

    @property
    def known(self) -> Record | None:
        """The work as it is printed, None where the line is: that of what it was merged into."""
        return self.work.canonical.record if self.prints_work and self.work else None
