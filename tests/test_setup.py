"""`manage.py setup`: an outlet's first steps."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from authors.models import User
from opinion.articles.models import Publication
from tests.newsroom import make_user

pytestmark = pytest.mark.django_db
GIVEN = {
    "name": "The Signal Box",
    "language": "en",
    "time_zone": "Europe/Berlin",
    "contact_email": "letters@signalbox.example",
    "username": "ada",
    "email": "ada@signalbox.example",
}


def set_up(no_input=True, **given) -> str:
    said = StringIO()
    call_command("setup", no_input=no_input, stdout=said, stderr=said, **given)
    return said.getvalue()


def test_the_first_administrator_chooses_a_password_by_a_link_in_a_mail(mailoutbox):
    said = set_up(**GIVEN)
    publication, ada = Publication.objects.get(), User.objects.get()
    assert (publication.name, publication.time_zone) == ("The Signal Box", "Europe/Berlin")
    assert ada.is_superuser and not ada.has_usable_password()
    (letter,) = mailoutbox
    assert letter.to == [ada.email]
    link = next(line for line in said.splitlines() if "/password/" in line)
    assert link in letter.body
    client = Client()
    form = client.get("/" + link.split("/", 3)[3], follow=True)
    words = "a password of her own"
    client.post(form.request["PATH_INFO"], {"new_password1": words, "new_password2": words})
    fields = {"username": "ada", "password": words, "next": "/admin/"}
    assert client.post("/admin/login/", fields)["Location"] == "/admin/"


def test_what_is_not_given_is_asked_and_asked_again_where_it_is_no_answer(monkeypatch, mailoutbox):
    answers = iter(["xx", "en", "Nowhere/Town", "Europe/Berlin"])
    monkeypatch.setattr("builtins.input", lambda _question: next(answers))
    given = {name: word for name, word in GIVEN.items() if name not in ("language", "time_zone")}
    said = set_up(no_input=False, **given)
    assert "xx" in said
    assert Publication.objects.get().time_zone == "Europe/Berlin"


@pytest.mark.parametrize(
    ("name", "word", "why"),
    [
        ("email", "ada", "valid email address"),
        ("username", "a b", "valid username"),
        ("language", "tlh", "not a valid choice"),
        ("name", None, "is missing"),
    ],
)
def test_without_questions_what_is_wrong_ends_it_and_nothing_is_made(name, word, why):
    with pytest.raises(CommandError, match=why):
        set_up(**GIVEN | {name: word})
    assert not User.objects.exists()
    assert not Publication.objects.exists()


def test_where_there_is_an_administrator_nothing_is_set_up_again():
    make_user("chief", is_superuser=True)
    with pytest.raises(CommandError, match="an administrator already"):
        set_up(**GIVEN)


def test_without_a_mail_server_the_link_is_told_all_the_same(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    said = set_up(**GIVEN)
    assert "did not take the invitation" in said
    assert "/password/" in said
