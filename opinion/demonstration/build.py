"""Makes the demonstration publication, with the verbs that the site itself uses."""

import zoneinfo
from collections.abc import Callable
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from authors.models import Author, AuthorLink, User
from comments.models import Comment, Report, Rule, SectionPolicy, Thread
from comments.screening import run
from opinion.articles import enqueue
from opinion.articles.models import (
    Article,
    ArticleType,
    Byline,
    PictureRole,
    Publication,
    Reference,
    Role,
    Section,
    Series,
    Topic,
)
from opinion.pictures.models import Picture
from opinion.references import line_cleaning

from . import content as written
from . import pictures
from .library import Library, lose

PASSWORD = "opinion-demo"
# Words that its moderators look at first.
LISTED = "drivel\nbest prices\nmattress*"
EDITOR, MODERATOR, ADMIN = "editor", "moderator", "admin"
ROLES = {"by": Role.BY, "as told to": Role.TOLD_TO, "translated by": Role.TRANSLATED}


def hire_staff() -> tuple[User, User, Callable[[Author], None]]:
    """An editor and a moderator, who are returned, and an administrator; all with PASSWORD.

    An account that has one of these names already keeps its own password. The third returned
    hires an author, who cannot log in before an administrator sets a password.
    """
    _hire(ADMIN, "Wilhelmina", "Stack", is_superuser=True)
    return (
        _hire(EDITOR, "Nora", "Felgate", groups=("Editors",)),
        _hire(MODERATOR, "Piet", "Okafor", groups=("Moderators", "Lead moderators")),
        _hire_author,
    )


def _hire_author(author: Author) -> None:
    found = User.objects.filter(username=author.slug).first()
    user = found or User.objects.create_user(author.slug, _address(author.slug), is_staff=True)
    user.groups.add(Group.objects.get(name="Authors"))
    author.user = user
    author.save(update_fields=["user"])


def _hire(username: str, first_name: str, last_name: str, groups=(), **rights) -> User:
    user = User.objects.filter(username=username).first()
    if user is None:
        user = User.objects.create_user(
            username,
            _address(username),
            PASSWORD,
            first_name=first_name,
            last_name=last_name,
            is_staff=True,
            **rights,
        )
    user.groups.add(*Group.objects.filter(name__in=groups))
    return user


def _address(name: str) -> str:
    return f"{name}@example.org"


def publication(
    content: written.Content,
    editor: User,
    moderator: User,
    hire: Callable[[Author], None] | None = None,
) -> Publication:
    """The whole publication, as if `editor` and `moderator` had worked on it for fourteen months.

    Authors who answer readers are hired first; without `hire` they answer as readers do. The caller
    holds the transaction. When anything fails, the pictures written so far are removed.
    """
    made = _masthead(content.publication)
    authors = {author.slug: _author(author) for author in content.authors}
    shelves = _Shelves(content)
    desk = _Desk(made.zone, editor, Library(content.works))
    articles = {}
    with desk.pictures_removed_on_failure():
        for article in content.articles:
            articles[article.slug] = desk.enter(article, authors, shelves)
        _put_together(content.series, articles)
        talk = _Talk(articles, moderator, authors, hire)
        talk.hold(content.comments)
    lose(content.links)
    _rule(content, articles, shelves, editor)
    return made


def _put_together(series: tuple[written.Series, ...], articles: dict[str, Article]) -> None:
    for source in series:
        made = Series.objects.create(
            slug=source.slug, name=source.name, kind=source.kind, description=source.description
        )
        for position, slug in enumerate(source.parts, start=1):
            made.parts.create(article=articles[slug], position=position)


def _rule(content: written.Content, articles, shelves: "_Shelves", editor: User) -> None:
    """Say which threads are open, now that everybody has spoken."""
    for source in content.sections:
        if source.comments:
            rules = SectionPolicy(section=shelves.sections[source.slug])
            rules.set_policy(source.comments, editor, source.close_after_days)
    for article in content.articles:
        if article.comments:
            thread, _made = Thread.objects.get_or_create(article=articles[article.slug])
            thread.set_policy(article.comments, editor)


def _masthead(source: written.Publication) -> Publication:
    made = Publication(
        name=source.name,
        tagline=source.tagline,
        language=source.language,
        time_zone=source.time_zone,
        contact_email=source.contact,
        about=_html(source.about),
        comment_guidelines=_html(source.comment_guidelines),
    )
    made.save()
    return made


def _author(source: written.Author) -> Author:
    author = Author.objects.create(
        slug=source.slug,
        name=source.name,
        sort_name=source.sorted_as,
        role=source.role,
        bio=_html(source.bio),
        disclaimer=source.disclaimer,
        orcid=source.orcid,
    )
    for link in source.links:
        AuthorLink.objects.create(author=author, label=link.label, url=link.url)
    return author


def _html(text: str) -> str:
    return format_html_join("\n", "<p>{}</p>", ((part,) for part in written.paragraphs(text)))


class _Shelves:
    """Types, sections and topics by the slugs that the articles name."""

    def __init__(self, content: written.Content) -> None:
        self.types = {
            source.slug: ArticleType.objects.create(
                label=source.label,
                suffix=source.suffix,
                explanation=source.explanation,
                position=10 * place,
            )
            for place, source in enumerate(content.types, start=1)
        }
        self.sections = {
            source.slug: Section.objects.create(
                slug=source.slug,
                name=source.name,
                description=source.description,
                position=10 * place,
            )
            for place, source in enumerate(content.sections, start=1)
        }
        self.topics = {
            source.slug: Topic.objects.create(slug=source.slug, name=source.name)
            for source in content.topics
        }


class _Desk:
    """Where `editor` enters articles and brings each to its status, on the day it should have."""

    def __init__(self, zone: zoneinfo.ZoneInfo, editor: User, library: Library) -> None:
        self.zone, self.editor, self.library = zone, editor, library
        self.today = timezone.now().astimezone(zone).date()
        self._drawn: list[Picture] = []

    def moment(self, days_ago: int, clock: str) -> datetime:
        local = datetime.combine(
            self.today - timedelta(days=days_ago), time.fromisoformat(clock), tzinfo=self.zone
        )
        return local.astimezone(UTC)

    def enter(self, source: written.Article, authors, shelves: _Shelves) -> Article:
        article = self._draft(source, shelves)
        article.topics.set(shelves.topics[slug] for slug in source.topics)
        for place, entry in enumerate(source.byline, start=1):
            Byline.objects.create(
                article=article,
                author=authors[entry.author],
                role=ROLES[entry.role],
                position=place,
            )
        for place, line in enumerate(line_cleaning.split("\n".join(source.references)), start=1):
            self.library.refer(article, place, line)
        self._bring_to_status(article, source)
        if article.references.filter(state=Reference.State.KNOWN).exists():
            enqueue.print_references(article)
        return article

    def _draft(self, source: written.Article, shelves: _Shelves) -> Article:
        begun = self._begun(source)
        article = Article(
            slug=source.slug,
            headline=source.headline,
            standfirst=source.standfirst,
            language=source.language,
            type=shelves.types[source.type],
            section=shelves.sections[source.section],
            body=self.library.cited(source.body),
            note=format_html("<p>{}</p>", source.note),
            created_at=begun,
            created_by=self.editor,
            edited_at=begun + timedelta(hours=2),
            edited_by=self.editor,
            status_changed_at=begun,
            status_changed_by=self.editor,
        )
        article.save()
        if source.picture:
            self._illustrate(article, source.picture)
        return article

    def _begun(self, source: written.Article) -> datetime:
        """Three days before it was published; for what is still to come, the day before today."""
        if source.status in ("published", "withdrawn"):
            return self._published(source, earlier=3)
        return self.moment(1, source.time)

    def _published(self, source: written.Article, earlier: int = 0) -> datetime:
        """The moment at which it is published, or the same on a day so many days earlier."""
        assert source.days_ago is not None  # only drafts have none
        return self.moment(source.days_ago + earlier, source.time)

    def _illustrate(self, article: Article, picture: written.Picture) -> None:
        words = {"alt": picture.alt, "caption": picture.caption, "credit": picture.credit}
        drawn = pictures.jpeg(picture.composition, picture.seed)
        file = ContentFile(drawn, name=f"{article.slug}.jpg")
        kept = Picture.objects.keep(file, by=self.editor, **words)
        self._drawn.append(kept)
        article.pictures.create(picture=kept, role=PictureRole.LEAD, position=0, **words)

    def _bring_to_status(self, article: Article, source: written.Article) -> None:
        if source.status == "scheduled":
            article.schedule(by=self.editor, at=self._published(source))
        elif source.status in ("published", "withdrawn"):
            article.publish(by=self.editor, at=self._published(source))
        if source.withdrawal:
            gone = self.moment(source.withdrawal.days_ago, source.time)
            article.withdraw(by=self.editor, reason=source.withdrawal.reason, at=gone)

    @contextmanager
    def pictures_removed_on_failure(self):
        """A transaction undoes rows and no files."""
        try:
            yield
        except BaseException:
            for picture in self._drawn:
                picture.file.storage.delete(picture.file.name)
            raise


class _Talk:
    """What readers wrote, what the staff answered, and what became of it."""

    def __init__(self, articles: dict[str, Article], moderator: User, authors, hire) -> None:
        self.articles, self.moderator, self.authors, self.hire = articles, moderator, authors, hire
        self.stored: dict[str, Comment] = {}

    def hold(self, comments) -> None:
        # Beside the lists that come with Opinion: the one for an outlet's own words.
        rule = Rule.objects.get(kind=Rule.Kind.WORDS, entries="")
        rule.entries = LISTED
        rule.revise(by=self.moderator)
        people = {email: place for place, email in enumerate(sorted({c.email for c in comments}))}
        for source in comments:
            published = self.articles[source.article].published_at
            assert published is not None  # nobody comments on a draft
            at = published + timedelta(minutes=source.minutes)
            # From a block that is reserved for examples: nobody's address.
            self._take(source, at, f"203.0.113.{people[source.email] + 1}")
        for source in comments:
            self._change(source, self.stored[source.key])

    def _take(self, source: written.Comment, at: datetime, address: str) -> None:
        thread = Thread.objects.for_article(self.articles[source.article])
        place = {"parent": self.stored.get(source.reply_to), "passage": source.passage, "at": at}
        if staff := self._staff(source):
            self.stored[source.key] = thread.answer(by=staff, text=source.text, **place)
            return
        self.stored[source.key] = thread.receive(
            name=source.name,
            text=source.text,
            email=source.email,
            address=address,
            signals=[
                *((kind, "") for kind in source.signals),
                *run.noticed_about_text(thread.article, source.text),
            ],
            **place,
        )
        _decide(self.stored[source.key], source, self.moderator, at)

    def _staff(self, source: written.Comment) -> User | None:
        if source.staff == MODERATOR:
            return self.moderator
        if not source.staff or self.hire is None:
            return None
        author = self.authors[source.staff]
        if author.user is None:
            self.hire(author)
        return author.user

    def _change(self, source: written.Comment, comment: Comment) -> None:
        """What came later: its writer's second thoughts, and other readers' objections."""
        decided = comment.published_at
        if decided is None:
            # To what nobody could read, nobody objected.
            assert not (source.edit or source.withdrawn_after or source.reports)
            return
        if source.edit and comment.may_be_edited(decided + timedelta(minutes=source.edited_after)):
            comment.edit(source.edit, at=decided + timedelta(minutes=source.edited_after))
        if source.withdrawn_after:
            comment.withdraw(at=decided + timedelta(minutes=source.withdrawn_after))
        for place, reason in enumerate(source.reports, 1):
            address = f"198.51.100.{comment.pk % 50 * 5 + place}"
            Report.objects.receive(comment, reason, address, at=decided + timedelta(hours=place))


def _decide(comment: Comment, source: written.Comment, moderator: User, at: datetime) -> None:
    at += timedelta(minutes=source.decided_after)
    if source.state in ("published", "taken_down", "withdrawn"):
        comment.approve(by=moderator, at=at)
    if source.state == "taken_down":
        at += timedelta(minutes=source.taken_down_after)
        comment.take_down(by=moderator, reason=source.reason, note=source.note, at=at)
    elif source.state == "refused":
        comment.refuse(by=moderator, reason=source.reason, note=source.note, at=at)
    elif source.state == "spam":
        comment.decide("spam", by=moderator, note=source.note, at=at)
    elif source.assignment:
        _run_assignment(comment, source, moderator)


def _run_assignment(comment: Comment, source: written.Comment, moderator: User) -> None:
    """Done a moment ago, so that it is still put aside when somebody looks."""
    by = moderator
    words: dict[str, Any] = {"note": source.note, "message_to_writer": source.told}
    if source.assignment == "hand_over":
        by, words["to"] = _colleague_of(moderator), moderator
    until = timezone.now() + timedelta(days=3)
    comment.decide(source.assignment, by=by, until=until, **words)


def _colleague_of(moderator: User) -> User:
    """Who else may decide; where nobody does, they hand it to themselves."""
    others = User.objects.filter(is_superuser=True).exclude(pk=moderator.pk)
    return others.order_by("pk").first() or moderator
