"""Where two people saved one draft: what one of them left alone, the other has changed for both.

The form is compared with the version that it was opened at. What only the colleague changed is put
into it; what both changed waits for somebody to decide.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import product
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from opinion.articles.comparison import Difference
from opinion.articles.formsets import OrderedFormSet
from opinion.articles.lead_form import NOTHING
from opinion.articles.lead_form import SAID as LEAD_FIELDS
from opinion.articles.models import Article, PictureRole, Revision
from opinion.articles.models.picture import SAID

from . import typed
from .access import named_version
from .choices import Choice
from .three_way import CONFLICT, MINE, THEIRS, TextMerge

# The button that takes the text put together, and what it goes by.
BUTTON = "_take_merged"
BASE, KEY, CHOICE = "merge_base", "merge_key", "merge_choice_{}"


@dataclass
class Merge:
    """What became of a form that was overtaken. `base` is the version that it was opened at."""

    base: int
    who: str
    taken: list[str] = field(default_factory=list)
    conflicts: set[str] = field(default_factory=set)
    text: TextMerge | None = None
    # Of each field in conflict that has one value; a file has none.
    choices: dict[str, Choice] = field(default_factory=dict)
    # Whether a paragraph's choice is missing; whether a field's was made of other values; whether a
    # button was pressed that nobody should press unseen.
    is_undecided: bool = False
    is_stale: bool = False
    is_held_back: bool = False

    @property
    def beside_the_text(self) -> set[str]:
        """What both changed, without the text where its paragraphs are shown put together."""
        return self.conflicts - ({"body"} if self.text else set())

    def asked(self, differences: list[Difference]) -> list[tuple[Difference, Choice]]:
        """Those that wait for a choice, each with what is chosen so far."""
        return [(one, self.choices[one.name]) for one in differences if one.name in self.choices]

    def unasked(self, differences: list[Difference]) -> list[Difference]:
        return [one for one in differences if one.name not in self.choices]

    @property
    def told(self) -> str:
        """What the colleague had changed and stands in the form now, in one line."""
        if not self.taken:
            return ""
        told = {"who": self.who, "what": get_text_list(self.taken, _("and"))}
        return (
            _("%(who)s had changed meanwhile: %(what)s. Your changes and theirs are both here.")
            % told
        )


def merge(request, model_admin, article: Article, verbs: Iterable[str]) -> Merge | None:
    """Put into the posted form of `article`, which is locked, what only a colleague changed.

    Where nothing is left to decide the form is as good as opened now, and is saved; the buttons
    called `verbs` do nothing then, because nobody has seen what they would publish. None where it
    was not overtaken, or nobody kept what stood in it then.
    """
    version = named_version(request.POST.get("version"))
    takes_text = BUTTON in request.POST
    opened_at = named_version(request.POST.get(BASE)) if takes_text else version
    if opened_at is None or version is None or (version == article.version and not takes_text):
        return None
    base = Revision.objects.at_version(article, opened_at)
    if base is None or opened_at >= article.version:
        return None
    merging = _Merging(request, model_admin, article, opened_at, base.document)
    if takes_text and version == article.version:
        return merging.take()
    return merging.all(verbs)


@dataclass(frozen=True)
class _Part:
    """What one person can have changed: as it was, as it was typed and as a colleague saved it.

    `put` writes theirs into what was posted.
    """

    name: str
    label: str
    said: tuple[Any, Any, Any]
    put: Callable[[], None]
    is_refused: bool = False

    @property
    def side(self) -> str:
        """Whose value it is: "mine", "theirs", or of both ("conflict")."""
        base, mine, theirs = self.said
        if theirs == base:
            return MINE
        if self.is_refused:
            return CONFLICT
        if theirs == mine:
            return MINE
        return THEIRS if mine == base else CONFLICT


class _Merging:
    def __init__(self, request, model_admin, article, opened_at: int, base: dict[str, Any]):
        self.request, self.article = request, article
        self.merge = Merge(opened_at, str(article.edited_by or _("Someone")))
        self.data = request.POST.copy()
        # The form changes its article, and this one is to stay as it is stored.
        copy = Article.objects.get(pk=article.pk)
        self.form, self.formsets = typed.read(request, model_admin, copy)
        self.base, self.theirs = base, article.manuscript().document()
        self.mine = typed.document(self.form, self.formsets)

    def all(self, verbs: Iterable[str]) -> Merge:
        for part in self.parts():
            self.weigh(part)
        self.file_of_the_picture()
        if not self.merge.conflicts:
            self.data["version"] = str(self.article.version)
            self.hold_back(verbs)
        self.request.POST = self.data
        return self.merge

    def weigh(self, part: _Part):
        side = part.side
        choice = self._choice(part)
        if side == MINE and choice and choice.takes_theirs and choice.mine != choice.theirs:
            # Theirs was chosen, and became another since.
            side = CONFLICT
        if side == CONFLICT:
            self.ask(part)
        elif side == THEIRS:
            part.put()
            self.take_once(part.label)

    def ask(self, part: _Part, chosen: str = MINE):
        """Leave it to whoever reads the page."""
        self.merge.conflicts.add(part.name)
        if part.name == "body":
            self.merge.text = _text(*part.said)
        if part.name != "body" or not self.merge.text:
            _base, mine, theirs = part.said
            self.merge.choices[part.name] = Choice(part.name, mine, theirs, chosen)

    def take_once(self, what: str):
        if what not in self.merge.taken:
            self.merge.taken.append(what)

    # --- What can have been changed ---------------------------------------------------------------

    def parts(self) -> Iterator[_Part]:
        for field_of_copy in Article.content_fields():
            if field_of_copy.name in self.form.fields:
                yield self.field(field_of_copy.attname, field_of_copy.name)
        yield self.topics()
        yield from self.words_of_the_picture()
        if "social_picture" in self.form.fields:
            yield self.part("social_picture", map(_shared, self._three))
        yield from self.words_of_figures()
        for formset in self.formsets:
            if isinstance(formset, OrderedFormSet):
                yield self.rows(formset)
        if "slug" in self.form.fields:
            # It is kept by no version: of two, nobody can say who changed it.
            yield self.part("slug", [None, self.data.get("slug", ""), self.article.slug])

    def part(self, name: str, said: Iterable, put=None, label="", is_refused=False) -> _Part:
        base, mine, theirs = said
        put = put or partial(self.put, name, theirs)
        label = label or str(self.form.fields[name].label)
        compared = _as_compared(base), _as_compared(mine), _as_compared(theirs)
        return _Part(name, label, compared, put, is_refused)

    def field(self, column: str, name: str) -> _Part:
        base, mine, theirs = (document["content"].get(column) for document in self._three)
        is_refused = name in self.form.errors
        if is_refused:
            mine = self.data.get(name, "")
        return self.part(name, [base, mine, theirs], is_refused=is_refused)

    def put(self, name: str, value):
        if isinstance(value, bool):
            self.data.pop(name, None)
            value = "on" if value else ""
        if value != "" or name in self.data:
            self.data[name] = str(value)

    def topics(self) -> _Part:
        keys = [str(pk) for pk in self.theirs["topics"]]
        put = partial(self.data.setlist, "topics", keys)
        return self.part("topics", (document["topics"] for document in self._three), put)

    def words_of_the_picture(self) -> Iterator[_Part]:
        base, theirs = (_lead(document) for document in (self.base, self.theirs))
        for name, posted in LEAD_FIELDS.items():
            base_said, their_said = (str((NOTHING | lead)[name]) for lead in (base, theirs))
            if posted in self.form.fields:
                mine = self.data.get(posted, base_said)
                yield self.part(posted, [base_said, mine, their_said])

    def file_of_the_picture(self):
        is_another = _lead(self.base).get("picture") != _lead(self.theirs).get("picture")
        if is_another and (self.request.FILES.get("picture") or "picture-clear" in self.data):
            self.merge.conflicts.add("picture")

    def words_of_figures(self) -> Iterator[_Part]:
        """Of each picture in both texts, word by word."""
        base, mine, theirs = map(_figures, self._three)
        label = _("What is said of a picture in the text")
        for number, name in product(mine.keys() & theirs.keys(), SAID):
            said = [of.get(number, {}).get(name) for of in (base, mine, theirs)]
            posted = f"figure-{number}-{name}"
            yield self.part(posted, said, partial(self.put_posted, posted, said[2]), label)

    def put_posted(self, name: str, value):
        """Of a picture of which nothing was posted, the form shows what is stored anyway."""
        if name in self.data:
            self.put(name, value)

    def rows(self, formset) -> _Part:
        said = (document[formset.said] for document in self._three)
        label = str(formset.model._meta.verbose_name_plural)
        return self.part(formset.said, said, partial(self.put_rows, formset), label)

    def put_rows(self, formset):
        """The rows as they are stored, in the place of those that were posted."""
        prefix = formset.prefix
        for name in [name for name in self.data if name.startswith(f"{prefix}-")]:
            del self.data[name]
        stored = type(formset)(instance=self.article, prefix=prefix)
        rows = stored.initial_forms
        for name in ("TOTAL_FORMS", "INITIAL_FORMS"):
            self.data[f"{prefix}-{name}"] = str(len(rows))
        for row in rows:
            for name in row.fields:
                value = row[name].value()
                if value not in (None, "", False):
                    self.data[row.add_prefix(name)] = "on" if value is True else str(value)

    def hold_back(self, verbs: Iterable[str]):
        """Nothing is published that nobody has looked at."""
        for name in verbs:
            if self.data.pop(name, None):
                self.data["_draft"] = "1"
                self.merge.is_held_back = True

    # --- What was chosen --------------------------------------------------------------------------

    def take(self) -> Merge:
        """Both versions put together, with what was chosen where both changed one thing."""
        asked = [(part, choice) for part in self.parts() if (choice := self._choice(part))]
        body = self._body() if KEY in self.data else None
        together = self._together(body) if body else ""
        self.merge.is_undecided = together is None
        self.merge.is_stale = not all(choice.is_of_these(self.data) for _part, choice in asked)
        if self.merge.is_undecided or self.merge.is_stale:
            self.ask_again(asked, body)
        else:
            for part, choice in asked:
                if choice.takes_theirs:
                    part.put()
            if body:
                self.data["body"] = together
                self.take_once(body.label)
        self.request.POST = self.data
        return self.merge

    def ask_again(self, asked: list[tuple[_Part, Choice]], body: _Part | None):
        """As overtaken as before, with what was chosen so far."""
        for part, choice in asked:
            if choice.mine != choice.theirs:
                is_theirs = choice.takes_theirs and choice.is_of_these(self.data)
                self.ask(part, THEIRS if is_theirs else MINE)
        if body:
            self.ask(body)
        self.data["version"] = str(self.merge.base)

    def _choice(self, part: _Part) -> Choice | None:
        _base, mine, theirs = part.said
        return Choice.posted(self.data, part.name, mine, theirs)

    def _body(self) -> _Part | None:
        return self.field("body", "body") if "body" in self.form.fields else None

    def _together(self, body: _Part) -> str | None:
        text = _text(*body.said)
        if text is None or text.key != self.data.get(KEY):
            return None
        count = len(text.conflicts)
        return text.text({at: self.data.get(CHOICE.format(at), "") for at in range(count)})

    @property
    def _three(self):
        return self.base, self.mine, self.theirs


def _text(base: str, mine: str, theirs: str) -> TextMerge | None:
    try:
        return TextMerge.of(base, mine, theirs)
    except ValueError:
        return None


def _lead(document: dict[str, Any]) -> dict[str, Any]:
    return next((use for use in document["pictures"] if use["role"] == PictureRole.LEAD), {})


def _shared(document: dict[str, Any]) -> str:
    """The number of the picture for where the article is shared, nothing where it is the card."""
    uses = (use for use in document["pictures"] if use["role"] == PictureRole.SOCIAL)
    return next((str(use["picture"]) for use in uses), "")


def _figures(document: dict[str, Any]) -> dict[int, dict[str, Any]]:
    uses = (use for use in document["pictures"] if use["role"] == PictureRole.FIGURE)
    return {use["picture"]: use for use in uses}


def _as_compared(value):
    """A browser sends a line break as two characters."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    if isinstance(value, list):
        return [_as_compared(one) for one in value]
    if isinstance(value, dict):
        return {name: _as_compared(one) for name, one in value.items()}
    return value
