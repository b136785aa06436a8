"""How an article stands, in the words of its row in the list."""

from django.utils.translation import gettext as _

from opinion.articles.models import Article
from opinion.templatetags.dates import moment


def in_words(article: Article) -> str:
    """“Published, January 11, 2024 at 5:25 am; changes scheduled for …”."""
    if article.status == Article.Status.SCHEDULED:
        return _scheduled(article)
    status = _("%(status)s, %(moment)s") % {
        "status": article.get_status_display(),
        "moment": moment(article.status_changed_at),
    }
    return "; ".join([status, *_beside(article)])


def _scheduled(article) -> str:
    if article.schedule_failed_at:
        return _("Could not be published on %(moment)s: %(why)s") % _failure(article)
    return _("Scheduled for %(moment)s") % {"moment": moment(article.scheduled_for)}


def _beside(article):
    if article.schedule_failed_at:
        yield _("changes could not be published on %(moment)s: %(why)s") % _failure(article)
    elif article.scheduled_for:
        yield _("changes scheduled for %(moment)s") % {"moment": moment(article.scheduled_for)}
    elif article.has_unpublished_changes:
        yield _("unpublished changes")
    if article.withdraw_at:
        yield _("withdrawal scheduled for %(moment)s") % {"moment": moment(article.withdraw_at)}


def _failure(article) -> dict[str, str]:
    return {"moment": moment(article.schedule_failed_at), "why": article.schedule_failure}
