"""Old addresses, each as a row that leads to what was made of what stood there."""

from opinion.articles.models import Article, Redirect
from opinion.moving.things import Person, Term

# Other addresses of the old site's feed.
FEEDS = ("/rss/", "/comments/feed/", "/feed/rss2/", "/feed/atom/", "/feed/rdf/", "/feed/rss/")
LONGEST = 490


class Redirects:
    """Those of one batch, stored with `flush`; what leads anywhere already stays as it is."""

    def __init__(self) -> None:
        self.rows: dict[str, Redirect] = {}

    def add(self, path: str, **target) -> None:
        """`target` is one of article_id, section_id, topic_id, author_id, picture_id …"""
        fits = path.startswith("/") and not path.startswith("//") and len(path) <= LONGEST
        if fits and path != "/":
            self.rows.setdefault(path, Redirect(path=path, **target))

    def article(self, pk: int, paths: list[str], own: str) -> None:
        for path in paths:
            if path != own:
                self.add(path, article_id=pk)

    def author(self, person: Person, author) -> None:
        for path in (f"/author/{person.slug or person.key}/", f"/?author={person.number}"):
            if path not in (author.get_absolute_url(), "/?author="):
                self.add(path, author_id=author.pk)

    def term(self, term: Term, made) -> None:
        base = {"category": "category", "post_tag": "tag"}.get(term.kind, term.kind)
        target = {f"{made._meta.model_name}_id": made.pk}
        paths = [f"/{base}/{term.key}/"]
        if term.parent:
            paths.append(f"/{base}/{term.parent}/{term.key}/")
        if base == "tag":
            paths.append(f"/?tag={term.key}")
        if base == "category" and term.number:
            paths.append(f"/?cat={term.number}")
        for path in paths:
            if path != made.get_absolute_url():
                self.add(path, **target)

    def front(self, paths, publication) -> None:
        for path in sorted({*paths, *FEEDS}):
            self.add(path, publication_id=publication.pk)

    def flush(self) -> int:
        """How many are new."""
        known = {*Redirect.objects.filter(path__in=self.rows).values_list("path", flat=True)}
        own = Article.objects.filter(address__in=[path.strip("/") for path in self.rows])
        known |= {f"/{address}/" for address in own.values_list("address", flat=True)}
        new = [row for path, row in self.rows.items() if path not in known]
        Redirect.objects.bulk_create(new, ignore_conflicts=True)
        self.rows = {}
        return len(new)
