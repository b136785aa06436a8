"""One reference in an article's form: its line, and the work that is read from it."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from opinion.parse_id import parse_id
from opinion.references import duplicates, enqueue, intake
from opinion.references.duplicates import Verdict
from opinion.references.forms import CorrectionForm
from opinion.references.models import Work
from opinion.references.models.work import Source

from .formsets import OrderedRowForm
from .models import Reference


class ReferenceForm(OrderedRowForm):
    """A line as it is typed, and whether the work read from it is printed in its place."""

    known = forms.BooleanField(
        label=_("Confirmed"),
        required=False,
        help_text=_("Readers see the work in the publication's style instead of the pasted line."),
    )

    # What the row leads to, for where a colleague deletes it meanwhile.
    cites = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Reference
        fields = ["text", "url", "locator"]
        widgets = {
            "text": forms.Textarea({"rows": 2, "class": "vLargeTextField", "dir": "auto"}),
            "url": forms.URLInput({"class": "vURLField"}),
        }

    # Whether the editor confirmed it together with all that leave no doubt.
    accepted = False

    def __init__(self, *args, may_correct=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.find_work_again()
        self.had_work = bool(self.instance.work_id)
        self.fields["known"].disabled = not self.instance.work_id
        self.initial["known"] = self.instance.prints_work
        self.initial["cites"] = self.instance.work_id
        # A work belongs to the whole site: who may not change works corrects none from here.
        self.may_correct = may_correct
        self.correction = self.make_correction() if may_correct else None
        # For who may only read the rows, which the admin draws.
        self.instance.correction, self.instance.may_correct = self.correction, may_correct

    def make_correction(self) -> CorrectionForm | None:
        """Beside what an editor is asked to look at. What is known is corrected on its own page."""
        if self.instance.state != Reference.State.LOOK:
            return None
        data = self.data if self.is_bound else None
        return CorrectionForm(data, work=self.instance.work.canonical, prefix=f"{self.prefix}-work")

    def clean(self):
        cleaned = super().clean()
        if self.correction and self.correction.is_said and not self.correction.is_valid():
            self.add_error(None, gettext("The correction of this work has errors: see below."))
        return cleaned

    def keep_correction(self):
        if self.correction and self.correction.is_said:
            self.correction.keep()
            enqueue.print_work(self.correction.instance.pk)

    @property
    def line(self) -> str:
        return " ".join(filter(None, [self["text"].value(), self["url"].value()]))

    def find_work_again(self):
        """A row that a colleague deleted meanwhile is stored anew, with what it led to."""
        is_new = self.is_bound and not self.instance.pk
        cites = parse_id(self["cites"].value()) if is_new else None
        if cites:
            self.instance.work = Work.objects.filter(pk=cites).first()
            self.instance.state = (
                Reference.State.LOOK if self.instance.work else self.instance.state
            )

    def _post_clean(self):
        # Django has it; its stubs leave it out.
        super()._post_clean()  # type: ignore[misc]
        if not self.errors:
            self.instance.state = self.state

    @property
    def state(self) -> str:
        """A line that was typed anew is printed as typed, until somebody says that it is known."""
        if self.is_about_another_work():
            # What it says now is read once the row is stored.
            self.instance.work = None
        if not self.instance.work_id:
            return Reference.State.LINE
        retyped = "text" in self.changed_data and "known" not in self.changed_data
        self.accepted = self.is_accepted()
        known = (self.cleaned_data["known"] and not retyped) or self.accepted
        return Reference.State.KNOWN if known else Reference.State.LOOK

    def is_about_another_work(self) -> bool:
        """Whether the line was typed anew and no longer tells of the row's work."""
        instance = self.instance
        if not (instance.pk and instance.work_id and "text" in self.changed_data):
            return False
        if self.correction and self.correction.is_said:
            return False
        found = intake.read_line(self.cleaned_data["text"])
        work = instance.work.canonical.record
        return not (found.record and duplicates.compare(found.record, work) is Verdict.SAME)

    def is_accepted(self) -> bool:
        """Whether the editor confirmed all without a doubt, and this row is one."""
        if "_accept" not in self.data or self.instance.state != Reference.State.LOOK:
            return False
        record = self.instance.work.canonical.record
        return intake.mark_of(self.cleaned_data["text"], record) is not intake.Mark.LOOK

    def keep_reading(self):
        """Store what a line says that was typed anew: it is looked at before it is printed."""
        row = self.instance
        if row.work_id or "text" not in self.changed_data or not self.had_work:
            return
        found = intake.read_line(row.text)
        if found.record:
            row.work = Work.objects.keep_once(found.record, Source.READ)
            row.state = Reference.State.LOOK
