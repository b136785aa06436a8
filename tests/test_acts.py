"""Who did what: one line an act, over the admin and the desk, which nobody can change."""

import csv

import pytest
from django.db import IntegrityError, connection, transaction

from opinion.acts.models import Act
from tests.forms import fields_of
from tests.newsroom import make_article, make_comment, make_topic, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(publication):
    return make_user("chief", is_superuser=True)


@pytest.fixture
def office(client, chief):
    client.force_login(chief)
    return client


def lines() -> list[tuple[str, str, str, str]]:
    acts = Act.objects.order_by("pk")
    return [(act.name, act.page, act.target, act.button) for act in acts]


def test_what_is_done_in_the_admin_and_at_the_desk_stands_in_one_log(office):
    topic, comment = make_topic(), make_comment(make_article())
    change = f"/admin/articles/topic/{topic.pk}/change/"
    fields = fields_of(office.get(change), "topic_form")
    assert office.post(change, fields | {"_continue": "Save"}).status_code == 302
    decide = {"kind": "approve", "chosen": f"{comment.pk}-1"}
    assert office.post("/admin/comments/comment/decide/", decide).status_code == 302
    office.post(f"/admin/comments/comment/{comment.pk}/address/")
    assert lines() == [
        ("chief", "admin:articles_topic_change", str(topic.pk), "_continue"),
        ("chief", "admin:comments_comment_decide", "", "approve"),
        ("chief", "admin:comments_comment_address", str(comment.pk), ""),
    ]


def test_what_was_refused_or_only_looked_at_was_not_done(office, client):
    office.get("/admin/articles/section/")
    assert office.post("/admin/articles/section/add/", {"name": ""}).status_code == 200
    office.logout()
    office.post("/admin/articles/section/add/", {"name": "World"})
    client.force_login(make_user("mo", group="Moderators"))
    assert client.post("/admin/articles/section/add/", {"name": "World"}).status_code == 403
    assert lines() == []


def test_no_word_that_somebody_typed_is_in_it(office):
    fields = {"name": "Night desk", "_<b>typed</b>": "x", "_save words": "y", "_save": "z"}
    office.post("/admin/auth/group/add/", fields | {"kind": "Jane Orpington"})
    assert lines() == [("chief", "admin:auth_group_add", "", "_save")]


@pytest.mark.parametrize("sql", ["UPDATE acts_act SET name = 'x'", "DELETE FROM acts_act"])
def test_the_database_refuses_to_change_or_delete_a_line(chief, sql):
    Act.objects.create(by=chief, name="chief", page="admin:index")
    with (
        pytest.raises(IntegrityError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def test_it_outlives_the_account(office):
    gone = make_user("gone")
    Act.objects.create(by=gone, name="gone", page="admin:authors_author_add")
    gone.delete()
    page = office.get("/admin/acts/act/").content.decode()
    assert "gone" in page
    assert "Author: added" in page


def test_it_is_filtered_and_exported_as_it_is_filtered(office, chief):
    for name, page in (("ann", "admin:articles_article_change"), ("bob", "admin:auth_group_add")):
        Act.objects.create(by=chief, name=name, page=page, target="7")
    exported = office.get("/admin/acts/act/export/?name=ann")
    assert exported["Content-Type"].startswith("text/csv")
    head, *rows = csv.reader(exported.getvalue().decode().splitlines())
    assert head == ["when", "who", "what", "number", "button"]
    assert [row[1:] for row in rows] == [["ann", "Article: changed", "7", ""]]
    made_up = office.get("/admin/acts/act/export/?_changelist_filters=0001-01-01")
    assert made_up["Location"] == "/admin/acts/act/"


def test_only_who_may_see_it_sees_it_and_nobody_changes_it(client, office, chief):
    act = Act.objects.create(by=chief, name="chief", page="admin:index")
    for path in ("add/", f"{act.pk}/delete/"):
        assert office.get(f"/admin/acts/act/{path}").status_code == 403
    client.force_login(make_user("editor", group="Editors"))
    for path in ("", "export/", f"{act.pk}/change/"):
        assert client.get(f"/admin/acts/act/{path}").status_code == 403
