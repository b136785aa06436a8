"""Staff and the article's author answer with a badge, which nobody else can get."""

import re

import pytest
from django.test import Client

from comments.models import Comment, Contact, Thread
from opinion import html
from tests.newsroom import make_article, make_author, make_published_comment, make_user

pytestmark = pytest.mark.django_db

REPLY = "/2024/01/the-last-train/reply/"
OURS = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}
TEXT = "We *did* ask the railway."


@pytest.fixture
def edith(db):
    return make_user("edith", first_name="Edith", last_name="Orr")


def logged_in(user):
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    return client


def token_of(client, address=REPLY):
    page = client.get(address).content.decode()
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]


def answer(client, headers=OURS, **changes):
    typed = {"text": TEXT, "csrfmiddlewaretoken": token_of(client)} | changes
    return client.post(REPLY, typed, headers=headers)


def test_staff_answer_under_their_own_name_at_once(article, edith):
    client = logged_in(edith)
    page = client.get(REPLY).content.decode()
    assert "You're replying as <strong><bdi>Edith Orr</bdi></strong>" in page
    assert '<span class="comment-badge">Staff</span>' in page
    assert 'name="name"' not in page
    assert 'name="email"' not in page
    response = answer(client)
    comment = Comment.objects.get()
    assert (response.status_code, response["Location"]) == (303, f"/comment/{comment.pk}/")
    assert (comment.name, comment.badge, comment.staff) == ("Edith Orr", "staff", edith)
    assert (comment.status, comment.text) == ("published", TEXT)
    assert not Contact.objects.exists()


def test_whoever_wrote_the_article_answers_as_its_author(publication, writer):
    make_article(authors=[writer.author])
    client = logged_in(writer)
    assert '<span class="comment-badge">Author</span>' in client.get(REPLY).content.decode()
    answer(client)
    comment = Comment.objects.get()
    assert (comment.name, comment.badge) == ("Ngaire Whitcombe", "author")


def test_an_author_of_another_article_is_only_of_the_staff(publication, writer):
    make_article(authors=[make_author("Tomasz Wieczorek")])
    answer(logged_in(writer))
    assert Comment.objects.get().badge == "staff"


def test_staff_answer_a_comment_and_a_passage(article, edith):
    parent = make_published_comment(article)
    answer(logged_in(edith), to=str(parent.pk), passage="The last  train leaves at nine")
    comment = Comment.objects.latest("pk")
    assert (comment.parent, comment.passage) == (parent, "The last train leaves at nine")


@pytest.mark.parametrize(
    ("headers", "changes"),
    [
        (OURS, {"csrfmiddlewaretoken": ""}),
        (OURS, {"csrfmiddlewaretoken": "x" * 64}),
        ({"origin": "https://evil.example", "sec-fetch-site": "cross-site"}, {}),
        ({"origin": "http://testserver", "sec-fetch-site": "same-site"}, {}),
        ({"sec-fetch-site": "cross-site"}, {}),
        ({"origin": "null"}, {}),
    ],
)
def test_only_a_form_of_ours_with_its_token_answers_for_staff(article, edith, headers, changes):
    client = logged_in(edith)
    response = answer(client, headers, **changes)
    assert response.status_code == 403
    assert f"{TEXT}</textarea>" in response.content.decode()
    assert not Comment.objects.exists()


def test_a_browser_that_says_nothing_needs_the_token(article, edith):
    client = logged_in(edith)
    assert answer(client, {}, csrfmiddlewaretoken="").status_code == 403
    assert answer(client, {}).status_code == 303


def test_a_token_in_a_header_is_none(article, edith):
    client = logged_in(edith)
    headers = OURS | {"x-csrftoken": token_of(client)}
    assert client.post(REPLY, {"text": TEXT}, headers=headers).status_code == 403
    assert not Comment.objects.exists()


def test_staff_in_the_form_for_everybody_keep_their_text_and_write_as_themselves(article, edith):
    parent = make_published_comment(article)
    client = logged_in(edith)
    guest = {"name": "Edith", "email": "edith@home.example.org", "text": TEXT}
    response = client.post(REPLY, guest | {"to": str(parent.pk)}, headers=OURS)
    page = response.content.decode()
    assert response.status_code == 403
    assert "replying under your own name." in page
    assert f"{TEXT}</textarea>" in page
    assert 'name="email"' not in page
    assert f'name="to" value="{parent.pk}"' in page
    assert Comment.objects.get() == parent
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    again = {"text": TEXT, "to": str(parent.pk), "csrfmiddlewaretoken": token}
    assert client.post(REPLY, again, headers=OURS).status_code == 303


def test_no_field_makes_a_guest_anything_else(article, edith):
    claims = {"badge": "staff", "staff": str(edith.pk), "by": str(edith.pk), "status": "published"}
    guest = {"name": "Ana Reader", "email": "ana@readers.example.org", "text": TEXT}
    assert Client().post(REPLY, guest | claims, headers=OURS).status_code == 303
    comment = Comment.objects.get()
    assert (comment.badge, comment.staff, comment.status) == ("", None, "waiting")


@pytest.mark.parametrize("state", [{"is_staff": False}, {"is_active": False}])
def test_whoever_is_no_longer_of_the_staff_is_a_guest(article, edith, state):
    client = logged_in(edith)
    for name, value in state.items():
        setattr(edith, name, value)
    edith.save()
    page = client.get(REPLY).content.decode()
    assert "You're replying as" not in page
    guest = {"name": "Ana Reader", "email": "ana@readers.example.org", "text": TEXT}
    client.post(REPLY, guest, headers=OURS)
    assert Comment.objects.get().badge == ""


def test_staff_keep_to_the_rules_of_the_thread(article, edith, moderator):
    client = logged_in(edith)
    assert answer(client, text="x" * (html.COMMENT_LIMIT + 1)).status_code == 422
    assert answer(client, text=" ").status_code == 422
    assert answer(client, to="987654").status_code == 409
    token = token_of(client)
    Thread.objects.get_or_create(article=article)[0].set_policy("read_only", by=moderator)
    response = answer_with(client, token)
    assert response.status_code == 409
    assert f"{TEXT}</textarea>" in response.content.decode()
    assert not Comment.objects.exists()


def answer_with(client, token):
    return client.post(REPLY, {"text": TEXT, "csrfmiddlewaretoken": token}, headers=OURS)


def test_staff_have_no_limit_by_connection(article, edith, settings):
    settings.COMMENTS_PER_NETWORK = 1
    client = logged_in(edith)
    assert [answer(client, text=f"{n}").status_code for n in range(3)] == [303] * 3


def test_a_preview_shows_the_badge_and_stores_nothing(article, edith):
    page = answer(logged_in(edith), preview="Preview").content.decode()
    shown = page[page.index('id="preview"') : page.index("<form")]
    assert "Edith Orr" in shown
    assert '<span class="comment-badge">Staff</span>' in shown
    assert "<em>did</em>" in shown
    assert not Comment.objects.exists()


def test_the_page_of_staff_is_kept_by_nobody(article, edith):
    response = logged_in(edith).get(REPLY)
    assert response["Cache-Control"] == "no-store"


def test_pressing_twice_answers_once(article, edith):
    client = logged_in(edith)
    token = token_of(client)
    first = answer(client, csrfmiddlewaretoken=token)
    second = answer(client, csrfmiddlewaretoken=token)
    assert first["Location"] == second["Location"]
    assert Comment.objects.count() == 1
    answer(client, text="Something else.", csrfmiddlewaretoken=token)
    assert Comment.objects.count() == 2
    assert Thread.objects.get().published_count == 2
