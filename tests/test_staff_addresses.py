"""Everybody on the staff can be reached by mail, each at an address of their own."""

import pytest
from django.db import IntegrityError, transaction

from authors.models import User
from tests.forms import fields_of
from tests.newsroom import make_user

pytestmark = pytest.mark.django_db
ADD = "/admin/authors/user/add/"


def refuses():
    return pytest.raises(IntegrityError)


def test_the_database_takes_no_staff_without_an_address():
    with refuses(), transaction.atomic():
        make_user("mute", email="")
    make_user("outside", email="", is_staff=False)
    with refuses(), transaction.atomic():
        User.objects.update(is_staff=True)


def test_no_two_share_an_address_however_it_is_written():
    make_user("ada", email="ada@staff.example.org")
    with refuses(), transaction.atomic():
        make_user("bo", email="Ada@Staff.example.org")
    make_user("one", email="", is_staff=False)
    make_user("two", email="", is_staff=False)


def new_account(admin_client, **typed):
    fields = fields_of(admin_client.get(ADD), "user_form")
    password = {"password1": "a long password", "password2": "a long password"}
    typed = {"username": "bo", "email": "bo@staff.example.org"} | typed
    return admin_client.post(ADD, fields | password | typed | {"is_staff": "on", "_save": "1"})


def test_a_new_account_gets_an_address(admin_client, publication):
    new_account(admin_client)
    assert User.objects.get(username="bo").email == "bo@staff.example.org"


@pytest.mark.parametrize(
    ("email", "complaint"),
    [("", "This field is required."), ("ADMIN@example.com", "already has this email address")],
)
def test_an_account_without_an_address_of_its_own_is_refused_beside_the_field(
    admin_client, publication, email, complaint
):
    response = new_account(admin_client, email=email)
    assert complaint in str(response.context["adminform"].form.errors["email"])
    assert not User.objects.filter(username="bo").exists()


def test_an_address_is_not_taken_away_and_saving_it_again_is_no_double(admin_client, publication):
    user = make_user("bo")
    url = f"/admin/authors/user/{user.pk}/change/"
    fields = fields_of(admin_client.get(url), "user_form")
    assert admin_client.post(url, fields | {"first_name": "Bo"}).status_code == 302
    refused = admin_client.post(url, fields | {"email": ""})
    assert "email" in refused.context["adminform"].form.errors
    user.refresh_from_db()
    assert (user.first_name, user.email) == ("Bo", "bo@staff.example.org")
