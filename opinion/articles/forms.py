"""What may come in through the article's form."""

from collections import Counter
from hashlib import sha256

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms.widgets import Script
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from authors.models import User
from opinion.moments import MomentField
from opinion.references import intake
from opinion.references.forms import CorrectionForm
from opinion.references.intake import Found
from opinion.references.models import Work
from opinion.references.models.work import Source
from opinion.templatetags.dates import moment
from opinion.widgets import LongCheckboxes, LongSelect, RichText

from . import comparison, document_field, documents
from .desk_form import DeskForm
from .document_field import DocumentField
from .documents import Document
from .models import Article, Change, Reference
from .sharing.form import SharingForm

# The button that only asks what was found in the box, and the one that confirms what is clear.
READ = "_read"
ACCEPT = "_accept"
# Of more, the browser would send more fields than are taken.
CORRECTED_AT_ONCE = 100


def told(found: list[Found]) -> str:
    """“8 found, 7 recognised, 1 to check.”"""
    look = sum(one.is_to_look_at for one in found)
    return gettext("%(found)d found, %(read)d recognised, %(look)d to check.") % {
        "found": len(found),
        "read": len(found) - look,
        "look": look,
    }


class ArticleForm(DeskForm, SharingForm):
    """The draft of an article, and what the verbs beside it need.

    `change`, `change_note`, `scheduled_for`, `withdrawal_reason`, `withdraw_at` and the words for
    the desk are asked here; the verbs store them, never the form.
    """

    # Who writes; the desk says it of each request's own class.
    editor: User | None = None
    # What they and a colleague both changed, once the desk has found that out.
    conflicts: set[str] | None = None

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    pasted_references = forms.CharField(
        label=_("Paste references, one per line"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 6, "class": "vLargeTextField", "dir": "auto"}),
        help_text=_(
            "Paste lines, links or DOIs, or a bibliography in BibTeX, RIS or CSL-JSON. "
            "Saving adds each one to the end of the references. Bullets, stray "
            "characters and duplicate links are removed; the original line is kept."
        ),
    )
    change = forms.ChoiceField(
        label=_("Kind of change"),
        required=False,
        choices=Change.of_live,
        initial=Change.UNSTATED,
        help_text=_("It cannot be said later. A typo does not make the article “updated”."),
    )
    change_note = forms.CharField(
        label=_("What changed, for readers"),
        required=False,
        max_length=600,
        widget=forms.Textarea({"rows": 2, "class": "vLargeTextField", "dir": "auto"}),
        help_text=_("For a clarification, a correction or an update: one or two sentences."),
    )
    scheduled_for = MomentField(
        label=_("Publish at"),
        required=False,
        help_text=Article._meta.get_field("scheduled_for").help_text,
    )
    withdrawal_reason = forms.CharField(
        label=_("Reason for withdrawal"),
        required=False,
        max_length=300,
        widget=forms.TextInput({"class": "vTextField"}),
        help_text=Article._meta.get_field("withdrawal_reason").help_text,
    )

    withdraw_at = MomentField(
        label=_("Withdraw at"),
        required=False,
        help_text=_("Only for a withdrawal at a later time. In the publication's time zone."),
    )

    document = DocumentField()

    class Media:
        css = {
            "all": [
                "css/admin_article.css",
                "css/writing.css",
                "css/admin_history.css",
                "css/handing_in.css",
                "css/library.css",
                "css/share_card.css",
            ]
        }
        # Behind the editor, whose text they count and keep.
        js = [
            Script(f"js/{name}.js", type="module")
            for name in (
                "editor",
                "admin/writing_page",
                "admin/autosave",
                "admin/browser_copy",
                "admin/document",
                "admin/presence",
                "admin/focal_point",
                "admin/share_card",
            )
        ]

    class Meta:
        model = Article
        exclude = ["scheduled_for", "withdrawal_reason", "withdraw_at"]
        widgets = {
            "headline": forms.Textarea({"rows": 2, "class": "vLargeTextField", "dir": "auto"}),
            "standfirst": forms.Textarea({"rows": 3, "class": "vLargeTextField", "dir": "auto"}),
            "body": RichText(),
            "note": RichText(small=True),
            "topics": LongCheckboxes({"class": "topics", "data-find": _("Find a topic")}),
            "language": LongSelect(),
            "search_description": forms.Textarea({"rows": 3, "dir": "auto"}),
            **{
                name: forms.TextInput({"class": "vTextField", "dir": "auto"})
                for name in ("social_title", "search_title", "first_outlet")
            },
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.differences: list = []
        self.read_file: Document | None = None
        if self.is_bound and "document" in self.fields and self.files.get("document"):
            self.take_document()
        self.found: list[Found] = []
        self.corrections: list[CorrectionForm | None] = []
        article = self.instance
        if article.pk:
            self.initial["version"] = article.version
            if article.is_begun:
                # Its address was made of no headline yet.
                self.initial["slug"] = ""
            self.initial["scheduled_for"] = article.scheduled_for
            self.initial["withdrawal_reason"] = article.withdraw_reason or article.withdrawal_reason
            self.initial["withdraw_at"] = article.withdraw_at
            if article.scheduled_change in dict(Change.of_live()):
                self.initial["change"] = article.scheduled_change
                self.initial["change_note"] = article.scheduled_note
        if "body" in self.fields:
            # Where the editor finds the works that a text may cite.
            works = f"{reverse('admin:articles_article_works')}?article={article.pk or ''}"
            self.fields["body"].widget.attrs["data-works"] = works
            embeds = reverse("admin:articles_article_embed")
            self.fields["body"].widget.attrs["data-embeds"] = embeds

        if "document" in self.fields:
            self.fields["document"].widget.attrs |= document_field.for_script()

    def take_document(self):
        """What a file says is as if it had been typed; one that can't be read gets its error."""
        try:
            self.read_file = self.fields["document"].clean(self.files["document"])
        except ValidationError:
            return
        if self.editor and self.editor.has_perm("pictures.add_picture"):
            upload = self.files["document"]
            refused = documents.keep_pictures(self.read_file, upload, by=self.editor)
            self.read_file.refused = refused
        self.data = document_field.filled_in(self.data, self.read_file)
        # It is in the form now, and is not read twice.
        others = [name for name in self.files if name != "document"]
        self.files = MultiValueDict({name: self.files.getlist(name) for name in others})

    def clean_pasted_references(self) -> list[Found]:
        pasted = self.cleaned_data["pasted_references"]
        try:
            read = intake.read(pasted)
        except intake.TooMany as error:
            raise ValidationError(_too_many(error)) from error
        except ValueError as error:
            raise ValidationError(str(error)) from error
        self.corrections = self.corrections_of(read)
        self.found = [*map(_corrected, read, self.corrections)]
        if ACCEPT in self.data:
            self.found = [*map(intake.accepted, self.found)]
        for found in self.found:
            self.check(found)
        if any(form and form.is_said and form.errors for form in self.corrections):
            raise ValidationError(_("Nothing is saved yet: a correction below has errors."))
        return self.found

    def corrections_of(self, found: list[Found]) -> list[CorrectionForm | None]:
        """Beside each work that was read a form, which knows its line again wherever it moves."""
        times: Counter[str] = Counter()
        forms: list[CorrectionForm | None] = []
        for one in found:
            line = sha256(one.line.pasted.encode()).hexdigest()[:12]
            times[line] += 1
            form = None
            if one.record and len(forms) < CORRECTED_AT_ONCE:
                work = Work.of(one.record, Source.READ)
                form = CorrectionForm(self.data, work=work, prefix=f"found-{line}-{times[line]}")
            forms.append(form)
        return forms

    def check(self, found):
        try:
            Reference.found(found).clean_fields(exclude=["article", "position", "text_html"])
        except ValidationError as error:
            raise ValidationError(
                _("This line can't be used: %(line)s (%(why)s)"),
                params={"line": found.line.pasted, "why": " ".join(error.messages)},
            ) from error

    def clean(self):
        cleaned = super().clean()
        if READ in self.data and self.found:
            self.show_found()
        if self.instance.pk and self.cleaned_data.get("version") != self.instance.version:
            self.refuse_overtaken()
        return cleaned

    def show_found(self):
        """Nothing is saved: the editor asked first what was found."""
        self.add_error("pasted_references", ValidationError(told(self.found), "read"))

    @property
    def is_only_shown(self) -> bool:
        """Whether nothing is wrong: what was found is looked at before anything is saved.

        Until then a field may be empty that nothing is saved without.
        """
        codes = {error.code for errors in self.errors.as_data().values() for error in errors}
        return "read" in codes and codes <= {"read", "required"}

    def calm(self):
        """Show no error where there is none."""
        self.errors.clear()

    @property
    def told(self) -> str:
        return told(self.found)

    def refuse_overtaken(self):
        """Show the other version beside this one; saving again overwrites it knowingly."""
        self.differences = comparison.of_fields(self) + comparison.of_figures(self)
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = str(self.instance.version)
        raise ValidationError(
            self._who_saved(),
            code="overtaken",
            params={
                "who": self.instance.edited_by or _("Someone"),
                "when": moment(self.instance.edited_at),
            },
        )

    def _who_saved(self):
        if self.editor and self.instance.edited_by == self.editor:
            return _("You saved this elsewhere on %(when)s, after you opened this form.")
        return _("%(who)s saved this on %(when)s, after you opened it.")

    @property
    def found_and_corrected(self) -> list[tuple[Found, CorrectionForm | None]]:
        return [*zip(self.found, self.corrections, strict=True)]

    @property
    def is_overtaken(self) -> bool:
        return self.has_error(NON_FIELD_ERRORS, code="overtaken")

    def append_pasted_references(self):
        """Store what was pasted behind the references that are there, each read with its work."""
        article = self.instance
        last = article.references.order_by("position").last()
        first_free = last.position + 1 if last else 1
        for position, found in enumerate(self.cleaned_data["pasted_references"], first_free):
            reference = Reference.found(found)
            reference.article, reference.position = article, position
            if found.record:
                source = Source.IMPORTED if found.is_imported else Source.READ
                reference.work = Work.objects.keep_once(found.record, source, found.first_read)
            reference.save()


def _too_many(error: intake.TooMany) -> str:
    return format_html(
        gettext(
            "These are {count} references; paste at most {limit} at once. You can also "
            '<a href="{address}">bring them all in as works</a>, in the background, and then cite '
            "them. Your text is still in the box."
        ),
        count=error.count,
        limit=error.limit,
        address=f"{reverse('admin:references_import_add')}?are_lines=on",
    )


def _corrected(found: Found, form: CorrectionForm | None) -> Found:
    if form and form.is_said and form.is_valid():
        return intake.corrected(found, form.record())
    return found
