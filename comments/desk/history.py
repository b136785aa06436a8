"""The decisions of all moderators as an address describes them, a page at a time."""

from datetime import date, datetime, time, timedelta
from typing import cast

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import OuterRef, Prefetch, Subquery
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from authors.models import User
from comments.models import Comment, Decision, Edit, Reason
from opinion.articles.models import Article

from .card import Card

SIZE = 50
NOBODY = "trust"
# What lies outside has no day before or after it in every time zone.
FIRST_DAY, LAST_DAY = date(1970, 1, 2), date(2999, 12, 30)


def moderators():
    """Everybody who ever decided, also those who have left, and Opinion itself."""
    # One look into the index for each user. Asked as a range in its order: of one fixed value
    # PostgreSQL thinks that it meets it soon, and would read all decisions for who made none.
    their = Decision.objects.filter(by__gte=OuterRef("pk"), by__lte=OuterRef("pk"))
    first_of_each = their.order_by("by_id").values("pk")[:1]
    deciders = User.objects.alias(one=Subquery(first_of_each)).exclude(one=None)
    people = [(user.pk, str(user)) for user in deciders.order_by("last_name", "first_name", "pk")]
    return [("", _("All moderators")), *people, (NOBODY, _("Opinion (automatic)"))]


def reasons():
    return [("", _("All reasons")), *Reason.objects.values_list("code", "label")]


class DayField(forms.DateField):
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    default_validators = [MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)]


class HistoryForm(forms.Form):
    """The filters, read from the address. What makes no sense filters nothing."""

    by = forms.ChoiceField(required=False, label=_("Moderator"))
    kind = forms.ChoiceField(
        choices=[("", _("All decisions")), *Decision.Kind.choices],
        required=False,
        label=_("Decision"),
    )
    reason = forms.ChoiceField(required=False, label=_("Reason"))
    article = forms.ModelChoiceField(
        Article.objects.exclude(live_edition=None).select_related("live_edition__type"),
        required=False,
        widget=forms.HiddenInput,
    )
    since = DayField(required=False, label=_("From"))
    until = DayField(required=False, label=_("To"))
    # The last decision of the page before. None is ever deleted, so that it marks a place for good.
    after = forms.ModelChoiceField(
        Decision.objects.only("at"), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Asked once: a callable would be asked again for each use of the field.
        cast(forms.ChoiceField, self.fields["by"]).choices = moderators()
        cast(forms.ChoiceField, self.fields["reason"]).choices = reasons()

    @property
    def filters(self) -> dict:
        self.is_valid()
        return {word: value for word, value in self.cleaned_data.items() if value}


class Entry:
    """One decision in the list. `card` is its comment's, unless one may not see that."""

    def __init__(self, decision, card):
        self.decision, self.card = decision, card

    @property
    def led_to(self) -> tuple | None:
        """Where the comment stood before and after, if the decision moved it."""
        decision = self.decision
        before = _place(decision.status_before, decision.desk_state_before)
        after = _place(decision.status_after, decision.desk_state_after)
        return None if before == after else (before, after)

    @property
    def may_be_undone(self) -> bool:
        """Whether reversing the comment's last decision would undo this one."""
        if self.card is None or self.card.comment.is_erased:
            return False
        return self.card.history[-1] == self.decision and self.card.is_reversible


def _place(status, aside) -> Promise | str:
    return Comment.DeskState(aside).label if aside else Comment.Status(status).label


class History:
    """The newest first. `back` is the page's own address, to which an undone decision leads."""

    def __init__(self, user, back, after=None, **filters):
        self.user, self.back, self.after, self.filters = user, back, after, filters

    @property
    def article(self):
        return self.filters.get("article")

    @cached_property
    def entries(self) -> list[Entry]:
        decisions = self._page[:SIZE]
        cards = self._cards({decision.comment_id for decision in decisions})
        return [Entry(decision, cards.get(decision.comment_id)) for decision in decisions]

    @property
    def next_address(self) -> str:
        """The query of the page after this one; empty on the last."""
        if len(self._page) <= SIZE:
            return ""
        return self.address(after=self._page[SIZE - 1].pk)

    def address(self, **changes) -> str:
        """The query of this list from its beginning, with `changes` of its filters."""
        chosen = self.filters | {"article": self.article and self.article.pk} | changes
        query = QueryDict(mutable=True)
        query.update({word: value for word, value in chosen.items() if value})
        return "?" + query.urlencode()

    @property
    def everywhere(self) -> str:
        return self.address(article=None)

    @cached_property
    def _page(self) -> list[Decision]:
        decisions = self._decisions
        if self.after:
            # A plain bound that the index can start at, and then the few of the same moment.
            decisions = decisions.filter(at__lte=self.after.at)
            decisions = decisions.exclude(at=self.after.at, pk__gte=self.after.pk)
        return [*decisions.with_display_data().order_by("-at", "-pk")[: SIZE + 1]]

    @property
    def _decisions(self):
        chosen = dict(self.filters)
        wanted = {
            "by": lambda who: {"by": None if who == NOBODY else who},
            "kind": lambda kind: {"kind": kind},
            "reason": lambda code: {"reason": code},
            "article": lambda article: {"comment__article": article},
            "since": lambda day: {"at__gte": _begin(day)},
            "until": lambda day: {"at__lt": _begin(day + timedelta(days=1))},
        }
        decisions = Decision.objects.all()
        for word, value in chosen.items():
            decisions = decisions.filter(**wanted[word](value))
        return decisions

    def _cards(self, numbers) -> dict[int, Card]:
        """The comments with what tells whether their last decision may be reversed."""
        comments = Comment.objects.visible_to(self.user).filter(pk__in=numbers)
        comments = comments.select_related("article__live_edition__type").prefetch_related(
            Prefetch("decisions", Decision.objects.only(*STANDING)),
            Prefetch("edits", Edit.objects.only("comment", "status")),
        )
        return {comment.pk: Card(comment, self.back) for comment in comments.only(*SHOWN)}


# What is read of the other decisions on a comment, and of the comment itself.
STANDING = (
    "comment",
    "kind",
    "status_before",
    "status_after",
    "desk_state_before",
    "desk_state_after",
)
SHOWN = (
    "name",
    "text",
    "status",
    "desk_state",
    "version",
    "erased_at",
    "article__address",
    "article__live_edition__headline",
    "article__live_edition__type__suffix",
)


def _begin(day) -> datetime:
    """The first moment of a day, in the publication's time zone."""
    return timezone.make_aware(datetime.combine(day, time.min))
