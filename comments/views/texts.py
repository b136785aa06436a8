"""What we ask of readers, and what we keep about them."""

from django.conf import settings
from django.shortcuts import render

from comments import privacy as kept
from opinion.pages import public


@public
def guidelines(request):
    return render(request, "comments/guidelines.html")


@public
def privacy(request):
    context = {
        "days": settings.CONTACT_RETENTION_DAYS,
        "kinds": kept.kinds(),
        "browser": kept.BROWSER,
    }
    return render(request, "comments/privacy.html", context)
