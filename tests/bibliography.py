"""Builders: works, and the articles that cite them."""

from opinion.articles.models import Reference
from opinion.references.models import Work
from opinion.references.models.work import Source
from opinion.references.record import Date, Name, Record
from tests.newsroom import MORNING, make_draft

RAILWAY = Record(
    "book",
    (("author", Name("Rolt", "Lionel Thomas")),),
    "Red for Danger",
    publisher="The Bodley Head",
    place="London",
    issued=Date(1955),
    isbn="978-0-7524-5106-0",
    doi="10.5555/red.1955",
    note="Seen at the station.",
    further={"csl.archive": '"/home/ngaire/books"'},
)


def make_work(title="", **values) -> Work:
    record = Record("book", title=title, **values) if title else RAILWAY
    return Work.objects.keep(record, Source.IMPORTED)


def make_citing_draft(*works, headline="The Last Train", state="known", locator="", **values):
    draft = make_draft(headline, **values)
    for position, work in enumerate(works, 1):
        Reference.objects.create(
            article=draft,
            position=position,
            text=f"See {work}."[:200],
            work=work,
            state=state,
            locator=locator,
        )
    return draft


def make_citing(*works, at=MORNING, **values):
    """A published article that cites `works`."""
    article = make_citing_draft(*works, **values)
    article.publish(by=None, at=at)
    return article
