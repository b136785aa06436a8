"""What somebody asked to be mailed about, in a sentence."""

from django.utils.translation import gettext_lazy as _

from comments.models import Subscription

Kind, Rhythm = Subscription.Kind, Subscription.Rhythm

WISHES = {
    (Kind.DECISION, Rhythm.AT_ONCE): _("We'll email you when a moderator decides on your comment."),
    (Kind.DECISION, Rhythm.DAILY): _(
        "Your daily digest will say when a moderator decides on your comment."
    ),
    (Kind.REPLIES, Rhythm.AT_ONCE): _("We'll email you whenever someone replies to your comment."),
    (Kind.REPLIES, Rhythm.DAILY): _("Your daily digest will include replies to your comment."),
    (Kind.THREAD, Rhythm.AT_ONCE): _("We'll email you about every new comment on the article."),
    (Kind.THREAD, Rhythm.DAILY): _("Your daily digest will include new comments on the article."),
}
YOURS = _("Your comment will be marked as coming from a confirmed address.")


def promises(confirmation) -> list:
    """What happens after a yes."""
    wished = [WISHES[kind, rhythm] for kind, rhythm in confirmation.wishes]
    return ([YOURS] if confirmation.comment_id else []) + wished
