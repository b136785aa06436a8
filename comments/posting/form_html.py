"""The reply form as it stands under an article: drawn once, and filled in for each article.

It is the same for everybody: see `AnswerForm`.
"""

from types import SimpleNamespace
from typing import Any

from django.utils.safestring import SafeString

from comments.threads.context import reply_address
from opinion.stencils import Stencil, hole

from .forms import ReplyForm


def _empty_form(trusts: bool) -> dict[str, Any]:
    form = ReplyForm(action=hole("action"))
    form.helper.attrs = {"data-opened": hole("opened"), "data-draft": hole("draft")}
    return {"form": form, "thread": SimpleNamespace(trusts=trusts)}


FORM = Stencil("comments/_form.html", _empty_form)


def empty_form(thread) -> SafeString:
    """The form under the article of `thread`, for everybody who reads it."""
    article = thread.article
    attributes = ReplyForm.for_the_script(article)
    return FORM.fill(
        thread.trusts,
        {
            "action": reply_address(article),
            "opened": attributes["data-opened"],
            "draft": attributes["data-draft"],
        },
    )
