"""Everything that is kept about a person, for that person: what a machine and a human can read."""

from comments.models import Confirmation, Decision
from comments.security import encryption
from opinion.pages import public_address

UNREADABLE = "can no longer be read: its key is lost"


def about_reader(reader) -> dict:
    """All that is kept under a confirmed address, as values that JSON can hold."""
    return {
        "email": _read(lambda: reader.address),
        "confirmed_at": reader.confirmed_at,
        "comments": [about_comment(comment) for comment in _whole(reader.comments)],
        "written_under_this_address_but_never_confirmed": [
            {"article": _article(contact.comment), "stored_at": contact.created_at}
            for contact in reader.unconfirmed_contacts.select_related(
                "comment__article__live_edition__type"
            ).order_by("pk")
        ],
        "follows": [_follows(subscription) for subscription in _with_article(reader.subscriptions)],
        "mails_about_what_you_follow": [_mail(notice) for notice in reader.notices.order_by("pk")],
        "questions_by_mail": [
            {
                "asked_at": question.at,
                "confirmed_at": question.confirmed_at,
                "article": _article(question) if question.article else None,
                "asked_for": question.wishes,
            }
            for question in _with_article(
                Confirmation.objects.filter(email_digest=bytes(reader.email_digest))
            ).order_by("pk")
        ],
    }


def about_comment(comment) -> dict:
    """All that is kept about one comment which its reader may know."""
    contact = getattr(comment, "contact", None)
    return {
        "article": _article(comment),
        "written_at": comment.created_at,
        "name": comment.name,
        "text": comment.text,
        "passage_answered": comment.passage,
        "state": comment.status,
        "published_at": comment.published_at,
        "published_as": public_address(comment.get_absolute_url())
        if comment.is_published
        else None,
        "edited_at": comment.edited_at,
        "hidden_since": comment.hidden_since,
        "erased_at": comment.erased_at,
        "edits": [
            {"at": edit.at, "text": edit.text, "before": edit.before, "state": edit.status}
            for edit in comment.edits.all()
        ],
        "decisions": [
            _decision(decision) for decision in Decision.news_among(comment.decisions.all())
        ],
        "noticed": [signal.kind for signal in comment.signals.all()],
        "contact": _contact(contact) if contact else None,
    }


def _whole(comments):
    return _with_article(comments.select_related("contact")).prefetch_related(
        "edits", "decisions__note", "signals"
    )


def _with_article(rows):
    return rows.select_related("article__live_edition__type")


def _article(of) -> dict:
    edition = of.article.live_edition
    return {
        "headline": edition.full_headline if edition else of.article.headline,
        "address": public_address(of.article.get_absolute_url()),
    }


def _decision(decision) -> dict:
    return {
        "at": decision.at,
        "decision": decision.kind,
        "reason": decision.reason,
        "told": decision.message_to_writer,
        "until": decision.until,
    }


def _contact(contact) -> dict:
    kept = _read(contact.export)
    kept = kept if isinstance(kept, dict) else {"email": kept, "ip_address": kept}
    return kept | {"stored_at": contact.created_at, "blanked_at": contact.blanked_at}


def _follows(subscription) -> dict:
    return {
        "article": _article(subscription),
        "comment": subscription.comment_id,
        "what": subscription.kind,
        "rhythm": subscription.rhythm,
        "since": subscription.created_at,
        "ended_at": subscription.ended_at,
    }


def _mail(notice) -> dict:
    return {
        "about_comment": notice.comment_id,
        "written_at": notice.created_at,
        "due_at": notice.due_at,
        "sent_at": notice.sent_at,
        "given_up_at": notice.dropped_at,
    }


def _read(sealed):
    try:
        return sealed()
    except encryption.DecryptionFailed:
        return UNREADABLE
