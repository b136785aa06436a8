"""What search engines are told of an article: schema.org's types, whole, and no property made up.

Google asks of an article's data for nothing and recommends what `RECOMMENDED` holds; a type of
schema.org has the properties of its own and of the types above it.
"""

import json
import re
from datetime import datetime

import pytest

from opinion.articles.models import Publication
from tests.bibliography import make_citing, make_work
from tests.newsroom import MORNING, make_author, make_topic, publish_again

pytestmark = pytest.mark.django_db
RECOMMENDED = {"headline", "image", "datePublished", "dateModified", "author"}
OF_AN_AUTHOR = {"name", "url"}


def words(text: str) -> set[str]:
    return {*text.split()}


THING = words("name description url sameAs identifier image mainEntityOfPage")
WORK = THING | words(
    """headline inLanguage datePublished dateModified author editor translator publisher isPartOf
    isBasedOn keywords genre isAccessibleForFree timeRequired copyrightHolder copyrightYear
    discussionUrl commentCount position correction citation text"""
)
ORGANIZATION = THING | {"logo", "email"}
# What a type may say; a work of another type, what each work may.
KNOWN = {
    "OpinionNewsArticle": WORK | {"articleSection"},
    "Person": THING | {"givenName", "familyName", "jobTitle", "affiliation"},
    "Organization": ORGANIZATION,
    "NewsMediaOrganization": ORGANIZATION | {"publishingPrinciples"},
    "ImageObject": WORK | {"width", "height", "caption", "creditText"},
    "Book": WORK | {"isbn"},
}
WORKS = words(
    """CorrectionComment CreativeWork CreativeWorkSeries Collection Article NewsArticle BlogPosting
    ScholarlyArticle Periodical Newspaper Legislation Chapter Dataset Map Movie Report Review Blog
    SocialMediaPosting SoftwareApplication Thesis WebPage WebSite"""
)
REQUIRED = {"Person": {"name"}, "Organization": {"name"}, "ImageObject": {"url"}}


def told(client, article) -> dict:
    page = client.get(article.get_absolute_url()).content.decode()
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])


def things(value):
    """Each thing that is told of, however deep."""
    if isinstance(value, dict):
        yield value
        value = [*value.values()]
    if isinstance(value, list):
        for one in value:
            yield from things(one)


@pytest.fixture
def article(publication):
    Publication.objects.update(about="<p>Who we are.</p>", contact_email="desk@example.org")
    article = make_citing(
        make_work(),
        authors=[make_author("Ana Lim", orcid="0000-0002-1825-0097", role="Poet")],
        topics=[make_topic()],
        standfirst="Why a town needs a train.",
        picture="articles/train.jpg",
        picture_width=1600,
        picture_height=900,
        picture_alt="A train.",
        at=MORNING,
    )
    publish_again(article, change="correction", note="It was the 21:04.")
    return article


def test_an_article_tells_all_that_is_recommended_of_it_and_its_authors(article, client):
    data = told(client, article)
    assert data["@context"] == "https://schema.org"
    assert data["@type"] == "OpinionNewsArticle"
    assert data.keys() >= RECOMMENDED
    assert all(author.keys() >= OF_AN_AUTHOR for author in data["author"])
    for moment in ("datePublished", "dateModified"):
        assert datetime.fromisoformat(data[moment]).tzinfo is not None
    images = data["image"] if isinstance(data["image"], list) else [data["image"]]
    assert all({"url", "width", "height"} <= image.keys() for image in images)


def test_each_thing_has_a_type_that_there_is_and_says_what_that_type_can(article, client):
    found = [*things(told(client, article))]
    assert {"Person", "NewsMediaOrganization", "ImageObject", "CorrectionComment", "Book"} <= {
        thing["@type"] for thing in found
    }
    for thing in found:
        kind = thing["@type"]
        assert kind in KNOWN.keys() | WORKS, kind
        says = thing.keys() - {"@type", "@context"}
        assert says <= KNOWN.get(kind, WORK), (kind, says - KNOWN.get(kind, WORK))
        assert REQUIRED.get(kind, set()) <= says, kind
        assert all(value not in ("", None, []) for value in thing.values()), kind
        for name in ("url", "sameAs", "mainEntityOfPage", "discussionUrl"):
            values = thing.get(name, [])
            for address in [values] if isinstance(values, str) else values:
                assert address.startswith(("https://", "http://127.0.0.1:8000/")), address
