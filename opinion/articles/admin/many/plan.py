"""What an act would do to the chosen articles, and what becomes of it."""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from opinion.articles import enqueue
from opinion.articles.models import Article
from opinion.articles.models.article import TEXTS

from .acts import Act, against

# Each is a save, and perhaps an edition, of its own.
MOST = 200


@dataclass
class Plan:
    """Which of the chosen change, and which are `kept` as they are, each with the reason."""

    act: Act
    value: Any
    chosen: list[Article]
    changed: list[Article] = field(default_factory=list)
    kept: list[tuple[Article, str]] = field(default_factory=list)
    # Of the changed: those that readers go on seeing as they are, or would at once see changed.
    waiting: list[Article] = field(default_factory=list)
    published: list[Article] = field(default_factory=list)

    @classmethod
    def of(cls, model_admin, request, act: Act, value, articles) -> "Plan":
        plan = cls(act, value, articles)
        for article in articles:
            why = against(act, article, value, model_admin.has_change_permission(request, article))
            if why:
                plan.kept.append((article, why))
            else:
                plan.changed.append(article)
        return plan

    @property
    def live(self) -> list[Article]:
        """Of those that change, what readers see: their editions stay until they are published."""
        return [one for one in self.changed if self.act.change and one.is_published]

    @property
    def publishable(self) -> list[Article]:
        """Of these, those in whose drafts nothing else waits for an edition."""
        return [one for one in self.live if can_follow(one)]

    @property
    def later(self) -> int:
        """How many of these readers go on seeing as they are even so."""
        return len(self.live) - len(self.publishable)

    @property
    def scheduled(self) -> list[Article]:
        """Of those that change, what the clock will publish as it was when it was scheduled."""
        return [one for one in self.changed if self.act.change and one.scheduled_for]


def can_follow(article: Article) -> bool:
    """Whether a new edition would print the act alone."""
    waits = article.has_unpublished_changes or article.scheduled_for
    return article.is_published and not waits


def chosen(model_admin, request, numbers) -> list[Article]:
    """Those that this person sees, with what the page says of them."""
    seen = model_admin.get_queryset(request).filter(pk__in=numbers).order_by("-edited_at", "-pk")
    live = [f"live_edition__{name}" for name in TEXTS]
    related = seen.select_related("live_edition", "type", "section")
    return [*related.defer(*TEXTS, *live).prefetch_related("topics", "bylines")]


def carry_out(model_admin, request, plan: Plan, publishes: bool) -> Plan:
    """Do it to one article after the other, each in its own transaction; gives what was done.

    Each is looked at again under its lock: of what somebody changed meanwhile it is told why it
    stays. One that can't be published is changed all the same, and waits.
    """
    done = Plan(plan.act, plan.value, plan.chosen, kept=[*plan.kept])
    for planned in plan.changed:
        with transaction.atomic():
            _do(model_admin, request, done, planned, publishes)
    return done


def _do(model_admin, request, done: Plan, planned: Article, publishes: bool):
    act, value = done.act, done.value
    rows = Article.objects.select_for_update(of=("self",)).select_related("live_edition")
    article = rows.filter(pk=planned.pk).first()
    if article is None:
        return
    may = model_admin.has_change_permission(request, article)
    why = against(act, article, value, may)
    if not why:
        follows = publishes and act.change is not None and can_follow(article)
        try:
            act.to(article, value, request.user)
        except ValidationError as error:
            why = " ".join(error.messages)
    if why:
        done.kept.append((article, why))
        return
    done.changed.append(article)
    model_admin.log_change(request, article, act.says(value))
    if follows and _publish(article, act, request.user):
        done.published.append(article)
    elif act.change and article.is_published:
        done.waiting.append(article)


def _publish(article: Article, act: Act, by) -> bool:
    try:
        with transaction.atomic():
            article.publish(by=by, change=act.change)
    except ValidationError:
        article.refresh_from_db()
        return False
    enqueue.print_references(article)
    return True
