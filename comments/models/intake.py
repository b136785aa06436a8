"""How a comment comes into being: what a reader sends, and what the staff answer."""

from datetime import timedelta

from django.db import models
from django.utils import timezone

from opinion.transactions import joined

from . import enqueue
from .advisory_lock import advisory_lock
from .arrival import DOUBLE_SUBMIT, Arrival
from .contact import Contact, household_digest, submission_digest
from .fingerprint import Fingerprint
from .insert_together import insert_together
from .rule import Effect
from .sequence import next_id
from .signal import Signal, SignalDraft
from .thread import Thread

NAME_LIMIT = 60


class IntakeQuerySet(models.QuerySet):
    def receive(
        self,
        thread,
        *,
        name,
        text,
        email,
        address,
        parent=None,
        signals=(),
        passage="",
        reader=None,
        receipt=None,
        at=None,
    ):
        """Take a reader's comment; hold it for a moderator, or show it where the thread trusts.

        `address` is the reader's IP address, `parent` the comment answered, `signals` are
        SignalDrafts (or tuples of their first fields), `passage` the words of the article answered,
        `reader` the confirmed Reader whose device sent it (never one only named by a typed
        address), `receipt` an unsaved one to be stored with it, `at` the moment (now when left
        out). The same text from the same person to the same place within ten minutes is the same
        comment: it is returned again, with `is_repeated` set, and the receipt left unsaved. Raises
        Unacceptable when the thread is closed, the parent is gone, or this household wrote too
        much.
        """
        at = at or timezone.now()
        article = thread.article
        submission = submission_digest(article.pk, parent, email, text)
        contact = Contact.of(email, address, submission, at)
        contact.reader = reader
        with joined():
            advisory_lock(household_digest(address))
            with Thread.objects.locked(article):
                arrival = Arrival.of(article, parent, at, contact)
                if arrival.repeats:
                    return self._repeated(arrival.repeats)
                arrival.refuse_unacceptable()
                comment, found = self._drafted(
                    number=arrival.number,
                    article=article,
                    parent=parent,
                    name=name,
                    text=text,
                    passage=passage,
                    at=at,
                    signals=[*signals, *((Signal.Kind.HOLD, why) for why in arrival.held_for)],
                )
                contact.seal(comment, email, address)
                self._store(comment, found, contact, receipt)
                return self._shown_or_waiting(comment, arrival, found, reader)

    def _shown_or_waiting(self, comment, arrival, signals, reader):
        """The comment, published where its writer is trusted; else the moderators are told."""
        is_strict = any(signal.is_strict for signal in signals)
        if reader and arrival.trusts and not is_strict:
            comment.publish_if_known(reader, comment.created_at)
        if comment.status == self.model.Status.WAITING:
            enqueue.tell_moderators()
        return comment

    def _repeated(self, number):
        comment = self.select_related("contact").get(pk=number)
        comment.is_repeated = True
        return comment

    def _store(self, comment, signals, contact, receipt):
        """A comment and all that belongs to it."""
        fingerprint = Fingerprint.of(comment)
        if receipt:
            receipt.comment = comment
        insert_together([comment, *signals, contact, *filter(None, [fingerprint, receipt])])

    def answer(self, thread, *, by, text, parent=None, passage="", at=None):
        """Publish what a member of the staff, or the article's author, answers, with a badge.

        The same words sent twice within ten minutes are one answer. Raises Unacceptable as
        `receive` does; staff have no limit by household.
        """
        at = at or timezone.now()
        article = thread.article
        with joined(), Thread.objects.locked(article):
            arrival = Arrival.of(article, parent, at)
            arrival.refuse_unacceptable()
            twin = (
                self.model.objects.published()
                .filter(article=article, published_at__gte=at - DOUBLE_SUBMIT)
                .filter(staff=by, in_reply_to=parent, text=text)
                .first()
            )
            if twin:
                return twin
            comment = self._new(
                number=arrival.number,
                article=article,
                parent=parent,
                staff=by,
                text=text,
                passage=passage,
                at=at,
                **self.signature(by, article),
            )
            comment.save(force_insert=True)
            comment.approve(by=by, at=at)
            return comment

    def reply(self, *, signals=(), **values):
        """Store a reader's comment that waits for a moderator, or that a rule calls spam.

        `signals` are SignalDrafts, or tuples of their first fields; `values` are as `_new` takes
        them.
        """
        comment, found = self._drafted(number=next_id(self.model), signals=signals, **values)
        insert_together([comment, *found])
        return comment

    def _drafted(self, *, signals, at, **values):
        """A reader's comment, and what was noticed about it. Unsaved."""
        drafts = [SignalDraft(*signal) for signal in signals]
        is_spam = any(draft.effect == Effect.SPAM for draft in drafts)
        hours = sum(draft.weight for draft in drafts)
        status = self.model.Status
        comment = self._new(
            at=at,
            status=status.SPAM if is_spam else status.WAITING,
            hidden_since=at if is_spam else None,
            priority_at=None if is_spam else at - timedelta(hours=hours),
            **values,
        )
        return comment, [Signal.of(comment, draft) for draft in drafts]

    def signature(self, by, article) -> dict[str, str]:
        """The name and the badge with which the staff member `by` answers on `article`."""
        author = getattr(by, "author", None)
        wrote_it = author and article.live_edition.bylines.filter(author=author).exists()
        name = author.name if author else by.get_full_name() or by.get_username()
        badge = self.model.Badge.AUTHOR if wrote_it else self.model.Badge.STAFF
        return {"name": name[:NAME_LIMIT], "badge": badge}

    def _new(self, *, number, article, parent, at, **values):
        """A comment under `parent`, if there is one. Unsaved."""
        attached_to = parent and parent.attach_point()
        return self.model(
            pk=number,
            article=article,
            edition=article.live_edition,
            parent=attached_to,
            in_reply_to=parent,
            path=[*(attached_to.path if attached_to else []), number],
            depth=attached_to.depth + 1 if attached_to else 0,
            created_at=at,
            waiting_since=at,
            **values,
        )
