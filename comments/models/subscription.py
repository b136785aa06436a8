from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.inventory import ONLY_OUR_SOFTWARE, Inventory, lasting

from .contact import Contact


class SubscriptionQuerySet(models.QuerySet):
    def active(self):
        return self.filter(ended_at__isnull=True)

    def start(self, reader, kind, article, comment=None, rhythm="at_once", at=None):
        """Let a confirmed reader have mail of a kind; once, however often it is asked for."""
        about = {"comment": comment} if kind != Subscription.Kind.THREAD else {"comment": None}
        subscription, created = self.get_or_create(
            reader=reader,
            kind=kind,
            article=article,
            **about,
            defaults={"rhythm": rhythm, "created_at": at or timezone.now()},
        )
        if not created:
            subscription.rhythm, subscription.ended_at = rhythm, None
            subscription.save(update_fields=["rhythm", "ended_at"])
        return subscription

    def concerned_by(self, comment):
        """Who is to hear of `comment` as it is now.

        Followers once it is published, its writer once it is decided; never whoever gave their
        address with it, confirmed or not, as a follower.
        """
        own = Q(kind=Subscription.Kind.DECISION, comment=comment)
        active = self.active()
        if not comment.is_published:
            return active.filter(own)
        others = Q(kind=Subscription.Kind.THREAD, article=comment.article_id)
        if comment.in_reply_to_id:
            others |= Q(kind=Subscription.Kind.REPLIES, comment=comment.in_reply_to_id)
        contacts = Contact.objects.filter(comment=comment)
        typed = Exists(contacts.filter(email_digest=OuterRef("reader__email_digest")))
        return active.filter(own | (others & ~Q(reader__contacts__comment=comment) & ~typed))

    def end(self, at=None) -> int:
        """Stop them; returns how many were running."""
        return self.active().update(ended_at=at or timezone.now())


class Subscription(models.Model):
    """What a confirmed reader asked to be mailed about, and how often."""

    class Kind(models.TextChoices):
        DECISION = "decision", _("Decision on my comment")
        REPLIES = "replies", _("Replies to my comment")
        THREAD = "thread", _("All new comments")

    class Rhythm(models.TextChoices):
        AT_ONCE = "at_once", _("Immediately")
        DAILY = "daily", _("Daily digest")

    reader = models.ForeignKey("comments.Reader", models.CASCADE, related_name="subscriptions")
    kind = models.CharField(max_length=8, choices=Kind)
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="+")
    comment = models.ForeignKey(
        "comments.Comment", models.CASCADE, null=True, related_name="subscriptions"
    )
    rhythm = models.CharField(max_length=7, choices=Rhythm, default=Rhythm.AT_ONCE)
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    inventory = Inventory(
        what=_("Your email alerts"),
        fields={
            "reader": _("that they are yours"),
            **dict.fromkeys(
                ("kind", "article", "comment"), _("which comment or thread, and what about it")
            ),
            "rhythm": _("immediately or in a daily digest"),
            **dict.fromkeys(
                ("created_at", "ended_at"), _("when they started, and when you stopped them")
            ),
        },
        seen_by=ONLY_OUR_SOFTWARE,
        kept=lasting(
            _("until %(time)s after you stop them; sooner if you erase your data"),
            "CONTACT_RETENTION_DAYS",
        ),
    )

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reader", "article"],
                name="subscription_once_a_thread",
                condition=Q(kind="thread"),
            ),
            models.UniqueConstraint(
                fields=["reader", "comment", "kind"],
                name="subscription_once_a_comment",
                condition=~Q(kind="thread"),
            ),
            models.CheckConstraint(
                name="subscription_is_about_something",
                condition=Q(kind="thread", comment__isnull=True)
                | Q(kind__in=["decision", "replies"], comment__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["article"],
                name="subscription_followers",
                condition=Q(kind="thread", ended_at__isnull=True),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.reader}"
