from contextlib import contextmanager
from datetime import timedelta

from django.db import connection, models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from comments.models.inventory import Inventory
from opinion import edge
from opinion.page_cache.drawing import shows
from opinion.prepared import Prepared
from opinion.transactions import savepoint

from .policy import OPEN, AbstractPolicy, Policy, SectionPolicy

AS_THE_SECTION = ""
LOCK = "SELECT id FROM comments_thread WHERE article_id = %s FOR NO KEY UPDATE"
# One that somebody else made in this moment is locked.
MAKE = """
INSERT INTO comments_thread (article_id, policy, published_count) VALUES ({article:d}, '', 0)
ON CONFLICT (article_id) DO UPDATE SET article_id = excluded.article_id
"""


class ThreadQuerySet(models.QuerySet):
    def for_article(self, article) -> "Thread":
        """The thread of an article; one with the defaults, not yet stored, where nobody wrote."""
        shows("thread", article.pk)
        thread = _OF_ARTICLE.first(article.pk) or self.model()
        thread.article = article
        return thread

    def closed(self):
        """Threads that show nothing, by their own policy or by that of their section."""
        section = "article__live_edition__section"
        # Of two sections that were merged, the one that stands says what holds.
        closed = Q(**{f"{section}__comments_policy__policy": Policy.CLOSED}) | Q(
            **{f"{section}__merged_into__comments_policy__policy": Policy.CLOSED}
        )
        return self.filter(Q(policy=Policy.CLOSED) | (Q(policy=AS_THE_SECTION) & closed))

    @contextmanager
    def locked(self, article):
        """Within, and until the transaction ends, nobody else writes under this article or decides.

        Its thread is made where there is none yet; not where what is done within fails.
        """
        if self._lock(article):
            yield
        else:
            with savepoint(MAKE.format(article=article.pk)):
                yield
            # What `article` knew until now was the thread with the defaults, which was not stored.
            article._state.fields_cache.pop("thread", None)

    def _lock(self, article) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(LOCK, [article.pk])
            return cursor.fetchone() is not None

    def make_read_only(self, at) -> int:
        """Take no more comments, in the name of the clock. Returns how many threads."""
        return self.update(policy=Policy.READ_ONLY, policy_changed_at=at, policy_changed_by=None)


_OF_ARTICLE = Prepared(lambda article: Thread.objects.filter(article=article), int)


class Thread(AbstractPolicy):
    """The conversation under one article: whether it is open, and how many comments it shows."""

    Policy = Policy

    article = models.OneToOneField("articles.Article", models.CASCADE, related_name="thread")
    policy = models.CharField(
        _("comments"),
        max_length=10,
        choices=[(AS_THE_SECTION, _("Section default")), *Policy.choices],
        default=AS_THE_SECTION,
        blank=True,
    )
    # Exact at any time: counted in the transaction that decides.
    published_count = models.PositiveIntegerField(default=0, editable=False)

    inventory = Inventory(
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
    def effective_policy(self) -> AbstractPolicy:
        """What holds here: the thread's own rules, its section's, or nobody's."""
        if self.policy != AS_THE_SECTION:
            return self
        return self.of_the_section

    @cached_property
    def of_the_section(self) -> SectionPolicy:
        """The rules of the section readers find the article in; of a draft's, of its own."""
        content = self.article.live_edition or self.article
        return SectionPolicy.objects.for_section(content.section_id)

    @property
    def choices(self) -> list[tuple]:
        """The policies to choose from, in words; of the section's, what it is now."""
        section = _("Section default (now: %(rules)s)") % {"rules": self.of_the_section.in_words}
        return [(AS_THE_SECTION, section), *Policy.choices]

    @property
    def closes_after_days(self) -> int | None:
        """Its own days, else its section's where it follows the section."""
        follows = self.policy == AS_THE_SECTION
        return self.close_after_days or (follows and self.effective_policy.close_after_days) or None

    @property
    def closes_at(self):
        """When the clock makes it read-only; None where it never will."""
        days = self.is_open and self.closes_after_days
        if not days or (published := self.article.published_at) is None:
            return None
        at = published + timedelta(days=days)
        was_set_at = self.policy_changed_at if self.policy_changed_by_id else None
        return None if was_set_at and was_set_at >= at else at

    @property
    def policy_in_force(self) -> str:
        return self.effective_policy.policy

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
        if self.set(policy, by, close_after_days, at):
            self.__dict__.pop("effective_policy", None)
            self.save(update_fields=self.POLICY_FIELDS)

    def recount(self, comment, before, after):
        """Keep the counts readers see exact: called where `comment` changes its status.

        The caller holds this thread's lock.
        """
        published = comment.Status.PUBLISHED
        change = (after == published) - (before == published)
        if not change:
            return
        if before == published:
            edge.take_down()
        self.published_count += change
        self.save(update_fields=["published_count"])
        type(comment).objects.filter(pk__in=comment.path[:-1]).update(
            published_below=F("published_below") + change
        )

    def receive(self, **sent):
        """Take a reader's comment, as `Comment.objects.receive` does."""
        return self.article.comments.receive(self, **sent)

    def answer(self, **said):
        """Publish what a member of the staff answers here, as `Comment.objects.answer` does."""
        return self.article.comments.answer(self, **said)
