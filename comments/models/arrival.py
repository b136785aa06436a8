"""What a comment meets as it arrives, asked in one question under the locks that keep it so."""

from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import connection

from .policy import OPEN, UNLESS_SAID, Policy
from .refusals import Closed, ParentGone, RateLimited

DOUBLE_SUBMIT = timedelta(minutes=10)
# The policy in force is that of Thread.effective_policy: its own, else that of the section readers
# find it in, or of the one which stands for that.
MET = """
SELECT
    article.status = 'published',
    coalesce(nullif(thread.policy, ''), others.policy, own.policy, %(unless_said)s),
    %(parent)s IS NULL OR EXISTS (
        SELECT FROM comments_comment
        WHERE id = %(parent)s AND article_id = article.id AND status = 'published'
    ),
    (
        SELECT comment_id FROM comments_contact
        WHERE submission_digest = %(submission)s AND created_at >= %(repeated_since)s
        ORDER BY created_at LIMIT 1
    ),
    (
        SELECT count(*) FROM comments_contact
        WHERE household_digest = %(household)s AND created_at >= %(counted_since)s
    ),
    ARRAY(
        SELECT reason FROM comments_hold
        WHERE lifted_at IS NULL AND until > %(at)s AND (
            kind = 'email' AND digest = %(email)s
            OR kind = 'household' AND digest = %(household)s
            OR kind = 'network' AND digest = %(network)s
        ) ORDER BY at DESC
    ),
    nextval(pg_get_serial_sequence('comments_comment', 'id'))
FROM comments_thread thread
JOIN articles_article article ON article.id = thread.article_id
LEFT JOIN articles_edition edition ON edition.id = article.live_edition_id
LEFT JOIN articles_section section ON section.id = edition.section_id
LEFT JOIN comments_sectionpolicy own ON own.section_id = section.id
LEFT JOIN comments_sectionpolicy others ON others.section_id = section.merged_into_id
WHERE thread.article_id = %(article)s
"""


class Arrival(NamedTuple):
    """What holds for one comment that comes now.

    `repeats` is the number of the comment that it says again, `written` how many came from its
    household lately, `held_for` the reasons of the holds on its writer, `number` its own.
    """

    is_published: bool
    policy: str
    answers_something: bool
    repeats: int | None
    written: int
    held_for: list[str]
    number: int

    @classmethod
    def of(cls, article, parent, at, contact=None) -> "Arrival":
        """What a comment meets under this article, whose thread the caller has locked.

        `contact` is who wrote it, unsaved; None where staff did.
        """
        window = timedelta(minutes=settings.COMMENTS_PER_NETWORK_MINUTES)
        values = {
            "article": article.pk,
            "parent": parent and parent.pk,
            "at": at,
            "unless_said": UNLESS_SAID,
            "submission": contact and contact.submission_digest,
            "repeated_since": at - DOUBLE_SUBMIT,
            "email": contact and contact.email_digest,
            "household": contact and contact.household_digest,
            "network": contact and contact.network_digest,
            "counted_since": at - window,
        }
        with connection.cursor() as cursor:
            cursor.execute(MET, values)
            return cls(*cursor.fetchone())

    @property
    def trusts(self) -> bool:
        """Whether known readers appear at once."""
        return self.policy == Policy.TRUSTED

    def refuse_unacceptable(self):
        """Raise Unacceptable where the comment cannot be taken."""
        if not (self.is_published and self.policy in OPEN):
            raise Closed()
        if not self.answers_something:
            raise ParentGone()
        if self.written >= settings.COMMENTS_PER_NETWORK:
            raise RateLimited()
