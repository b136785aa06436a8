from django.conf import settings
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.inventory import Inventory


class Effect(models.TextChoices):
    """What becomes of a comment that a rule speaks up about; the strictest of all rules holds."""

    NOTE = "note", _("Note only")
    HOLD = "hold", _("Send to the queue")
    SPAM = "spam", _("Mark as spam")


class Terms(models.Model):
    """What a rule looks for, and what it then does."""

    class Kind(models.TextChoices):
        WORDS = "words", _("Words and phrases")
        ADVERTISING = "advertising", _("Advertising")
        CONTACT = "contact", _("Contact details")
        MARKUP = "markup", _("HTML or BBCode")
        LINKS = "links", _("Many links")
        DOMAINS = "domains", _("Listed domains")
        LENGTH = "length", _("Very long")
        SHOUTING = "shouting", _("Shouting")
        REPETITION = "repetition", _("Repetition")
        NEWCOMER = "newcomer", _("New writer")
        REFUSED = "refused", _("Recently refused")
        STAFF_NAME = "staff_name", _("Claims to be staff or an author")
        TOO_FAST = "too_fast", _("Typed too fast")
        UNTIMED = "untimed", _("No form timestamp")
        HONEYPOT = "honeypot", _("Hidden field filled in")
        HEAT = "heat", _("Surge of comments")

    Effect = Effect

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    name = models.CharField(
        _("name"), max_length=60, help_text=_("What moderators see on a comment.")
    )
    effect = models.CharField(_("effect"), max_length=4, choices=Effect, default=Effect.HOLD)
    entries = models.TextField(_("entries"), blank=True)
    limit = models.PositiveIntegerField(_("threshold"), null=True, blank=True)
    minutes = models.PositiveIntegerField(_("period in minutes"), null=True, blank=True)
    weight = models.SmallIntegerField(
        _("priority in hours"),
        default=0,
        help_text=_("Moves the comment up the queue as if it had waited this much longer."),
    )
    is_active = models.BooleanField(_("active"), default=True)

    TERMS = ("kind", "name", "effect", "entries", "limit", "minutes", "weight", "is_active")

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    @property
    def terms(self) -> dict:
        return {name: getattr(self, name) for name in self.TERMS}


class Rule(Terms):
    """One rule as it is now. Each change is a new version; comments keep the one that spoke up."""

    position = models.PositiveSmallIntegerField(_("position"), default=0)
    current = models.OneToOneField(
        "comments.RuleVersion", models.PROTECT, null=True, editable=False, related_name="+"
    )

    inventory = Inventory(not_personal=(*Terms.TERMS, "position", "current"))

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        ordering = ["position", "pk"]
        default_permissions = ("add", "change", "view")

    @transaction.atomic
    def revise(self, by=None, at=None) -> "RuleVersion":
        """Save the rule with the terms it has now, as a new version where they are new ones."""
        if self.pk:
            Rule.objects.select_for_update().get(pk=self.pk)
        last = self.versions.first() if self.pk else None
        if last and last.terms == self.terms:
            self.save()
            return last
        self.save()
        number = last.number + 1 if last else 1
        self.current = self.versions.create(
            number=number, by=by, at=at or timezone.now(), **self.terms
        )
        self.save(update_fields=["current"])
        return self.current


class RuleVersionQuerySet(models.QuerySet):
    def in_force(self):
        """The terms by which a comment that comes now is looked at."""
        current = self.filter(pk=F("rule__current"), is_active=True)
        return current.order_by("rule__position", "rule")


class RuleVersion(Terms):
    """A rule as it stood from one change to the next. The database refuses to change it."""

    rule = models.ForeignKey(Rule, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    at = models.DateTimeField(_("since"), default=timezone.now)
    # Nobody for the rules that Opinion comes with.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )

    inventory = Inventory(not_personal=(*Terms.TERMS, "rule", "number", "at", "by"))

    objects = RuleVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule version")
        verbose_name_plural = _("rule versions")
        ordering = ["-number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["rule", "number"], name="rule_version_number"),
        ]
