"""The article's form, as far as the desk goes: the words that a step or a note is given.

No draft keeps them: the verbs of the model do.
"""

from django import forms
from django.utils.translation import gettext_lazy as _

from .models.desk import WORDS_LIMIT


class DeskForm(forms.Form):
    desk_words = forms.CharField(
        label=_("Words for colleagues"),
        required=False,
        max_length=WORDS_LIMIT,
        widget=forms.Textarea({"rows": 3, "class": "vLargeTextField", "dir": "auto"}),
    )
    # The last step that its page showed.
    desk_after = forms.IntegerField(required=False, widget=forms.HiddenInput)
