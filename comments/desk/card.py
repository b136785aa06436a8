from collections import Counter
from itertools import zip_longest

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from comments.models import Claim, Comment, Decision, Edit, Signal
from comments.models.decision_kinds import kinds_that
from comments.models.outcome import kinds_for, objection_to_reversing

from .attached import attach
from .labels import REPORTED, VERBS, Verb
from .marking import Run, about, runs
from .person import Person, persons_asked
from .proposal import Proposal
from .similar import Gathered, gathered_asked
from .together import asked_together

Kind = Decision.Kind
Status, DeskState = Comment.Status, Comment.DeskState


def moves_of_list(name) -> list[Verb]:
    """The decisions offered for many at once: those that make sense for this list."""
    if name == "all":
        return [verb for verb in VERBS.values() if not verb.definition.is_about_edit]
    may_reverse = name not in ("edited", "reported", Status.WAITING)
    kinds = set()
    for comment in _as_in_list(name):
        kinds |= _kinds(comment, may_reverse, has_edit=name == "edited")
    return _verbs(kinds)


def _as_in_list(name) -> list[Comment]:
    """Unsaved comments, one for each way in which those of a list stand."""
    reported = Comment(status=Status.PUBLISHED, priority_at=timezone.now())
    if name in ("mine", "aside"):
        return [Comment(status=Status.WAITING, desk_state=DeskState.SNOOZED), reported]
    if name == "reported":
        return [reported]
    return [Comment(status=Status.PUBLISHED if name == "edited" else name)]


def moves(comment, may_reverse, has_edit=False) -> list[Verb]:
    """The kinds of decision that make sense for a comment that stands like this one."""
    return _verbs(_kinds(comment, may_reverse, has_edit))


def _kinds(comment, may_reverse, has_edit) -> set[str]:
    if comment.status == Status.WITHDRAWN:
        return set()
    kinds = kinds_for(comment)
    if not has_edit:
        kinds -= {*kinds_that(lambda kind: kind.is_about_edit)}
    return kinds | {Kind.REVERSE} if may_reverse else kinds


def _verbs(kinds) -> list[Verb]:
    return [verb for kind, verb in VERBS.items() if kind in kinds]


class Card:
    """One comment as a moderator sees it.

    `back` is where a decision on it leads, `following` the key of the card after it, `seen` the
    version that a moderator tried to judge, `is_alone` whether it has the page to itself, `reader`
    the moderator who reads it.
    """

    def __init__(self, comment, back, following=None, seen=None, is_alone=False, reader=None):
        self.comment, self.back, self.following = comment, back, following
        self.seen, self.is_alone, self.reader = seen, is_alone, reader
        # Who wrote it and what is like it, where `attach_people` has asked.
        self.person: Person | None = None
        self.like: Gathered | None = None

    @property
    def name(self):
        return self.comment.name or _("Erased writer")

    @property
    def title(self):
        if self.comment.is_erased:
            return _("Erased comment")
        return _("Comment by %(name)s") % {"name": self.comment.name}

    @cached_property
    def history(self) -> list[Decision]:
        """Its decisions, the oldest first. From `with_context`, so without another query."""
        return [*self.comment.decisions.all()]

    @cached_property
    def moves(self):
        if self.comment.is_erased:
            return []
        return moves(self.comment, self.is_reversible, bool(self.proposal))

    @property
    def is_reversible(self) -> bool:
        """As the model answers it, from what is already at hand."""
        return not objection_to_reversing(self.comment, self.history, self.has_waiting_edit)

    @property
    def chosen(self) -> str:
        """The comment and the version shown, as the forms send them."""
        return f"{self.comment.pk}-{self.comment.version}"

    @property
    def assignment_keys(self) -> str:
        return "".join(verb.key for verb in self.assignments)

    @property
    def judgements(self) -> list[Verb]:
        """The moves that decide what readers see."""
        return [verb for verb in self.moves if not verb.is_assignment]

    @property
    def assignments(self) -> list[Verb]:
        """The moves that only say who looks at it when."""
        return [verb for verb in self.moves if verb.is_assignment]

    @property
    def is_as_seen(self) -> bool:
        return self.seen in (None, self.comment.version)

    @property
    def has_address(self) -> bool:
        """Staff answer without a contact, and an erased comment has none any more."""
        return not (self.comment.staff_id or self.comment.is_erased)

    @property
    def live(self):
        return self.comment.article.live_edition

    @property
    def answers_older_edition(self) -> bool:
        return self.comment.edition.number < self.live.number

    @property
    def level(self) -> int:
        return self.comment.depth + 1

    @property
    def status_before(self) -> Promise | str:
        """What a reversal leads back to, in words."""
        last = self.history[-1]
        if last.definition.is_about_edit:
            return _("reopens the edit")
        if last.definition.is_about_reports:
            return _("reopens the reports")
        if last.desk_state_before != last.desk_state_after:
            return _("back to where it was")
        return _("back to %(status)s") % {"status": Comment.Status(last.status_before).label}

    @property
    def overtaken_by(self) -> Decision | None:
        """The decision that came between seeing and deciding; None if its writer was quicker."""
        last = self.history[-1] if self.history else None
        return last if last and last.comment_version >= self.seen else None

    # --- What was noticed

    @property
    def shown_text(self) -> str:
        """The text that waits for a judgement, as its writer typed it."""
        return self.proposal.edit.text if self.proposal else self.comment.text

    @cached_property
    def signals(self) -> list[Signal]:
        """What was noticed about the text now shown, and about how it was sent."""
        taken = [edit for edit in self.edits if edit.status == Edit.Status.TAKEN]
        edit = self.proposal.edit if self.proposal else next(reversed(taken), None)
        return about(self.comment.signals.all(), edit)

    @property
    def marked(self) -> list[Run]:
        """The typed text with what rules found in it; empty where they marked nothing."""
        marked = runs(self.shown_text, self.signals)
        return marked if any(run.numbers for run in marked) else []

    # --- Whose turn it is

    @property
    def claim(self) -> Claim | None:
        """Whose turn it is just now, if anybody's."""
        claim = getattr(self.comment, "claim", None)
        return claim if claim and claim.until > timezone.now() else None

    @property
    def is_open_elsewhere(self) -> bool:
        """Whether a colleague of its reader has it open just now."""
        return bool(self.claim and self.reader and self.claim.by_id != self.reader.pk)

    @property
    def put_aside(self) -> Decision | None:
        """The decision by which it stands aside."""
        if not self.comment.desk_state:
            return None
        state = self.comment.desk_state
        return next(
            decision for decision in reversed(self.history) if decision.desk_state_after == state
        )

    # --- What its writer and its readers did since

    @cached_property
    def edits(self) -> list[Edit]:
        return [*self.comment.edits.all()]

    @property
    def has_waiting_edit(self) -> bool:
        return any(edit.status == Edit.Status.WAITING for edit in self.edits)

    @cached_property
    def proposal(self) -> Proposal | None:
        """The new text that waits for a decision, beside the published one."""
        if not self.comment.is_published:
            return None
        waiting = (edit for edit in self.edits if edit.status == Edit.Status.WAITING)
        return next((Proposal(self.comment, edit) for edit in waiting), None)

    @property
    def earlier(self) -> list[Edit]:
        """Edits that were taken or refused, each with the text that no reader sees any more."""
        return [edit for edit in self.edits if edit.status != Edit.Status.WAITING]

    @property
    def edited_at(self):
        return max((edit.at for edit in self.edits), default=None)

    @property
    def report_words(self) -> list[str]:
        """What readers wrote with their reports: never who."""
        return [report.words for report in self.comment.reports.all() if report.words]

    @property
    def reported(self) -> str:
        """For what readers reported it, and how often: never who."""
        counts = Counter(report.reason for report in self.comment.reports.all())
        return ", ".join(f"{count}× {REPORTED[reason]}" for reason, count in counts.most_common())


def cards(comments, back, reader=None) -> list[Card]:
    """Cards in order, complete, each knowing which one comes after it."""
    return complete(
        [
            Card(comment, back, following and following.pk, reader=reader)
            for comment, following in zip_longest(comments, comments[1:])
        ]
    )


def attach_people(cards) -> list[Card]:
    """Give each card its person and what is like it; as many queries for many as for one."""
    comments = [card.comment for card in cards]
    return _attached(cards, *asked_together(persons_asked(comments), gathered_asked(comments)))


def complete(cards) -> list[Card]:
    """As `attach_people`, and what hangs on the comments, all in one query."""
    comments = [card.comment for card in cards]
    askers = (persons_asked(comments), gathered_asked(comments), attach(comments))
    persons, likes, _comments = asked_together(*askers)
    return _attached(cards, persons, likes)


def _attached(cards, persons, likes) -> list[Card]:
    for card in cards:
        card.person, card.like = persons[card.comment.pk], likes[card.comment.pk]
    return cards


def page_of(comment) -> str:
    return reverse("admin:comments_comment_change", args=[comment.pk])


def queue_page() -> str:
    return reverse("admin:comments_comment_changelist")
