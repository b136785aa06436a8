"""No word that staff typed is lost: expired logins, old tokens, a colleague's save in between."""

import threading
import time
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client

from opinion.articles.models import Article, Revision
from tests.forms import article_form, fields_of, press
from tests.newsroom import make_author, make_draft, make_user

OWN = {"HTTP_ORIGIN": "http://testserver", "HTTP_SEC_FETCH_SITE": "same-origin"}
FOREIGN = {"HTTP_ORIGIN": "https://evil.example", "HTTP_SEC_FETCH_SITE": "cross-site"}
TYPED = "Zwölf Züge <b>&\r\n\r\n\tund einer."

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(publication):
    return make_draft()


@pytest.fixture
def strict(editor):
    """The editor's browser, in front of Django's CSRF check."""
    client = Client(enforce_csrf_checks=True)
    editor.set_password("a long password")
    editor.save()
    client.force_login(editor)
    return client


def log_in(client, page, **typed):
    """Fill in the login form on this page."""
    fields = fields_of(page, "login-form")
    fields |= {"username": "editor", "password": "a long password"} | typed
    return client.post("/admin/login/", fields, **OWN)


def again(client, page):
    """Press “Send again what you typed”."""
    assert "Send again" in page.content.decode()
    form = fields_of(page, "send-again")
    return client.post(page.context["typed"].action, form, **OWN)


def forget_session(client, editor):
    client.session.flush()


def change_password(client, editor):
    editor.set_password("another long password")
    editor.save()


# --- The login ran out ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lose", "password"),
    [(forget_session, "a long password"), (change_password, "another long password")],
)
def test_an_expired_login_loses_no_word(strict, editor, draft, lose, password):
    url, fields = article_form(strict, draft.pk, body=TYPED, pasted_references="Ø One\r\nTwo")
    lose(strict, editor)
    page = strict.post(f"{url}?_changelist_filters=q%3Dtrain", fields | {"_publish": "1"}, **OWN)
    assert page.status_code == 403
    assert "no-store" in page["Cache-Control"]
    assert "What you typed is still here" in page.content.decode()
    wrong = log_in(strict, page, password="wrong")
    assert "Please enter the correct username and password" in wrong.content.decode()
    offered = log_in(strict, wrong, password=password)
    assert Article.objects.get().body == draft.body
    assert again(strict, offered)["Location"] == url
    article = Article.objects.get()
    assert article.body == "Zwölf Züge <b>&\n<p>und einer.</p>"
    assert article.is_published
    assert [line.text for line in article.references.all()] == ["One", "Two"]


def test_an_expired_login_loses_no_new_article(strict, draft):
    url, fields = article_form(strict, headline="Only typed", body="Text.")
    fields |= {"type": draft.type_id, "section": draft.section_id}
    strict.session.flush()
    again(strict, log_in(strict, strict.post(url, fields | {"_draft": "1"}, **OWN)))
    assert Article.objects.filter(headline="Only typed", status="draft").count() == 1


def test_every_field_comes_back_but_passwords_and_files(strict, publication):
    strict.session.flush()
    file = SimpleUploadedFile("train.png", b"not kept")
    posted = {"name": ["Ana", "Bo"], "password1": "swordfish", "token": "swordfish", "photo": file}
    page = strict.post("/admin/authors/user/add/", posted | csrf(strict), **OWN)
    text = page.content.decode()
    assert fields_of(page, "login-form")["typed:name"] == ["Ana", "Bo"]
    assert "swordfish" not in text
    assert "not kept" not in text
    assert "This file couldn't be kept. Please choose it again: train.png" in text
    assert "train.png" in log_in(strict, page).content.decode()


def csrf(client):
    return {"csrfmiddlewaretoken": client.get("/admin/login/").context["csrf_token"]}


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/admin/",
        "//evil.example/admin/",
        "/\\evil.example/admin/",
        "javascript:alert(1)",
        "/comment/1/",
        "",
    ],
)
def test_a_login_never_sends_words_elsewhere(strict, publication, target):
    strict.session.flush()
    posted = {"typed:headline": "Secret", "next": target} | csrf(strict)
    posted |= {"username": "editor", "password": "a long password"}
    offered = strict.post("/admin/login/", posted, **OWN)
    assert offered.context["typed"].action == "/admin/"
    assert "evil" not in offered.content.decode()


def test_a_typed_text_cannot_break_out_of_the_page(strict, draft):
    strict.session.flush()
    posted = {'"><script>x': "</textarea><script>alert(1)</script>"} | csrf(strict)
    for url in (f"/admin/articles/article/{draft.pk}/change/", "/admin/articles/article/add/"):
        assert "<script>alert" not in strict.post(url, posted, **OWN).content.decode()
        assert "<script>x" not in strict.post(url, posted, **OWN).content.decode()


def test_nobody_without_a_login_changes_anything(client, draft):
    url = f"/admin/articles/article/{draft.pk}/change/"
    assert client.get(url).url == f"/admin/login/?next={quote(url)}"
    assert client.post(url, {"headline": "Mine"}).status_code == 403
    assert client.post("/admin/logout/").url == "/admin/"
    assert Article.objects.get().headline == draft.headline


def test_a_right_that_was_taken_away_leaves_the_text_to_copy(strict, editor, draft):
    url, fields = article_form(strict, draft.pk, body=TYPED)
    editor.groups.clear()
    page = strict.post(url, fields, **OWN)
    assert page.status_code == 403
    assert "Zwölf Züge" in page.content.decode()
    assert "Send again" not in page.content.decode()


def test_an_article_deleted_by_a_colleague_leaves_the_text_to_copy(strict, draft):
    url, fields = article_form(strict, draft.pk, body=TYPED)
    draft.delete()
    page = strict.post(url, fields, **OWN)
    assert page.status_code == 404
    assert "Zwölf Züge" in page.content.decode()


# --- The token is old -------------------------------------------------------------------------


def test_a_login_in_another_tab_loses_no_word(strict, editor, draft):
    url, fields = article_form(strict, draft.pk, body="<p>Typed here.</p>")
    strict.session.flush()
    log_in(strict, strict.get("/admin/login/"))
    page = strict.post(url, fields | {"_draft": "1", "csrfmiddlewaretoken": "x" * 64}, **OWN)
    assert page.status_code == 403
    assert Article.objects.get().body == draft.body
    again(strict, page)
    assert Article.objects.get().body == "<p>Typed here.</p>"


def test_an_old_token_and_no_login_ask_for_the_login(strict, draft):
    url, fields = article_form(strict, draft.pk, body="<p>Typed here.</p>")
    strict.session.flush()
    del strict.cookies["csrftoken"]
    page = strict.post(url, fields, **OWN)
    again(strict, log_in(strict, page))
    assert Article.objects.get().body == "<p>Typed here.</p>"


def test_an_old_token_in_the_login_form_itself_loses_no_word(strict, draft):
    url, fields = article_form(strict, draft.pk, body="<p>Typed here.</p>")
    strict.session.flush()
    page = strict.post(url, fields, **OWN)
    page = log_in(strict, page, csrfmiddlewaretoken="x" * 64)
    again(strict, log_in(strict, page))
    assert Article.objects.get().body == "<p>Typed here.</p>"


@pytest.mark.parametrize("headers", [FOREIGN, {}, {"HTTP_ORIGIN": "null"}])
def test_words_from_elsewhere_are_shown_but_never_sent_on(strict, draft, headers):
    url, fields = article_form(strict, draft.pk, body=TYPED)
    page = strict.post(url, fields | {"csrfmiddlewaretoken": "x" * 64}, **headers)
    text = page.content.decode()
    assert page.status_code == 403
    assert "Zwölf Züge" in text
    assert "Send again" not in text
    assert f'action="{url}"' not in text


def test_readers_pages_keep_their_own_page_for_a_refused_post(strict, publication, rf):
    from opinion.errors import csrf_failure

    request = rf.post("/2024/01/the-last-train/", {"text": "Hello"})
    request.publication = publication
    page = csrf_failure(request)
    assert page.status_code == 403
    assert b"Hello" not in page.content


# --- A colleague's save in between ------------------------------------------------------------


@pytest.fixture
def colleague(publication):
    """Anders Holm's browser."""
    client = Client()
    anders = make_user("anders", group="Editors", first_name="Anders", last_name="Holm")
    client.force_login(anders)
    return client


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def test_a_colleagues_save_in_between_is_shown_and_overwritten_only_knowingly(
    desk, colleague, draft
):
    url, fields = article_form(desk, draft.pk, body="<p>My last train.</p>", note="Mine.")
    press(colleague, pk=draft.pk, body="<p>Their last train.</p>", standfirst="Theirs.")
    # What both began with is known no more, so that nothing goes together by itself.
    Revision.objects.all().delete()
    page = desk.post(url, fields | {"_publish": "1"})
    text = page.content.decode()
    assert "Anders Holm saved this on" in text
    assert "Nothing is saved yet." in text
    differences = {str(one.label): one for one in page.context["differences"]}
    assert {*differences} == {"Standfirst", "Text", "Author's note"}
    assert "<mark>Their </mark>last train." in text
    assert "<mark>My </mark>last train." in text
    draft.refresh_from_db()
    assert (draft.status, draft.body) == ("draft", "<p>Their last train.</p>")

    knowingly = fields_of(page, "article_form")
    assert knowingly["note"] == "Mine."
    assert knowingly["version"] == "2"
    desk.post(url, knowingly | {"_draft": "1"})
    draft.refresh_from_db()
    assert (draft.body, draft.standfirst, draft.version) == ("<p>My last train.</p>", "", 3)


def test_ones_own_save_in_another_window_is_told_as_such(desk, draft):
    url, fields = article_form(desk, draft.pk, headline="Mine")
    press(desk, pk=draft.pk, headline="Mine, too")
    text = desk.post(url, fields | {"_draft": "1"}).content.decode()
    assert "You saved this elsewhere on" in text
    assert "saved this on" not in text
    draft.refresh_from_db()
    assert draft.headline == "Mine, too"


def test_a_third_save_is_not_overwritten_by_knowing_of_the_second(desk, colleague, draft):
    url, fields = article_form(desk, draft.pk, headline="Mine")
    press(colleague, pk=draft.pk, headline="Second")
    knowingly = fields_of(desk.post(url, fields), "article_form")
    press(colleague, pk=draft.pk, headline="Third")
    desk.post(url, knowingly)
    draft.refresh_from_db()
    assert draft.headline == "Third"


def test_bylines_and_references_collide_like_words(desk, colleague, publication):
    ana, bo, cy = (make_author(name) for name in ("Ana Reis", "Bo Lind", "Cy Tan"))
    draft = make_draft(authors=[ana, bo], references=["One", "Two"])
    url, fields = article_form(desk, draft.pk, **{"references-0-text": "One, mine"})
    theirs = {"bylines-1-DELETE": "on", "bylines-2-author": cy.pk}
    theirs |= {"references-0-DELETE": "on", "references-2-text": "Three"}
    press(colleague, pk=draft.pk, **theirs)
    # What both began with is known no more, so that nothing goes together by itself.
    Revision.objects.all().delete()

    page = desk.post(url, fields | {"_draft": "1"})
    shown = {str(one.label): one for one in page.context["differences"]}
    assert {*shown} == {"byline", "references"}
    text = page.content.decode()
    assert "By <mark>Cy Tan</mark>" in text
    assert "By <mark>Bo Lind</mark>" in text
    assert [line.text for line in draft.references.all()] == ["Two", "Three"]

    desk.post(url, fields_of(page, "article_form") | {"_draft": "1"})
    assert [line.author for line in draft.bylines.all()] == [ana, bo]
    assert [line.text for line in draft.references.all()] == ["One, mine", "Two"]
    assert [line.position for line in draft.references.all()] == [1, 2]


def test_a_form_that_hides_its_version_saves_nothing(desk, draft):
    url, fields = article_form(desk, draft.pk, headline="Mine")
    for version in ("", "0", "99", "x"):
        desk.post(url, fields | {"version": version})
    del fields["version"]
    desk.post(url, fields)
    draft.refresh_from_db()
    assert draft.headline == "The Last Train"


def at_one_moment(*posts):
    """Post them all at once; the statuses of the answers, sorted."""
    start, statuses = threading.Barrier(len(posts)), []

    def save(browser, url, fields):
        start.wait()
        statuses.append(browser.post(url, fields | {"_draft": "1"}).status_code)
        connection.close()

    threads = [threading.Thread(target=save, args=post) for post in posts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(statuses)


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_one_moment_only_one_passes(desk, colleague, draft):
    first = (desk, *article_form(desk, draft.pk, headline="First"))
    second = (colleague, *article_form(colleague, draft.pk, headline="Second"))
    assert at_one_moment(first, second) == [200, 302]
    draft.refresh_from_db()
    assert draft.version == 2


@pytest.mark.django_db(transaction=True)
def test_an_address_taken_while_an_article_is_stored_costs_no_word(desk, draft):
    filed = {"headline": "Night", "type": draft.type_id, "section": draft.section_id}
    url, fields = article_form(desk, **filed)
    statuses = []

    def save():
        statuses.append(desk.post(url, fields).status_code)
        connection.close()

    saving = threading.Thread(target=save)
    with transaction.atomic():
        make_draft("Night")
        saving.start()
        wait_until_somebody_waits_for_a_lock()
    saving.join()
    assert statuses == [302]
    assert {*Article.objects.values_list("slug", flat=True)} == {draft.slug, "night", "night-2"}


def wait_until_somebody_waits_for_a_lock():
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    deadline = time.monotonic() + 20
    with connection.cursor() as cursor:
        while time.monotonic() < deadline:
            # Within a transaction, PostgreSQL goes on telling what it told first.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(waiting)
            if cursor.fetchone()[0]:
                return
            time.sleep(0.02)
    raise AssertionError("Nobody waited.")
