"""A page with two rich text editors and nothing else, and the hands to work them."""

import re
from pathlib import Path

import pytest
from django import forms
from django.http import HttpResponse
from django.template import engines
from django.urls import path

from opinion import urls
from opinion.widgets import RichText

SAMPLES = Path(__file__).parent / "paste"
LEFT_OUT = "Left out when pasting: "
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Desk</title><link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
{{ form.media }}</head><body><main><h1>Desk</h1>
<form method="post" action="/desk/">{% csrf_token %}{{ form }}
<button>Save</button> <button type="reset">Start again</button></form>
<output id="posted">{{ posted }}</output></main></body></html>"""


class DeskForm(forms.Form):
    headline = forms.CharField(error_messages={"required": "An article needs a headline."})
    body = forms.CharField(widget=RichText(), help_text="As readers will see it.")
    note = forms.CharField(widget=RichText(small=True), required=False)


def desk(request):
    form = DeskForm(request.POST or None, initial={"body": request.GET.get("body", "")})
    posted = form.cleaned_data["body"] if request.POST and form.is_valid() else ""
    page = engines["django"].from_string(PAGE).render({"form": form, "posted": posted}, request)
    return HttpResponse(page, headers={"Cache-Control": "no-store"})


urlpatterns = [path("desk/", desk), *urls.urlpatterns]


@pytest.fixture
def page(reuse_page):
    return reuse_page()


@pytest.fixture
def body(page):
    """The text of the large editor, focused, on a fresh page."""
    return open_desk(page)


def open_desk(page, query=""):
    page.goto(f"/desk/{query}")
    text = text_of(page, "Body")
    text.click()
    return text


def text_of(page, name):
    """The editor of this label: not the textarea that stands there until the script has run."""
    return page.locator("[contenteditable]").and_(page.get_by_role("textbox", name=name))


def written(page, field="body"):
    return page.locator(f"#id_{field}").input_value()


def plain_keys(text):
    """The keys of notes are made anew at each paste: here k1, k2 …"""
    keys = {}
    return re.sub(
        r'(?<=data-note=")[^"]+', lambda key: keys.setdefault(key[0], f"k{len(keys) + 1}"), text
    )


def tool(page, name, editor="body"):
    toolbar = page.locator(f".richtext:has(#id_{editor}_text)").get_by_role("toolbar")
    return toolbar.get_by_role("button", name=name, exact=True)


def address_field(page):
    return page.get_by_role("textbox", name="Link address")


def paste(text, **data):
    """A paste event as the browser sends it; `html` and `plain` are the clipboard's two forms."""
    types = {"html": "text/html", "plain": "text/plain"}
    text.evaluate(
        """(element, data) => {
            const clipboardData = new DataTransfer();
            for (const [type, value] of Object.entries(data)) clipboardData.setData(type, value);
            const options = { clipboardData, bubbles: true, cancelable: true };
            element.dispatchEvent(new ClipboardEvent("paste", options));
        }""",
        {types[name]: value for name, value in data.items()},
    )


def note_under(page):
    return page.locator(".richtext-full .richtext-note")
