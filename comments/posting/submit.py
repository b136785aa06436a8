"""Taking what somebody sends. Whatever goes wrong, what was typed comes back."""

from django.conf import settings
from django.shortcuts import render
from django.utils.translation import gettext as _

from comments.models import Closed, ParentGone, RateLimited, Thread, Unacceptable
from comments.threads import pagination
from opinion.pages import SeeOther, is_at_most

from .forms import BODY_LIMIT, AnswerForm, ReplyForm
from .writers import writer_of

# A body beyond this is nobody's comment: it is not even read to be given back.
READ_LIMIT = 4 * BODY_LIMIT


def show_form(request, article, to="", **typed):
    """The form, for answering the comment `to`, if there is one; with what was `typed` before."""
    writer = writer_of(request)
    return _reply_page(request, article, writer, writer.empty_form(article, to, **typed))


def submit(request, article):
    """Receive a comment on `article`, or show the page again with the reason why not."""
    writer = writer_of(request)
    if not is_at_most(request, BODY_LIMIT):
        return _too_large(request, article, writer)
    form = writer.form(article)
    if form.is_valid() and "preview" not in request.POST and writer.may_post():
        return _post(request, article, writer, form)
    if not Thread.objects.for_article(article).is_open:
        return _refuse(request, article, writer, form, Closed())
    if not form.is_valid():
        return _reply_page(request, article, writer, form, status=422)
    if "preview" in request.POST:
        return _reply_page(request, article, writer, form, preview=writer.signed(form))
    return _reply_page(request, article, writer, form, status=403, problem=writer.doubt)


def _post(request, article, writer, form):
    """Store it. Whether its thread takes it is asked where nobody can close it meanwhile."""
    try:
        return SeeOther(writer.post(Thread(article=article), form.cleaned_data))
    except Unacceptable as refusal:
        return _refuse(request, article, writer, form, refusal)


def _too_large(request, article, writer):
    if is_at_most(request, READ_LIMIT):
        form = writer.form(article)
        problem = _("Your comment is much too long. Please shorten it below.")
    else:
        form = writer.empty_form(article)
        problem = _("Your comment is much too long to be read. Please go back and shorten it.")
    return _reply_page(request, article, writer, form, status=413, problem=problem)


def _refuse(request, article, writer, form, refusal):
    if isinstance(refusal, ParentGone):
        form.data["to"] = ""
    status = 429 if isinstance(refusal, RateLimited) else 409
    response = _reply_page(request, article, writer, form, status=status, problem=refusal.message)
    if status == 429:
        response.headers["Retry-After"] = settings.COMMENTS_PER_NETWORK_MINUTES * 60
    return response


def _reply_page(request, article, writer, form, *, status=200, problem="", preview=None):
    """The reply page with `form`; `problem` is told on top of it, `preview` shown above it."""
    context = {
        "article": article,
        "edition": article.live_edition,
        "thread": Thread.objects.for_article(article),
        "answered": pagination.find(article, str(form["to"].value() or "")),
        "signature": writer.sign(article),
        "form": form,
        "problem": problem,
        "preview": preview,
    }
    return render(request, "comments/reply.html", context, status=status)


# --- What was sent to where nothing can be answered


def submitted_to_old_address(request, article):
    """The form of `article`, which stands at another address, with what was sent to a wrong one."""
    writer = writer_of(request)
    if not is_at_most(request, BODY_LIMIT):
        return _too_large(request, article, writer)
    problem = _("This article has moved. Your text is below: please post it from here.")
    form = writer.form(article)
    return _reply_page(request, article, writer, form, status=409, problem=problem)


def return_text(request, *, status, **context):
    """The error page of this status, with what was typed, to be copied."""
    form = ReplyForm(request.POST) if is_at_most(request, READ_LIMIT) else None
    context |= {"form": form, "page": f"{status}.html"}
    return render(request, "comments/gone.html", context, status=status)


def unavailable(request):
    """What was typed, on a page that asks nothing of the database."""
    typed = request.POST if is_at_most(request, READ_LIMIT) else None
    # Only the form of the staff has no field for a name, and its token must come along.
    of_staff = typed is not None and "name" not in typed
    form_class = AnswerForm if of_staff else ReplyForm
    form = form_class(typed, action=request.path, confirms=of_staff)
    problem = _("Our database isn't responding. The fault is ours, not yours.")
    context = {"form": form, "problem": problem}
    return render(request, "comments/unavailable.html", context, status=503)
