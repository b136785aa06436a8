from django import forms
from django.contrib import admin

from .models import Host


class HostForm(forms.ModelForm):
    class Meta:
        model = Host
        fields = ["name", "kind", "addresses", "frame", "oembed"]
        widgets = {
            "addresses": forms.Textarea({"rows": 4, "class": "vLargeTextField", "dir": "ltr"}),
            "frame": forms.TextInput({"class": "vLargeTextField", "dir": "ltr"}),
            "oembed": forms.TextInput({"class": "vLargeTextField", "dir": "ltr"}),
        }


@admin.register(Host)
class HostAdmin(admin.ModelAdmin):
    form = HostForm
    list_display = ["name", "kind", "addresses"]
    show_full_result_count = False
    actions = None
