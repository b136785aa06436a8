"""The privacy page is made of what the models say they keep, and they say all of it."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings as configured
from django.db.models import AutoField
from django.utils.html import escape

from comments.models.inventory import Inventory
from comments.privacy import inventory
from comments.readers import device_cookie

pytestmark = pytest.mark.django_db

MODELS = [*apps.get_app_config("comments").get_models()]
SCRIPTS = Path(configured.BASE_DIR) / "static" / "js"


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_field_is_told_or_said_to_be_nobodys(model):
    """Fails when a field is new: say in its model's `inventory` what it tells about a reader."""
    columns = {f.name for f in model._meta.concrete_fields if not isinstance(f, AutoField)}
    told = vars(model)["inventory"]
    assert {*told.fields} | {*told.not_personal} == columns
    assert not {*told.fields} & {*told.not_personal}


def test_a_model_that_keeps_something_is_on_the_page():
    keeping = {model for model in MODELS if model.inventory.fields}
    assert keeping == {*inventory.IN_ORDER}


@pytest.mark.parametrize("model", inventory.IN_ORDER, ids=lambda model: model.__name__)
def test_what_is_kept_is_said_whole(model):
    told = model.inventory
    assert all([told.what, told.seen_by, told.kept, *told.words])
    assert "%" not in f"{told.kept}"


def test_the_page_shows_every_kind_with_its_words(client, publication):
    page = client.get("/privacy/")
    assert page["Cache-Control"].startswith("public")
    assert not page.cookies
    for kind in inventory.kinds():
        for words in (kind.what, kind.seen_by, kind.kept, *kind.words):
            assert escape(str(words)) in page.text
    for piece in inventory.BROWSER:
        assert f"<code>{piece.name}</code>" in page.text


def test_the_days_on_the_page_are_those_in_force(client, publication, settings):
    settings.CONTACT_RETENTION_DAYS, settings.REFUSED_RETENTION_DAYS = 17, 1
    settings.CONFIRMATION_HOURS = 71
    page = client.get("/privacy/").text
    assert "After 17 days we erase them for good." in page
    assert "17 days, then erased for good" in page
    assert "its text and your name are erased after 1 day." in page
    assert "71 hours, or a day if that is longer" in page


def test_the_page_leads_to_what_readers_can_do_themselves(client, publication):
    assert 'href="/reader/"' in client.get("/privacy/").text


def test_a_kind_says_each_thing_once():
    told = Inventory(fields={"a": "one", "b": "two", "c": "one"})
    assert told.words == ["one", "two"]


# --- What a browser keeps

NAMES = {piece.name for piece in inventory.BROWSER}


def scripts_that_keep(of_staff=False) -> str:
    """Scripts that reach a browser's storage, themselves or through browser_storage.js."""
    files = SCRIPTS.rglob("*.js")
    texts = [file.read_text() for file in files if (file.parent.name == "admin") is of_staff]
    return "\n".join(
        t for t in texts if re.search(r"\b(local|session)Storage|browser_storage\.js", t)
    )


def test_everything_that_a_script_keeps_is_declared():
    """Fails when a script keeps something new: declare it in comments/privacy/inventory.py."""
    scripts = scripts_that_keep()
    named = re.findall(r'^const [A-Z]+ = "([\w.-]+)";', scripts, re.M)
    assert {"writer", "opinion.mark-new"} <= {*named}
    assert {name.removesuffix("…") for name in NAMES} >= {*named}
    # Each name is one of those constants, or made of one, or that of the form's draft.
    used = re.findall(r"(?:session|local)Store\.set\(([^,]+),|Storage\.setItem\(([^,]+),", scripts)
    constants = {"WRITER", "SENT", "ENABLED", "SETTING"}
    assert {one or other for one, other in used} <= constants | {"draftKey", "key"}


def test_what_the_browsers_of_staff_keep_is_known():
    """Their panels, and words that never came to us: see docs/writing.md."""
    named = re.findall(r'^const [A-Z]+ = "([\w.:-]+)";', scripts_that_keep(of_staff=True), re.M)
    assert {*named} == {"panels", "unsaved:"}


def test_every_cookie_of_readers_is_declared():
    assert {device_cookie.COOKIE, configured.CSRF_COOKIE_NAME} <= NAMES
    sources = [
        *Path(configured.BASE_DIR).glob("comments/**/*.py"),
        *Path(configured.BASE_DIR).glob("opinion/**/*.py"),
    ]
    setting = {file.name for file in sources if ".set_cookie(" in file.read_text()}
    # The others are of staff: what came of their last decision, and where they have logged in.
    assert setting == {"device_cookie.py", "outcome.py", "devices.py"}
