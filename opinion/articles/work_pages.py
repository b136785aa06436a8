"""The index of works, and a page for each: what it is, and which articles cite it."""

from urllib.parse import quote

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise

from opinion import html
from opinion.page_cache.drawing import LISTS, shows
from opinion.pages import public
from opinion.references import formats, printing
from opinion.references.models import Rendering, Work
from opinion.references.record import Record

from . import pagination, printed_parts, rendered_references
from .exports import FILES, download
from .works import (
    articles_citing,
    meant_by,
    printed_works,
    references_to,
    tell_places,
    tell_sentences,
)

TITLES = pagination.Order("sort_title", descending=False, size=50)
LONGEST_QUESTION = 200


@public(asks=pagination.ASKS, unless=("q",))
def works(request):
    shows("works")
    asked = request.GET.get("q", "")[:LONGEST_QUESTION].replace("\0", "").strip()
    found = printed_works().matching(asked) if asked else printed_works()
    page = pagination.page(request, found, order=TITLES)
    return render(request, "works/index.html", {"page": page, "asked": asked})


@public(asks=pagination.ASKS)
def work(request, pk):
    shows("works")
    found = get_object_or_404(Work, pk=pk)
    if found.merged_into_id:
        return HttpResponsePermanentRedirect(reverse("work", args=[found.merged_into_id]))
    meant = meant_by(found)
    references = references_to(meant)
    page = pagination.page(request, articles_citing(meant).for_list())
    if not page.rows:
        raise Http404("No published article cites it.")
    printed_parts.attach_to_cards(page)
    tell_places(page.rows, references)
    tell_sentences(page.rows, meant)
    record = found.record.for_readers()
    shown = {
        "work": found,
        "record": record,
        "entries": _entries(record, request.publication),
        "source": _source(found),
        "page": page,
    }
    return render(request, "works/work.html", shown)


def _entries(record: Record, publication) -> list[tuple[str | Promise, Rendering]]:
    """The work as it is printed, by the names of the styles; that of the publication is first."""
    ready = Rendering.objects.in_each_style(printing.digest(record), publication.language)
    return [
        (printing.STYLES[style].label, ready[style])
        for style in rendered_references.styles(publication)
        if style in ready
    ]


def _source(found: Work) -> str:
    """Where it can be read or bought, or nothing."""
    address = f"https://doi.org/{quote(found.doi, safe='/')}" if found.doi else found.url
    return html.safe_url(address) or ""


@public
def export(request, pk, suffix):
    shows("works")
    shows(LISTS)
    if suffix not in FILES:
        raise Http404("In no such format.")
    found = get_object_or_404(Work, pk=pk)
    if found.merged_into_id:
        there = reverse("work_export", args=[found.merged_into_id, suffix])
        return HttpResponsePermanentRedirect(there)
    if not references_to(meant_by(found)).exists():
        raise Http404("No published article cites it.")
    written = formats.write([found.record.for_readers()], FILES[suffix].name)
    return download(written, FILES[suffix].content_type, f"work-{pk}.{suffix}")
