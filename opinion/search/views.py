"""The page that finds: articles, or comments where somebody asks for them."""

from urllib.parse import urlencode

from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from opinion.articles.models import Article
from opinion.pages import private, public, public_address
from opinion.parse_id import parse_id

from . import articles, asked, narrowing, results
from .limits import limited

SHORTEST_SUGGESTED = 3


@require_safe
@private
@limited
def search(request):
    """Any text is just words; without one the page offers its box."""
    text = asked.typed(request.GET.get("q", ""))
    if not text:
        return render(request, "search/search.html", {"asked": ""})
    if request.GET.get("in") == "comments":
        shown = {"asked": text, "in_comments": True, "comments": results.comments(text)}
        return render(request, "search/search.html", shown)
    return _articles(request, text)


def _articles(request, text):
    found_in = asked.read(text, Article.objects.languages())
    chosen = narrowing.Narrowing.of_request(request)
    matches = articles.find(found_in, chosen)
    page = _page(request, len(matches.rows))
    start = (page - 1) * results.ON_A_PAGE
    shown = {
        "asked": text,
        "matches": matches,
        "articles": results.articles(matches.rows[start : start + results.ON_A_PAGE], found_in),
        "kinds": [*_kinds(chosen, matches.rows, text)],
        "chosen": [(one, _address(text, chosen, without=one.kind)) for one in chosen.choices],
        "previous": page > 1 and _address(text, chosen, page=page - 1),
        "next": start + results.ON_A_PAGE < len(matches.rows)
        and _address(text, chosen, page=page + 1),
    }
    if page == 1 and not chosen.chosen:
        words = found_in.words
        shown |= {"authors": results.authors(words), "works": results.works(words), "words": words}
    return render(request, "search/search.html", shown)


def _page(request, found: int) -> int:
    page = parse_id(request.GET.get("page", "1"))
    if page is None or (page > 1 and (page - 1) * results.ON_A_PAGE >= found):
        raise Http404("There is no such page.")
    return page


def _kinds(chosen, rows, text):
    """Each kind that narrows, with its choices and their addresses."""
    for label, choices in narrowing.kinds(rows, chosen):
        yield (
            label,
            [(one, _address(text, chosen, **{one.kind: one.value})) for one in choices],
        )


def _address(text, chosen, without="", **further) -> str:
    kept = {one.kind: one.value for one in chosen.choices if one.kind != without}
    return f"?{urlencode({'q': text} | kept | further)}"


@require_safe
@private
@limited
def suggest(request):
    """What the words that are being typed may become, as a list of texts."""
    text = asked.typed(request.GET.get("q", ""))
    if len(text) < SHORTEST_SUGGESTED:
        return JsonResponse({"suggestions": []})
    found_in = asked.read(text, Article.objects.languages())
    return JsonResponse({"suggestions": results.suggestions(found_in)})


@public
def description(request):
    """For browsers that offer to search here (OpenSearch 1.1)."""
    return render(
        request,
        "search/description.xml",
        {"search": public_address("/search/")},
        content_type="application/opensearchdescription+xml; charset=utf-8",
    )
