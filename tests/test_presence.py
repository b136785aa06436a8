"""A second editor sees who has the article open and since when, and waits or takes over."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from opinion.articles.models import Presence
from opinion.articles.tasks import forget_autosaves
from tests.forms import press
from tests.newsroom import MORNING, make_author, make_draft, make_user
from tests.test_html_is_valid import complaint
from tests.writing_desk import desk as desk

pytestmark = pytest.mark.django_db
AFTERNOON = MORNING + timedelta(hours=8, minutes=40)
HERE = "Nora Felgate has had this open since 2:05 pm."


@pytest.fixture
def draft(publication):
    return make_draft()


@pytest.fixture
def nora(db):
    user = make_user("nora", group="Editors", first_name="Nora", last_name="Felgate")
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture(autouse=True)
def clock(time_machine):
    """`clock(seconds)`: so long after Nora came."""
    time_machine.move_to(AFTERNOON, tick=False)
    return lambda seconds: time_machine.move_to(AFTERNOON + timedelta(seconds=seconds), tick=False)


def open_form(client, article):
    page = client.get(f"/admin/articles/article/{article.pk}/change/")
    assert page.status_code == 200
    return page


def ask(client, article, **values):
    return client.post(f"/admin/articles/article/{article.pk}/presence/", {"version": "1"} | values)


def test_who_opens_it_second_is_told_who_was_first_and_since_when(nora, desk, draft, clock):
    assert 'class="presence"' in open_form(nora, draft).text
    clock(300)
    page = open_form(desk, draft)
    assert HERE in page.text
    assert complaint(page.text) is None
    assert "has had this open" not in open_form(nora, make_draft("Another")).text
    assert ask(nora, draft).json()["others"] == "editor has had this open since 2:10 pm."


def test_a_page_without_a_script_is_there_for_a_quarter_of_an_hour(nora, desk, draft, clock):
    open_form(nora, draft)
    clock(14 * 60)
    assert HERE in open_form(desk, draft).text
    clock(16 * 60)
    assert HERE not in open_form(desk, draft).text


def test_a_page_that_asks_is_there_until_it_falls_silent_or_is_closed(nora, desk, draft, clock):
    open_form(nora, draft)
    for seconds in range(0, 3600, 60):
        clock(seconds)
        ask(nora, draft)
    assert HERE in open_form(desk, draft).text
    clock(3600 + 65)
    assert HERE not in open_form(desk, draft).text
    ask(nora, draft)
    assert "Nora Felgate" in ask(desk, draft).json()["others"]
    ask(nora, draft, leave="1")
    assert ask(desk, draft).json()["others"] == ""


def test_who_saves_has_had_it_open_all_the_time_and_who_comes_again_later_has_not(
    nora, desk, draft, clock
):
    press(nora, pk=draft.pk, headline="Saved")
    clock(600)
    open_form(nora, draft)
    assert HERE in open_form(desk, draft).text
    clock(3600)
    open_form(nora, draft)
    assert "Nora Felgate has had this open since 3:05 pm." in open_form(desk, draft).text


def test_taking_over_tells_the_other_page_until_it_is_opened_again(nora, desk, draft, clock):
    open_form(nora, draft)
    open_form(desk, draft)
    clock(60)
    answer = desk.post(f"/admin/articles/article/{draft.pk}/presence/take-over/")
    assert answer["Location"] == f"/admin/articles/article/{draft.pk}/change/"
    told = "editor took this over at 2:06 pm. What you typed is kept."
    assert ask(nora, draft).json()["taken_over"] == told
    assert ask(desk, draft).json()["taken_over"] == ""
    open_form(nora, draft)
    assert ask(nora, draft).json()["taken_over"] == ""


def test_a_page_that_asks_hears_of_a_save(nora, desk, draft):
    assert ask(nora, draft).json()["saved"] == ""
    press(desk, pk=draft.pk, headline="Theirs")
    assert ask(nora, draft).json()["saved"].startswith("editor saved this on")
    for version in ("", "x", "9" * 30):
        assert ask(nora, draft, version=version).status_code == 200


def test_anothers_draft_is_not_there_and_who_only_reads_is_not_told(client, writer, nora, editor):
    other = make_draft(authors=[make_author("Bo Lind")])
    mine = make_draft("Mine", authors=[writer.author])
    mine.publish(by=editor)
    client.force_login(writer)
    take_over = "/admin/articles/article/{}/presence/take-over/"
    assert ask(client, other).status_code == 404
    assert client.post(take_over.format(other.pk)).status_code == 404
    assert ask(client, mine).status_code == 403
    assert client.post(take_over.format(mine.pk)).status_code == 403
    open_form(nora, mine)
    assert "Nora" not in open_form(client, mine).text
    assert Presence.objects.count() == 1


def test_it_takes_a_post_with_a_token(editor, draft):
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(editor)
    for address in ("presence/", "presence/take-over/"):
        address = f"/admin/articles/article/{draft.pk}/{address}"
        assert careful.get(address).status_code == 405
        assert careful.post(address).status_code == 403
    assert not Presence.objects.exists()


def test_who_was_here_yesterday_is_forgotten(nora, draft):
    open_form(nora, draft)
    Presence.objects.update(opened_at=timezone.now() - timedelta(days=2))
    Presence.objects.update(seen_at=timezone.now() - timedelta(days=1, minutes=1))
    forget_autosaves(0)
    assert not Presence.objects.exists()
