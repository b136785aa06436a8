"""The pages of an act for many: what to do, what comes of it, and then it is done."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from opinion.articles.models.saved_filter import asked_for
from opinion.parse_id import parse_id

from .acts import ACTS, Act
from .plan import MOST, Plan, carry_out, chosen


class ActForm(forms.Form):
    """The one thing that an act needs to know, and whether readers see it at once."""

    publishes = forms.BooleanField(
        label=gettext_lazy("Publish the published ones again, so that readers see it at once"),
        help_text=gettext_lazy(
            "Only where nothing else in the draft waits to be published. Otherwise readers see it "
            "with the next edition."
        ),
        required=False,
    )

    def __init__(self, act: Act, may_publish: bool, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["value"] = act.field()
        self.order_fields(["value", "publishes"])
        if not (act.change and may_publish):
            del self.fields["publishes"]

    @property
    def names_at(self):
        return getattr(self.fields["value"], "suggested_at", "")


def offered(request, model_admin) -> dict[str, Act]:
    """The acts that this person may do at all."""
    if not model_admin.has_change_permission(request):
        return {}
    return {name: act for name, act in ACTS.items() if request.user.has_perm(act.permission)}


def begin(model_admin, request, act: Act, queryset):
    """The first page, for what was ticked in the list; None where it was too much."""
    numbers = [*queryset.order_by().values_list("pk", flat=True)[: MOST + 1]]
    if len(numbers) > MOST:
        messages.error(request, _too_many())
        return None
    return _page(model_admin, request, act, numbers, _form(request, model_admin, act))


def _too_many() -> str:
    return _("Choose at most %(most)d articles at once.") % {"most": MOST}


@require_POST
def change(request, model_admin):
    """The pages behind the first: what would change and what not, and then it is done."""
    act = offered(request, model_admin).get(request.POST.get("action", ""))
    if not model_admin.has_change_permission(request):
        raise PermissionDenied
    numbers = [*filter(None, map(parse_id, request.POST.getlist("article")[: MOST + 1]))]
    if act is None or not numbers or len(numbers) > MOST:
        said = _too_many() if len(numbers) > MOST else _("Choose some articles and an action.")
        messages.error(request, said)
        return _back(request)
    form = _form(request, model_admin, act, request.POST)
    if not form.is_valid():
        return _page(model_admin, request, act, numbers, form)
    articles, value = chosen(model_admin, request, numbers), form.cleaned_data["value"]
    plan = Plan.of(model_admin, request, act, value, articles)
    if "_change" not in request.POST:
        return _page(model_admin, request, act, numbers, form, plan)
    publishes = form.cleaned_data.get("publishes", False)
    _tell(request, carry_out(model_admin, request, plan, publishes))
    return _back(request)


def _form(request, model_admin, act, data=None) -> ActForm:
    return ActForm(act, model_admin.may_publish(request), data)


def _back(request):
    """The list as it was asked for. What is no query leads nowhere else."""
    address = redirect("admin:articles_article_changelist").url
    query = asked_for(QueryDict(request.POST.get("list", "")[:2_000]))
    return redirect(f"{address}?{query}" if query else address)


def _page(model_admin, request, act, numbers, form, plan=None):
    articles = plan.chosen if plan else chosen(model_admin, request, numbers)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": str(act.label).rstrip(" …"),
        "opts": model_admin.opts,
        "media": model_admin.media,
        "act": act,
        "form": form,
        "plan": plan,
        "articles": articles,
        "publishes": plan is not None and form.cleaned_data.get("publishes", False),
        "list": request.POST.get("list") or asked_for(request.GET),
    }
    return TemplateResponse(request, "admin/articles/article/many.html", context)


def _tell(request, done: Plan):
    if changed := len(done.changed):
        said = ngettext("%(count)d article changed.", "%(count)d articles changed.", changed)
        messages.success(request, f"{said % {'count': changed}} {done.act.says(done.value)}")
    if published := len(done.published):
        said = ngettext(
            "%(count)d of them was published again.",
            "%(count)d of them were published again.",
            published,
        )
        messages.success(request, said % {"count": published})
    if waiting := len(done.waiting):
        said = ngettext(
            "%(count)d of them is published: readers see the change with its next edition.",
            "%(count)d of them are published: readers see the change with their next edition.",
            waiting,
        )
        messages.info(request, said % {"count": waiting})
    if kept := len(done.kept):
        said = ngettext(
            "%(count)d article stayed as it was.", "%(count)d articles stayed as they were.", kept
        )
        messages.warning(request, said % {"count": kept})
