"""Builders: a publication's people and papers, made with fixed and readable values."""

from datetime import UTC, datetime

from django.contrib.auth.models import Group
from django.db import connection

from authors.models import Author, User
from comments.models import Comment, Thread
from opinion.articles.checks.table import CHECKS
from opinion.articles.models import (
    Article,
    ArticlePicture,
    ArticleType,
    Byline,
    Publication,
    Reference,
    Section,
    Series,
    Topic,
)
from opinion.articles.site import memory
from opinion.embeds.models import Host
from opinion.pictures.models import Picture

MORNING = datetime(2024, 1, 11, 5, 25, tzinfo=UTC)
BODY = "<p>The last train leaves at nine, and the town goes to bed with it.</p>"


# What these builders make is spare: where checks are not what is asked, none of it is warned of.
UNWARNED = {check.name: "off" for check in CHECKS if check.level == "warn"}


def make_publication(**values) -> Publication:
    values = {"name": "The Signal Box", "tagline": "Opinion, signed", "checks": UNWARNED} | values
    publication = Publication(**values)
    publication.save()
    return publication


def make_user(username="ngaire", group=None, **values) -> User:
    user = User.objects.create_user(
        **{"username": username, "email": f"{username}@staff.example.org", "is_staff": True}
        | values
    )
    if group:
        user.groups.add(Group.objects.get(name=group))
    return user


def make_author(name="Ngaire Whitcombe", **values) -> Author:
    values = {"slug": name.lower().replace(" ", "-")} | values
    return Author.objects.create(name=name, **values)


def make_type(label="OpEd", **values) -> ArticleType:
    values = {"suffix": label, "explanation": f"What {label} means to readers."} | values
    return ArticleType.objects.get_or_create(label=label, defaults=values)[0]


def make_section(name="World", **values) -> Section:
    return Section.objects.get_or_create(slug=name.lower(), defaults={"name": name} | values)[0]


def make_topic(name="Trains", **values) -> Topic:
    return Topic.objects.get_or_create(slug=name.lower(), defaults={"name": name} | values)[0]


def make_series(name="Night Trains", articles=(), **values) -> Series:
    """With these parts, in their order."""
    series = Series.objects.create(slug=name.lower().replace(" ", "-"), name=name, **values)
    for position, article in enumerate(articles, start=1):
        series.parts.create(article=article, position=position)
    return series


def make_picture(file="pictures/train.jpg", **values) -> Picture:
    """The row of a picture; nothing lies in the storage."""
    values = {"width": 100, "height": 100, "media_type": "image/jpeg", "size": 1_000} | values
    return Picture.objects.create(file=file, **{"digest": "0" * 64} | values)


def make_host(name="Signal TV", **values) -> Host:
    """A site whose videos a text may embed."""
    values = {
        "kind": "video",
        "addresses": "tv.example.org/watch/{id}",
        "frame": "https://player.example.org/{id}?autoplay=1",
    } | values
    return Host.objects.create(name=name, **values)


def make_use(article, picture=None, role="figure", **words) -> ArticlePicture:
    """A picture's place in a draft, behind those that it has."""
    position = article.pictures.count() + (role != "lead")
    picture = picture or make_picture()
    if role == "figure":
        words = {"alt": "A train."} | words
    return article.pictures.create(picture=picture, role=role, position=position, **words)


def _take_lead(values) -> dict:
    """Those of a builder's `values` that say something of the picture above the text."""
    names = [name for name in values if name.startswith("picture_")]
    return {name.removeprefix("picture_"): values.pop(name) for name in names}


def _add_lead(article, file, values):
    size = {name: values.pop(name) for name in ("width", "height") if name in values}
    make_use(article, make_picture(file, **size), role="lead", **values)


def make_draft(headline="The Last Train", authors=None, topics=(), references=(), **values):
    picture, about_picture = values.pop("picture", None), _take_lead(values)
    article = Article.objects.create(
        headline=headline,
        **{"body": BODY, "type": values.pop("type", None) or make_type()}
        | {"section": values.pop("section", None) or make_section()}
        | values,
    )
    article.topics.set(topics)
    if authors is None:
        authors = [Author.objects.first() or make_author()]
    for position, author in enumerate(authors, start=1):
        Byline.objects.create(article=article, author=author, position=position)
    if picture:
        _add_lead(article, picture, about_picture)
    for position, text in enumerate(references, start=1):
        Reference.objects.create(article=article, text=text, position=position)
    return article


def make_article(headline="The Last Train", by=None, at=MORNING, **values):
    """A published article."""
    article = make_draft(headline, **values)
    by = by or User.objects.filter(username="desk").first() or make_user("desk")
    article.publish(by=by, at=at)
    return article


def publish_again(article, by=None, at=None, change="unstated", note="", **changes):
    """A new edition of a published article, in which `changes` are what the draft says since."""
    for name, value in (changes or {"standfirst": "And nobody minds."}).items():
        setattr(article, name, value)
    by = by or User.objects.filter(username="desk").first() or make_user("desk")
    article.edited(by)
    article.save()
    return article.publish(by=by, at=at, change=change, note=note)


def make_comment(article, text="I was on that train.", name="Ana Reader", parent=None, **values):
    """A comment that waits. `email` and `address` go to its contact."""
    return Thread.objects.for_article(article).receive(
        name=name,
        text=text,
        parent=parent,
        email=values.pop("email", "ana@readers.example.org"),
        address=values.pop("address", f"198.51.100.{Comment.objects.count() % 250 + 1}"),
        **values,
    )


def make_published_comment(article, *args, by=None, at=None, **values):
    comment = make_comment(article, *args, at=at, **values)
    by = by or User.objects.filter(username="mo").first() or make_user("mo", group="Moderators")
    comment.approve(by=by, at=at)
    return comment


def number_comments_from(number):
    """What comments are numbered was not rolled back with the tests before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('comments_comment', 'id'), %s, false)", [number]
        )


def know_the_site():
    """The publication and the menu, as each process knows them after its first page."""
    site = memory.current()
    assert site.publication.pk and site.menu is not None
