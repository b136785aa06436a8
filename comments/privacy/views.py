"""What we ask of readers, and what we keep about them."""

from django.conf import settings
from django.shortcuts import render
from django.utils.translation import gettext as _

from comments.privacy import inventory as kept
from comments.privacy import transparency
from opinion.pages import public


@public
def guidelines(request):
    return render(request, "comments/guidelines.html")


@public
def moderation(request):
    months = transparency.months()
    context = {
        "months": months,
        "has_quiet": any(month.is_quiet for month in months),
        "few": _("fewer than three"),
    }
    return render(request, "comments/moderation.html", context)


@public
def privacy(request):
    context = {
        "days": settings.CONTACT_RETENTION_DAYS,
        "kinds": kept.kinds(),
        "browser": kept.BROWSER,
    }
    return render(request, "comments/privacy.html", context)
