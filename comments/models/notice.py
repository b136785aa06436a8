from datetime import datetime, timedelta
from itertools import islice

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.inventory import ONLY_OUR_SOFTWARE, Inventory, lasting
from opinion.articles.models import Publication

from . import verdict
from .comment import Comment
from .subscription import Subscription

Status, DeskState = Comment.Status, Comment.DeskState

BATCH = 1_000
# A mail that the server refuses is tried again after 1, 2, 4 … minutes: for almost three days.
MOST_TRIES = 12
# Where the server was away nobody's mail is at fault: no try is counted.
A_LITTLE = timedelta(minutes=5)
# A link that stops them all has to fit into an address.
SUBSCRIPTIONS_A_MAIL = 20
OWN = Q(subscription__kind=Subscription.Kind.DECISION)


class NoticeQuerySet(models.QuerySet):
    def create_for(self, comment, at=None) -> int:
        """One notice for each person who is to hear of `comment`. Done twice, it is done once."""
        decisions = [*comment.decisions.all()]
        own = verdict.occasion(comment, decisions)
        if not (comment.is_decided or own):
            return 0
        at = at or timezone.now()
        # Dropped while the comment was hidden, never sent: now it is news again.
        dropped = self.filter(comment=comment, occasion__in=["", own], dropped_at__isnull=False)
        dropped.filter(claimed_at__isnull=True).delete()
        due_at = {rhythm: due(rhythm, at) for rhythm in Subscription.Rhythm.values}
        # A person's own comment, then replies to them, then the thread; at once before daily.
        concerned = _since_it_became_news(comment, decisions, own)
        concerned = concerned.order_by("reader_id", "kind", "rhythm")
        subscriptions = concerned.distinct("reader_id").iterator(chunk_size=BATCH)
        count = 0
        while batch := [*islice(subscriptions, BATCH)]:
            notices = [
                Notice(
                    reader_id=subscription.reader_id,
                    comment=comment,
                    subscription=subscription,
                    occasion=own if subscription.kind == Subscription.Kind.DECISION else "",
                    due_at=due_at[subscription.rhythm],
                    created_at=at,
                )
                for subscription in batch
            ]
            count += len(self.bulk_create(notices, ignore_conflicts=True))
        return count

    def due(self, at=None):
        """What is to be sent now: never claimed, sent or dropped."""
        return self.filter(
            due_at__lte=at or timezone.now(),
            claimed_at__isnull=True,
            sent_at__isnull=True,
            dropped_at__isnull=True,
        )

    def claim(self, at=None) -> list[int]:
        """The numbers of what is due to one reader, from now on this worker's alone.

        Committed before anything is sent. Empty when nothing is due that no other worker has.
        """
        at = at or timezone.now()
        with transaction.atomic(durable=True):
            first = (
                self.due(at)
                .select_related("reader")
                # The reader too: their other notices are not another worker's mail.
                .select_for_update(skip_locked=True, no_key=True, of=("self", "reader"))
                .order_by("due_at", "pk")
                .first()
            )
            if first is None:
                return []
            mine = self.due(at).filter(reader=first.reader_id)
            about = mine.order_by("subscription").values("subscription").distinct()
            numbers = [
                *mine.filter(
                    subscription__in=[row["subscription"] for row in about[:SUBSCRIPTIONS_A_MAIL]]
                ).values_list("pk", flat=True)
            ]
            self.filter(pk__in=numbers).update(claimed_at=at)
        return numbers

    def tellable(self):
        """Those still to be told: asked for, and of what everybody may read by now.

        That their own comment was refused or taken down, or should be changed, only its writer is
        told.
        """
        visible = Comment.objects.visible_to(AnonymousUser()).filter(pk=OuterRef("comment"))
        hidden = Q(comment__status__in=[Status.REFUSED, Status.SPAM, Status.TAKEN_DOWN])
        told = Exists(visible) | OWN & (hidden | Q(comment__desk_state=DeskState.ASKED))
        return self.filter(told, subscription__ended_at__isnull=True)

    def overtaken(self) -> list[int]:
        """The numbers of those whose verdict no longer stands, or stands as its writer knows it."""
        own = self.filter(OWN).select_related("comment").prefetch_related("comment__decisions")
        return [notice.pk for notice in own if notice.is_overtaken]

    def drop(self, at=None):
        """Not to be told. Never sent: should the comment be shown again, they begin anew."""
        return self.update(dropped_at=at or timezone.now(), claimed_at=None)

    def give_back(self, at=None):
        """Nothing was sent, and it was not the mail's fault: soon again."""
        return self.update(claimed_at=None, due_at=(at or timezone.now()) + A_LITTLE)

    def refused(self, at=None) -> int:
        """The mail server refused their mail: later again. Returns how many were given up."""
        at = at or timezone.now()
        given_up = self.filter(tries__gte=MOST_TRIES - 1).update(dropped_at=at)
        for tries in reversed(range(MOST_TRIES - 1)):
            self.filter(tries=tries).update(
                tries=tries + 1, claimed_at=None, due_at=at + timedelta(minutes=2**tries)
            )
        return given_up

    def uncertain(self, before):
        """Claimed by a worker that never came back: whether the mail went out is not known."""
        return self.filter(claimed_at__lt=before, sent_at__isnull=True, dropped_at__isnull=True)


def _since_it_became_news(comment, decisions, own):
    """Who is concerned and asked before it became what it is: an edit is no new comment.

    `own` is the occasion on which its writer hears of it, or empty.
    """
    concerned = Subscription.objects.concerned_by(comment)
    theirs = Q(kind=Subscription.Kind.DECISION)
    changes = [one for one in decisions if one.status_before != one.status_after]
    news = changes[-1] if changes else None
    if news and news != decisions[-1]:
        concerned = concerned.filter(theirs | Q(created_at__lte=news.at))
    if not own:
        return concerned.exclude(theirs)
    said = verdict.latest(decisions)
    if said is None or comment.is_asked or said == decisions[-1]:
        return concerned
    return concerned.filter(~theirs | Q(created_at__lte=said.at))


def due(rhythm, at) -> datetime:
    """When a notice that arises at `at` goes out: now, or with the next daily mail."""
    if rhythm == Subscription.Rhythm.AT_ONCE:
        return at
    local = at.astimezone(Publication.objects.current().zone)
    today = local.replace(hour=settings.DIGEST_HOUR, minute=0, second=0, microsecond=0)
    return today if today > local else today + timedelta(days=1)


class Notice(models.Model):
    """One person is to hear of one comment, once; its writer of each verdict on it.

    Claimed before the mail is handed over: a worker killed in between leaves it claimed, and it is
    not sent again. A mail server that refuses gives it back, to be tried later.
    """

    reader = models.ForeignKey("comments.Reader", models.CASCADE, related_name="notices")
    comment = models.ForeignKey("comments.Comment", models.CASCADE, related_name="notices")
    subscription = models.ForeignKey(
        "comments.Subscription", models.CASCADE, related_name="notices"
    )
    occasion = models.CharField(max_length=24, blank=True, default="", db_default="")
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    inventory = Inventory(
        what=_("Alerts sent to you"),
        fields={
            "reader": _("that it is for you"),
            **dict.fromkeys(
                ("comment", "subscription"), _("which comment it is about, and why you get it")
            ),
            **dict.fromkeys(
                ("created_at", "due_at", "claimed_at", "sent_at", "dropped_at"),
                _("when it was created, due, sent or cancelled"),
            ),
        },
        seen_by=ONLY_OUR_SOFTWARE,
        kept=lasting(_("%(time)s; sooner if you erase your data"), "CONTACT_RETENTION_DAYS"),
        not_personal=("tries", "occasion"),
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["reader", "comment", "occasion"], name="notice_once_an_occasion"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="notice_due",
                condition=Q(sent_at__isnull=True, dropped_at__isnull=True),
            ),
        ]

    def __str__(self):
        return f"notice {self.pk}"

    @property
    def is_overtaken(self) -> bool:
        """Whether it would tell the comment's writer what no longer holds, or what they know."""
        decisions = [*self.comment.decisions.all()]
        if self.occasion != verdict.occasion(self.comment, decisions):
            return True
        told = Notice.objects.filter(
            reader=self.reader_id, comment=self.comment_id, sent_at__isnull=False
        )
        last = told.filter(occasion__startswith=verdict.VERDICT).order_by("pk").last()
        return last is not None and verdict.is_told(last.occasion, decisions)
