"""An article as schema.org describes it, for search engines."""

import json

from django.utils import timezone

from opinion.pages import public_address

from . import reading_time, series
from .models import Change
from .sharing import shown
from .structured_works import citation

# Inside <script> no entity is read: what could end the element or open a comment is written as
# JSON writes any letter.
_UNFIT_IN_SCRIPT = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


class StructuredData(dict):
    """JSON-LD that says itself how it stands in a page: see conditional_escape."""

    def __html__(self) -> str:
        return json.dumps(self, ensure_ascii=False).translate(_UNFIT_IN_SCRIPT)


def article_data(article, edition, publication, comments=0) -> StructuredData:
    address = public_address(article.get_absolute_url())
    found = StructuredData(
        {
            "@context": "https://schema.org",
            "@type": "OpinionNewsArticle",
            "mainEntityOfPage": edition.first_address or address,
            "url": address,
            "headline": edition.full_headline,
            "description": shown.description(edition),
            "isBasedOn": _first_published(edition),
            "inLanguage": edition.language,
            "datePublished": _moment(article.published_at),
            "dateModified": _moment(edition.modified_at),
            "articleSection": edition.section.name,
            "keywords": [topic.name for topic in edition.printed_topics],
            "genre": edition.type.label,
            "isAccessibleForFree": True,
            "timeRequired": f"PT{reading_time.minutes(edition.body_html)}M",
            "copyrightHolder": {"@type": "Organization", "name": publication.name},
            "copyrightYear": timezone.localtime(article.published_at).year,
            "discussionUrl": f"{address}#comments",
            "commentCount": comments,
            "identifier": article.guid,
            "isPartOf": [_series(place.series) for place in series.places(article)],
            "position": _position(article),
            "image": _images(article, edition),
            "author": [_person(line) for line in edition.printed_bylines if _wrote(line)],
            "translator": [_person(line) for line in edition.printed_bylines if _translated(line)],
            "publisher": _publisher(publication),
            "correction": [_correction(told) for told in article.told_changes if _corrects(told)],
            "citation": [citation(reference) for reference in edition.printed_references],
        }
    )
    # Never a property that says nothing.
    return StructuredData(_said(found))


def _said(found: dict) -> dict:
    return {name: value for name, value in found.items() if value}


def _series(one) -> dict:
    kind = "CreativeWorkSeries" if one.is_in_order else "Collection"
    return {"@type": kind, "name": one.name, "url": public_address(one.get_absolute_url())}


def _position(article) -> int | None:
    """Its number in the series that it is a part of, where that is one."""
    numbers = [place.number for place in series.places(article) if place.series.is_in_order]
    return numbers[0] if len(numbers) == 1 else None


def _moment(value) -> str:
    return timezone.localtime(value).isoformat()


def _corrects(told) -> bool:
    return told.change != Change.UPDATE


def _correction(told) -> dict:
    return {
        "@type": "CorrectionComment",
        "name": told.get_change_display(),
        "text": told.change_note,
        "datePublished": _moment(told.published_at),
    }


def _wrote(line) -> bool:
    return line.role != "translated"


def _translated(line) -> bool:
    return line.role == "translated"


def _person(line) -> dict:
    author = line.author
    elsewhere = [author.orcid_url, *(link.href for link in author.listed_links)]
    found = {
        "@type": "Person",
        "name": line.name,
        "url": public_address(author.get_absolute_url()),
        "jobTitle": line.affiliation,
        "sameAs": [url for url in elsewhere if url],
    }
    return {name: value for name, value in found.items() if value}


def _first_published(edition) -> dict:
    publisher = {"@type": "Organization", "name": edition.first_outlet}
    said = {
        "@type": "CreativeWork",
        "url": edition.first_address,
        "publisher": edition.first_outlet and publisher,
    }
    return _said(said) if edition.first_address or edition.first_outlet else {}


def _images(article, edition) -> dict | list[dict]:
    """The picture above the text, and the one for where the article is shared."""
    pictures = [edition.lead, shown.picture(article, edition)]
    by_address = {one.url: _image(one.url, one.width, one.height) for one in pictures if one}
    images = [*by_address.values()]
    return images[0] if len(images) == 1 else images


def _picture(file, width, height) -> dict | None:
    """Width and height come from their columns: asking the file would open it."""
    return _image(file.url, width, height) if file else None


def _image(url, width, height) -> dict:
    return {"@type": "ImageObject", "url": public_address(url), "width": width, "height": height}


def _publisher(publication) -> dict:
    found = {
        "@type": "NewsMediaOrganization",
        "name": publication.name,
        "url": public_address("/"),
        "logo": _picture(publication.logo, publication.logo_width, publication.logo_height),
        "publishingPrinciples": public_address("/about/") if publication.about else "",
        "email": publication.contact_email,
    }
    return {name: value for name, value in found.items() if value}
