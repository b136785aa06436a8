"""Who wrote what on a WordPress site: by co-authors' plugins, by a byline, or by who posted it."""

import re
from html import unescape

from django.utils.translation import gettext as _

from opinion.moving.things import Person

from .wxr import Item

_CAP = re.compile(r"^(?:cap-)+")
_NEWSPACK = re.compile(r"\[Author[^\]]*\](.*?)\[/Author\]")
_TAG = re.compile(r"<[^<>]*>")


class Bylines:
    """What a file says of people, by the keys that its articles name them by."""

    def __init__(self) -> None:
        self.guests: dict[str, Person] = {}
        self.staff: dict[str, Person] = {}
        self.term_people: dict[str, Person] = {}

    def take_account(self, one: dict[str, str]) -> None:
        login = one.get("author_login", "")
        full = f"{one.get('author_first_name', '')} {one.get('author_last_name', '')}".strip()
        name = one.get("author_display_name") or full or login
        if login:
            number = one.get("author_id", "")
            self.staff[login] = Person(
                login, unescape(name), slug=login, how=_("account"), number=number
            )

    def take_term(self, slug: str, name: str) -> None:
        key = _CAP.sub("", slug)
        self.term_people[key] = Person(key, unescape(name), slug=key, how=_("term"))

    def take_guest(self, item: Item) -> None:
        key = _CAP.sub("", item.first("cap-user_login") or item.slug)
        name = item.first("cap-display_name") or item.title or key
        bio = _TAG.sub("", item.first("cap-description") or item.content).strip()
        person = Person(key, unescape(name), slug=key, bio=bio, how=_("guest author"))
        self.guests[key] = person
        linked = item.first("cap-linked_account")
        if linked:
            self.guests.setdefault(linked, person)

    def known(self, person: Person) -> Person:
        known = (
            self.guests.get(person.key)
            or self.term_people.get(person.key)
            or self.staff.get(person.key)
        )
        if not known or (known.name == known.key and person.name != person.key):
            return person
        return Person(person.key, known.name, known.slug, known.bio, known.how, known.number)

    def of(self, item: Item) -> list[Person]:
        """Whom the byline names, in the order of trust."""
        named = [one for one in item.categories if one.domain == "author"]
        people = [self._of_term(_CAP.sub("", one.slug), one.name) for one in named]
        if not people and (line := item.first("_newspack_byline")):
            names = _NEWSPACK.findall(line) or [_TAG.sub("", line).removeprefix("By ")]
            names = [unescape(name).strip() for name in names if name.strip()]
            people = [Person(f"byline:{name}", name, how=_("byline")) for name in names]
        if not people and item.creator:
            people = [
                self.known(Person(item.creator, item.creator, item.creator, how=_("account")))
            ]
        return [*{person.key: person for person in people if person.key}.values()]

    def _of_term(self, key: str, name: str) -> Person:
        name = unescape(name).strip()
        is_name = name and _CAP.sub("", name) != key
        return self.known(Person(key, name if is_name else key, slug=key, how=_("co-author")))
