"""The acts that the list offers for many articles, each for one of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opinion.articles.models import Article, ArticleType, Byline, Change, Revision, Role, Section

from .fields import AuthorNameField, TopicNameField


@dataclass(frozen=True)
class Act:
    """`stands(article, value)` tells whether there is nothing to do; `do` changes the draft.

    `told` says for the article's history what was done. `change` is what a new edition with
    nothing else in it would be to readers; without one the act is none that waits for an edition.
    """

    name: str
    label: str | Promise
    field: Callable[[], forms.Field]
    stands: Callable[[Article, Any], bool]
    already: str | Promise
    do: Callable[[Article, Any], None]
    told: str | Promise
    change: Change | None = None
    permission: str = "articles.change_article"

    @transaction.atomic
    def to(self, article: Article, value, by) -> None:
        """Do it to the draft as it stands now, as a save of its own, which open forms learn of."""
        Revision.objects.begin(article)
        self.do(article, value)
        article.edited(by)
        article.save(update_fields=["section", "type", "version", "edited_at", "edited_by"])
        article.keep_revision(by)

    def says(self, value) -> str:
        return self.told % {"what": value}


def _put_in_section(article, section):
    article.section = section


def _give_type(article, article_type):
    article.type = article_type


def _put_on_topic(article, topic):
    article.topics.add(topic)


def _add_author(article, author):
    last = article.bylines.order_by("position").last()
    position = last.position + 1 if last else 1
    Byline.objects.create(article=article, author=author, role=Role.BY, position=position)


def _bears(article, author) -> bool:
    lines = ((line.author_id, line.role) for line in article.bylines.all())
    return (author.pk, Role.BY) in lines


SECTION = Act(
    "section",
    gettext_lazy("Set the section …"),
    lambda: forms.ModelChoiceField(
        Section.objects.filter(merged_into=None), label=gettext_lazy("Section")
    ),
    lambda article, section: article.section_id == section.pk,
    gettext_lazy("In this section already."),
    _put_in_section,
    gettext_lazy("Section set to “%(what)s”."),
    # Where it stands changes, and not what it says.
    Change.TYPO,
)
TOPIC = Act(
    "topic",
    gettext_lazy("Add a topic …"),
    lambda: TopicNameField(label=gettext_lazy("Topic")),
    lambda article, topic: topic in article.topics.all(),
    gettext_lazy("On this topic already."),
    _put_on_topic,
    gettext_lazy("Topic “%(what)s” added."),
    Change.TYPO,
)
TYPE = Act(
    "type",
    gettext_lazy("Set the type …"),
    lambda: forms.ModelChoiceField(ArticleType.objects.all(), label=gettext_lazy("Type")),
    lambda article, article_type: article.type_id == article_type.pk,
    gettext_lazy("Of this type already."),
    _give_type,
    gettext_lazy("Type set to “%(what)s”."),
    Change.UNSTATED,
)
AUTHOR = Act(
    "author",
    gettext_lazy("Add an author …"),
    lambda: AuthorNameField(
        label=gettext_lazy("Author"),
        help_text=gettext_lazy("Stands last in the byline, as “By”."),
    ),
    _bears,
    gettext_lazy("In the byline already."),
    _add_author,
    gettext_lazy("“%(what)s” added to the byline."),
    Change.UNSTATED,
    permission="articles.add_byline",
)


class Withdrawal(Act):
    """Readers are told the reason at once; the draft stays as it is."""

    def to(self, article, value, by):
        article.withdraw(by=by, reason=value)


WITHDRAW = Withdrawal(
    "withdraw",
    gettext_lazy("Withdraw …"),
    lambda: forms.CharField(
        label=gettext_lazy("Reason for withdrawal"),
        max_length=300,
        help_text=Article._meta.get_field("withdrawal_reason").help_text,
        widget=forms.TextInput({"class": "vLargeTextField", "dir": "auto"}),
    ),
    lambda article, reason: not article.is_published,
    gettext_lazy("Not published."),
    lambda article, reason: None,
    gettext_lazy("Withdrawn: %(what)s"),
    permission="articles.publish_article",
)
ACTS = {act.name: act for act in (SECTION, TOPIC, TYPE, AUTHOR, WITHDRAW)}


def against(act: Act, article: Article, value, may_change: bool) -> str:
    """Why an article stays as it is; "" where the act is for it."""
    if not may_change:
        return _("You can't change it: it is no draft any more.")
    if article.is_begun:
        return _("Nobody has saved it yet.")
    return str(act.already) if act.stands(article, value) else ""
