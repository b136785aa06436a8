from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models.functions import Greatest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import ngettext

from authors.models import User
from comments.models.inventory import Inventory
from opinion.articles.models import Publication
from opinion.post import Letter

from .comment import Comment
from .edit import Edit
from .report import Report


class QueueNoticeQuerySet(models.QuerySet):
    def current(self):
        """The notice that has to be sent now: one half sent, a new one if it is due, or None."""
        unfinished = self.filter(finished_at__isnull=True).order_by("pk").first()
        return unfinished or (self.create() if self.is_due() else None)

    def is_due(self) -> bool:
        """Whether something waits that came after the queue was last announced as waiting.

        One notice covers a stretch of waiting: until the queue has been emptied, no other is due.
        """
        comment, edit = Comment.objects.waiting().first(), Edit.objects.waiting().first()
        waits = [comment.waiting_since] if comment else []
        waits += [edit.at] if edit else []
        waits += _reported_since()
        if not waits:
            return False
        last = self.order_by("-pk").first()
        return last is None or min(waits) > last.at


class QueueNotice(models.Model):
    """The moderators were told that comments wait."""

    at = models.DateTimeField(default=timezone.now)
    # Who has been told, by primary key: a worker that was killed goes on after them.
    told = models.JSONField(default=list)
    finished_at = models.DateTimeField(null=True)

    # `told` are moderators.
    inventory = Inventory(not_personal=("at", "told", "finished_at"))

    objects = QueueNoticeQuerySet.as_manager()

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M}"

    def send(self, mail):
        """Mail each moderator who has an address and was not told yet. `mail` sends one message.

        A worker killed between a mail and its note sends that one mail again under the same
        Message-ID, by which mail programs (and var/mail) recognise it.
        """
        comments = Comment.objects
        waiting = comments.waiting().count() + comments.reported().count()
        waiting += Edit.objects.waiting().count()
        for moderator in moderators().exclude(pk__in=self.told):
            if waiting:
                mail(self._message(moderator, waiting))
            self.told.append(moderator.pk)
            self.save(update_fields=["told"])
        self.finished_at = timezone.now()
        self.save(update_fields=["finished_at"])

    def _message(self, moderator, waiting: int) -> Letter:
        publication = Publication.objects.current()
        host = urlsplit(settings.PUBLIC_URL).hostname
        with translation.override(publication.language):
            subject = ngettext(
                "%(publication)s: a comment is waiting",
                "%(publication)s: %(count)s comments are waiting",
                waiting,
            ) % {"publication": publication.name, "count": waiting}
            body = render_to_string(
                "comments/mail/queue_notice.txt",
                {
                    "publication": publication,
                    "count": waiting,
                    "url": settings.PUBLIC_URL + reverse("admin:comments_comment_changelist"),
                },
            )
        return Letter(
            subject,
            body,
            publication=publication.name,
            to=[moderator.email],
            headers={"Message-ID": f"<queue-{self.pk}-{moderator.pk}@{host}>"},
        )


def _reported_since() -> list:
    """Since when the oldest report waits that stands in the queue; empty where none does."""
    reports = Report.objects.waiting().filter(comment__desk_state=Comment.DeskState.NOT)
    # What was put aside waits since it came back.
    since = Greatest("at", "comment__waiting_since")
    return [*reports.order_by(since).values_list(since, flat=True)[:1]]


def moderators():
    """Active staff who may decide about comments."""
    may = User.objects.with_perm("comments.decide_comment", include_superusers=False)
    # Staff have an address; the database sees to it.
    return may.filter(is_staff=True).order_by("pk").distinct()
