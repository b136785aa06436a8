"""The field of the form for a file that becomes the draft, with and without its script."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from . import documents

_LABELS = {
    "tooLarge": _("This file is too large. Save it without its pictures and try again."),
    "reading": _("Reading the file …"),
    "away": _("The file couldn't be read. You may be offline or logged out."),
}


class DocumentField(forms.FileField):
    """Its value is what the file says; what can't be read is refused beside it."""

    def __init__(self):
        super().__init__(
            label=_("Word, OpenDocument or Markdown file"),
            required=False,
            widget=forms.FileInput({"accept": ",".join(documents.KINDS)}),
            help_text=_("It becomes the text. What is in the form already stays."),
        )

    def to_python(self, data):
        upload = super().to_python(data)
        try:
            return documents.read(upload) if upload else None
        except documents.Refused as error:
            raise ValidationError(str(error), code="refused") from error


def for_script() -> dict[str, Any]:
    """What the field's script has to know, in the language of who writes."""
    return {
        "data-address": reverse("admin:articles_article_document"),
        "data-limit": documents.MOST_BYTES,
        "data-labels": json.dumps(_LABELS, default=str, ensure_ascii=False),
    }


def filled_in(data: QueryDict, document: documents.Document) -> QueryDict:
    """What was typed, with what the file says where a field is empty, and behind the text."""
    data = data.copy()
    body, note = document.body, document.note
    for name, said in (("headline", document.headline), ("standfirst", document.standfirst)):
        if data.get(name, "").strip():
            body = f"<p>{escape(said)}</p>{body}" if said else body
        elif said:
            data[name] = said
    if note and data.get("note", "").strip():
        body += note
    elif note:
        data["note"] = note
    for name, said in (("body", body), ("pasted_references", document.references)):
        data[name] = "\n".join(filter(None, [data.get(name, "").strip(), said]))
    return data


def told(document: documents.Document) -> str:
    """For who sent it without the script: what to look at, and what was left out."""
    names = {
        "pictures": gettext("pictures (%s)"),
        "embeds": gettext("videos and other embedded objects (%s)"),
        "remarks": gettext("margin comments (%s)"),
        "deletions": gettext("passages marked as deleted (%s)"),
    }
    left_out = [names[what] % count for what, count in document.left_out.items()]
    said = gettext("The file is in the form now. Please check it.")
    if left_out:
        said = f"{said} {gettext('Left out:')} {'; '.join(left_out)}."
    return " ".join([said, *document.refused])
