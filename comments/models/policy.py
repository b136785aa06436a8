from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from comments.models.inventory import Inventory
from opinion.prepared import Prepared


class Policy(models.TextChoices):
    """Who may answer under an article, and what becomes of it."""

    TRUSTED = "trusted", _("Open: known readers are published at once, others are reviewed first")
    MODERATED = "moderated", _("Open: every comment is reviewed first")
    READ_ONLY = "read_only", _("Read-only: no new comments, published ones stay")
    CLOSED = "closed", _("Closed: no new comments, published ones are hidden")


OPEN = (Policy.TRUSTED, Policy.MODERATED)
# Where neither the article nor its section says anything.
UNLESS_SAID = Policy.MODERATED


class AbstractPolicy(models.Model):
    """A policy, when it closes by itself, and who set it when. Nobody is the clock."""

    policy = models.CharField(_("comments"), max_length=10, choices=Policy, default=UNLESS_SAID)
    close_after_days = models.PositiveSmallIntegerField(
        _("days until read-only"),
        null=True,
        blank=True,
        help_text=_("Counted from publication. Leave blank to keep comments open."),
    )
    policy_changed_at = models.DateTimeField(null=True, editable=False)
    policy_changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        abstract = True

    POLICY_FIELDS = ["policy", "close_after_days", "policy_changed_at", "policy_changed_by"]

    @property
    def was_set_by_the_clock(self) -> bool:
        return bool(self.policy_changed_at and not self.policy_changed_by_id)

    @property
    def in_words(self) -> str:
        """What holds, and for how long."""
        label = str(self.get_policy_display())
        if not self.close_after_days:
            return label
        closing = ngettext(
            "read-only after %(count)d day", "read-only after %(count)d days", self.close_after_days
        )
        return f"{label} · {closing % {'count': self.close_after_days}}"

    def set(self, policy, by, close_after_days=None, at=None) -> bool:
        """Set the policy in the name of `by`; None is the clock. Says whether anything is new.

        What is set to what it was keeps the name and the day of who set it first.
        """
        if self.pk and (policy, close_after_days) == (self.policy, self.close_after_days):
            return False
        self.policy, self.close_after_days = policy, close_after_days
        self.policy_changed_by, self.policy_changed_at = by, at or timezone.now()
        return True


class SectionPolicyQuerySet(models.QuerySet):
    def for_section(self, section_id) -> "SectionPolicy":
        """What holds in a section; the default, not stored, where nobody said anything."""
        return _OF_SECTION.first(section_id) or SectionPolicy(policy=UNLESS_SAID)


def _of_section(section_id):
    # What editions of a merged section follow is said of the section that stands for it.
    said = models.Q(section=section_id) | models.Q(section__merged=section_id)
    return SectionPolicy.objects.filter(said).order_by("pk")[:1]


_OF_SECTION = Prepared(_of_section, int)


class SectionPolicy(AbstractPolicy):
    """What holds for the threads of a section's articles that say nothing of their own."""

    section = models.OneToOneField(
        "articles.Section", models.CASCADE, related_name="comments_policy"
    )

    objects = SectionPolicyQuerySet.as_manager()

    inventory = Inventory(
        not_personal=(
            "section",
            "policy",
            "close_after_days",
            "policy_changed_at",
            "policy_changed_by",
        )
    )

    class Meta:
        verbose_name = _("comments in this section")
        verbose_name_plural = _("comments in this section")
        constraints = [
            models.CheckConstraint(
                name="section_policy_is_known", condition=models.Q(policy__in=Policy.values)
            ),
        ]

    def __str__(self):
        return str(self.get_policy_display())

    def set_policy(self, policy, by, close_after_days=None):
        if self.set(policy, by, close_after_days):
            self.save()
