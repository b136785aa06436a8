"""The article's desk: its list, its form, and who may do what with it.

Another app adds its own part to the form, without this module learning of it, by putting an inline
into the list on its autodiscovery (apps behind `opinion.articles` in INSTALLED_APPS come later):

    article_admin = admin.site.get_model_admin(Article)
    article_admin.inlines = [*article_admin.inlines, ThreadInline]
"""

from collections.abc import Callable
from functools import partial
from typing import cast
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from opinion import preserve_post
from opinion.articles import comparison, document_field, enqueue
from opinion.articles.forms import ACCEPT, ArticleForm
from opinion.articles.formsets import OrderedFormSet
from opinion.articles.history import autosave, merging, presence
from opinion.articles.history import urls as history
from opinion.articles.models import Article, Byline, NothingToPublish, Revision
from opinion.articles.models.article_queries import ArticleQuerySet
from opinion.articles.models.embed import know_embeds
from opinion.articles.sharing.views import card
from opinion.forms import tell_remarks

from . import (
    checking,
    citing,
    desk,
    documents,
    embedding,
    fieldsets,
    pasting,
    problems,
    saved_filters,
    suggesting,
    verbs,
)
from .article_list import ArticleList
from .inlines import BylineInline, DrawnFormSet, ReferenceInline, adding_only
from .lead import LeadShown
from .many import views as many


class ArticleAdmin(ArticleList, LeadShown, admin.ModelAdmin):
    form = ArticleForm
    inlines = [BylineInline, ReferenceInline]
    view_on_site = False

    # --- Who may -----------------------------------------------------------------------------

    def get_queryset(self, request):
        return cast(ArticleQuerySet, super().get_queryset(request)).visible_to(request.user)

    def get_object(self, request, object_id, from_field=None):
        """For a POST the row is locked: of two saves at once the second sees the first."""
        article = super().get_object(request, object_id, from_field)
        if article and request.method == "POST":
            article = Article.objects.select_for_update(of=("self",)).filter(pk=article.pk).first()
            if article and self.has_change_permission(request, article):
                Revision.objects.begin(article)
                request.merge = merging.merge(request, self, article, verbs.VERBS)
        return article

    def has_change_permission(self, request, obj=None):
        """Authors edit a draft until they hand it in; then, and once it is out, editors do."""
        may = super().has_change_permission(request, obj)
        if obj is None or request.user.has_perm("articles.edit_all_articles"):
            return may
        return may and obj.status == Article.Status.DRAFT and not obj.is_at_the_desk

    def has_delete_permission(self, request, obj=None):
        """What readers have seen stays: it is withdrawn, not deleted."""
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or not obj.live_edition_id)

    def may_publish(self, request):
        return request.user.has_perm("articles.publish_article")

    # --- The form ----------------------------------------------------------------------------

    def get_fieldsets(self, request, obj=None):
        may_change = not obj or self.has_change_permission(request, obj)
        return fieldsets.of(obj, may_change, self.may_publish(request))

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = cast(type[ArticleForm], super().get_form(request, obj, change, **kwargs))
        form.editor = request.user
        merge = getattr(request, "merge", None)
        form.conflicts = merge and merge.beside_the_text
        return form

    def get_changeform_initial_data(self, request):
        return {"language": request.publication.language} | super().get_changeform_initial_data(
            request
        )

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Beside a choice stands only “add”: changing a section is not done in passing."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        return adding_only(field) if db_field.name in ("type", "section", "topics") else field

    def get_readonly_fields(self, request, obj=None):
        frozen = ["slug"] if obj and obj.address else []
        return [*frozen, "printed_body", "printed_note"]

    @admin.display(description=_("text"))
    def printed_body(self, article):
        return article.body_html

    @admin.display(description=_("author's note"))
    def printed_note(self, article):
        return article.note_html

    def get_urls(self):
        """With what the form's scripts ask for, and the pages of an article's history."""
        views: list[tuple[str, str, Callable]] = [
            ("works/", "works", citing.works),
            ("authors/", "authors", suggesting.authors),
            ("topics/", "topics", suggesting.topics),
            ("change-many/", "change_many", many.change),
            ("save-filter/", "save_filter", saved_filters.save),
            ("delete-filter/", "delete_filter", saved_filters.delete),
            ("document/", "document", documents.document),
            ("embed/", "embed", embedding.embed),
            ("<id:pk>/card.png", "card", card),
            *history.VIEWS,
            *desk.VIEWS,
        ]
        ours = [
            path(
                address,
                self.admin_site.admin_view(partial(view, model_admin=self)),
                name=f"articles_article_{name}",
            )
            for address, name, view in views
        ]
        return [*ours, *super().get_urls()]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        verb = verbs.pressed(request) if request.method == "POST" else None
        if verb and not verbs.may(verb, self.may_publish(request)):
            raise PermissionDenied(
                gettext("Only editors can publish, schedule or withdraw articles.")
            )
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError:
            if object_id:
                raise
            # A double click: both took the same free address. The second looks again.
            return super().changeform_view(request, object_id, form_url, extra_context)

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        if request.method == "POST":
            gone = gettext("This article no longer exists, or you don't have access to it.")
            return preserve_post.copy_out(
                request, preserve_post.Typed.into(request), gone, status=404
            )
        # Django has it; its stubs leave it out.
        return super()._get_obj_does_not_exist_redirect(  # type: ignore[misc]
            request, opts, object_id
        )

    def get_inline_formsets(self, request, formsets, inline_instances, obj=None, **kwargs):
        found = super().get_inline_formsets(request, formsets, inline_instances, obj, **kwargs)
        for formset in found:
            if formset.formset.max_num == 1:
                # Nor does a page hold an empty form for a script to copy.
                formset.has_add_permission = False
        return [*map(DrawnFormSet.of, found)]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form = context["adminform"].form
        if context["errors"]:
            form.keep_chosen(by=request.user)
            context["errors"] = self.errors_to_show(context["errors"], form)
            context["is_only_shown"] = not context["errors"]
        if obj and not form.is_bound:
            self.show_refusal(request, context, obj)
        if obj and self.has_change_permission(request, obj):
            context |= autosave.on_opening(request, obj, form)
            context |= presence.on_opening(request, obj)
        merge, differences = getattr(request, "merge", None), self.differences(context)
        context |= {
            "may_publish": self.may_publish(request),
            "overtaken": getattr(form, "is_overtaken", False),
            "problems": problems.of(context) if context["errors"] else [],
            # The rail is where the list of models would stand.
            "is_nav_sidebar_enabled": False,
            "differences": differences,
            "public_host": urlsplit(settings.PUBLIC_URL).hostname,
            "merge": merge,
            "choices": merge.asked(differences) if merge else [],
            "to_copy": merge.unasked(differences) if merge else differences,
            "editions": self.editions(obj),
            "desk": desk.panel(request, self, obj, form),
            "checks": checking.beside(request, obj, form, context["inline_admin_formsets"]),
            "held_back": getattr(request, "held_back", None),
            "may_read_editions": request.user.has_perm("articles.view_edition"),
        }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def errors_to_show(self, errors, form):
        """None where the editor only asked what was found: then that is shown, and no error."""
        # Behind those of the form stand those of its rows.
        if not form.is_only_shown or len(errors) > len(form.errors):
            return errors
        form.calm()
        return []

    def differences(self, context):
        """Where a colleague's save differs from what was typed; nothing unless it was overtaken."""
        form = context["adminform"].form
        if not getattr(form, "is_overtaken", False):
            return []
        found = list(form.differences)
        for inline in context["inline_admin_formsets"]:
            rows = inline.formset
            conflicts = form.conflicts
            if isinstance(rows, OrderedFormSet) and (conflicts is None or rows.said in conflicts):
                found += comparison.of_rows(rows)
        return found

    def editions(self, article):
        if not article or not article.live_edition_id:
            return []
        newest_first = article.editions.select_related("published_by").order_by("-number")
        return newest_first.only("number", "published_at", "published_by", "article")

    def show_refusal(self, request, context, article):
        """Put what a verb refused beside its fields, and back what only the verb was told."""
        refused = verbs.take_refusal(request, article)
        if not refused:
            return
        form = context["adminform"].form
        request.held_back = checking.held_back(request, article, refused)
        asked = refused["asked"]
        for name in verbs.MOMENTS & asked.keys():
            asked[name] = parse_datetime(asked[name] or "")
        form.initial.update(asked)
        for name, texts in refused["errors"].items():
            if name in form.fields:
                form.errors[name] = form.error_class(texts)
            elif name == "byline":
                self.show_byline_error(context, texts)
            else:
                messages.error(request, " ".join(texts))

    def show_byline_error(self, context, texts):
        for inline in context["inline_admin_formsets"]:
            if inline.formset.model is Byline:
                inline.formset.non_form_errors().extend(texts)

    # --- Saving ------------------------------------------------------------------------------

    def save_model(self, request, obj, form, change):
        obj.edited(request.user)
        super().save_model(request, obj, form, change)

    def may_store(self, request, formset) -> bool:
        rows = formset.model._meta
        ours = isinstance(formset, OrderedFormSet)
        return not ours or request.user.has_perm(f"{rows.app_label}.change_{rows.model_name}")

    def save_formset(self, request, form, formset, change):
        if self.may_store(request, formset):
            super().save_formset(request, form, formset, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if form.instance.version == 1:
            self.sign(request, form.instance)
        form.save_lead(by=request.user)
        form.save_figures()
        form.save_social()
        tell_remarks(request, form)
        form.append_pasted_references()
        citing.list_cited(request, form.instance)
        if form.found:
            pasting.tell(request, form)
        if form.read_file:
            messages.info(request, document_field.told(form.read_file))
        if ACCEPT in request.POST:
            pasting.tell_of_accepted(request, form.instance)
        form.instance.keep_revision(request.user)
        autosave.forget_saved(request, form.instance)
        enqueue.print_references(form.instance)
        know_embeds(form.instance.body)
        # The answer is written where the form is no longer at hand.
        request.asked = form.cleaned_data

    def sign(self, request, article):
        """An author's new article bears the author's name without being asked."""
        author = getattr(request.user, "author", None)
        if not author or request.user.has_perm("articles.edit_all_articles"):
            return
        if not article.bylines.filter(author=author).exists():
            article.bylines.update(position=models.F("position") + 1)
            Byline.objects.create(article=article, author=author, position=1)

    def construct_change_message(self, request, form, formsets, add=False):
        form.changed_data = [name for name in form.changed_data if name not in verbs.ASKED]
        return super().construct_change_message(request, form, formsets, add)

    def log_change(self, request, obj, message):
        """A verb is told in its own words, without “No fields changed” beside them."""
        if message or not verbs.pressed(request):
            super().log_change(request, obj, message)

    def response_add(self, request, obj, post_url_continue=None):
        if IS_POPUP_VAR in request.POST:
            return super().response_add(request, obj, post_url_continue)
        return self.answer(request, obj)

    def response_change(self, request, obj):
        if IS_POPUP_VAR in request.POST:
            return super().response_change(request, obj)
        return self.answer(request, obj)

    def answer(self, request, article):
        """Do what the button said; the draft is stored whatever the verb answers."""
        self.tell_of_merge(request)
        verb = verbs.pressed(request)
        form_address = reverse("admin:articles_article_change", args=[article.pk])
        if verb:
            self.call(request, article, verb)
            return HttpResponseRedirect(form_address)
        verbs.remember_note(request, article, request.asked)
        if verbs.PREVIEW in request.POST:
            return HttpResponseRedirect(reverse("preview", args=[article.pk]))
        messages.success(request, gettext("Draft saved."))
        return HttpResponseRedirect(form_address)

    def tell_of_merge(self, request):
        merge = getattr(request, "merge", None)
        if merge and merge.told:
            messages.info(request, merge.told)
        if merge and merge.is_held_back:
            said = gettext("Only the draft is saved. Look at what was put together, then go on.")
            messages.warning(request, said)

    def call(self, request, article, verb):
        if checking.is_held_back(request, article, verb):
            return
        try:
            said = verb(article, request.user, request.asked)
        except NothingToPublish as nothing:
            verbs.remember_note(request, article, request.asked)
            messages.info(request, nothing.message)
        except ValidationError as error:
            verbs.remember_refusal(request, article, error, request.asked)
            messages.error(
                request,
                gettext("Your draft was saved, but nothing else was done. See the messages below."),
            )
        else:
            self.log_change(request, article, str(said))
            messages.success(request, said)
