"""Where a draft stands between its author and the desk, beside its form, and what is done there."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from opinion.articles.history.access import article_to_read
from opinion.articles.models import Article, DeskEntry, DeskState
from opinion.parse_id import parse_id

from . import verbs


@dataclass
class Desk:
    """What the panel shows of an article to `user`, and what it offers them."""

    article: Article | None
    user: Any
    may_publish: bool
    # Whether the form around it can be saved; where not, its buttons have a form of their own.
    may_save: bool
    form: Any

    @cached_property
    def entries(self) -> list[DeskEntry]:
        if not self.article:
            return []
        return [*self.article.desk_entries.select_related("by").order_by("pk")]

    @property
    def steps(self) -> list[DeskEntry]:
        return [entry for entry in self.entries if entry.kind != entry.Kind.NOTE]

    @property
    def last(self) -> DeskEntry | None:
        return self.steps[-1] if self.steps else None

    @property
    def state(self) -> str:
        return self.article.desk_state if self.article else DeskState.NOWHERE

    @property
    def standing(self) -> str:
        """Where the draft stands, in one word; nothing where nobody handed it in."""
        return str(DeskState(self.state).label) if self.state else ""

    @property
    def after(self) -> Any:
        """The last step that the page showed: of one that came back, the one that it named."""
        if self.form.is_bound:
            return self.form["desk_after"].value()
        return self.last.pk if self.last else 0

    @property
    def is_draft(self) -> bool:
        return not self.article or self.article.status == Article.Status.DRAFT

    @property
    def may_hand_in(self) -> bool:
        is_free = self.state in (DeskState.NOWHERE, DeskState.SENT_BACK)
        return self.is_draft and is_free and self.may_save and not self.may_publish

    @property
    def may_take_back(self) -> bool:
        return self.state == DeskState.HANDED_IN and not self.may_publish

    @property
    def may_answer(self) -> bool:
        return (
            self.is_draft
            and self.may_publish
            and bool(self.article and self.article.is_at_the_desk)
        )

    @property
    def may_take(self) -> bool:
        last = self.last
        is_own = last is not None and last.kind == last.Kind.TAKEN and last.by == self.user
        return self.may_answer and not is_own

    @property
    def takes_over(self) -> bool:
        """Whether a colleague has it already."""
        return self.may_take and self.state == DeskState.TAKEN

    @property
    def thread(self) -> list[tuple[DeskEntry, bool]]:
        """Each entry, and whether this user may erase what was said in it."""
        is_editor = self.user.has_perm("articles.edit_all_articles")
        return [
            (entry, bool(entry.text) and (is_editor or entry.by == self.user))
            for entry in self.entries
        ]


def panel(request, model_admin, article, form) -> Desk:
    if article:
        may_save = model_admin.has_change_permission(request, article)
    else:
        may_save = model_admin.has_add_permission(request)
    return Desk(article, request.user, model_admin.may_publish(request), may_save, form)


@require_POST
@transaction.atomic
def act(request, model_admin, pk):
    """What a button of the panel asks where the draft itself cannot be saved by this user."""
    article = article_to_read(request, model_admin, pk)
    verb = verbs.pressed(request)
    if verb and not _may(request, model_admin, article, verb):
        raise PermissionDenied
    if verb:
        _call(request, model_admin, article, verb)
    return redirect("admin:articles_article_change", article.pk)


def _may(request, model_admin, article, verb) -> bool:
    """Whether this user may do that here: what publishes has no place but the form."""
    if verb is verbs.hand_in and not model_admin.has_change_permission(request, article):
        return False
    is_of_the_desk = verb not in verbs.PUBLISHING.values()
    return is_of_the_desk and verbs.may(verb, model_admin.may_publish(request))


def _call(request, model_admin, article, verb):
    asked = {
        "desk_words": request.POST.get("desk_words", ""),
        "desk_after": parse_id(request.POST.get("desk_after")) or 0,
    }
    try:
        said = verb(article, request.user, asked)
    except ValidationError as error:
        verbs.remember_refusal(request, article, error, asked)
        messages.error(request, _("Nothing was done. See the messages below."))
    else:
        model_admin.log_change(request, article, str(said))
        messages.success(request, said)


@require_POST
def erase(request, model_admin, pk, entry):
    """Its writer or an editor takes away what was said: a note whole, of a step its words."""
    article = article_to_read(request, model_admin, pk)
    found = article.desk_entries.filter(pk=entry).first()
    is_editor = request.user.has_perm("articles.edit_all_articles")
    if found and found.by != request.user and not is_editor:
        raise PermissionDenied
    if found:
        found.erase()
        model_admin.log_change(request, article, _("Erased the words of a note."))
    # After a double click it is gone already.
    messages.success(request, _("Erased for good."))
    return redirect("admin:articles_article_change", article.pk)


VIEWS: list[tuple[str, str, Any]] = [
    ("<id:pk>/desk/", "desk", act),
    ("<id:pk>/desk/<id:entry>/erase/", "desk_erase", erase),
]
