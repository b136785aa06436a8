"""What is put into a template's holes is what Django would have drawn there."""

import pytest
from django.template.loader import render_to_string
from django.test import override_settings
from django.utils import translation
from django.utils.html import format_html

from opinion.stencils import Stencil, address_with_hole, hole

TEMPLATES = {
    "greeting": '<p class="{{ name }}">100%{% if loud %}!{% endif %} {{ name }} {{ text }}</p>',
    "link": '<a href="{{ address }}">%(name)s</a>',
    "month": "{% load i18n %}{% translate 'March' %}",
}
LOCMEM = [("django.template.loaders.locmem.Loader", TEMPLATES)]
ENGINE = {
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "OPTIONS": {"loaders": LOCMEM},
}


@pytest.fixture(autouse=True)
def templates():
    with override_settings(TEMPLATES=[ENGINE]):
        yield


def greeting(loud):
    return {"loud": loud, "name": hole("name"), "text": hole("text")}


@pytest.mark.parametrize("loud", [True, False])
@pytest.mark.parametrize(
    "name",
    ["Ana", "<script>alert(1)</script>", 'O\'Brien & "Sons"', "%s %(text)s %", "\ue000text\ue001"],
)
def test_values_are_escaped_and_never_read_as_holes(name, loud):
    values = {"name": name, "text": format_html("<b>{}</b>", name)}
    filled = Stencil("greeting", greeting).fill(loud, values)
    assert filled == render_to_string("greeting", values | {"loud": loud})


def test_an_address_has_its_number_put_in():
    stencil = Stencil("link", lambda shape: {"address": address_with_hole("comment", "pk")})
    assert stencil.fill(None, {"pk": 12}) == '<a href="/comment/12/">%(name)s</a>'


def test_each_shape_is_drawn_once():
    drawn = []

    def context(loud):
        drawn.append(loud)
        return greeting(loud)

    stencil = Stencil("greeting", context)
    for loud in (True, False, True, False):
        stencil.fill(loud, {"name": "Ana", "text": ""})
    assert drawn == [True, False]


def test_each_language_is_drawn_for_itself():
    stencil = Stencil("month", lambda shape: {})
    said = []
    for language in ("en", "de", "en"):
        with translation.override(language):
            said.append(stencil.fill(None, {}))
    assert said == ["March", "März", "March"]
