"""How a draft goes between its author and the desk, and what staff tell each other of it."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Max, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from opinion import html
from opinion.articles import enqueue

if TYPE_CHECKING:
    from .article import Article

WORDS_LIMIT = 2_000


class DeskState(models.TextChoices):
    """Where a draft stands between its author and the desk; nothing where nobody handed it in."""

    NOWHERE = "", _("Not handed in")
    HANDED_IN = "handed_in", _("Handed in")
    TAKEN = "taken", _("An editor has it")
    SENT_BACK = "sent_back", _("Sent back")


# At the desk an author reads, and an editor edits.
AT_THE_DESK = (DeskState.HANDED_IN, DeskState.TAKEN)


class DeskEntryQuerySet(models.QuerySet):
    def steps(self):
        """What moved the draft, without mere notes."""
        return self.exclude(kind=DeskEntry.Kind.NOTE)

    def standing(self, articles):
        """The last step of each of `articles` that is between its author and the desk now."""
        open_articles = articles.exclude(desk_state=DeskState.NOWHERE)
        last = (
            DeskEntry.objects.steps()
            .filter(article=OuterRef("article"))
            .order_by()
            .values("article")
            .values_list(Max("pk"))
        )
        found = self.steps().filter(article__in=open_articles.order_by(), pk=Subquery(last))
        texts = ("body", "body_html", "note", "note_html")
        found = found.select_related("article", "by")
        return found.defer(*(f"article__{name}" for name in texts)).order_by("at", "pk")


class DeskEntry(models.Model):
    """One step of a draft between its author and the desk, or a note; with what was said.

    Only staff who may see the article read it, and no reader ever does. A step is never changed,
    and goes with its article alone; its words can be taken out of it.
    """

    class Kind(models.TextChoices):
        NOTE = "note", _("Note")
        HANDED_IN = "handed_in", _("Handed in")
        TAKEN_BACK = "taken_back", _("Taken back")
        TAKEN = "taken", _("Taken")
        SENT_BACK = "sent_back", _("Sent back")
        PUBLISHED = "published", _("Published")

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="desk_entries")
    kind = models.CharField(max_length=10, choices=Kind)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    text = models.TextField(blank=True, max_length=WORDS_LIMIT, default="", db_default="")

    objects = DeskEntryQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="desk_entry_kind_is_known",
                condition=Q(
                    kind__in=[
                        *("note", "handed_in", "taken_back", "taken", "sent_back", "published")
                    ]
                ),
            ),
            models.CheckConstraint(
                name="desk_note_says_something", condition=~Q(kind="note") | ~Q(text="")
            ),
        ]
        indexes = [models.Index(fields=["article", "id"], name="desk_entry_of_article")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.at}"

    def erase(self):
        """Take what was said away for good: a note whole, of a step its words."""
        if self.kind == self.Kind.NOTE:
            self.delete()
        else:
            self.text = ""
            self.save(update_fields=["text"])


Kind = DeskEntry.Kind
# From where each step leads, and where to; publishing leads away from everywhere.
FROM: dict[str, tuple[str, ...]] = {
    Kind.HANDED_IN: (DeskState.NOWHERE, DeskState.SENT_BACK),
    Kind.TAKEN_BACK: (DeskState.HANDED_IN,),
    Kind.TAKEN: AT_THE_DESK,
    Kind.SENT_BACK: AT_THE_DESK,
}
TO: dict[str, str] = {
    Kind.HANDED_IN: DeskState.HANDED_IN,
    Kind.TAKEN_BACK: DeskState.NOWHERE,
    Kind.TAKEN: DeskState.TAKEN,
    Kind.SENT_BACK: DeskState.SENT_BACK,
    Kind.PUBLISHED: DeskState.NOWHERE,
}
# What somebody else did meanwhile, as whoever comes too late is told it.
_DONE: dict[str, Any] = {
    Kind.HANDED_IN: _("%(who)s has handed this in."),
    Kind.TAKEN_BACK: _("%(who)s has taken this back."),
    Kind.TAKEN: _("%(who)s has taken this."),
    Kind.SENT_BACK: _("%(who)s has sent this back."),
    Kind.PUBLISHED: _("%(who)s has published this."),
}


class HandedIn(models.Model):
    """How a draft is handed in and answered; part of Article."""

    # Always what its last step says: see `_step`.
    desk_state = models.CharField(
        max_length=9, choices=DeskState, blank=True, default="", db_default="", editable=False
    )

    if TYPE_CHECKING:
        # What Article has besides, and the verbs here go by.
        Status: type["Article.Status"]
        status: models.CharField
        desk_entries: models.Manager[DeskEntry]

        def _lock(self): ...

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="article_desk_state_is_known",
                condition=Q(desk_state__in=["", "handed_in", "taken", "sent_back"]),
            ),
        ]
        indexes = [
            models.Index(
                fields=["desk_state"], name="article_at_the_desk", condition=~Q(desk_state="")
            ),
        ]

    @property
    def is_at_the_desk(self) -> bool:
        """Whether its author has handed it in, and no editor has sent it back."""
        return self.desk_state in AT_THE_DESK

    # Each of these takes `after`, the id of the last step that whoever acts had before them (0 for
    # none): ValidationError where there has been another since. None is not asked.

    def hand_in(self, by, words: str = "", after: int | None = None) -> DeskEntry:
        """Give the draft to the desk, with a word to it."""
        return self._step(Kind.HANDED_IN, by, words, after)

    def take_back(self, by, after: int | None = None) -> DeskEntry:
        """Its author goes on with what no editor has taken yet."""
        return self._step(Kind.TAKEN_BACK, by, "", after)

    def take(self, by, after: int | None = None) -> DeskEntry:
        """An editor sees to it; also one who goes on in the place of a colleague."""
        return self._step(Kind.TAKEN, by, "", after)

    def send_back(self, by, words: str, after: int | None = None) -> DeskEntry:
        """Give the draft back to its author, with what is to be done."""
        if not words.strip():
            raise ValidationError({"desk_words": _("Tell the author why you are sending it back.")})
        return self._step(Kind.SENT_BACK, by, words, after)

    def add_note(self, by, words: str) -> DeskEntry:
        """Tell colleagues something of the article, now or later."""
        words = _said(words)
        if not words:
            raise ValidationError({"desk_words": _("Write the note first.")})
        return self.desk_entries.create(kind=Kind.NOTE, by=by, text=words)

    @property
    def last_step(self) -> DeskEntry | None:
        return self.desk_entries.steps().select_related("by").order_by("pk").last()  # type: ignore[attr-defined]

    @transaction.atomic
    def _step(self, kind: str, by, words: str, after: int | None) -> DeskEntry:
        words = _said(words)
        self._lock()
        last = self.last_step
        if after is not None and last and last.pk != after:
            raise ValidationError(_DONE[last.kind], params={"who": last.by})
        if self.status != self.Status.DRAFT:
            raise ValidationError(_("Only a draft goes between its author and the desk."))
        if self.desk_state not in FROM[kind] or _is_again(kind, by, last):
            raise ValidationError(_("That has been done already. See where the draft stands."))
        return self._note_step(kind, by, words)

    def _note_step(self, kind: str, by, words: str = "") -> DeskEntry:
        entry = self.desk_entries.create(kind=kind, by=by, text=words)
        self.desk_state = TO[kind]
        self.save(update_fields=["desk_state"])
        enqueue.tell_desk(entry)
        return entry

    def _leave_desk(self, by):
        """It is published: whoever handed it in hears of it."""
        if self.desk_state:
            self._note_step(Kind.PUBLISHED, by)


def _is_again(kind: str, by, last: DeskEntry | None) -> bool:
    return last is not None and kind == Kind.TAKEN and (last.kind, last.by) == (kind, by)


def _said(words: str) -> str:
    words = html.clean_text(words).strip()
    if len(words) > WORDS_LIMIT:
        problem = _("Write at most %(limit)d characters.")
        raise ValidationError(
            {"desk_words": ValidationError(problem, params={"limit": WORDS_LIMIT})}
        )
    return words
