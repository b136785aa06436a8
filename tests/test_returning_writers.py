"""Writers come back to their comments: asked by a tick, from their own page, with a new version."""

import pytest
from django.test import Client

from comments.models import Comment, Confirmation, Notice, Receipt, Subscription
from comments.readers import device_cookie
from comments.security import signing
from comments.security.signing import Purpose
from tests.answers import send
from tests.followers import make_reader, work
from tests.newsroom import make_comment, make_published_comment
from tests.receipts import OURS, address_of, confirm, read

pytestmark = pytest.mark.django_db


# --- The tick on the form


def test_the_tick_on_the_form_asks_the_address_first(article, moderator, mail_server):
    response = send(tell="on")
    assert response.headers["Location"].endswith("/?told=asked")
    assert Confirmation.objects.get().wishes == [["decision", "at_once"]]
    Confirmation.objects.get().confirm()
    Comment.objects.get().approve(by=moderator)
    work()
    assert [mail["Subject"].split(":")[0] for mail in mail_server.taken] == ["Published"]


def test_without_the_tick_nobody_is_asked_or_mailed(article):
    assert "told" not in send().headers["Location"]
    assert not Confirmation.objects.exists()


def test_in_a_browser_that_we_know_the_tick_is_enough(article):
    reader = make_reader()
    client = Client()
    client.cookies[device_cookie.COOKIE] = signing.sign(
        Purpose.DEVICE, [reader.pk, reader.device_key]
    )
    assert send(client=client, tell="on").headers["Location"].endswith("/?told=saved")
    assert Subscription.objects.get().comment == Comment.objects.get()
    assert not Confirmation.objects.exists()


def test_sent_twice_it_is_asked_once(article):
    send(tell="on")
    send(tell="on")
    assert Confirmation.objects.count() == 1


# --- The page of all that is theirs


@pytest.fixture
def press(article):
    def pressed(comment, door, owner=None):
        owner = owner or confirm(comment)
        seal = signing.sign(Purpose.READER, [owner.pk, owner.device_key])
        typed = {"open": door, "comment": comment.pk}
        return Client().post(f"/reader/{seal}/", typed, headers=OURS)

    return pressed


def test_from_their_page_each_comment_is_changed_withdrawn_and_erased(article, press):
    comment = make_comment(article)
    doors = ("receipt", "receipt_edit", "receipt_withdraw", "receipt_erase")
    for door, heading in zip(
        doors, ("Thank you", "Edit your comment", "Withdraw", "Erase"), strict=True
    ):
        answer = press(comment, door)
        assert answer.status_code == 303
        assert heading in read(answer.headers["Location"])


def test_the_page_offers_what_can_be_done_with_each(article, client):
    comment = make_published_comment(article)
    comment.withdraw()
    owner = confirm(comment)
    seal = signing.sign(Purpose.READER, [owner.pk, owner.device_key])
    page = client.get(f"/reader/{seal}/").text
    assert 'value="receipt_erase"' in page
    assert 'value="receipt_withdraw"' not in page
    assert not Receipt.objects.filter(comment=comment).exists()


def test_nobody_opens_anothers_comment_or_another_door(article, press):
    mine, other = make_comment(article), make_comment(article, email="bo@x.example")
    owner = confirm(mine)
    assert press(other, "receipt_edit", owner).status_code == 422
    assert press(mine, "reader_erase", owner).status_code == 422
    assert not Receipt.objects.exists()


# --- A new version


def test_who_was_refused_finds_the_guidelines_and_sends_a_new_version(article, moderator, client):
    parent = make_published_comment(article)
    comment = make_comment(article, "You fool.", "Bo <3", parent=parent, email="bo@x.example")
    receipt = address_of(comment)
    assert f"{receipt}again/" not in client.get(receipt).text
    comment.refuse(by=moderator, reason="attack")
    page = client.get(receipt).text
    assert 'href="/guidelines/"' in page
    assert f'href="{receipt}again/"' in page
    form = client.get(f"{receipt}again/")
    assert form.headers["Cache-Control"] == "no-store"
    for piece in ('value="Bo &lt;3"', "You fool.</textarea>", f'name="to" value="{parent.pk}"'):
        assert piece in form.text
    assert "bo@x.example" not in form.text
    send(text="You are mistaken.", to=str(parent.pk))
    assert Comment.objects.latest("pk").status == "waiting"


def test_where_nothing_can_be_sent_no_new_version_is_offered(article, moderator, editor, client):
    comment = make_comment(article)
    comment.refuse(by=moderator, reason="attack")
    receipt = address_of(comment)
    article.thread.set_policy("read_only", by=editor)
    assert "again/" not in client.get(receipt).text
    article.withdraw(by=editor, reason="Wrong.")
    assert client.get(f"{receipt}again/").status_code == 404
    assert client.get("/receipt/AAAAAAAAAAAAAAAAAAAAAA/again/").status_code == 404
    assert not Notice.objects.exists()
