"""The newsroom's desk for authors and for the staff who log in."""

from typing import cast

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.widgets import Script
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from authors.models import Author, AuthorLink, User
from opinion import images
from opinion.forms import PictureField, RenderedTextForm, tell_remarks
from opinion.merging import MergeableQuerySet
from opinion.pictures.chosen import named
from opinion.widgets import RichText

# Pixels of a portrait's longer side: the largest that a page shows, twice over.
PORTRAIT = 480


class LinkInline(admin.TabularInline):
    model = AuthorLink
    extra = 1


class AuthorForm(RenderedTextForm):
    """An author, whose portrait is a new file or one of the library.

    Of the library's, a copy becomes the portrait: it stays when an article's picture is withdrawn.
    """

    chosen_picture = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Author
        fields = "__all__"
        widgets = {"bio": RichText(small=True), "disclosure": forms.Textarea({"rows": 3})}

    class Media:
        css = {"all": ["css/library.css"]}
        js = [Script("js/admin/portrait.js", type="module")]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "picture" in self.fields:
            self.fields["picture"].widget.attrs |= {
                "data-dialog": reverse("admin:pictures_picture_dialog"),
                "data-library": _("Choose from the library"),
                "data-failed": _("The pictures couldn’t be loaded. You may be logged out."),
            }

    def clean(self):
        cleaned = super().clean()
        chosen = named(self.cleaned_data.get("chosen_picture", ""))
        has_new_file = "picture" in self.changed_data and self.cleaned_data.get("picture")
        if chosen and not has_new_file:
            self.copy_portrait(chosen)
        return cleaned

    def copy_portrait(self, picture):
        try:
            with picture.file.open() as file:
                self.cleaned_data["picture"] = images.clean(file, PORTRAIT)
        except OSError:
            self.add_error("picture", _("The file of this picture is gone. Choose another one."))


class HasAccount(admin.SimpleListFilter):
    title = _("account")
    parameter_name = "account"

    def lookups(self, request, model_admin):
        return [("yes", _("Has an account")), ("no", _("Has none"))]

    def queryset(self, request, queryset):
        has_none = {"yes": False, "no": True}.get(self.value() or "")
        return queryset if has_none is None else queryset.filter(user__isnull=has_none)


@admin.register(Author)
class AuthorAdmin(admin.ModelAdmin):
    form = AuthorForm
    inlines = [LinkInline]
    formfield_overrides = {models.ImageField: {"form_class": PictureField, "max_side": PORTRAIT}}
    fields = [
        "name",
        "slug",
        "role",
        "bio",
        "disclaimer",
        "disclosure",
        "picture",
        "chosen_picture",
        "orcid",
        "sort_name",
        "user",
    ]
    list_display = ["name", "role", "has_account"]
    list_filter = [HasAccount]
    search_fields = ["name", "role"]
    show_full_result_count = False
    actions = None

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        tell_remarks(request, form)

    def get_prepopulated_fields(self, request, obj=None):
        # An address that is out in the world does not follow a new name.
        return {} if obj else {"slug": ["name"]}

    def get_readonly_fields(self, request, obj=None):
        """Whose account it is, only they decide who may see the accounts."""
        return [] if request.user.has_perm("authors.view_user") else ["user"]

    @admin.display(description=_("account"))
    def has_account(self, author):
        return _("Has an account") if author.user_id else ""

    def get_queryset(self, request):
        return cast(MergeableQuerySet, super().get_queryset(request)).canonical()

    def view_on_site(self, author):
        return author.get_absolute_url()


class OwnAddress(forms.ModelForm):
    """A form that refuses the email address of a colleague beside its field."""

    def clean_email(self):
        email = self.cleaned_data["email"]
        others = User.objects.exclude(pk=self.instance.pk)
        if others.filter(email__iexact=email).exists():
            raise ValidationError(_("Someone on the staff already has this email address."))
        return email


class StaffChangeForm(OwnAddress, UserChangeForm):
    pass


class StaffCreationForm(OwnAddress, AdminUserCreationForm):
    # Django has it; its stubs leave it out.
    class Meta(AdminUserCreationForm.Meta):  # type: ignore[name-defined]
        model = User
        fields = ["username", "email"]


@admin.register(User)
class StaffAdmin(UserAdmin):
    form = StaffChangeForm
    add_form = StaffCreationForm
    add_fieldsets = [
        (
            None,
            {
                "classes": ["wide"],
                "fields": [
                    "username",
                    "email",
                    "usable_password",
                    "password1",
                    "password2",
                    "is_staff",
                    "groups",
                ],
            },
        ),
    ]
    list_display = ["username", "email", "first_name", "last_name", "is_active", "last_login"]
    list_filter = ["groups", "is_active", "is_superuser"]
