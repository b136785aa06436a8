from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from opinion.page_cache.models import Page

from .claim import Claim
from .contact import Contact
from .decision_note import DecisionNote
from .fingerprint import Fingerprint
from .hold import Hold
from .refusals import TooLate
from .signal import Signal
from .thread import Thread

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db import models

    from opinion.articles.models import Article

    from .comment import Comment
    from .decision import Decision, DecisionQuerySet
    from .edit import EditQuerySet
    from .queue_state import QueueState as Base
else:
    Base = object


class WriterActions(Base):
    """What the writer of a comment can do with it, and until when."""

    # Of the comment that the writer wrote.
    objects: "models.Manager[Comment]"
    article: "models.ForeignKey[Article, Article]"
    article_id: int
    staff_id: int | None
    name: "models.CharField"
    text: "models.TextField"
    passage: "models.CharField"
    contact: Contact
    decide: "Callable[..., Decision]"
    decisions: "DecisionQuerySet"
    edits: "EditQuerySet"
    receipts: "models.QuerySet"
    reports: "models.QuerySet"
    subscriptions: "models.QuerySet"
    notices: "models.QuerySet"
    confirmations: "models.QuerySet"
    person_notes: "models.QuerySet"

    @property
    def may_be_edited_until(self):
        """The moment until which its writer may edit it; None where only a decision ends that."""
        if self.status == self.Status.WAITING:
            return None
        return self.published_at and self.published_at + timedelta(minutes=settings.EDIT_MINUTES)

    def may_be_edited(self, at=None) -> bool:
        """Whether its writer may still change the text: until it is decided, and a little after."""
        if self.staff_id or self.is_erased:
            return False
        if self.status == self.Status.WAITING:
            return True
        return self.is_published and (at or timezone.now()) < self.may_be_edited_until

    @property
    def may_be_withdrawn(self) -> bool:
        return self.status in (self.Status.WAITING, self.Status.PUBLISHED)

    def publish_if_trusted(self, reader, at=None) -> bool:
        """Show a waiting comment at once, where its thread trusts readers and knows this one.

        Any rule or hold that spoke up strictly leaves it waiting. Says whether it was published.
        """
        thread = Thread.objects.for_article(self.article)
        waits = self.status == self.Status.WAITING and not self.decisions.exists()
        if not (waits and thread.trusts and thread.is_open and not self.signals.strict().exists()):
            return False
        return not self._is_held(at) and self.publish_if_known(reader, at)

    def publish_if_known(self, reader, at=None) -> bool:
        """The same for a comment of which all but its writer is known to allow it."""
        if not reader.is_trusted(at):
            return False
        self.decide("trust", None, at=at)
        return True

    def _is_held(self, at) -> bool:
        """Whether a hold fits its writer now: it may be newer than the comment and its signals."""
        return Hold.objects.active(at).on(self.contact).exists()

    @transaction.atomic
    def edit(self, text, at=None, signals=()):
        """Take a new text from its writer: at once while it waits, else for a moderator to read.

        `signals` are SignalDrafts about the new text. Returns the Edit. Raises TooLate once it
        may no longer be edited.
        """
        at = at or timezone.now()
        current = type(self).objects.select_for_update().get(pk=self.pk)
        if not current.may_be_edited(at):
            raise TooLate()
        edit = current.edits.write(current, text, at)
        edit.signals.all().delete()
        Signal.objects.note(current, signals, edit)
        current.version += 1
        if not current.is_published:
            current.text = text
            current.return_from_asking(at)
            current.save(update_fields=["text", "html", "html_policy", *self.STANDING])
            Fingerprint.objects.renew(current)
        else:
            current.save(update_fields=["version"])
        self.refresh_from_db()
        return edit

    def withdraw(self, at=None):
        """Take it away in the name of its writer. Done twice, it is done once."""
        self._leave(at or timezone.now())

    def erase(self, at=None):
        """Forget for good who wrote it and what; its place stays, for the replies below it."""
        self._leave(at or timezone.now(), and_erase=True)

    @transaction.atomic
    def _leave(self, at, and_erase=False):
        # Always the thread before the comment: see Decision.objects.decide.
        thread = Thread.objects.select_for_update().get(article=self.article_id)
        current = type(self).objects.select_for_update().get(pk=self.pk)
        before = current.status
        if current.may_be_withdrawn:
            current.enter(self.Status.WITHDRAWN, at)
            thread.recount(current, before, current.status)
        if and_erase and not current.is_erased:
            current._forget(at)
        Page.objects.forget(f"thread:{self.article_id}")
        self.refresh_from_db()

    def _forget(self, at):
        self.name = self.text = self.passage = ""
        self.erased_at = at
        self.version += 1
        self.save(
            update_fields=[
                "name",
                "text",
                "html",
                "html_policy",
                "passage",
                "erased_at",
                "version",
            ]
        )
        self.edits.all().delete()
        self.signals.all().delete()
        self.receipts.all().delete()
        self.reports.all().delete()
        self.subscriptions.all().delete()
        self.notices.all().delete()
        self.confirmations.all().delete()
        self.person_notes.all().delete()
        DecisionNote.objects.filter(decision__comment=self.pk).delete()
        for belonging in (Contact, Fingerprint, Claim):
            belonging.objects.filter(comment=self).delete()
