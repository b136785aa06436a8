"""What readers open: lists, articles, authors. Each asks `published()` and shows live editions."""

from django.db.models import OuterRef
from django.db.models.functions import Left
from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from authors.models import Author
from opinion.page_cache.drawing import shows
from opinion.pages import keep_unlisted, private, public
from opinion.prepared import Prepared

from . import embedded, front, pagination, printed_parts
from .models import Article, Edition, Filing, Section, SeriesPart, Topic


@public(asks=pagination.ASKS)
def home(request):
    page = pagination.page(request, Article.objects.published().for_list())
    if any(name in request.GET for name in pagination.ASKS):
        printed_parts.attach_to_cards(page)
        return render(request, "articles/home.html", {"page": page})
    return render(request, "articles/home.html", {"page": page, "front": front.today(page.rows)})


def _listed(request, articles, order=pagination.NEWEST) -> pagination.Page:
    page = pagination.page(request, articles.for_list(), order)
    printed_parts.attach_to_cards(page)
    return page


_AT = Prepared(
    lambda address: (
        Article.objects.published()
        .for_page()
        .annotate(is_part=SeriesPart.objects.of(OuterRef("pk")))
        .filter(address=address)
    ),
    str,
)


@public(asks=("thread", "sort"))
def article(request, year, month, slug):
    address = f"{year}/{month}/{slug}"
    found = _AT.first(address)
    if found is None:
        return _elsewhere(request, address, slug)
    printed_parts.attach([found])
    page = _page(request, "articles/article.html", found, found.live_edition)
    return keep_unlisted(page) if found.live_edition.noindex else page


def _page(request, template, found, edition):
    page = render(request, template, {"article": found, "edition": edition})
    return embedded.allow_frames(page, edition)


def _elsewhere(request, address, slug):
    """What to say at an address where nothing is published: gone, moved or unknown."""
    known = Article.objects.exclude(address=None)
    gone = known.filter(address=address).first()
    if gone:
        return render(request, "410.html", {"article": gone}, status=410)
    moved = get_object_or_404(known, slug=slug)
    return HttpResponsePermanentRedirect(moved.get_absolute_url())


@public(asks=pagination.ASKS)
def section(request, slug):
    found = get_object_or_404(Section.objects.canonical().with_merged(), slug=slug)
    return _filed(request, found, Article.objects.in_section(found), "section_feed")


@public(asks=pagination.ASKS)
def topic(request, slug):
    found = get_object_or_404(Topic.objects.canonical().with_merged(), slug=slug)
    return _filed(request, found, Article.objects.on_topic(found), "topic_feed")


def _filed(request, subject, articles, feed):
    page = _listed(request, articles, pagination.FILED)
    return render(request, "articles/list.html", {"subject": subject, "page": page, "feed": feed})


@public(asks=pagination.ASKS)
def author(request, slug):
    shows("authors")
    found = get_object_or_404(Author.objects.canonical().with_merged(), slug=slug)
    page = _listed(request, Article.objects.written_by(found), pagination.FILED)
    return render(request, "authors/author.html", {"author": found, "page": page})


@public(asks=(*pagination.ASKS, "letter"))
def authors(request):
    """Everybody who has something to read here; with `letter` those whose names begin so."""
    shows("authors")
    latest = Filing.objects.newest_under(Filing.Kind.AUTHOR)
    named = Author.objects.canonical().alias(latest=latest).filter(latest__isnull=False)
    first = named.order_by().values_list(Left("sort_key", 1), flat=True).distinct()
    letters = sorted(filter(str.isalpha, first))
    letter = request.GET.get("letter", "")
    if letter and letter not in letters:
        raise Http404("Nobody is called so.")
    listed = named.filter(sort_key__startswith=letter) if letter else named
    page = pagination.page(request, listed, order=pagination.ALPHABET)
    shown = {"page": page, "letters": letters, "letter": letter}
    return render(request, "authors/index.html", shown)


@public
def about(request):
    return render(request, "articles/about.html")


@require_safe
@private
def preview(request, pk):
    """The draft as readers would see it, for those of the staff who may edit it."""
    if not request.user.is_staff:
        raise Http404("Drafts are for the staff.")
    found = get_object_or_404(Article.objects.visible_to(request.user), pk=pk)
    edition = Edition.objects.preview(found)
    return _page(request, "articles/preview.html", found, edition)
