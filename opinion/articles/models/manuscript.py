"""All that an edition is printed from, whether it stands in a draft or was kept as a revision."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from opinion import html

from .content import ArticleContent
from .picture import SAID, PictureRole, figures_in

# Raise it when a document changes its shape, and let `Revision.manuscript` read the older ones.
SCHEMA = 1
REFERENCE_FIELDS = ("text", "url", "pasted", "state", "locator")
PICTURE_FIELDS = ("role", *SAID)


@dataclass
class Manuscript:
    """The copy, the byline, the topics, the pictures and the references that belong together.

    `content` holds the copy by the names of its columns, `rendered` the HTML that is made of it: it
    is empty where none is at hand that today's policy made. The rows are those of a draft, stored
    or not. `missing` says, for editors, what a kept document names and is not there any more.
    """

    content: dict[str, Any]
    bylines: list
    topics: list
    pictures: list
    references: list
    rendered: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, article) -> "Manuscript":
        """The draft as it stands in the rows of `article`."""
        made = article.html_policy == html.POLICY_VERSION
        return cls(
            content=ArticleContent.typed(article),
            rendered={
                name: getattr(article, name) for name in ArticleContent.rendered_fields() if made
            },
            bylines=list(article.bylines.select_related("author")),
            topics=list(article.topics.all()),
            pictures=list(article.pictures.select_related("picture")),
            references=list(article.references.select_related("work__merged_into")),
        )

    def obstacles(self) -> dict[str, str | Promise]:
        """What no article can be without, by field (`byline` for the authors): text for editors."""
        found: dict[str, str | Promise] = {}
        if not self.content["headline"].strip():
            found["headline"] = _("Give the article a headline.")
        if not self.has_text:
            found["body"] = _("Write the text before you publish.")
        elif not self.has_its_figures:
            found["body"] = _(
                "A picture in the text is no longer in the library. Take it out of the text."
            )
        if not self.bylines:
            found["byline"] = _("Add at least one author: every article needs a byline.")
        return found

    @property
    def has_its_figures(self) -> bool:
        kept = {use.picture_id for use in self.pictures if use.role == PictureRole.FIGURE}
        return kept >= {*figures_in(self.content["body"])}

    @property
    def has_text(self) -> bool:
        made = self.rendered.get("body_html")
        body = made if made is not None else html.article(self.content["body"])
        return bool(html.plain_text(body).strip())

    def document(self) -> dict[str, Any]:
        """It as JSON: what a revision keeps."""
        return {
            "schema": SCHEMA,
            "content": self.content,
            "byline": [{"author": line.author_id, "role": str(line.role)} for line in self.bylines],
            "topics": sorted(topic.pk for topic in self.topics),
            "pictures": [_placed(use) for use in self.pictures],
            "references": [_kept(reference) for reference in self.references],
        }


def _kept(reference) -> dict[str, Any]:
    said = {name: str(getattr(reference, name)) for name in REFERENCE_FIELDS}
    return said | {"work": reference.work_id}


def _placed(use) -> dict[str, Any]:
    return {"picture": use.picture_id} | {name: getattr(use, name) for name in PICTURE_FIELDS}
