"""The checks beside the form and before an article goes out, and how much each counts."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from opinion.articles.models import Publication, SearchEntry
from opinion.articles.tasks import publish_due, tell_failure
from opinion.references.models import Link
from tests.followers import jobs
from tests.forms import fields_of, press
from tests.newsroom import MORNING, make_article, make_draft, make_publication
from tests.test_article_form_weight import QUERIES
from tests.writing_desk import desk as desk

pytestmark = pytest.mark.django_db
GONE = "https://gone.example.org/"
PLAIN = "There is no standfirst."
# Enough words to be known again by; each of them once.
WORDS = [f"{first}{second}" for first in "abcdefghij" for second in "klmnopqrstuvwxyz"]
TEXT = f"<p>{' '.join(WORDS)}.</p>"


@pytest.fixture
def publication(db):
    """One where every check counts as it does at first."""
    return make_publication(checks={})


def choose(**levels):
    publication = Publication.objects.get()
    publication.checks = levels
    publication.save()


def form(client, article) -> str:
    return " ".join(client.get(f"/admin/articles/article/{article.pk}/change/").text.split())


def panel(page: str) -> str:
    return page.partition('aria-labelledby="checks-heading"')[2].partition("</section>")[0]


def asked_first(page: str) -> str:
    return page.partition('class="held-back"')[2].partition("</section>")[0]


def test_beside_the_form_stands_what_is_found_how_it_is_mended_and_a_link_to_the_field(desk):
    draft = make_draft(references=["Rolt. Red for Danger."], body=TEXT)
    make_article("Already said", slug="before", body=TEXT, standfirst="x")
    draft.references.update(url=GONE)
    Link.objects.know([GONE])
    Link.objects.update(state="gone")
    shown = panel(form(desk, draft))
    assert PLAIN in shown
    assert '<a href="#id_standfirst">Say in a sentence or two what the article says.</a>' in shown
    assert f"{GONE} is not there any more." in shown
    assert 'href="#references-group"' in shown
    assert "nearly the same as “Already said” (/2024/01/before/)." in shown
    assert not panel(form(desk, make_draft(slug="fit", standfirst="It leaves.")))


def test_the_two_checks_that_ask_the_database_cost_the_form_a_query_each(desk):
    draft = make_draft(references=["Rolt."], body=TEXT)
    draft.references.update(url=GONE)
    form(desk, draft)
    with CaptureQueriesContext(connection) as asked:
        form(desk, draft)
    assert len(asked) == QUERIES + 2


def test_nothing_with_a_complaint_goes_out_before_its_editor_has_seen_it(desk):
    draft = make_draft(headline="x" * 95)
    page = desk.get(press(desk, "_publish", draft.pk, change_note="")["Location"]).text
    draft.refresh_from_db()
    assert draft.status == "draft"
    assert "Your draft was saved. Look at what the checks found before it goes out." in page
    first = asked_first(page)
    assert PLAIN in first
    assert "cards cut it after 90" in first
    button = '<button class="button default" form="article_form" name="_publish" '
    assert f'{button}value="headline standfirst">Publish all the same</button>' in first
    # It is asked once; then the form is as it always was.
    assert not asked_first(form(desk, draft))
    # What was seen is no longer asked about, what came since is.
    url = f"/admin/articles/article/{draft.pk}/change/"
    fields = fields_of(desk.get(url), "article_form")
    less = desk.post(url, fields | {"_publish": "headline"})
    assert PLAIN in asked_first(desk.get(less["Location"]).text)
    desk.post(url, fields_of(desk.get(url), "article_form") | {"_publish": "headline standfirst"})
    draft.refresh_from_db()
    assert draft.is_published


def test_without_a_complaint_publishing_asks_nothing(desk):
    draft = make_draft(standfirst="It leaves at nine.")
    press(desk, "_publish", draft.pk)
    draft.refresh_from_db()
    assert draft.is_published


def test_scheduling_asks_as_well_and_loses_no_moment(desk, time_machine):
    time_machine.move_to(MORNING, tick=False)
    draft = make_draft()
    page = desk.get(
        press(desk, "_schedule", draft.pk, scheduled_for="2024-03-02T09:00")["Location"]
    )
    assert "Schedule all the same" in asked_first(page.text)
    fields = fields_of(page, "article_form")
    assert fields["scheduled_for"] == "2024-03-02T09:00"
    desk.post(f"/admin/articles/article/{draft.pk}/change/", fields | {"_schedule": "standfirst"})
    draft.refresh_from_db()
    assert draft.status == "scheduled"


def test_a_hard_check_stops_publication_and_says_so_at_its_field(desk):
    choose(standfirst="stop", headline="off")
    draft = make_draft(headline="x" * 95)
    assert "stops publication" in panel(form(desk, draft))
    answer = press(desk, "_publish", draft.pk)
    page = desk.get(answer["Location"])
    assert page.context["adminform"].form.errors["standfirst"] == [PLAIN]
    assert not asked_first(page.text)
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_the_clock_runs_the_same_checks_and_tells_what_it_could_not_publish(
    publication, editor, time_machine, mailoutbox
):
    time_machine.move_to(MORNING, tick=False)
    soft = make_draft("Soft", slug="soft")
    hard = make_draft("Hard", slug="hard", standfirst="x", references=["Rolt."])
    hard.references.update(url=GONE)
    for draft in (soft, hard):
        draft.schedule(editor, at=MORNING + timedelta(hours=1))
    # It was there when the editor looked.
    choose(gone="stop")
    Link.objects.know([GONE])
    Link.objects.update(state="gone")
    time_machine.move_to(MORNING + timedelta(hours=1), tick=False)
    publish_due(0)
    for job in jobs(tell_failure):
        tell_failure(**job.args)
    soft.refresh_from_db(), hard.refresh_from_db()
    assert soft.is_published
    assert hard.schedule_failure == f"{GONE} is not there any more."
    assert GONE in mailoutbox[0].body


def test_an_editor_says_how_much_each_check_counts(desk):
    url = "/admin/articles/publication/1/change/"
    fields = fields_of(desk.get(url), "publication_form")
    assert (fields["check_alt"], fields["check_standfirst"]) == ("stop", "warn")
    desk.post(url, fields | {"check_standfirst": "off", "check_gone": "stop", "_save": "1"})
    kept = Publication.objects.get().checks
    assert (kept["standfirst"], kept["gone"], kept["alt"]) == ("off", "stop", "stop")
    refused = desk.post(url, fields | {"check_alt": "shout", "_save": "1"})
    assert "check_alt" in refused.context["adminform"].form.errors


def test_a_text_is_found_nearly_the_same_with_some_words_changed_and_not_by_its_subject(
    publication,
):
    own = make_article("Own", slug="own", body=TEXT)
    changed = [f"<p>{' '.join(WORDS[:80])} and then {' '.join(WORDS[82:])}.</p>", TEXT.upper()]
    other = f"<p>{' '.join(reversed(WORDS))}.</p>"

    def alike(text, article=None):
        return [one.headline for one in SearchEntry.objects.alike(text, article)]

    assert [alike(text) for text in changed] == [["Own"], ["Own"]]
    # Not itself, not the same words in another order, and nothing of a few words.
    assert [alike(TEXT, own.pk), alike(other), alike("<p>a b c d e f</p>"), alike("")] == [[]] * 4
    own.withdraw(own.live_edition.published_by, "Twice.")
    assert alike(TEXT) == []


def test_nearly_the_same_texts_are_found_by_an_index(publication):
    make_article(body=TEXT)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT article_id FROM articles_searchentry "
            "WHERE sketch && (SELECT articles_sketch(%s))",
            [TEXT],
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "search_sketch" in plan
