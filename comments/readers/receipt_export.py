"""What a receipt's page gives as a file: all that is kept about one comment, for its writer."""

from django.urls import reverse
from django.utils.translation import gettext as _

from comments.readers.receipt import EDITED, noticed
from opinion.pages import public_address


def about_receipt(account, expires_at) -> dict:
    """All that is kept about it, but what only the owner of the email address may have."""
    article = account.comment.article
    return {
        "article": {
            "headline": article.live_edition.full_headline,
            "address": public_address(article.get_absolute_url()),
        },
        "comment": _comment(account),
        "state": {
            "words": str(account.state),
            "reason": str(account.reason),
            "asked_for": str(account.asked_for),
        },
        **_what_happened(account),
        "this_page_works_until": expires_at,
        "email_and_ip_address": _(
            "Not in this file. If you can open email sent to that address, get them "
            "here: %(address)s"
        )
        % {"address": public_address(reverse("reader_ask"))},
    }


def _comment(account) -> dict:
    comment = account.comment
    return {
        "address": public_address(comment.get_absolute_url()) if account.is_shown else None,
        "name": comment.name,
        "passage_answered": comment.passage,
        "text": comment.text,
        "written": comment.created_at,
        "published": comment.published_at,
        "edited": comment.edited_at,
    }


def _what_happened(account) -> dict:
    return {
        "history": [{"at": at, "what": str(what)} for at, what in account.history],
        "edits": [
            {
                "at": edit.at,
                "text_before": edit.before,
                "text": edit.text,
                "state": str(EDITED[edit.status]),
            }
            for edit in account.edits
        ],
        "noticed": [str(words) for words in noticed(account.signals)],
        "mails_you_asked_for": [
            {
                "what": subscription.get_kind_display(),
                "how_often": subscription.get_rhythm_display(),
                "since": subscription.created_at,
            }
            for subscription in account.followed
        ],
    }
