"""Where two people saved one draft: what one of them left alone, the other has changed for both.

The form is compared with the version that it was opened at. What only the colleague changed is put
into it; what both changed waits for somebody to decide.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from opinion.articles.formsets import OrderedFormSet
from opinion.articles.lead_form import NOTHING
from opinion.articles.lead_form import SAID as LEAD_FIELDS
from opinion.articles.models import Article, PictureRole, Revision
from opinion.articles.models.picture import SAID

from . import typed
from .access import named_version
from .three_way import TextMerge

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
    # Whether a choice is missing; whether a button was pressed that nobody should press unseen.
    is_undecided: bool = False
    is_held_back: bool = False

    @property
    def beside_the_text(self) -> set[str]:
        """What both changed, without the text where its paragraphs are shown put together."""
        return self.conflicts - ({"body"} if self.text else set())

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
        return merging.take_text()
    return merging.all(verbs)


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
        for field_of_copy in Article.content_fields():
            self.field(field_of_copy.attname, field_of_copy.name)
        self.topics()
        self.words_of_the_picture()
        self.words_of_figures()
        self.picture_when_shared()
        for formset in self.formsets:
            self.rows(formset)
        self.what_no_version_tells()
        if not self.merge.conflicts:
            self.data["version"] = str(self.article.version)
            self.hold_back(verbs)
        self.request.POST = self.data
        return self.merge

    def side(self, base, mine, theirs) -> str:
        """Whose value it is: "mine", "theirs", or of both ("conflict")."""
        base, mine, theirs = map(_as_compared, (base, mine, theirs))
        if theirs in (base, mine):
            return "mine"
        return "theirs" if mine == base else "conflict"

    def field(self, column: str, name: str):
        said = [document["content"].get(column) for document in self._three]
        if name not in self.form.fields:
            return
        side = self.side(*said)
        if name in self.form.errors and _as_compared(said[0]) != _as_compared(said[2]):
            side = "conflict"
        if side == "conflict":
            self.merge.conflicts.add(name)
            if name == "body":
                self.merge.text = _text(*said)
        elif side == "theirs":
            self.put(name, said[2])

    def put(self, name: str, value):
        if isinstance(value, bool):
            self.data.pop(name, None)
            value = "on" if value else ""
        if value != "" or name in self.data:
            self.data[name] = str(value)
        self.merge.taken.append(str(self.form.fields[name].label))

    def topics(self):
        side = self.side(*(document["topics"] for document in self._three))
        if side == "theirs":
            self.data.setlist("topics", [str(pk) for pk in self.theirs["topics"]])
            self.merge.taken.append(str(self.form.fields["topics"].label))
        elif side == "conflict":
            self.merge.conflicts.add("topics")

    def words_of_the_picture(self):
        base, theirs = (_lead(document) for document in (self.base, self.theirs))
        for name, posted in LEAD_FIELDS.items():
            base_said, their_said = (str((NOTHING | lead)[name]) for lead in (base, theirs))
            said = [base_said, self.data.get(posted, base_said), their_said]
            side = self.side(*said)
            if side == "theirs":
                self.put(posted, said[2])
            elif side == "conflict":
                self.merge.conflicts.add(posted)
        is_another = base.get("picture") != theirs.get("picture")
        if is_another and (self.request.FILES.get("picture") or "picture-clear" in self.data):
            self.merge.conflicts.add("picture")

    def picture_when_shared(self):
        if "social_picture" not in self.form.fields:
            return
        pictures = [_shared(document) for document in self._three]
        side = self.side(*pictures)
        if side == "theirs":
            self.put("social_picture", pictures[2])
        elif side == "conflict":
            self.merge.conflicts.add("social_picture")

    def words_of_figures(self):
        """Of each picture in both texts, word by word."""
        base, mine, theirs = map(_figures, self._three)
        for number, name in product(mine.keys() & theirs.keys(), SAID):
            said = [of.get(number, {}).get(name) for of in (base, mine, theirs)]
            side = self.side(*said)
            posted = f"figure-{number}-{name}"
            if side == "theirs" and posted in self.data:
                self.data[posted] = str(said[2])
                self.take_once(_("What is said of a picture in the text"))
            elif side == "conflict":
                self.merge.conflicts.add("figures")

    def take_once(self, what: str):
        if what not in self.merge.taken:
            self.merge.taken.append(what)

    def rows(self, formset):
        if not isinstance(formset, OrderedFormSet):
            return
        side = self.side(*(document[formset.said] for document in self._three))
        if side == "conflict":
            self.merge.conflicts.add(formset.said)
        elif side == "theirs":
            self.put_rows(formset)
            self.merge.taken.append(str(formset.model._meta.verbose_name_plural))

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

    def what_no_version_tells(self):
        """An address is kept by no version: of two, nobody can say who changed it."""
        if "slug" in self.form.fields and self.data.get("slug", "") != self.article.slug:
            self.merge.conflicts.add("slug")

    def hold_back(self, verbs: Iterable[str]):
        """Nothing is published that nobody has looked at."""
        for name in verbs:
            if self.data.pop(name, None):
                self.data["_draft"] = "1"
                self.merge.is_held_back = True

    def take_text(self) -> Merge:
        """Both texts put together, with what was chosen where both changed one paragraph."""
        said = [document["content"]["body"] for document in self._three]
        text = self.merge.text = _text(*said)
        together = text and text.text(self._choices(text)) if self._is_of_these(text) else None
        if together is None:
            # As overtaken as before: the page asks again.
            self.merge.is_undecided = True
            self.merge.conflicts.add("body")
            self.data["version"] = str(self.merge.base)
        else:
            self.data["body"] = together
            self.merge.taken.append(str(self.form.fields["body"].label))
        self.request.POST = self.data
        return self.merge

    def _is_of_these(self, text: TextMerge | None) -> bool:
        return bool(text) and text.key == self.data.get(KEY)  # type: ignore[union-attr]

    def _choices(self, text: TextMerge) -> dict[int, str]:
        count = len(text.conflicts)
        return {number: self.data.get(CHOICE.format(number), "") for number in range(count)}

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
