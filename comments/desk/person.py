"""Who wrote a comment, as far as its address tells: never the address itself.

What was confirmed by the address's owner is kept apart from where it was merely typed. Anybody can
type anybody's address: it never counts as theirs.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from authors.models import User
from comments.models import Comment, Contact, Hold, PersonNote

from .together import asked_together, instance

# Of one address the newest so many are counted, however many there are.
COUNTED = 500
NAMES = 6
# On a card; the page has all of them.
NOTES_SHOWN = 3
NOTES_READ = 200

Status = Comment.Status
COUNTS = {
    Status.PUBLISHED: ngettext_lazy("%d published", "%d published"),
    Status.WAITING: ngettext_lazy("%d waiting", "%d waiting"),
    Status.REFUSED: ngettext_lazy("%d refused", "%d refused"),
    Status.SPAM: ngettext_lazy("%d spam", "%d spam"),
    Status.TAKEN_DOWN: ngettext_lazy("%d taken down", "%d taken down"),
    Status.WITHDRAWN: ngettext_lazy("%d withdrawn", "%d withdrawn"),
}
# One lateral look-up for each address; only the newest are joined.
TALLY = f"""
    SELECT asked.digest, theirs.reader_id IS NOT NULL AS is_confirmed, written.status,
           count(*) AS count,
           count(*) FILTER (WHERE EXISTS (
               SELECT 1 FROM comments_report WHERE comment_id = written.id)) AS reported,
           min(written.created_at) AS since,
           (array_agg(DISTINCT written.name))[1:{NAMES}] AS names
    FROM unnest(%s::bytea[]) AS asked (digest)
    CROSS JOIN LATERAL (
        SELECT comment_id, reader_id FROM comments_contact WHERE email_digest = asked.digest
        ORDER BY email_digest, comment_id DESC LIMIT {COUNTED}
    ) theirs
    JOIN comments_comment written ON written.id = theirs.comment_id
    GROUP BY 1, 2, 3
"""


@dataclass
class Record:
    """What became of the comments of one kind under an address: confirmed ones, or typed ones."""

    counts: Counter = field(default_factory=Counter)
    reported: int = 0
    since: datetime | None = None
    names: set[str] = field(default_factory=set)

    def __bool__(self):
        return self.total > 0

    def add(self, status, count, reported, since, names):
        self.counts[status] += count
        self.reported += reported
        self.since = min(self.since or since, since)
        self.names |= {*names}

    def without(self, comment) -> "Record":
        counts = self.counts - Counter([comment.status])
        return Record(counts, self.reported, self.since, self.names - {comment.name})

    @property
    def total(self) -> int:
        return self.counts.total()

    @property
    def outcomes(self) -> list[str]:
        """How many were published, refused and so on, in words."""
        return [
            words % self.counts[status] for status, words in COUNTS.items() if self.counts[status]
        ]

    @property
    def some_names(self) -> list[str]:
        return sorted(self.names)[: NAMES - 1]


class Person:
    """Whoever gave the address of `contact`: what it tells of the comment in question.

    `confirmed` is the record of what the address's owner confirmed, `typed` that of where it was
    merely typed.
    """

    is_known = True

    def __init__(self, contact, confirmed, typed, notes=()):
        self.contact, self.comment = contact, contact.comment
        self.confirmed, self.typed = confirmed, typed
        self.notes = [*notes]
        # Where `person_of` has asked.
        self.holds: list[Hold] = []

    @property
    def is_confirmed(self) -> bool:
        return self.contact.reader_id is not None

    @property
    def is_cut(self) -> bool:
        """Whether there may be more than were counted."""
        return self.confirmed.total + self.typed.total >= COUNTED

    @property
    def others(self) -> Record:
        """What became of their other comments; of those merely typed, if this one was."""
        record = self.confirmed if self.is_confirmed else self.typed
        return record.without(self.comment)

    @property
    def of_the_other_kind(self) -> Record:
        return self.typed if self.is_confirmed else self.confirmed

    @property
    def is_new(self) -> bool:
        return not (self.others or self.of_the_other_kind)

    @property
    def newest_notes(self) -> list[PersonNote]:
        return self.notes[:NOTES_SHOWN]

    @property
    def notes_left_out(self) -> int:
        return len(self.notes) - len(self.newest_notes)

    @property
    def trust(self) -> Promise | str:
        """Whether they appear at once where known readers do, and why not. Asks the database."""
        reader = self.contact.reader
        if reader is None:
            return _("Not trusted: this comment's email address is not confirmed.")
        if reader.is_trusted():
            return _("Trusted: published at once on articles that trust known readers.")
        if reader.was_refused_lately():
            return _(
                "Not trusted: one of their comments was refused, marked as spam or taken "
                "down in the last %(days)d days."
            ) % {"days": settings.TRUST_DAYS}
        return _("Not trusted yet: %(count)d of %(needed)d approved comments.") % {
            "count": reader.approvals,
            "needed": settings.TRUST_AFTER_COMMENTS,
        }

    def numbers(self, after, most) -> list[int]:
        """Their comments' numbers, the newest first, from the one below `after` on."""
        theirs = Contact.objects.filter(email_digest=self.contact.email_digest)
        theirs = theirs.filter(pk__lt=after) if after else theirs
        return [*theirs.order_by("email_digest", "-pk").values_list("pk", flat=True)[:most]]


@dataclass
class Unknown:
    """A comment of which nobody knows by its address who wrote it, and why not."""

    comment: Comment
    why: Promise | str
    is_known = False


def person_of(comment) -> Person | Unknown:
    """Who wrote it, with the holds on them."""
    person = persons_of([comment])[comment.pk]
    if isinstance(person, Person):
        holds = Hold.objects.active().on(person.contact).select_related("by")
        person.holds = [*holds]
    return person


def persons_of(comments) -> dict[int, Person | Unknown]:
    """Who wrote each of `comments`, by their numbers; as many queries for many as for one."""
    (persons,) = asked_together(persons_asked(comments))
    return persons


def persons_asked(comments):
    """As `persons_of`, an asker."""
    prefetch_related_objects(comments, "contact__reader")  # of those that come without
    contacts = {comment.pk: getattr(comment, "contact", None) for comment in comments}
    known = [one for one in contacts.values() if one and one.email_digest is not None]
    records, notes = yield from _records_and_notes(known)
    persons: dict[int, Person | Unknown] = {}
    for comment in comments:
        contact = contacts[comment.pk]
        if contact is None or contact.email_digest is None:
            persons[comment.pk] = Unknown(comment, _why(comment))
            continue
        digest = bytes(contact.email_digest)
        confirmed, typed = records[digest]
        persons[comment.pk] = Person(contact, confirmed, typed, notes[digest])
    return persons


def _why(comment) -> Promise | str:
    if comment.staff_id:
        return _("Written by staff, so there is no email address.")
    if comment.is_erased:
        return _("Erased: there is no record of who wrote it.")
    return _("The email address has been deleted, so this writer's other comments can't be found.")


def _records_and_notes(contacts):
    """For each address what was confirmed and what was typed, and the newest notes on it."""
    digests = [bytes(contact.email_digest) for contact in contacts]
    records = {digest: (Record(), Record()) for digest in digests}
    notes: dict[bytes, list[PersonNote]] = {digest: [] for digest in digests}
    questions = [(TALLY, [[*records]]), _notes(digests)] if digests else []
    tallies, noted = (yield questions) or ((), ())
    for row in tallies:
        confirmed, typed = records[_digest(row.pop("digest"))]
        row["since"] = datetime.fromisoformat(row["since"])
        (confirmed if row.pop("is_confirmed") else typed).add(**row)
    for row in noted:
        note = instance(PersonNote, row)
        note.by = instance(User, row, "by__")
        notes[_digest(row["comment__contact__email_digest"])].append(note)
    return records, notes


def _notes(digests):
    """The newest notes on each address, wherever they were written."""
    notes = PersonNote.objects.filter(comment__contact__email_digest__in=digests).order_by("-pk")
    written = ("id", "comment_id", "text", "by_id", "at", "comment__contact__email_digest")
    people = ("by__id", "by__first_name", "by__last_name", "by__username")
    return notes.values(*written, *people)[:NOTES_READ]


def _digest(told: str) -> bytes:
    return bytes.fromhex(told.removeprefix("\\x"))
