"""One act about one person: what waits from them is refused, and what comes is held."""

from comments.models import Comment, Contact, Hold

from .outcome import DecisionOutcome, decide

# As many as one form of the desk takes; pressed again, the next ones follow.
TOGETHER = 100
# Of a note that becomes the reason of the hold.
HOLD_WORDS = 300
Status = Comment.Status


def waiting_of(contact):
    """What waits from whoever wrote the comment of `contact`, the newest first.

    Of an address that its owner confirmed what they confirmed; else what merely gave the address.
    """
    theirs = Contact.objects.filter(email_digest=contact.email_digest, reader=contact.reader)
    waits = Comment.objects.filter(status=Status.WAITING, pk__in=theirs.values("comment"))
    return waits.order_by("-pk")


def stop(contact, by, *, reason, until, note="") -> DecisionOutcome:
    """Refuse what waits, a decision each, and hold what comes from the address until then."""
    chosen = dict(waiting_of(contact).values_list("pk", "version")[:TOGETHER])
    outcome = decide(chosen, by, "refuse", reason=reason.code, note=note)
    is_held = Hold.objects.active().on(contact).filter(kind=Hold.Kind.EMAIL).exists()
    if not is_held:
        Hold.objects.place(
            contact.comment, Hold.Kind.EMAIL, until, note[:HOLD_WORDS] or reason.label, by
        )
    return outcome
