from contextlib import contextmanager

from django.conf import settings
from django.contrib.postgres.functions import TransactionNow
from django.db import connection, models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SanctionedAct(models.Model):
    """Who changed what never changes, why, and which rows: the log of the one door there is.

    What the database otherwise refuses to change (editions and their rows, decisions, versions of
    rules) it lets an act change that is written here in the same transaction: a redaction may
    update, the undoing of an import may delete. The log itself never changes. It holds no word of
    what was taken out.
    """

    class Kind(models.TextChoices):
        REDACTION = "redaction", _("Words taken out")
        IMPORT_UNDO = "import_undo", _("An import undone")

    kind = models.CharField(max_length=11, choices=Kind)
    # One of the staff, or the name of whoever ran a command.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(
        max_length=150, blank=True, editable=False, default="", db_default=""
    )
    why = models.TextField(editable=False)
    # Which rows, as JSON of the act's own kind.
    details = models.JSONField(default=dict)
    # The moment and the number of its transaction, which tie the act to it. The number is written
    # by the database, whatever is said; an act that claims another moment opens nothing.
    at = models.DateTimeField(db_default=TransactionNow())
    written_in = models.CharField(max_length=20, default="", db_default="", editable=False)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="sanctioned_act_kind_is_known",
                condition=Q(kind__in=["redaction", "import_undo"]),
            ),
            models.CheckConstraint(
                name="sanctioned_act_names_who", condition=Q(by__isnull=False) ^ ~Q(by_name="")
            ),
            models.CheckConstraint(name="sanctioned_act_says_why", condition=~Q(why="")),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.why}"


@contextmanager
def sanctioned_act(kind, by, why, details=None):
    """Log an act, and hold the door open for it until the block ends.

    `by` is a user, or the name of whoever acts (“command by root”). All is one transaction: when
    the block fails, neither the changes nor the act were ever there.
    """
    who = {"by_name": by} if isinstance(by, str) else {"by": by}
    with transaction.atomic():
        act = SanctionedAct.objects.create(kind=kind, why=why.strip(), details=details or {}, **who)
        _open_door(str(act.pk))
        yield act
        _open_door("")


def _open_door(act: str):
    """The setting that the triggers look at: it ends with the transaction at the latest."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('opinion.act', %s, true)", [act])
