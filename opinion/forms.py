"""Parts of forms that several desks share."""

import json
import re

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.utils.html import escape

from opinion import html, images, typed_notes
from opinion.fields import RenderedField

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


def paragraphs(typed: str) -> str:
    """`typed` as HTML: blocks of plain text between blank lines become paragraphs.

    For those who write without JavaScript. A block that holds a tag is somebody's HTML and stays.
    """
    if not typed.strip():
        return ""
    blocks = re.split(r"\n\s*\n", typed.replace("\r\n", "\n").strip())
    if len(blocks) == 1 and _TAG.search(typed):
        return typed
    return "\n".join(block if _TAG.search(block) else paragraph(block) for block in blocks)


def text(typed: str) -> str:
    """The text of an article as somebody typed it, as HTML: paragraphs, and notes."""
    return typed_notes.read(typed, paragraphs)


def paragraph(block: str) -> str:
    return f"<p>{'<br>'.join(escape(line.strip()) for line in block.splitlines())}</p>"


# How what was typed becomes HTML, by the policy that it is read by.
_TYPED = {"article": text, "note": paragraphs}


def picture_attrs() -> dict:
    """What a field for pictures tells browsers, and the script that makes them smaller there."""
    told = {
        "limit": settings.PICTURE_MAX_BYTES,
        "tooLarge": images.too_large(),
        "heic": str(images.TOLD_OF_HEIC),
    }
    accepted = ",".join(f"image/{name.lower()}" for name in images.FORMATS)
    return {"accept": accepted, "data-shrink": json.dumps(told, ensure_ascii=False)}


class PictureField(forms.FileField):
    """An upload that becomes a fresh, small picture; what is no picture is refused beside it."""

    def __init__(self, *args, max_side: int = images.MAX_SIDE, **kwargs):
        self.max_side = max_side
        super().__init__(*args, **kwargs)

    def to_python(self, data):
        upload = super().to_python(data)
        return images.clean(upload, self.max_side) if upload else upload

    def widget_attrs(self, widget):
        return super().widget_attrs(widget) | picture_attrs()


def tell_remarks(request, form) -> None:
    """Say what was lost of the pictures that `form` has taken: that one moved, for example."""
    for value in form.cleaned_data.values():
        if remark := getattr(value, "remark", ""):
            messages.warning(request, remark)


class RenderedTextForm(forms.ModelForm):
    """A form whose rich texts are read by their policy of `opinion.html` before they are stored."""

    def clean(self):
        cleaned = super().clean()
        for field in self._meta.model._meta.local_concrete_fields:
            if isinstance(field, RenderedField) and field.source in self.cleaned_data:
                self.read(field)
        return cleaned

    def read(self, field):
        source = self.cleaned_data[field.source]
        if field.policy in _TYPED:
            source = self.cleaned_data[field.source] = _TYPED[field.policy](source)
        try:
            getattr(html, field.policy)(source)
        except ValueError as error:
            self.add_error(field.source, ValidationError(str(error), code="unreadable"))
