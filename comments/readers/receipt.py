"""What a receipt tells: where a comment stands, why, and how long that takes, for its writer.

Never who decided, never a moderator's own words, never an address.
"""

from datetime import timedelta
from statistics import median

from django.db import transaction
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from comments.models import (
    Comment,
    Confirmation,
    Decision,
    Edit,
    Effect,
    Signal,
    Subscription,
    Thread,
)
from opinion import html

Status, Kind = Comment.Status, Decision.Kind
Follow = Subscription.Kind

NOTICED = {
    Signal.Kind.HONEYPOT: gettext_lazy("A hidden field was filled in."),
    Signal.Kind.TOO_FAST: gettext_lazy("It was written faster than people usually type."),
    Signal.Kind.UNTIMED: gettext_lazy("It was sent without the time at which the form was opened."),
    Signal.Kind.UNSCREENED: gettext_lazy("Something went wrong on our side when we checked it."),
    Signal.Kind.HOLD: gettext_lazy(
        "A moderator asked to see comments from your address or your connection first."
    ),
    Signal.Kind.STAFF_NAME: gettext_lazy(
        "Your name or address looks like that of our staff or one of our authors."
    ),
    Signal.Kind.WORDS: gettext_lazy("It contains words that a moderator checks first."),
    Signal.Kind.ADVERTISING: gettext_lazy("It looks like advertising."),
    Signal.Kind.CONTACT: gettext_lazy(
        "It contains a phone number, an address or another way to reach someone."
    ),
    Signal.Kind.MARKUP: gettext_lazy("It contains HTML or BBCode, which has no effect here."),
    Signal.Kind.LINKS: gettext_lazy("It contains many links."),
    Signal.Kind.DOMAINS: gettext_lazy("It mentions a web address that a moderator checks first."),
    Signal.Kind.LENGTH: gettext_lazy("It is very long."),
    Signal.Kind.SHOUTING: gettext_lazy("Much of it is in capital letters."),
    Signal.Kind.REPETITION: gettext_lazy("It repeats itself a lot."),
    Signal.Kind.NEWCOMER: gettext_lazy(
        "As far as we know, you haven't had a comment published here before."
    ),
    Signal.Kind.REFUSED: gettext_lazy(
        "Other comments from your address or your connection were recently declined."
    ),
    Signal.Kind.HEAT: gettext_lazy("This article is getting a lot of comments."),
}
# A missing time is no fault of the writer's: only the file of all that is kept mentions it.
UNTOLD = (Signal.Kind.UNTIMED,)
TITLES = {
    Status.WAITING: gettext_lazy("Thank you"),
    Status.PUBLISHED: gettext_lazy("Your comment has been published"),
    Status.REFUSED: gettext_lazy("Your comment was not published"),
    Status.SPAM: gettext_lazy("Your comment was marked as spam"),
    Status.TAKEN_DOWN: gettext_lazy("Your comment was taken down"),
    Status.WITHDRAWN: gettext_lazy("You have withdrawn your comment"),
}
STATES = {
    Status.WAITING: gettext_lazy(
        "Your comment is waiting for a moderator. It will appear once a moderator has approved it."
    ),
    Status.PUBLISHED: gettext_lazy("Everyone can read your comment below the article."),
    Status.REFUSED: gettext_lazy("A moderator read your comment and decided not to publish it."),
    Status.SPAM: gettext_lazy(
        "It looked like spam. Readers won't see it unless a moderator approves it."
    ),
    Status.TAKEN_DOWN: gettext_lazy(
        "Your comment was published, but a moderator has since taken it down."
    ),
    Status.WITHDRAWN: gettext_lazy("Readers can no longer see your comment."),
}
EDITED = {
    Edit.Status.WAITING: gettext_lazy("This edit is waiting for a moderator."),
    Edit.Status.TAKEN: gettext_lazy("This edit replaced the previous text."),
    Edit.Status.DROPPED: gettext_lazy("This edit was not published."),
}

# From how many decisions the usual time is told, and how many are needed to tell it.
LOOKED_AT, NEEDED = 50, 5
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def noticed(signals) -> list[Promise]:
    """What the signals say, each thing once."""
    return [NOTICED[kind] for kind in dict.fromkeys(signal.kind for signal in signals)]


class Account:
    """The account of one comment that its writer may have. Asks the database once a question.

    `decisions` are those on it as `with_display_data()` finds them, where they are at hand already.
    """

    def __init__(self, comment, decisions=None):
        self.comment, self._known_decisions = comment, decisions

    @cached_property
    def decisions(self):
        """Those its writer is told of: not who of the moderators looks at it when."""
        known = self._known_decisions
        return Decision.news_among(
            self.comment.decisions.with_display_data() if known is None else known
        )

    @cached_property
    def edits(self):
        return [*self.comment.edits.all()]

    @cached_property
    def signals(self) -> list[Signal]:
        """What was noticed, but nothing of what others sent who gave the same address."""
        signals = self.comment.signals.all()
        return [signal for signal in signals if signal.kind != Signal.Kind.REFUSED or self.reader]

    @cached_property
    def contact(self):
        return getattr(self.comment, "contact", None)

    @property
    def reader(self):
        return self.contact and self.contact.reader

    # --- Where it stands

    @property
    def title(self) -> Promise | str:
        if self.comment.is_asked:
            return _("Please edit your comment")
        return TITLES[Status.WAITING if self.is_only_sent else self.comment.status]

    @property
    def is_only_sent(self) -> bool:
        """Whether nothing has come of it yet that its writer could be told."""
        if self.comment.status == Status.SPAM:
            return not self.decisions
        return self.is_waiting

    @property
    def state(self) -> Promise | str:
        if self.comment.is_published and not self.is_shown:
            return _("It was approved, but this thread is currently hidden.")
        if self.comment.is_asked:
            return _("A moderator has asked you to change your comment before it is published.")
        return STATES[self.comment.status]

    @cached_property
    def thread(self):
        return Thread.objects.for_article(self.comment.article)

    @property
    def is_shown(self) -> bool:
        """Whether everybody can read it."""
        shows = self.comment.article.is_published and not self.thread.is_closed
        return self.comment.is_published and shows

    @property
    def reason(self) -> str:
        """Why it is not shown, where a moderator gave a reason."""
        if self.comment.status not in (Status.REFUSED, Status.TAKEN_DOWN):
            return ""
        return self._reason_of(lambda decision: decision.status_after == self.comment.status)

    def _reason_of(self, is_meant) -> str:
        """In public words, the reason of the last decision that is meant."""
        reasons = [decision.public_reason for decision in self.decisions if is_meant(decision)]
        return next(filter(None, reversed(reasons)), "")

    @property
    def proposed(self):
        """The edit that waits for a moderator beside the published text."""
        if not self.comment.is_published:
            return None
        return next((edit for edit in self.edits if edit.status == Edit.Status.WAITING), None)

    @property
    def asked_for(self) -> str:
        """In which words a moderator asks for another text; empty where none does."""
        if not self.comment.is_asked:
            return ""
        return self._reason_of(lambda decision: decision.kind == Kind.ASK_EDIT)

    @property
    def edit_refused(self) -> str:
        """Why the last new text of a published comment was not taken; empty where it was."""
        if not (self.comment.is_published and self.edits and not self.proposed):
            return ""
        if self.edits[-1].status != Edit.Status.DROPPED:
            return ""
        return self._reason_of(lambda decision: decision.kind == Kind.REJECT_EDIT)

    @property
    def text(self) -> str:
        """What its writer sent last."""
        return self.proposed.text if self.proposed else self.comment.text

    @cached_property
    def shown(self):
        """The comment as the thread shows it; with links only once a moderator has read them."""
        rendered = self.comment.html
        return rendered if self.comment.is_published else html.inert(rendered)

    @property
    def lost_links(self) -> bool:
        return self.shown != self.comment.html

    @property
    def proposed_shown(self):
        return html.inert(self.proposed.html)

    @property
    def is_waiting(self) -> bool:
        """Whether it waits for a moderator, and not for its writer."""
        return self.comment.status == Status.WAITING and not self.comment.is_asked

    @property
    def may_be_written_anew(self) -> bool:
        """Whether another version of what was not published can be sent."""
        was_hidden = self.comment.status in (Status.REFUSED, Status.TAKEN_DOWN, Status.SPAM)
        can_be_read = self.comment.article.is_published and not self.comment.is_erased
        return was_hidden and can_be_read and self.thread.is_open

    @property
    def may_be_edited(self) -> bool:
        return self.comment.may_be_edited()

    # --- Why it is held

    @property
    def why_held(self) -> list[Promise | str]:
        if not self.is_waiting:
            return []
        again = [_("A moderator wants to look at it again.")] if self.decisions else []
        held = [
            signal
            for signal in self.signals
            if signal.effect != Effect.NOTE and signal.kind not in UNTOLD
        ]
        return [*again, self._why_by_policy(), *noticed(held)]

    def _why_by_policy(self) -> str:
        if not self.thread.is_open:
            return _(
                "This thread is now closed to new comments, but we still read those already sent."
            )
        if not self.thread.trusts:
            return _("A moderator reads every comment on this article before it appears.")
        if self.reader is None:
            return _(
                "Comments from readers we know appear immediately. You are new here, or you "
                "haven't confirmed your address."
            )
        return _(
            "Comments appear immediately only from readers who have recently had enough "
            "approved and none declined."
        )

    @cached_property
    def usual_wait(self) -> str:
        return in_words(usual_wait())

    # --- What is followed

    @cached_property
    def followed(self):
        if self.reader is None:
            return []
        active = Subscription.objects.active()
        return [*active.filter(reader=self.reader, comment=self.comment)]

    @property
    def can_be_followed(self) -> list[str]:
        """The kinds of mail to choose from: what can still happen, and what is chosen already."""
        if not (self.contact and self.contact.email):
            return [subscription.kind for subscription in self.followed]
        kinds = {
            Status.WAITING: [Follow.DECISION, Follow.REPLIES],
            Status.SPAM: [Follow.DECISION, Follow.REPLIES],
            Status.PUBLISHED: [Follow.REPLIES],
        }.get(self.comment.status, [])
        return [*dict.fromkeys([*kinds, *(subscription.kind for subscription in self.followed)])]

    @transaction.atomic
    def follow(self, wishes, address) -> bool:
        """Let its writer have the mails of `wishes`, pairs of kind and rhythm, and no others.

        `address` is the IP address of who asks. Says whether that is done: where the address was
        never confirmed a mail asks its owner first. Raises encryption.DecryptionFailed.
        """
        article = self.comment.article
        if self.reader is None:
            email = self.contact.email_to_write_to
            Confirmation.objects.ask(email, address, article, self.comment, wishes)
            return False
        unwanted = {*self.can_be_followed} - {kind for kind, _rhythm in wishes}
        self.comment.subscriptions.filter(reader=self.reader, kind__in=unwanted).end()
        for kind, rhythm in wishes:
            Subscription.objects.start(self.reader, kind, article, self.comment, rhythm)
        return True

    # --- To take away

    @property
    def history(self) -> list[tuple]:
        """When something happened to it, and what."""
        comment = self.comment
        events = [(comment.created_at, _("You sent it."))]
        events += [(decision.at, self._decided(decision)) for decision in self.decisions]
        events += [(edit.at, _("You edited it.")) for edit in self.edits]
        if comment.status == Status.WITHDRAWN:
            events.append((comment.hidden_since, _("You withdrew it.")))
        return sorted(events, key=lambda event: event[0])

    def _decided(self, decision) -> str:
        return f"{decision.definition.tells} {decision.public_reason}".strip()


def usual_wait() -> timedelta | None:
    """How long moderators took lately, in the middle; None while that cannot be told."""
    lately = Decision.objects.filter(kind__in=[Kind.APPROVE, Kind.REFUSE]).order_by("-at")
    times = lately.values_list("at", "comment__created_at")[:LOOKED_AT]
    waits = [at - written for at, written in times]
    return median(waits) if len(waits) >= NEEDED else None


def in_words(wait: timedelta | None) -> str:
    """A time as one says it: about 10 minutes, about 3 hours."""
    if wait is None:
        return ""
    if wait < timedelta(minutes=58):
        minutes = max(5, 5 * round(wait / timedelta(minutes=5)))
        return ngettext("about %d minute", "about %d minutes", minutes) % minutes
    if wait < 1.5 * DAY:
        hours = round(wait / HOUR)
        return ngettext("about %d hour", "about %d hours", hours) % hours
    days = round(wait / DAY)
    return ngettext("about %d day", "about %d days", days) % days
