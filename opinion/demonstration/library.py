"""The works that the demonstration's references cite, and the links that are gone."""

import re
from datetime import timedelta

from django.utils import timezone

from opinion.articles.models import Article, Reference
from opinion.references import formats
from opinion.references.line_cleaning import Line
from opinion.references.links import Outcome, State
from opinion.references.models import Link, Work
from opinion.references.models.work import Source

from . import content as written

_CITATION = re.compile(r"#work-([a-z][a-z0-9-]*)")
# So long after one another were the misses that make a link gone.
DAYS_BETWEEN_MISSES = 4


class Library:
    """Works by the keys by which articles cite them, and by the lines of their references."""

    def __init__(self, works: tuple[written.Work, ...]) -> None:
        self.works = {source.key: _work(source) for source in works}
        self._by_line = {source.line: source for source in works}

    def cited(self, body: str) -> str:
        """`body` with the works' ids in the place of their keys."""
        return _CITATION.sub(lambda citation: f"#work-{self.works[citation[1]].pk}", body)

    def refer(self, article: Article, place: int, line: Line) -> Reference:
        """Put `line` into the references of `article`, with the work if there is one."""
        source = self._by_line.get(line.text)
        return Reference.objects.create(
            article=article,
            position=place,
            text=line.text,
            url=line.url,
            pasted=line.pasted,
            work=self.works[source.key] if source else None,
            state=source.state if source else Reference.State.LINE,
        )


def _work(source: written.Work) -> Work:
    (entry,) = formats.read(source.bibtex)
    assert entry.record is not None  # whoever wrote the entry checked that it is read
    is_known = source.state == Reference.State.KNOWN
    return Work.objects.keep(entry.record, Source.IMPORTED if is_known else Source.READ)


def lose(links: tuple[written.GoneLink, ...]) -> None:
    """Note what checks would have found of these links. Nobody is asked."""
    for source in links:
        link = Link.objects.know([source.address])[source.address]
        checked = timezone.now() - timedelta(days=source.days_ago)
        first = checked - timedelta(days=2 * DAYS_BETWEEN_MISSES)
        link.archived_address = source.archived_address
        link.keep(
            Outcome(
                State.GONE,
                checked,
                code=404,
                final_address=source.address,
                misses=3,
                first_missed_at=first,
                last_missed_at=checked,
            )
        )
