"""Authors, sections, topics and types, as articles that move in name them."""

from typing import Any

from django.utils.translation import gettext as _

from authors.models import Author
from opinion import html, slugs
from opinion.articles.models import ArticleType, Section, Topic
from opinion.articles.models.publication import Publication
from opinion.moving.things import Person, Post, Term

from ..tables import SECTION, TOPIC, Tables
from .origins import Origins
from .redirects import Redirects

NAME_LIMIT, TERM_LIMIT = 120, 80


class Subjects:
    """Each is made when the first article names it, and found from then on."""

    def __init__(self, origins: Origins, tables: Tables, redirects: Redirects) -> None:
        self.origins, self.tables, self.redirects = origins, tables, redirects
        self.made: dict[tuple, Any] = {}

    def author(self, person: Person) -> Author:
        return self._once(("person", person.key), Author, lambda: self._author(person))

    def section(self, terms: list[Term]) -> Section:
        meant = [term for term in terms if self.tables.becomes(term) == SECTION]
        if meant:
            return self._term(meant[0], Section)
        return self._once(("", "section"), Section, self._any_section)

    def topics(self, terms: list[Term]) -> list[Topic]:
        """Also what would be a second section: an article stands in one."""
        sections = [term for term in terms if self.tables.becomes(term) == SECTION][1:]
        for term in sections:
            # Made all the same, and first: its old address leads to it.
            self._term(term, Section)
        meant = [term for term in terms if self.tables.becomes(term) == TOPIC]
        topics = [self._term(term, Topic) for term in [*sections, *meant]]
        return [*{topic.pk: topic for topic in topics}.values()]

    def kind(self, post: Post) -> ArticleType:
        label = post.type_label
        return self._once(
            ("type", label), ArticleType, lambda: _type(label) if label else _usual_type()
        )

    # --- How it is done -----------------------------------------------------------------------

    def _once(self, place: tuple, model: Any, make) -> Any:
        if place not in self.made:
            self.made[place] = make()
        return self.made[place]

    def _found(self, kind: str, key: str, model: Any) -> Any:
        number = self.origins.known(kind, [key]).get(key)
        found = model._default_manager.filter(pk=number).first() if number else None
        return found.merged_into if found and found.merged_into_id else found

    def _author(self, person: Person) -> Author:
        found = self._found("person", person.key, Author)
        chosen = self.tables.authors.get(person.key)
        if not found and chosen:
            found = Author.objects.canonical().filter(pk=chosen).first()
        return found or self._new_author(person)

    def _new_author(self, person: Person) -> Author:
        name = html.clean_line(self.tables.people.get(person.key) or person.name)[:NAME_LIMIT]
        author = Author(name=name or _("Unnamed author"), bio=person.bio[: html.NOTE_LIMIT])
        stem = slugs.slug(person.slug) or slugs.slug(name) or "author"
        author.slug = slugs.free(author, stem[:110])
        author.save()
        self.origins.note("person", person.key, Author, author.pk, name, person.bio)
        self.redirects.author(person, author)
        return author

    def _term(self, term: Term, model: Any) -> Any:
        kind = f"{term.kind}:{model._meta.model_name}"
        return self._once((kind, term.key), model, lambda: self._named(kind, term, model))

    def _named(self, kind: str, term: Term, model: Any) -> Any:
        found = self._found(kind, term.key, model)
        if found:
            return found
        name = (html.clean_line(term.name) or term.key)[:TERM_LIMIT]
        made = model.objects.canonical().filter(name=name).first()
        if not made:
            made = model(name=name, description=html.clean_line(term.description)[:300])
            stem = slugs.slug(term.key) or slugs.slug(name) or str(model._meta.model_name)
            made.slug = slugs.free(made, stem[:70])
            made.save()
            self.origins.note(kind, term.key, model, made.pk, made.name, made.description)
        self.redirects.term(term, made)
        return made

    def _any_section(self) -> Section:
        found = Section.objects.canonical().first()
        return found or Section.objects.create(name=_("Opinion"), slug="opinion")


def _type(label: str) -> ArticleType:
    told = _("An article of the type “%(label)s”.") % {"label": label}
    made, _created = ArticleType.objects.get_or_create(
        label=label[:40], defaults={"suffix": label[:40], "explanation": told}
    )
    return made


def _usual_type() -> ArticleType:
    """One that adds nothing to headlines, where there is any."""
    return (
        ArticleType.objects.filter(suffix="").first()
        or ArticleType.objects.get_or_create(
            label=_("Article"), defaults={"explanation": _("An article.")}
        )[0]
    )


def publication_of(title: str) -> Publication:
    """The publication, which addresses of no article lead to; made where there is none."""
    found = Publication.objects.first()
    if not found:
        found = Publication(**({"name": title[:100]} if title else {}))
        found.save()
    return found
