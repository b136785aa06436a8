"""The clock in the newsroom: what the form asks and says, the list, its filters, and the hours."""

from datetime import UTC, datetime, timedelta

import pytest

from opinion.articles.models import Article
from opinion.articles.tasks import publish_due
from tests.forms import article_form, press
from tests.newsroom import make_article, make_draft, make_publication, make_user
from tests.test_schedule import GONE, make_doomed

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"
NOON = datetime(2024, 3, 1, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def berlin(db, time_machine):
    """A publication whose clocks are set twice a year, on a server that keeps UTC."""
    time_machine.move_to(NOON, tick=False)
    return make_publication(time_zone="Europe/Berlin")


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def form_of(desk, article):
    return desk.get(f"{LIST}{article.pk}/change/").text


def listed(desk, query):
    return [one.headline for one in desk.get(f"{LIST}?{query}").context["cl"].result_list]


# --- What failed ----------------------------------------------------------------------------------


@pytest.fixture
def doomed(editor, time_machine):
    article = make_doomed(editor, at=NOON + HOUR)
    time_machine.move_to(NOON + HOUR, tick=False)
    publish_due(0)
    return article


def test_the_newsroom_shows_on_its_first_page_and_in_the_list_what_failed_and_why(desk, doomed):
    for url in ("/admin/", LIST):
        words = " ".join(desk.get(url).text.split())
        assert f'<a href="{LIST}{doomed.pk}/change/">The Last Train</a>' in words
        assert f"could not be published on March 1, 2024 at 2:00 pm: {GONE}" in words
    assert f"Could not be published on March 1, 2024 at 2:00 pm: {GONE}" in desk.get(LIST).text
    assert listed(desk, "clock=failed") == ["The Last Train"]


def test_who_may_not_see_an_article_is_not_told_that_it_failed(client, doomed):
    for group in ("Authors", "Moderators"):
        client.force_login(make_user(group.lower(), group=group))
        assert "could not be published" not in client.get("/admin/").text


def test_the_form_says_why_and_offers_to_try_again(desk, doomed):
    page = form_of(desk, doomed)
    assert f"could not be published on March 1, 2024 at 2:00 pm: {GONE}" in page
    assert page.count(GONE) == 1
    assert 'value="Try again now"' in page
    response = press(desk, "_retry", doomed.pk)
    page = desk.get(response["Location"]).text
    assert page.count(GONE) == 2
    assert "Your draft was saved, but nothing else was done." in page
    press(desk, "_publish", doomed.pk)
    assert Article.objects.get().is_published
    assert "Try again now" not in form_of(desk, doomed)
    assert "could not be published" not in desk.get("/admin/").text


# --- What waits for its time ----------------------------------------------------------------------


def test_a_scheduled_change_of_a_live_article_shows_in_the_list(desk):
    article = make_article(at=NOON - HOUR)
    make_draft("The Night Train")
    press(desk, "_schedule", article.pk, headline="Late Trains", scheduled_for="2024-03-02T09:00")
    page = desk.get(LIST).text
    assert 'title="March 1, 2024 at 12:00 pm">1\xa0hour ago</time>' in page
    assert "changes scheduled for March 2, 2024 at 9:00 am" in page
    assert listed(desk, "clock=changes") == ["Late Trains"]
    assert listed(desk, "clock=withdrawal") == []


def test_an_article_is_withdrawn_at_a_date_from_its_form(desk, editor):
    article = make_article(at=NOON - HOUR)
    typed = {"withdraw_at": "2024-03-02T09:00", "withdrawal_reason": "The offer has ended."}
    press(desk, pk=article.pk, **typed)
    assert listed(desk, "clock=withdrawal") == []
    press(desk, "_schedule_withdrawal", article.pk, **typed)
    article.refresh_from_db()
    assert (article.is_published, article.withdraw_by) == (True, editor)
    assert article.withdraw_at == datetime(2024, 3, 2, 8, 0, tzinfo=UTC)
    page = " ".join(form_of(desk, article).split())
    assert "It will be withdrawn on March 2, 2024 at 9:00 am. Scheduled by editor." in page
    assert "Readers will see: The offer has ended." in page
    assert "withdrawal scheduled for March 2, 2024 at 9:00 am" in desk.get(LIST).text
    assert listed(desk, "clock=withdrawal") == ["The Last Train"]
    _url, fields = article_form(desk, article.pk)
    assert {name: fields[name] for name in typed} == typed
    press(desk, "_cancel_withdrawal", article.pk)
    assert listed(desk, "clock=withdrawal") == []


@pytest.mark.parametrize(
    ("typed", "field", "complaint"),
    [
        ({"withdrawal_reason": "Why."}, "withdraw_at", "Choose a date and time."),
        (
            {"withdrawal_reason": "Why.", "withdraw_at": "2024-01-01T05:25"},
            "withdraw_at",
            "This time has passed.",
        ),
        ({"withdraw_at": "2024-03-02T09:00"}, "withdrawal_reason", "Tell readers why"),
    ],
)
def test_a_withdrawal_that_is_half_said_is_told_beside_its_field(desk, typed, field, complaint):
    article = make_article(at=NOON - HOUR)
    response = press(desk, "_schedule_withdrawal", article.pk, **typed)
    page = desk.get(response["Location"])
    assert complaint in str(page.context["adminform"].form.errors[field])
    for value in typed.values():
        assert f'value="{value}"' in page.text
    assert Article.objects.get().withdraw_at is None


# --- The hours ------------------------------------------------------------------------------------

TWICE = "2024-10-27T02:30"


def schedule(desk, article, **typed):
    return press(desk, "_schedule", article.pk, **typed)


def test_an_hour_that_comes_twice_is_asked_for_and_only_then(desk):
    draft = make_draft()
    assert "scheduled_for_hour" not in form_of(desk, draft)
    page = schedule(desk, draft, headline="Kept", scheduled_for=TWICE)
    assert "this time comes twice" in str(page.context["adminform"].form.errors["scheduled_for"])
    assert ">\nKept</textarea>" in page.text
    assert f'value="{TWICE}"' in page.text
    assert "the first time (CEST, UTC+02:00)" in page.text
    assert "the second time, an hour later (CET, UTC+01:00)" in page.text
    assert not Article.objects.get().scheduled_for


@pytest.mark.parametrize(("hour", "utc", "zone"), [("0", 0, "CEST"), ("1", 1, "CET")])
def test_either_of_the_two_hours_can_be_chosen_and_is_kept(desk, time_machine, hour, utc, zone):
    draft = make_draft()
    schedule(desk, draft, scheduled_for=TWICE, scheduled_for_hour=hour)
    at = datetime(2024, 10, 27, utc, 30, tzinfo=UTC)
    assert Article.objects.get().scheduled_for == at
    assert f"for October 27, 2024 at 2:30 am {zone}" in desk.get(LIST).text
    # Another save asks nothing, and changes nothing.
    _url, fields = article_form(desk, draft.pk)
    assert (fields["scheduled_for"], fields["scheduled_for_hour"]) == (TWICE, hour)
    schedule(desk, draft)
    assert Article.objects.get().scheduled_for == at
    time_machine.move_to(at - timedelta(seconds=1), tick=False)
    publish_due(0)
    assert not Article.objects.published().exists()
    time_machine.move_to(at, tick=False)
    for _twice in range(2):
        publish_due(0)
    article = Article.objects.published().get()
    assert [edition.published_at for edition in article.editions.all()] == [at]


def test_an_hour_that_is_skipped_is_refused_and_the_next_time_named(desk):
    page = schedule(desk, make_draft(), scheduled_for="2024-03-31T02:30")
    complaint = str(page.context["adminform"].form.errors["scheduled_for"])
    assert "this time does not exist" in complaint
    assert "The next one that does is March 31, 2024 at 3:00 am." in complaint
    assert 'value="2024-03-31T02:30"' in page.text


def test_around_the_skipped_hour_the_clock_is_the_publications(desk, time_machine):
    for typed, utc in [("2024-03-31T01:59", 0), ("2024-03-31T03:00", 1)]:
        draft = make_draft(f"Train of {utc}")
        schedule(desk, draft, scheduled_for=typed)
        draft.refresh_from_db()
        assert draft.scheduled_for.hour == utc
    time_machine.move_to(datetime(2024, 3, 31, 1, 0, tzinfo=UTC), tick=False)
    for _twice in range(2):
        publish_due(0)
    assert [article.editions.count() for article in Article.objects.published()] == [1, 1]


@pytest.mark.parametrize("name", ["scheduled_for", "withdraw_at"])
def test_a_moment_that_is_none_is_refused_beside_its_field(desk, name):
    article = make_article(at=NOON - HOUR)
    page = press(desk, "_schedule", article.pk, **{name: "2024-05-01T25:00\0"})
    assert page.status_code == 200
    assert name in page.context["adminform"].form.errors


def test_the_end_of_the_calendar_breaks_no_page(desk):
    schedule(desk, make_draft(), scheduled_for="9999-12-31T23:59")
    assert "December 31, 9999" in desk.get(LIST).text
