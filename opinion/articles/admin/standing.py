"""How an article stands, in the words of its row in the list."""

from datetime import datetime

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import gettext

from opinion.articles.models import Article
from opinion.templatetags.dates import moment


def row(article: Article) -> SafeString:
    """The state as a word by which it is known at a glance, since when, and what comes next."""
    return format_html(
        '<strong class="state state-{}">{}</strong> {}{}',
        "failed" if article.schedule_failed_at else article.status,
        article.get_status_display(),
        _since(article),
        format_html_join(
            "", '<span class="state-next">{}</span>', ([words] for words in _next(article))
        ),
    )


def ago(at: datetime) -> SafeString:
    """“3 days ago”, and the whole moment for who points at it or hears it."""
    words = gettext("%(time)s ago") % {"time": timesince(at, depth=1)}
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', at.isoformat(), moment(at), words
    )


def _since(article) -> str:
    if article.status == Article.Status.SCHEDULED:
        return ""
    return ago(article.status_changed_at)


def _next(article):
    if article.desk_state and article.status == Article.Status.DRAFT:
        yield article.get_desk_state_display()
    if article.status == Article.Status.SCHEDULED:
        yield _scheduled(article)
    else:
        yield from _beside(article)
    if article.withdraw_at:
        yield gettext("withdrawal scheduled for %(moment)s") % {
            "moment": moment(article.withdraw_at)
        }


def _scheduled(article) -> str:
    if article.schedule_failed_at:
        return gettext("Could not be published on %(moment)s: %(why)s") % _failure(article)
    return gettext("for %(moment)s") % {"moment": moment(article.scheduled_for)}


def _beside(article):
    if article.schedule_failed_at:
        yield gettext("changes could not be published on %(moment)s: %(why)s") % _failure(article)
    elif article.scheduled_for:
        yield gettext("changes scheduled for %(moment)s") % {
            "moment": moment(article.scheduled_for)
        }
    elif article.has_unpublished_changes:
        yield gettext("unpublished changes")


def _failure(article) -> dict[str, str]:
    return {"moment": moment(article.schedule_failed_at), "why": article.schedule_failure}
