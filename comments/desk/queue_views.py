"""Reading at the desk: the queue, one comment with its story, and who wrote what."""

import logging

from django.contrib.auth.decorators import permission_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from comments.models import Comment, Contact, Hold, Thread
from comments.security import encryption
from opinion.articles.models import Article
from opinion.pages import keep_private
from opinion.parse_id import parse_id

from .card import Card, attach_people, cards, moves_of_list, page_of, queue_page
from .forms import EmailForm, HoldForm, PolicyForm, colleagues
from .outcome import DecisionOutcome
from .pages import page, squeeze, way_back
from .queue import Queue, with_context
from .queue_form import QueueForm
from .timeline import timeline

log = logging.getLogger(__name__)

may_view = permission_required("comments.view_comment", raise_exception=True)
may_look = permission_required("comments.view_contact", raise_exception=True)
SEARCH_LIMIT = 100


@may_view
def queue(request):
    form = QueueForm(request.GET)
    queue = Queue(request.user, **form.filters)
    if queue.after and not queue.page:
        # Everything on this page was decided: begin again with what is left.
        return redirect(queue_page() + queue.address())
    back = request.get_full_path()
    thread = queue.article and _thread_of(queue.article)
    moves = moves_of_list(queue.status)
    last_outcome = _report(request, back, queue.page)
    told_again = {card.comment.pk for card in last_outcome["overtaken"]}
    listed = [comment for comment in queue.page if comment.pk not in told_again]
    form.offer_sections(queue.sections)
    context = {
        "title": _("Comments"),
        "desk": "",  # where it is itself: its links are relative
        "queue": queue,
        "tabs": queue.tabs(),
        "form": form,
        "shows_seldom": "more" in request.GET,
        "email_form": EmailForm(),
        "cards": cards(listed, back, request.user),
        "thread": thread,
        "policy_form": thread and PolicyForm(thread=thread),
        "moves": moves,
        "may_choose": moves and request.user.has_perm("comments.decide_comment"),
        "reasons": queue.reasons,
        "next": back,
        **last_outcome,
    }
    response = page(request, "queue", context)
    response.add_post_render_callback(squeeze)
    return response


def _thread_of(article) -> Thread:
    """As it came with its article; one with the defaults where nobody wrote yet."""
    return getattr(article, "thread", None) or Thread(article=article)


@may_view
def news(request):
    """How many came into a list since it was opened: what its page asks now and then."""
    queue = Queue(request.user, **QueueForm(request.GET).filters)
    # On a desk that never had a comment the page asks for those since 0.
    is_empty = request.GET.get("since") == "0"
    since = 0 if is_empty else parse_id(request.GET.get("since"))
    count = 0 if since is None else queue.newer_than(since)
    words = ngettext("Show %(count)d new comment", "Show %(count)d new comments", count)
    return keep_private(JsonResponse({"count": count, "words": words % {"count": count}}))


@may_view
def comment(request, pk, **more):
    """One comment with all that is known; `more` adds what a POST on it found out."""
    comment = get_object_or_404(
        with_context(Comment.objects.visible_to(request.user)).select_related("contact"), pk=pk
    )
    (card,) = attach_people([Card(comment, page_of(comment), is_alone=True, reader=request.user)])
    contact = getattr(comment, "contact", None)
    may_know = request.user.has_perm("comments.view_contact")
    looks = contact.looks.select_related("by") if contact and may_know else []
    context = {
        "title": card.title,
        "card": card,
        "colleagues": colleagues().exclude(pk=request.user.pk),
        "story": timeline(
            comment, looks, tells_holds=request.user.has_perm("comments.decide_comment")
        ),
        "contact": contact,
        "looks": looks,
        "holds": contact and Hold.objects.active().on(contact).select_related("by"),
        "hold_form": contact and HoldForm(contact=contact),
        "next": page_of(comment),
        **_report(request, page_of(comment)),
    }
    return page(request, "comment", context | more)


@may_view
@may_look
@sensitive_variables()
def address(request, pk):
    """Show who wrote a comment, once, and note who looked."""
    if request.method != "POST":
        return redirect("admin:comments_comment_change", pk)
    contact = get_object_or_404(Contact, pk=pk)
    try:
        email, ip = contact.look(by=request.user)
    except encryption.DecryptionFailed:
        return comment(request, pk, is_unreadable=True)
    return comment(request, pk, email=email, ip=ip, is_shown=True)


@may_view
@may_look
@sensitive_post_parameters("email")
@sensitive_variables()
def search(request):
    """The comments of exactly one email address. By POST: an address belongs in no URL or log."""
    if request.method != "POST":
        return redirect(queue_page())
    form = EmailForm(request.POST)
    contacts = []
    if form.is_valid():
        contacts = Contact.objects.found_by(request.user, form.cleaned_data["email"])
        log.info("User %s searched by address, comments found: %s", request.user.pk, len(contacts))
    newest = [contact.pk for contact in contacts[:SEARCH_LIMIT]]
    comments = with_context(
        Comment.objects.visible_to(request.user).filter(pk__in=newest).order_by("-pk")
    )
    context = {
        "title": _("Comments from one address"),
        "email_form": form,
        "cards": [Card(comment, page_of(comment)) for comment in comments],
        "count": len(contacts),
        "is_cut": len(contacts) > SEARCH_LIMIT,
    }
    return page(request, "found", context)


@may_view
@permission_required("comments.change_thread", raise_exception=True)
def policy(request, pk):
    """Open the comments of an article, or close them, or let its section say. Its days stay."""
    form = PolicyForm(request.POST)
    if request.method != "POST" or not form.is_complete:
        return redirect(queue_page())
    article = get_object_or_404(Article.objects.exclude(live_edition=None), pk=pk)
    thread, _created = Thread.objects.get_or_create(article=article)
    chosen = form.cleaned_data["policy"]
    thread.set_policy(chosen, by=request.user, close_after_days=thread.close_after_days)
    return redirect(way_back(request))


def _report(request, back, on_page=()):
    """What came of the last decision: told where it was made, else on top of the page."""
    report = DecisionOutcome.pop_from(request)
    if report and report.following not in {comment.pk for comment in on_page}:
        report.following = None
    return {"report": report, "overtaken": report.cards(request.user, back) if report else []}
