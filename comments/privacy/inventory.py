"""All that may be known about readers, gathered from where it is kept: what the page shows."""

from typing import Protocol

from django.utils.translation import gettext_lazy as _

from comments.models import (
    Comment,
    Confirmation,
    Contact,
    Decision,
    DecisionNote,
    Edit,
    Fingerprint,
    Hold,
    Notice,
    PersonNote,
    Reader,
    Receipt,
    Report,
    Signal,
    Subscription,
)
from comments.models.inventory import InTheBrowser, Inventory
from comments.readers import device_cookie


class _Kept(Protocol):
    """A model that says what it keeps about readers."""

    inventory: Inventory


IN_ORDER: list[type[_Kept]] = [
    Comment,
    Contact,
    Edit,
    Signal,
    Fingerprint,
    Decision,
    DecisionNote,
    PersonNote,
    Receipt,
    Confirmation,
    Reader,
    Subscription,
    Notice,
    Report,
    Hold,
]

BROWSER = [
    InTheBrowser(
        name=device_cookie.COOKIE,
        where=_("a cookie"),
        what=_("recognises this browser as yours when you comment; only if you allow it"),
        kept=_("a year, or until you delete it or make us forget your browsers"),
    ),
    InTheBrowser(
        name="csrftoken",
        where=_("a cookie"),
        what=_(
            "proves that you pressed a button yourself; only if your browser doesn't say "
            "where the form came from"
        ),
        kept=_("until you close the browser"),
    ),
    InTheBrowser(
        name="writer",
        where=_("the browser's own storage; never sent to us"),
        what=_("your name and email address, to fill in the form; only if you tick that box"),
        kept=_("until you untick it, or clear the browser's storage"),
    ),
    InTheBrowser(
        name="draft",
        where=_("the tab's own storage; never sent to us"),
        what=_("what you are writing below an article, so that reloading doesn't lose it"),
        kept=_("until you post it, clear it or close the tab"),
    ),
    InTheBrowser(
        name="sent",
        where=_("the tab's own storage; never sent to us"),
        what=_("which draft is being sent"),
        kept=_("until it arrives, or you close the tab"),
    ),
    InTheBrowser(
        name="opinion.mark-new",
        where=_("the browser's own storage; never sent to us"),
        what=_("that you want new comments highlighted; only if you tick that box"),
        kept=_("until you untick it, or clear the browser's storage"),
    ),
    InTheBrowser(
        name="opinion.seen.…",
        where=_("the browser's own storage; never sent to us"),
        what=_("when you last read a thread, and its newest comment; only if you tick that box"),
        kept=_("until you untick it, or clear the browser's storage"),
    ),
    InTheBrowser(
        name="opinion.theme",
        where=_("the browser's own storage; never sent to us"),
        what=_("whether you want light or dark pages; only if you choose"),
        kept=_("until you choose your device's own again, or clear the browser's storage"),
    ),
    InTheBrowser(
        name="opinion.textSize",
        where=_("the browser's own storage; never sent to us"),
        what=_("the size of text you want; only if you choose one"),
        kept=_("until you choose the standard size again, or clear the browser's storage"),
    ),
    InTheBrowser(
        name="opinion.desk-keys",
        where=_("the browser's own storage; never sent to us"),
        what=_("for moderators only: that keyboard shortcuts at the desk are off"),
        kept=_("until they are turned on again"),
    ),
]


def kinds() -> list[Inventory]:
    return [model.inventory for model in IN_ORDER]
