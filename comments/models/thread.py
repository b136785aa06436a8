from contextlib import suppress
from datetime import timedelta

from django.conf import settings
from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from procrastinate.contrib.django import app as background
from procrastinate.exceptions import ProcrastinateException

from comments import networks, secrecy

from .comment import Comment, Signal
from .contact import Contact
from .hold import Hold

DOUBLE_SUBMIT = timedelta(minutes=10)
# A minute lets one mail speak for a burst of comments.
NOTICE_DELAY = {"seconds": 60}


class Unacceptable(Exception):
    """A comment cannot be taken now. `message` tells the reader why and what to do."""

    def __init__(self, message):
        super().__init__(message)
        self.message = message


class Closed(Unacceptable):
    """The thread takes no new comments, or its article is gone."""

    def __init__(self):
        super().__init__(
            _("This thread has been closed in the meantime. Your text is still below: copy it.")
        )


class ParentGone(Unacceptable):
    """The comment answered is hidden, of another article, or never was."""

    def __init__(self):
        super().__init__(
            _("The comment you answer is no longer here. You can post without answering it.")
        )


class TooMany(Unacceptable):
    """This household wrote too much lately."""

    def __init__(self):
        minutes = settings.COMMENTS_PER_NETWORK_MINUTES
        super().__init__(
            ngettext(
                "Many comments came from your connection. Please post again in %(count)d minute.",
                "Many comments came from your connection. Please post again in %(count)d minutes.",
                minutes,
            )
            % {"count": minutes}
        )


class ThreadQuerySet(models.QuerySet):
    def of(self, article) -> "Thread":
        """The thread of an article; one with the defaults, not yet stored, where nobody wrote."""
        thread = self.filter(article=article).first() or self.model()
        thread.article = article
        return thread


class Thread(models.Model):
    """The conversation under one article: whether it is open, and how many comments it shows."""

    class Policy(models.TextChoices):
        MODERATED = "moderated", _("Open: a moderator reads each comment first")
        CLOSED = "closed", _("Closed: no new comments, the published ones stay")

    article = models.OneToOneField("articles.Article", models.CASCADE, related_name="thread")
    policy = models.CharField(
        _("comments"), max_length=10, choices=Policy, default=Policy.MODERATED
    )
    policy_changed_at = models.DateTimeField(null=True, editable=False)
    policy_changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    # Exact at any time: counted in the transaction that decides.
    published_count = models.PositiveIntegerField(default=0, editable=False)

    objects = ThreadQuerySet.as_manager()

    class Meta:
        verbose_name = _("thread")
        verbose_name_plural = _("thread")
        constraints = [
            models.CheckConstraint(
                name="thread_policy_is_known",
                condition=models.Q(policy__in=["moderated", "closed"]),
            ),
        ]

    def __str__(self):
        return str(self.article)

    @property
    def is_open(self) -> bool:
        return self.policy != self.Policy.CLOSED and self.article.is_published

    def set_policy(self, policy, by):
        self.policy, self.policy_changed_by = policy, by
        self.policy_changed_at = timezone.now()
        self.save(update_fields=["policy", "policy_changed_by", "policy_changed_at"])

    def recount(self, decision):
        """Keep the published count exact: called in the transaction that decides."""
        self.published_count += (decision.status_after == "published") - (
            decision.status_before == "published"
        )
        self.save(update_fields=["published_count"])

    @transaction.atomic
    def receive(self, *, name, text, email, address, parent=None, signals=(), at=None) -> Comment:
        """Take a reader's comment and hold it for a moderator.

        `address` is the reader's IP address, `parent` the comment answered, `signals` pairs of what
        was noticed (Signal.Kind, detail), `at` the moment (now when left out). The same text from
        the same person to the same place within ten minutes is the same comment: it is returned
        again. Raises Unacceptable when the thread is closed, the parent is gone, or this household
        wrote too much.
        """
        at = at or timezone.now()
        Thread.objects.get_or_create(article=self.article)
        submission = secrecy.digest(
            "submission", str(self.article_id), str(parent and parent.pk), email.lower(), text
        )
        household = secrecy.digest("household", networks.household(address))
        _take_turns(household)
        twin = Contact.objects.submitted_since(submission, at - DOUBLE_SUBMIT)
        if twin:
            return twin.comment
        self._refuse_unacceptable(parent, household, at)
        comment = Comment.objects.reply(
            article=self.article, parent=parent, name=name, text=text, at=at, signals=signals
        )
        contact = Contact.objects.seal(
            comment, email=email, address=address, submission=submission, at=at
        )
        for hold in Hold.objects.active(at).on(contact):
            Signal.objects.create(comment=comment, kind=Signal.Kind.HOLD, detail=hold.reason)
        if comment.status == Comment.Status.WAITING:
            _have_moderators_told()
        return comment

    def _refuse_unacceptable(self, parent, household, at):
        # Locked for sharing: a thread closed a moment ago is seen closed here.
        policy = (
            Thread.objects.select_for_update(no_key=True)
            .values_list("policy", flat=True)
            .get(article=self.article_id)
        )
        self.article.refresh_from_db(fields=["status"])
        if policy == self.Policy.CLOSED or not self.article.is_published:
            raise Closed()
        if (
            parent
            and not Comment.objects.published()
            .filter(pk=parent.pk, article=self.article_id)
            .exists()
        ):
            raise ParentGone()
        window = at - timedelta(minutes=settings.COMMENTS_PER_NETWORK_MINUTES)
        if Contact.objects.written_since(household, window) >= settings.COMMENTS_PER_NETWORK:
            raise TooMany()


def _take_turns(key: bytes):
    """Let one submission of a household at a time pass, so that double ones and limits are seen."""
    with connection.cursor() as cursor:
        number = int.from_bytes(key[:8], "big", signed=True)
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def _have_moderators_told():
    """Queue the notice in the transaction of the comment: stored together, or neither.

    Last in it, because the queue's lock is held until the end. The savepoint keeps the comment when
    a notice is queued already, or the queue is out of order.
    """
    task = background.configure_task(
        "comments.tasks.tell_moderators", queueing_lock="tell_moderators", schedule_in=NOTICE_DELAY
    )
    with suppress(ProcrastinateException), transaction.atomic():
        task.defer()
