"""Files for reference managers: an article's references, the article itself, and unAPI for Zotero.

https://unapi.info/specs/unapi-revision-3.html
"""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header

from opinion.pages import keep_unlisted, public
from opinion.references import formats

from . import printed_parts, rendered_references
from .feed_formats import fit_for_xml
from .models import Article
from .records import cited, printed_line, record_of, tagged


@dataclass(frozen=True)
class File:
    """One kind of file. `name` is that of its format in `references.formats`."""

    name: str
    content_type: str


FILES = {
    "bib": File("bibtex", "application/x-bibtex; charset=utf-8"),
    "ris": File("ris", "application/x-research-info-systems; charset=utf-8"),
    "json": File("csl", "application/vnd.citationstyles.csl+json; charset=utf-8"),
}
UNAPI = {
    "rdf_zotero": "application/rdf+xml; charset=utf-8",
    "ris": FILES["ris"].content_type,
    "bibtex": FILES["bib"].content_type,
}


@public
def references(request, year, month, slug, suffix):
    """The works that an article cites; as plain text each as it is printed under the article."""
    article = get_object_or_404(_published(), address=f"{year}/{month}/{slug}")
    listed = article.live_edition.printed_references
    if not listed:
        raise Http404("It cites nothing.")
    if suffix == "txt":
        style, language = request.publication.citation_style, article.live_edition.language
        rendered_references.attach(listed, style, language)
        written = "".join(f"{printed_line(reference)}\n" for reference in listed)
        return download(written, "text/plain; charset=utf-8", f"{slug}-references.txt")
    file = FILES[suffix]
    written = formats.write([cited(reference) for reference in listed], file.name, f"{slug}-")
    return download(written, file.content_type, f"{slug}-references.{suffix}")


@public
def cite(request, year, month, slug, suffix):
    """The article itself, for somebody who cites it."""
    if suffix not in FILES:
        raise Http404("No such file.")
    article = _with_its_parts(address=f"{year}/{month}/{slug}")
    file = FILES[suffix]
    written = _written(request, article, file.name)
    return download(written, file.content_type, f"{slug}.{suffix}")


@public(keep=False)
def unapi(request):
    """What formats there are, for all articles or for `id`; with `format`, that article in it."""
    address, wanted = request.GET.get("id"), request.GET.get("format")
    if not address:
        return _formats(request)
    # PostgreSQL takes no NUL, and no address has one.
    article = _with_its_parts(address=address.replace("\0", " "))
    if not wanted:
        return _formats(request, address, status=300)
    if wanted not in UNAPI:
        return HttpResponse("Not Acceptable\n", content_type="text/plain", status=406)
    if wanted == "rdf_zotero":
        return _rdf(request, article)
    return HttpResponse(_written(request, article, wanted), content_type=UNAPI[wanted])


def _published():
    return Article.objects.published().for_list()


def _with_its_parts(**at) -> Article:
    article = get_object_or_404(_published(), **at)
    printed_parts.attach_to_cards([article])
    return article


def _written(request, article, name: str) -> str:
    record = record_of(article, article.live_edition, request.publication)
    return formats.write([tagged(record, article.live_edition)], name, f"{article.slug}-")


def download(written: str, content_type: str, name: str) -> HttpResponse:
    is_download = not content_type.startswith("text/plain")
    response = HttpResponse(written, content_type=content_type)
    if disposition := content_disposition_header(is_download, name):
        response.headers["Content-Disposition"] = disposition
    return keep_unlisted(response)


def _formats(request, address="", status=200):
    kinds = {name: kind.partition(";")[0] for name, kind in UNAPI.items()}
    return render(
        request,
        "articles/unapi.xml",
        {"kinds": kinds, "address": address},
        content_type="application/xml; charset=utf-8",
        status=status,
    )


def _rdf(request, article):
    edition = article.live_edition
    record = record_of(article, edition, request.publication)
    response = render(
        request,
        "articles/zotero.rdf",
        {"record": record, "edition": edition, "article": article},
        content_type=UNAPI["rdf_zotero"],
    )
    response.content = fit_for_xml(response.content.decode())
    return response
