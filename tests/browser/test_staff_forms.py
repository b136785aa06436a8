"""Every form of the newsroom in a real browser: within its screen, whatever is opened in it."""

from contextlib import suppress

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.browser.looks import WIDER
from tests.browser.made_of import elements
from tests.newsroom import make_user
from tests.town import build_town

# Django's own layout changes at 1024 and 767 pixels.
OURS = ("authors.", "opinion.", "comments.")
WIDTHS = (1440, 1280, 1100, 1024, 390)
OPEN_ALL = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"


@pytest.fixture
def chief(transactional_db):
    build_town()
    return make_user("chief", is_superuser=True)


def forms(user):
    """Addresses of each model's forms: rows in whatever states make another form of it."""
    client = Client()
    client.force_login(user)
    ours = [model for model in admin.site._registry if model.__module__.startswith(OURS)]
    for model in ours:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
        # Some of the desk's models have pages of their own in place of a form.
        with suppress(NoReverseMatch):
            seen = set()
            for row in model._default_manager.all()[:4]:
                address = reverse(name, args=[row.pk])
                made_of = elements(client.get(address, follow=True).content.decode())
                if not made_of <= seen:
                    yield address
                seen |= made_of


def test_no_form_is_wider_than_the_screen_even_with_all_its_parts_open(chief, staff_page):
    page = staff_page(chief)
    addresses = [*forms(chief)]
    assert len(addresses) > 20
    for address in addresses:
        page.goto(address)
        page.evaluate(OPEN_ALL)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate(WIDER) <= 0, (address, width)
