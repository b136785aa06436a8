"""Moving in and out, for editors: each page says what is found, done or to be decided."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from authors.models import Author

from . import departures, steps, undo
from .errors import NotAnExport
from .models import AwaitedPicture, MoveIn, MoveOut
from .tables import ABOUT, HEADINGS, NOTHING, REFERENCES, SECTION, TOPIC, TYPE, Tables

Stage = MoveIn.Stage
ROWS_SHOWN = 400
BECOMES = [(SECTION, _("Section")), (TOPIC, _("Topic")), (NOTHING, _("Nothing"))]

# What each kind of proposal is called, and what it would become.
PROPOSALS = {
    TYPE: (_("Endings of headlines"), _("Headline and type")),
    REFERENCES: (_("Lists of references"), _("References")),
    ABOUT: (_("About the author"), _("Author's note")),
    HEADINGS: (_("Bold lines"), _("Headings")),
}


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    widget = ManyFiles

    def clean(self, data, initial=None):
        files = data if isinstance(data, (list, tuple)) else [data]
        return [super(ManyFilesField, self).clean(file, initial) for file in files]


class ExportForm(forms.Form):
    exports = ManyFilesField(
        label=_("Export files"),
        help_text=_(
            "All files of one export: WordPress (XML, also gzipped or in a zip), Ghost (JSON), "
            "Disqus (XML), Substack or Medium (zip), Isso or Remark42."
        ),
    )
    uploads = forms.FileField(
        label=_("Pictures"),
        required=False,
        help_text=_("A zip of the old folder wp-content/uploads, if you have it."),
    )
    site = forms.URLField(
        label=_("Address of the old site"),
        required=False,
        max_length=300,
        assume_scheme="https",
        help_text=_("Ghost, Substack and Isso don't tell it: https://old.example."),
    )

    def begin(self, by) -> MoveIn:
        said = self.cleaned_data
        return steps.begin(said["exports"], said["uploads"], said["site"], by)


class UndoForm(forms.Form):
    why = forms.CharField(label=_("Reason, for the log"), max_length=500)


@admin.register(MoveIn)
class MoveInAdmin(admin.ModelAdmin):
    list_display = ["platform", "source_base", "begun_at", "begun_by", "stage"]
    list_select_related = ["begun_by"]

    def has_add_permission(self, request):
        return request.user.has_perm("moving.move")

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        def posted(view):
            return self.admin_site.admin_view(require_POST(self._may_move(view)))

        return [
            path("<id:pk>/tables/", posted(self.tables_view), name="moving_movein_tables"),
            path("<id:pk>/do/<slug:step>/", posted(self.step_view), name="moving_movein_do"),
            path("<id:pk>/undo/", posted(self.undo_view), name="moving_movein_undo"),
            path(
                "out/",
                self.admin_site.admin_view(self._may_move(self.out_view)),
                name="moving_movein_out",
            ),
            path(
                "out/<id:pk>/",
                self.admin_site.admin_view(require_GET(self._may_move(self.file_view))),
                name="moving_movein_file",
            ),
            *super().get_urls(),
        ]

    def _may_move(self, view):
        def allowed(request, *args, **kwargs):
            if not request.user.has_perm("moving.move"):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return allowed

    # --- Moving in --------------------------------------------------------------------------

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = ExportForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            try:
                return redirect("admin:moving_movein_change", form.begin(request.user).pk)
            except NotAnExport as error:
                form.add_error("exports", str(error))
        return self._page(request, "begin", form=form, title=gettext("Move in"))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        move_in = self.get_object(request, object_id)
        if not self.has_view_permission(request, move_in):
            raise PermissionDenied
        if move_in is None:
            messages.warning(request, gettext("This moving in is not there any more."))
            return redirect("admin:moving_movein_changelist")
        waiting = AwaitedPicture.objects.filter(move_in=move_in).exclude(state="had")
        return self._page(
            request,
            "move_in",
            move_in=move_in,
            percent=round(move_in.progress * 100),
            tables=_shown(move_in),
            becomes=BECOMES,
            pictures=waiting.count(),
            undo_form=UndoForm(),
            may_move=request.user.has_perm("moving.move"),
            title=str(move_in),
        )

    def tables_view(self, request, pk):
        move_in = get_object_or_404(MoveIn, pk=pk)
        if move_in.stage in (Stage.FOUND, Stage.TRIED, Stage.FAILED) and move_in.folder:
            tables = _read(request.POST, move_in)
            steps.ask(move_in, "try_out", Stage.TRYING, tables=tables.as_json())
        return redirect("admin:moving_movein_change", pk)

    def step_view(self, request, pk, step):
        move_in = get_object_or_404(MoveIn, pk=pk)
        if step == "stop" and move_in.is_at_work:
            MoveIn.objects.filter(pk=pk).update(is_to_stop=True)
        elif step == "move" and move_in.stage == Stage.TRIED and move_in.folder:
            steps.ask(move_in, "move", Stage.MOVING)
        elif step == "fetch" and move_in.stage == Stage.MOVED:
            steps.ask(move_in, "fetch", Stage.FETCHING)
        return redirect("admin:moving_movein_change", pk)

    def undo_view(self, request, pk):
        move_in = get_object_or_404(MoveIn, pk=pk)
        form = UndoForm(request.POST)
        if not form.is_valid() or move_in.is_at_work or move_in.undone_at:
            messages.error(request, gettext("Say why, once nothing is at work any more."))
        else:
            done = undo.undo(move_in, request.user, form.cleaned_data["why"])
            steps.forget_files(move_in)
            messages.success(
                request,
                gettext("%(articles)d articles and %(comments)d comments deleted.")
                % {"articles": done.deleted["articles"], "comments": done.deleted["comments"]},
            )
            for why, count in done.kept.items():
                messages.warning(request, f"{gettext('Kept')}: {why}: {count}")
        return redirect("admin:moving_movein_change", pk)

    # --- Moving out -------------------------------------------------------------------------

    def out_view(self, request):
        if request.method == "POST" and (kind := request.POST.get("kind")) in MoveOut.Kind:
            departures.ask(kind, request.user)
            return redirect("admin:moving_movein_out")
        # The latest of each kind.
        latest = MoveOut.objects.order_by("kind", "-pk").distinct("kind")
        files = [_file(one) for one in latest.select_related("begun_by")]
        is_at_work = any(one["move_out"].is_at_work for one in files)
        return self._page(
            request, "move_out", title=gettext("Move out"), files=files, is_at_work=is_at_work
        )

    def file_view(self, request, pk):
        move_out = get_object_or_404(MoveOut, pk=pk)
        path = departures.path_of(move_out)
        if not path:
            raise Http404
        return FileResponse(
            path.open("rb"), as_attachment=True, filename=departures.name_of(move_out)
        )

    def _page(self, request, template, **said):
        context = {**self.admin_site.each_context(request), "opts": self.opts, **said}
        return render(request, f"admin/moving/{template}.html", context)


def _file(move_out: MoveOut) -> dict:
    path = departures.path_of(move_out)
    return {
        "move_out": move_out,
        "percent": int(departures.progress_of(move_out) * 100),
        "path": path,
        "size": path.stat().st_size if path else 0,
    }


def _shown(move_in: MoveIn) -> dict:
    """The rows of the tables that a page shows, each person with whom they may be."""
    said = move_in.tables
    if not said or move_in.stage not in (Stage.FOUND, Stage.TRIED, Stage.FAILED):
        return {}
    people = said["people"][:ROWS_SHOWN]
    ids = [one["author"] for one in people if one["author"]]
    authors = Author.objects.canonical().in_bulk(ids)
    return {
        "people": [one | {"known": authors.get(one["author"])} for one in people],
        "terms": said["terms"][:ROWS_SHOWN],
        "types": list(said["types"].items()),
        "takes_tails": said["takes_tails"],
        "takes_headings": said["takes_headings"],
        "closes_threads": said["closes_threads"],
        "proposals": _proposals(move_in),
        "more": max(map(len, (said["people"], said["terms"], _proposed(move_in)))) > ROWS_SHOWN,
    }


def _proposed(move_in: MoveIn) -> list[dict[str, str]]:
    return move_in.report.get("proposals", [])


def _proposals(move_in: MoveIn) -> list[dict]:
    """Those that a page shows, kind by kind; each row's number is what its box is named by."""
    tables = Tables.from_json(move_in.tables)
    rows = [
        one | {"number": number, "is_accepted": (one["kind"], one["key"]) not in tables.declined}
        for number, one in enumerate(_proposed(move_in)[:ROWS_SHOWN])
    ]
    kinds = [
        {"label": label, "becomes": becomes, "rows": [row for row in rows if row["kind"] == kind]}
        for kind, (label, becomes) in PROPOSALS.items()
    ]
    return [kind for kind in kinds if kind["rows"]]


def _read(posted, move_in: MoveIn) -> Tables:
    """The tables as an editor left them; what a page did not show stays as it was proposed."""
    tables = Tables.from_json(move_in.tables)
    for number, one in enumerate(move_in.tables["people"][:ROWS_SHOWN]):
        name = posted.get(f"person-{number}", "").strip().replace("\0", "")[:120]
        tables.people[one["key"]] = name or one["name"]
        if one["author"] and not posted.get(f"same-{number}"):
            tables.authors[one["key"]] = None
    for number, one in enumerate(move_in.tables["terms"][:ROWS_SHOWN]):
        becomes = posted.get(f"term-{number}", "")
        if becomes in (SECTION, TOPIC, NOTHING):
            tables.terms[one["kind"], one["key"]] = becomes
    for number, (suffix, _label) in enumerate(move_in.tables["types"].items()):
        label = posted.get(f"type-{number}", "").strip().replace("\0", "")[:40]
        if label:
            tables.types[suffix] = label
        else:
            tables.types.pop(suffix, None)
    tables.takes_tails = bool(posted.get("takes_tails"))
    tables.takes_headings = bool(posted.get("takes_headings"))
    for number, one in enumerate(_proposed(move_in)[:ROWS_SHOWN]):
        place = (one["kind"], one["key"])
        if posted.get(f"accept-{number}"):
            tables.declined.discard(place)
        else:
            tables.declined.add(place)
    tables.closes_threads = bool(posted.get("closes_threads"))
    return tables
