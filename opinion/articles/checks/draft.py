"""What checks look at: a manuscript, and what is known of it beside. Asked only where it counts."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from opinion import html
from opinion.articles.models.picture import PictureRole, figures_in, lead_of
from opinion.articles.models.search_entry import Alike, SearchEntry
from opinion.references.links import State
from opinion.references.models import Link

from . import markup

# Of a text that links to thousands of pages, so many are asked about.
MOST_LINKS = 500


@dataclass
class Draft:
    """A manuscript's copy, pictures and references; `article` is the key of its article, if any."""

    content: dict[str, Any]
    body_html: str
    pictures: list
    references: list
    article: int | None = None

    @classmethod
    def of(cls, manuscript, article: int | None) -> "Draft":
        made = manuscript.rendered.get("body_html")
        body = manuscript.content["body"]
        return cls(
            content=manuscript.content,
            body_html=made if made is not None else html.article(body),
            pictures=manuscript.pictures,
            references=manuscript.references,
            article=article,
        )

    @property
    def body(self) -> str:
        return self.content["body"]

    @property
    def lead(self):
        return lead_of(self.pictures)

    @cached_property
    def figures(self) -> dict[int, Any]:
        """The pictures that are kept for the text, by their number."""
        return {use.picture_id: use for use in self.pictures if use.role == PictureRole.FIGURE}

    @cached_property
    def shown(self) -> list[int]:
        """The numbers of those that the text shows."""
        return figures_in(self.body)

    @cached_property
    def gone(self) -> list[str]:
        """The addresses that it links or refers to, which lead nowhere, and have no copy."""
        linked = [link.address for link in markup.links(self.body_html)]
        cited = [reference.url for reference in self.references if reference.url]
        addresses = [*dict.fromkeys([*linked, *cited])][:MOST_LINKS]
        known = Link.objects.of(addresses) if addresses else {}
        lost = (State.GONE, "")
        return [
            address
            for address, link in known.items()
            if (link.state, link.archived_address) == lost
        ]

    @cached_property
    def alike(self) -> list[Alike]:
        return SearchEntry.objects.alike(self.body_html, self.article)
