"""What an editor is told about references that were just pasted."""

from django.contrib import messages
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext

from opinion.articles.forms import told
from opinion.articles.models import Reference
from opinion.references.models import Likeness


def tell(request, form):
    """How many were found and read, and whether some may be works that are known already."""
    messages.info(request, told(form.found))
    works = form.instance.references.exclude(work=None).values("work")
    count = Likeness.objects.open_about(works).count()
    if count:
        messages.warning(request, _question(request, count))


def tell_of_accepted(request, article):
    """How many references are still to be checked, now that all without a doubt are confirmed."""
    left = article.references.filter(state=Reference.State.LOOK).count()
    words = ngettext(
        "References without a doubt are confirmed. %(count)d is still to check.",
        "References without a doubt are confirmed. %(count)d are still to check.",
        left,
    ) % {"count": left}
    messages.info(request, words)


def _question(request, count: int) -> str:
    words = ngettext(
        "%(count)d possible duplicate to review.",
        "%(count)d possible duplicates to review.",
        count,
    ) % {"count": count}
    if not request.user.has_perm("references.change_work"):
        return words
    address = reverse("admin:references_work_questions")
    return format_html('{} <a href="{}">{}</a>', words, address, gettext("Review"))
