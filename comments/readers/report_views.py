"""A reader objects to a published comment."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from comments.models import Comment, RateLimited, Report
from comments.readers.report_forms import ReportForm
from comments.security import csrf, ip_addresses, signing
from comments.security.signing import Purpose
from opinion import html
from opinion.pages import SeeOther, private
from opinion.same_origin import is_same_origin

BEGINNING = 40  # words


# Exempt from Django's check, because comments/security/csrf.py does it.
@csrf_exempt
@private
@require_http_methods(["GET", "HEAD", "POST"])
def report(request, pk):
    """Who reported is shown to nobody, and a second report looks like the first."""
    comment = get_object_or_404(Comment.objects.visible_to(AnonymousUser()), pk=pk)
    if request.method == "POST":
        return _take(request, comment)
    return _page(request, comment, _form(comment))


def _take(request, comment):
    form = _form(comment, request.POST, confirms=not is_same_origin(request))
    if not form.is_valid():
        return _page(request, comment, form, status=422)
    if not csrf.is_ours(request):
        problem = _(
            "We couldn't confirm that you sent this from our site. Please press the button again."
        )
        return _page(request, comment, form, status=403, problem=problem)
    try:
        address = ip_addresses.client_address(request)
        taken = Report.objects.receive(comment, address=address, **form.cleaned_data)
    except RateLimited:
        return _too_many(request, comment, form)
    # A second report of a household leads to an answer too, in an address of the same form.
    sealed = signing.sign(Purpose.REPORT, [comment.pk, taken.pk if taken else 0])
    return SeeOther(reverse("report_answer", args=[sealed]))


@private
@require_safe
def answer(request, seal):
    """What became of a report, for whoever has the link that its sender got. It names nobody."""
    told = signing.unsign(Purpose.REPORT, seal)
    comments = Comment.objects.select_related("article__live_edition__type")
    comment = comments.filter(pk=told[0]).first() if told else None
    if comment is None or not comment.article.live_edition_id:
        raise Http404
    found = Report.objects.filter(pk=told[1], comment=comment).first()
    context = {
        "comment": comment,
        "article": comment.article,
        "report": found,
        "is_visible": Comment.objects.visible_to(AnonymousUser()).filter(pk=comment.pk).exists(),
        "days": settings.CONTACT_RETENTION_DAYS,
    }
    return render(request, "comments/report_answer.html", context)


def _too_many(request, comment, form):
    minutes = settings.COMMENTS_PER_NETWORK_MINUTES
    problem = ngettext(
        "Too many reports from your connection. Please try again in %(count)d minute.",
        "Too many reports from your connection. Please try again in %(count)d minutes.",
        minutes,
    ) % {"count": minutes}
    response = _page(request, comment, form, status=429, problem=problem)
    response.headers["Retry-After"] = minutes * 60
    return response


def _form(comment, typed=None, confirms=False):
    return ReportForm(typed, address=_address(comment), confirms=confirms)


def _address(comment):
    return reverse("report", args=[comment.pk])


def _page(request, comment, form, *, status=200, problem=""):
    context = {
        "comment": comment,
        "beginning": html.excerpt(comment.html, BEGINNING),
        "form": form,
        "problem": problem,
    }
    return render(request, "comments/report.html", context, status=status)
