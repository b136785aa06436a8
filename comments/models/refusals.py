"""Why a comment cannot be taken now, in words for its reader."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


class Unacceptable(Exception):
    """A comment cannot be taken now. `message` tells the reader why and what to do."""

    def __init__(self, message):
        super().__init__(message)
        self.message = message


class Closed(Unacceptable):
    """The thread takes no new comments, or its article is gone."""

    def __init__(self):
        super().__init__(
            _("This thread has since been closed. Your text is below, so you can copy it.")
        )


class ParentGone(Unacceptable):
    """The comment answered is hidden, of another article, or never was."""

    def __init__(self):
        super().__init__(
            _(
                "The comment you are replying to is no longer available. You can post yours "
                "as a new comment."
            )
        )


class RateLimited(Unacceptable):
    """This household wrote too much lately."""

    def __init__(self):
        minutes = settings.COMMENTS_PER_NETWORK_MINUTES
        super().__init__(
            ngettext(
                "Too many comments from your connection. Please try again in %(count)d minute.",
                "Too many comments from your connection. Please try again in %(count)d minutes.",
                minutes,
            )
            % {"count": minutes}
        )


class TooLate(Unacceptable):
    """A comment can no longer be edited: it was decided, or its time is over."""

    def __init__(self):
        super().__init__(
            _("This comment can no longer be edited. Your text is below, so you can copy it.")
        )


class TooOften(Unacceptable):
    """A comment was edited so often that more would only fill the database."""

    def __init__(self):
        super().__init__(
            _(
                "This comment has been edited too many times. Your text is below, so you can "
                "copy it."
            )
        )
