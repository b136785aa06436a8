"""An article, and the works that it cites, as records: what readers take along to cite them."""

import json
import re
from dataclasses import replace
from html import unescape

from django.utils import timezone

from authors.models import last_name_first
from opinion import html
from opinion.pages import public_address
from opinion.references.formats import names
from opinion.references.record import Date, Name, Record

from .models import Role

_MERE_MARKS = re.compile(r"</?(?:b|em|i|strong|sub|sup)>")


def record_of(article, edition, publication) -> Record:
    """The article itself, as it is printed in `edition`."""
    day = timezone.localtime(article.published_at)
    return Record(
        type="article-magazine",
        contributors=tuple(
            ("translator" if line.role == Role.TRANSLATED else "author", name_of(line))
            for line in edition.printed_bylines
        ),
        title=edition.full_headline,
        container=publication.name,
        issued=Date(day.year, day.month, day.day),
        language=edition.language,
        url=public_address(article.get_absolute_url()),
    )


def tagged(record: Record, edition) -> Record:
    """The article's record with its topics, by the name that each format has for them."""
    topics = [topic.name for topic in edition.printed_topics]
    if not topics:
        return record
    listed = ", ".join(topics)
    words = {
        "ris.KW": "\n".join(topics),
        "bibtex.keywords": listed,
        "csl.keyword": json.dumps(listed, ensure_ascii=False),
    }
    return replace(record, further=record.further | words)


def name_of(line) -> Name:
    """The name in a byline, parted as its author is filed if that is still the name printed."""
    printed = " ".join(line.name.split())
    filed = names.read(line.author.sort_name)
    family = f"{filed.particle} {filed.family}".strip()
    says = {filed.literal, f"{filed.given} {family}", f"{family} {filed.given}"}
    return filed if printed in says else names.read(last_name_first(printed))


def cited(reference) -> Record:
    """What is known of a printed reference; of one that is only a line, the line as a title.

    The note that goes out is the place in the work.
    """
    record = reference.known or _of_line(reference)
    return replace(record.for_readers(), note=reference.locator)


def _of_line(reference) -> Record:
    url = html.safe_url(reference.url) or ""
    return Record(title=html.plain_text(reference.text_html), url=url)


def line_of(reference) -> str:
    """A printed reference as one line of plain text, followed by its address if it lacks one."""
    line = _words(reference.text_html)
    url = html.safe_url(reference.url) or ""
    return line if url in line else f"{line} {url}"


def _words(stored: str) -> str:
    """The words of a line of stored HTML. Where a title in italics is all, no parser is needed."""
    bare = _MERE_MARKS.sub("", stored)
    text = html.plain_text(stored) if "<" in bare else unescape(bare)
    return " ".join(text.split())


def printed_line(reference) -> str:
    """A reference with its `rendering` as one line of plain text, as the article prints it."""
    ready = reference.rendering
    line = ready.text if ready else line_of(reference)
    return " ".join(f"{line} {reference.locator}".split())
