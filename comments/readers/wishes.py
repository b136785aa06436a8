"""What somebody asked to be mailed about, in a sentence."""

from django.utils.translation import gettext_lazy as _

from comments.models import Subscription

Kind, Rhythm = Subscription.Kind, Subscription.Rhythm

WISHES = {
    (Kind.DECISION, Rhythm.AT_ONCE): _("You get a mail when a moderator has decided."),
    (Kind.DECISION, Rhythm.DAILY): _(
        "When a moderator has decided, the next daily mail tells you so."
    ),
    (Kind.REPLIES, Rhythm.AT_ONCE): _("You get a mail whenever somebody answers your comment."),
    (Kind.REPLIES, Rhythm.DAILY): _(
        "You get a mail once a day when somebody has answered your comment."
    ),
    (Kind.THREAD, Rhythm.AT_ONCE): _("You get a mail for each new comment under the article."),
    (Kind.THREAD, Rhythm.DAILY): _(
        "You get a mail once a day when there are new comments under the article."
    ),
}
YOURS = _("We know that your comment was written by the owner of this address.")


def promises(confirmation) -> list:
    """What happens after a yes."""
    wished = [WISHES[kind, rhythm] for kind, rhythm in confirmation.wishes]
    return ([YOURS] if confirmation.comment_id else []) + wished
