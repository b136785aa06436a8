from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from comments.models.inventory import Stored
from comments.security import encryption, ip_addresses

from . import enqueue
from .advisory_lock import advisory_lock
from .comment import Comment
from .contact import Contact, submission_digest
from .fingerprint import Fingerprint
from .hold import Hold
from .policy import OPEN, AbstractPolicy, Policy, SectionPolicy
from .refusals import Closed, ParentGone, RateLimited
from .signal import Signal

DOUBLE_SUBMIT = timedelta(minutes=10)
AS_THE_SECTION = ""


class ThreadQuerySet(models.QuerySet):
    def of(self, article) -> "Thread":
        """The thread of an article; one with the defaults, not yet stored, where nobody wrote."""
        thread = self.filter(article=article).first() or self.model()
        thread.article = article
        return thread

    def closed(self):
        """Threads that show nothing, by their own policy or by that of their section."""
        return self.filter(
            Q(policy=Policy.CLOSED)
            | Q(
                policy=AS_THE_SECTION,
                article__live_edition__section__comments_policy__policy=Policy.CLOSED,
            )
        )

    def make_read_only(self, at) -> int:
        """Take no more comments, in the name of the clock. Returns how many threads."""
        return self.update(policy=Policy.READ_ONLY, policy_changed_at=at, policy_changed_by=None)


class Thread(AbstractPolicy):
    """The conversation under one article: whether it is open, and how many comments it shows."""

    Policy = Policy

    article = models.OneToOneField("articles.Article", models.CASCADE, related_name="thread")
    policy = models.CharField(
        _("comments"),
        max_length=10,
        choices=[(AS_THE_SECTION, _("As the section says")), *Policy.choices],
        default=AS_THE_SECTION,
        blank=True,
    )
    # Exact at any time: counted in the transaction that decides.
    published_count = models.PositiveIntegerField(default=0, editable=False)

    stored = Stored(
        not_personal=(
            "article",
            "policy",
            "close_after_days",
            "policy_changed_at",
            "policy_changed_by",
            "published_count",
        )
    )

    objects = ThreadQuerySet.as_manager()

    class Meta:
        verbose_name = _("thread")
        verbose_name_plural = _("thread")
        constraints = [
            models.CheckConstraint(
                name="thread_policy_is_one_of",
                condition=Q(policy__in=[AS_THE_SECTION, *Policy.values]),
            ),
        ]

    def __str__(self):
        return str(self.article)

    # --- Questions

    @cached_property
    def rules(self) -> AbstractPolicy:
        """What holds here: the thread's own rules, its section's, or nobody's."""
        if self.policy != AS_THE_SECTION:
            return self
        return self.of_the_section

    @cached_property
    def of_the_section(self) -> SectionPolicy:
        """The rules of the section readers find the article in; of a draft's, of its own."""
        copy = self.article.live_edition or self.article
        return SectionPolicy.objects.of(copy.section_id)

    @property
    def choices(self) -> list[tuple]:
        """The policies to choose from, in words; of the section's, what it is now."""
        section = _("As the section says (now: %(rules)s)") % {
            "rules": self.of_the_section.in_words
        }
        return [(AS_THE_SECTION, section), *Policy.choices]

    @property
    def closes_after_days(self) -> int | None:
        """Its own days, else its section's where it follows the section."""
        follows = self.policy == AS_THE_SECTION
        return self.close_after_days or (follows and self.rules.close_after_days) or None

    @property
    def closes_at(self):
        """When the clock makes it read-only; None where it never will."""
        days = self.is_open and self.closes_after_days
        if not days:
            return None
        at = self.article.published_at + timedelta(days=days)
        was_opened_since = self.policy_changed_by_id and self.policy_changed_at >= at
        return None if was_opened_since else at

    @property
    def policy_in_force(self) -> str:
        return self.rules.policy

    @property
    def is_open(self) -> bool:
        """Whether it takes new comments."""
        return self.policy_in_force in OPEN and self.article.is_published

    @property
    def is_closed(self) -> bool:
        """Whether it shows nothing at all."""
        return self.policy_in_force == Policy.CLOSED

    @property
    def trusts(self) -> bool:
        """Whether known readers appear at once."""
        return self.policy_in_force == Policy.TRUSTED

    # --- Verbs

    def set_policy(self, policy, by, close_after_days=None, at=None):
        if self.rule(policy, by, close_after_days, at):
            self.__dict__.pop("rules", None)
            self.save(update_fields=self.RULES)

    def recount(self, comment, before, after):
        """Keep the counts readers see exact: called where `comment` changes its status.

        The caller holds this thread's lock.
        """
        change = (after == Comment.Status.PUBLISHED) - (before == Comment.Status.PUBLISHED)
        if not change:
            return
        self.published_count += change
        self.save(update_fields=["published_count"])
        Comment.objects.filter(pk__in=comment.path[:-1]).update(
            published_below=F("published_below") + change
        )

    @transaction.atomic
    def receive(
        self,
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
    ) -> Comment:
        """Take a reader's comment; hold it for a moderator, or show it where the thread trusts.

        `address` is the reader's IP address, `parent` the comment answered, `signals` what was
        Noticed (or tuples of its first fields), `passage` the words of the article answered,
        `reader` the confirmed Reader whose device sent it (never one only named by a typed
        address), `at` the moment (now when left out). The same text from the same person to the
        same place within ten minutes is the same comment: it is returned again, with `is_repeated`
        set. Raises Unacceptable when the thread is closed, the parent is gone, or this household
        wrote too much.
        """
        at = at or timezone.now()
        Thread.objects.get_or_create(article=self.article)
        submission = submission_digest(self.article_id, parent, email, text)
        household = encryption.digest("household", ip_addresses.household(address))
        advisory_lock(household)
        advisory_lock(submission)
        twin = Contact.objects.submitted_since(submission, at - DOUBLE_SUBMIT)
        if twin:
            twin.comment.is_repeated = True
            return twin.comment
        self._refuse_unacceptable(parent, at, household)
        comment = Comment.objects.reply(
            article=self.article,
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
        Fingerprint.objects.take(comment)
        holds = Hold.objects.active(at).on(contact)
        Signal.objects.note(comment, [(Signal.Kind.HOLD, hold.reason) for hold in holds])
        if reader:
            contact.belongs_to(reader)
            comment.publish_if_trusted(reader, at)
        if comment.status == Comment.Status.WAITING:
            enqueue.tell_moderators()
        return comment

    @transaction.atomic
    def answer(self, *, by, text, parent=None, passage="", at=None) -> Comment:
        """Publish what a member of the staff, or the article's author, answers here, with a badge.

        The same words sent twice within ten minutes are one answer. Raises Unacceptable as
        `receive` does; staff have no limit by household.
        """
        at = at or timezone.now()
        Thread.objects.get_or_create(article=self.article)
        self._refuse_unacceptable(parent, at)
        twin = (
            Comment.objects.published()
            .filter(article=self.article, published_at__gte=at - DOUBLE_SUBMIT)
            .filter(staff=by, in_reply_to=parent, text=text)
            .first()
        )
        if twin:
            return twin
        comment = Comment.objects.answer(
            article=self.article, parent=parent, by=by, text=text, passage=passage, at=at
        )
        comment.approve(by=by, at=at)
        return comment

    def _refuse_unacceptable(self, parent, at, household=None):
        # Locked for sharing: a thread closed a moment ago is seen closed here.
        stored = Thread.objects.select_for_update(no_key=True).get(article=self.article_id)
        self.article.refresh_from_db(fields=["status"])
        stored.article = self.article
        if not stored.is_open:
            raise Closed()
        if (
            parent
            and not Comment.objects.published()
            .filter(pk=parent.pk, article=self.article_id)
            .exists()
        ):
            raise ParentGone()
        window = at - timedelta(minutes=settings.COMMENTS_PER_NETWORK_MINUTES)
        if (
            household
            and Contact.objects.written_since(household, window) >= settings.COMMENTS_PER_NETWORK
        ):
            raise RateLimited()
