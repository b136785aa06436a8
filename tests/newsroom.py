"""Builders: a publication's people and papers, made with fixed and readable values."""

from datetime import UTC, datetime

from django.contrib.auth.models import Group

from authors.models import Author, User
from comments.models import Comment, Thread
from opinion.articles.models import (
    Article,
    ArticleType,
    Byline,
    Publication,
    Reference,
    Section,
    Topic,
)

MORNING = datetime(2024, 1, 11, 5, 25, tzinfo=UTC)
BODY = "<p>The last train leaves at nine, and the town goes to bed with it.</p>"


def make_publication(**values) -> Publication:
    publication = Publication(**{"name": "The Signal Box", "tagline": "Opinion, signed"} | values)
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


def make_draft(headline="The Last Train", authors=None, topics=(), references=(), **values):
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
    for position, text in enumerate(references, start=1):
        Reference.objects.create(article=article, text=text, position=position)
    return article


def make_article(headline="The Last Train", by=None, at=MORNING, **values):
    """A published article."""
    article = make_draft(headline, **values)
    by = by or User.objects.filter(username="desk").first() or make_user("desk")
    article.publish(by=by, at=at)
    return article


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
