"""How a comment comes into being: what a reader sends, and what the staff answer."""

from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from comments.security import encryption, ip_addresses

from . import enqueue
from .advisory_lock import advisory_lock
from .contact import Contact, submission_digest
from .fingerprint import Fingerprint
from .hold import Hold
from .refusals import Closed, ParentGone, RateLimited
from .rule import Effect
from .sequence import next_id
from .signal import Signal, SignalDraft
from .thread import Thread

DOUBLE_SUBMIT = timedelta(minutes=10)
NAME_LIMIT = 60


class IntakeQuerySet(models.QuerySet):
    @transaction.atomic
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
        at=None,
    ):
        """Take a reader's comment; hold it for a moderator, or show it where the thread trusts.

        `address` is the reader's IP address, `parent` the comment answered, `signals` are
        SignalDrafts (or tuples of their first fields), `passage` the words of the article answered,
        `reader` the confirmed Reader whose device sent it (never one only named by a typed
        address), `at` the moment (now when left out). The same text from the same person to the
        same place within ten minutes is the same comment: it is returned again, with `is_repeated`
        set. Raises Unacceptable when the thread is closed, the parent is gone, or this household
        wrote too much.
        """
        at = at or timezone.now()
        article = thread.article
        Thread.objects.get_or_create(article=article)
        submission = submission_digest(article.pk, parent, email, text)
        household = encryption.digest("household", ip_addresses.household(address))
        advisory_lock(household)
        advisory_lock(submission)
        twin = Contact.objects.submitted_since(submission, at - DOUBLE_SUBMIT)
        if twin:
            twin.comment.is_repeated = True
            return twin.comment
        self._refuse_unacceptable(article, parent)
        _refuse_too_many(household, at)
        comment = self.reply(
            article=article,
            parent=parent,
            name=name,
            text=text,
            passage=passage,
            at=at,
            signals=signals,
        )
        contact = Contact.objects.seal(
            comment, email=email, address=address, submission=submission, at=at
        )
        Fingerprint.objects.renew(comment)
        holds = Hold.objects.active(at).on(contact)
        Signal.objects.note(comment, [(Signal.Kind.HOLD, hold.reason) for hold in holds])
        if reader:
            contact.belongs_to(reader)
            comment.publish_if_trusted(reader, at)
        if comment.status == self.model.Status.WAITING:
            enqueue.tell_moderators()
        return comment

    @transaction.atomic
    def answer(self, thread, *, by, text, parent=None, passage="", at=None):
        """Publish what a member of the staff, or the article's author, answers, with a badge.

        The same words sent twice within ten minutes are one answer. Raises Unacceptable as
        `receive` does; staff have no limit by household.
        """
        at = at or timezone.now()
        article = thread.article
        Thread.objects.get_or_create(article=article)
        self._refuse_unacceptable(article, parent)
        twin = (
            self.model.objects.published()
            .filter(article=article, published_at__gte=at - DOUBLE_SUBMIT)
            .filter(staff=by, in_reply_to=parent, text=text)
            .first()
        )
        if twin:
            return twin
        signature = self.signature(by, article)
        comment = self._write(
            article=article, parent=parent, staff=by, text=text, passage=passage, at=at, **signature
        )
        comment.approve(by=by, at=at)
        return comment

    def reply(self, *, signals=(), **values):
        """Store a reader's comment that waits for a moderator, or that a rule calls spam.

        `signals` are SignalDrafts, or tuples of their first fields; `values` are as `_write` takes
        them.
        """
        drafts = [SignalDraft(*signal) for signal in signals]
        is_spam = any(draft.effect == Effect.SPAM for draft in drafts)
        hours = sum(draft.weight for draft in drafts)
        at, status = values["at"], self.model.Status
        comment = self._write(
            status=status.SPAM if is_spam else status.WAITING,
            hidden_since=at if is_spam else None,
            priority_at=None if is_spam else at - timedelta(hours=hours),
            **values,
        )
        Signal.objects.note(comment, drafts)
        return comment

    def signature(self, by, article) -> dict[str, str]:
        """The name and the badge with which the staff member `by` answers on `article`."""
        author = getattr(by, "author", None)
        wrote_it = author and article.live_edition.bylines.filter(author=author).exists()
        name = author.name if author else by.get_full_name() or by.get_username()
        badge = self.model.Badge.AUTHOR if wrote_it else self.model.Badge.STAFF
        return {"name": name[:NAME_LIMIT], "badge": badge}

    def _write(self, *, article, parent, at, **values):
        """A new comment under `parent`, if there is one."""
        number = next_id(self.model)
        attached_to = parent and parent.attach_point()
        return self.create(
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

    def _refuse_unacceptable(self, article, parent):
        # Locked for sharing: a thread closed a moment ago is seen closed here.
        thread = Thread.objects.select_for_update(no_key=True).get(article=article.pk)
        article.refresh_from_db(fields=["status"])
        thread.article = article
        if not thread.is_open:
            raise Closed()
        published = self.model.objects.published()
        if parent and not published.filter(pk=parent.pk, article=article.pk).exists():
            raise ParentGone()


def _refuse_too_many(household, at):
    window = at - timedelta(minutes=settings.COMMENTS_PER_NETWORK_MINUTES)
    if Contact.objects.written_since(household, window) >= settings.COMMENTS_PER_NETWORK:
        raise RateLimited()
