from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from opinion import html
from opinion.references.links import State
from opinion.references.models import Link, LinkCheck, LinkQuerySet, Work

# What the newsroom can mend stands first.
STATES = [
    State.GONE,
    State.MOVED,
    State.CHANGED,
    State.ERROR,
    State.REFUSED,
    State.NOT_CHECKED,
    State.REACHABLE,
]


class StateFilter(admin.SimpleListFilter):
    """Each state with how many links are in it."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        links = model_admin.get_queryset(request).order_by()
        counts = dict(links.values_list("state").annotate(Count("pk")))
        return [(state, f"{state.label} ({counts.get(state, 0)})") for state in STATES]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(state=self.value()) if self.value() else queryset


class LinkList(ChangeList):
    """A page of links, each with how many works lead to it. One query for all of them."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        works = Work.objects.filter(url__in={link.address for link in self.result_list})
        counts = dict(works.order_by().values_list("url").annotate(Count("pk")))
        for link in self.result_list:
            link.works = counts.get(link.address, 0)


class ReadOnly:
    """What the background finds out is read here and never typed."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class LinkCheckInline(ReadOnly, admin.TabularInline):
    model = LinkCheck
    readonly_fields = ("checked_at", "state", "reason", "code", "final_address")
    fields = readonly_fields
    verbose_name_plural = _("latest checks")


class LinkAdmin(ReadOnly, admin.ModelAdmin):
    """How the addresses of references fare."""

    list_display = ["address", "state", "found", "since", "checked_at", "work_count"]
    list_filter = [StateFilter]
    search_fields = ["address"]
    search_help_text = _("Part of the address")
    readonly_fields = (
        "visit",
        "state",
        "found",
        "since",
        "known_at",
        "checked_at",
        "due_at",
        "final_address",
        "moved_to",
        "misses",
        "first_missed_at",
        "archived_address",
    )
    fields = readonly_fields
    inlines = [LinkCheckInline]
    actions = ["check_again", "accept"]
    view_on_site = False

    @admin.display(description=_("address"))
    def visit(self, link: Link) -> str:
        """To look for oneself; what was stored came through the door for addresses."""
        url = html.safe_url(link.address)
        if not url:
            return link.address
        return format_html('<a href="{}" rel="noreferrer">{}</a>', url, link.address)

    @admin.display(description=_("result"))
    def found(self, link: Link) -> str:
        """Why there was no answer, or the answer's code and where it leads now."""
        if link.reason:
            return str(link.get_reason_display())
        return " ".join(str(word) for word in (link.code, link.moved_to) if word) or "–"

    @admin.display(description=_("works"))
    def work_count(self, link: Any) -> int:
        return link.works

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return LinkList

    @admin.action(description=_("Check again"), permissions=["view"])
    def check_again(self, request: HttpRequest, links: LinkQuerySet) -> None:
        count = links.ask_again()
        self.message_user(
            request,
            ngettext(
                "%(count)d link will be checked within minutes.",
                "%(count)d links will be checked, one per host every few minutes.",
                count,
            )
            % {"count": count},
        )
        if not settings.CHECK_LINKS:
            self.message_user(
                request,
                _("Link checking is switched off (CHECK_LINKS)."),
                messages.WARNING,
            )

    @admin.action(description=_("Accept the current content"), permissions=["view"])
    def accept(self, request: HttpRequest, links: LinkQuerySet) -> None:
        """Somebody has looked at pages whose content changed, and they still serve."""
        for link in links:
            link.accept()
        self.message_user(request, _("The next check accepts the content it finds."))
