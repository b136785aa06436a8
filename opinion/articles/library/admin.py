"""The library's pages in the newsroom. Pictures are deleted one by one, and only unused ones."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.forms.widgets import Script
from django.http import HttpResponseRedirect, JsonResponse
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from opinion.articles.figure_form import blank_figure
from opinion.forms import picture_attrs
from opinion.parse_id import parse_id
from opinion.pictures.chosen import name_for_form
from opinion.pictures.models import Picture

from . import listing, uses
from .forms import PictureForm, UploadForm


class PictureAdmin(admin.ModelAdmin):
    form = PictureForm
    fields = [
        *("shown", "alt", "caption", "credit", "licence", "focal_x", "focal_y"),
        *("about_file", "where_used", "same_file"),
    ]
    readonly_fields = ["shown", "about_file", "where_used", "same_file"]
    actions = None
    view_on_site = False

    class Media:
        css = {"all": ["css/library.css"]}
        js = [Script("js/admin/focal_point.js", type="module")]

    def get_urls(self):
        ours = [
            path(
                f"{view.__name__}/",
                self.admin_site.admin_view(view),
                name=f"pictures_picture_{view.__name__}",
            )
            for view in (self.choose, self.dialog)
        ]
        return [*ours, *super().get_urls()]

    def has_delete_permission(self, request, obj=None):
        """What an article uses, or has ever printed, stays."""
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or not uses.of([obj]))

    # --- The list ------------------------------------------------------------------------------

    def changelist_view(self, request, extra_context=None):
        self.refuse_unless_may_view(request)
        page = listing.page(request.GET)
        used = uses.of(page.pictures)
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Pictures"),
            "opts": self.opts,
            "media": self.media,
            "page": page,
            "cards": [(picture, used.get(picture.pk, [])) for picture in page.pictures],
            "asked": request.GET.get("q", ""),
            "show": request.GET.get("show", ""),
            "shown": [
                (value, label, listing.query_of(request.GET, show=value))
                for value, label in listing.SHOWN.items()
            ],
            "has_add_permission": self.has_add_permission(request),
        }
        return TemplateResponse(request, "admin/pictures/picture/change_list.html", context)

    def choose(self, request):
        """A page of the library for the writing page's script."""
        self.refuse_unless_may_view(request)
        if number := parse_id(request.GET.get("id")):
            named = Picture.objects.filter(pk=number)
            return JsonResponse({"pictures": [card(picture) for picture in named]})
        page = listing.page(request.GET)
        cards = [card(picture) for picture in page.pictures]
        return JsonResponse({"pictures": cards, "newer": page.newer, "older": page.older})

    def dialog(self, request):
        """What the writing page's script asks for where the first picture is to be chosen."""
        self.refuse_unless_may_view(request)
        context = {"blank": blank_figure(), "attributes": picture_attrs()}
        return TemplateResponse(request, "admin/pictures/picture/dialog.html", context)

    def refuse_unless_may_view(self, request):
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied

    # --- Uploading -----------------------------------------------------------------------------

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = UploadForm()
        if request.method == "POST":
            form = UploadForm(request.POST, request.FILES)
            form.is_valid()
            kept = form.keep(by=request.user)
            if request.headers.get("Accept") == "application/json":
                return self.answer_script(form, kept)
            self.tell(request, kept)
            if form.is_valid():
                return HttpResponseRedirect(reverse("admin:pictures_picture_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Add pictures"),
            "opts": self.opts,
            "media": self.media,
            "form": form,
        }
        return TemplateResponse(request, "admin/pictures/picture/add.html", context)

    def answer_script(self, form, kept):
        refused = [text for texts in form.errors.values() for text in texts]
        remarks = [remark for _picture, _is_new, remark in kept if remark]
        pictures = [card(picture) | {"isNew": is_new} for picture, is_new, _remark in kept]
        answer = {"pictures": pictures, "refused": refused, "remarks": remarks}
        return JsonResponse(answer, status=200 if kept else 422)

    def tell(self, request, kept):
        new = sum(is_new for _picture, is_new, _remark in kept)
        if new:
            told = ngettext("%(count)d picture added.", "%(count)d pictures added.", new)
            messages.success(request, told % {"count": new})
        for picture, is_new, remark in kept:
            if not is_new:
                told = gettext("Already in the library: %(name)s")
                messages.info(request, told % {"name": picture})
            if remark:
                messages.warning(request, f"{picture}: {remark}")

    # --- One picture ---------------------------------------------------------------------------

    @admin.display(description=_("picture"))
    def shown(self, picture):
        return format_html(
            '<span class="focal-frame" data-focal="id_focal_x id_focal_y">'
            '<img src="{}" width="{}" height="{}" alt="{}"><span class="focal-mark"></span></span>',
            *(picture.file.url, picture.width, picture.height, picture.alt),
        )

    @admin.display(description=_("file"))
    def about_file(self, picture):
        told = {
            "name": picture.file_name or picture.file.name,
            "width": picture.width,
            "height": picture.height,
            "size": filesizeformat(picture.size),
        }
        return _("%(name)s, %(width)d × %(height)d pixels, %(size)s") % told

    @admin.display(description=_("used in"))
    def where_used(self, picture):
        found = uses.of([picture]).get(picture.pk, [])
        lines = ((*_linked(use.article), _standing(use)) for use in found)
        return format_html_join("", '<p><a href="{}">{}</a> ({})</p>', lines) or _("Not used.")

    @admin.display(description=_("same file"))
    def same_file(self, picture):
        others = Picture.objects.filter(digest=picture.digest).exclude(pk=picture.pk)[:20]
        address = "admin:pictures_picture_change"
        lines = ((reverse(address, args=[one.pk]), one) for one in others)
        return format_html_join("", '<p><a href="{}">{}</a></p>', lines) or "–"


def _linked(article) -> tuple[str, str]:
    address = reverse("admin:articles_article_change", args=[article.pk])
    return address, article.headline or gettext("Untitled")


def _standing(use: uses.Use) -> str:
    if use.is_public:
        return gettext("readers see it")
    return gettext("in the draft") if use.in_draft else gettext("in an earlier edition")


def card(picture: Picture) -> dict[str, Any]:
    """What the writing page's script is told of a picture."""
    names = ("alt", "caption", "credit", "focal_x", "focal_y", "width", "height")
    said = {name: getattr(picture, name) for name in names}
    named = {"id": picture.pk, "chosen": name_for_form(picture), "name": str(picture)}
    return said | named | {"url": picture.smallest_url}
