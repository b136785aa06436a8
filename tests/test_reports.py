"""A reader says that a comment should not be: taken once, in silence, and never told on."""

import pytest
from django.test import Client
from django.utils import timezone

from comments.models import Comment, Report, Thread
from comments.security import signing
from comments.security.signing import Purpose
from tests.desk import QUEUE
from tests.forms import fields_of
from tests.newsroom import make_article, make_comment, make_published_comment

pytestmark = pytest.mark.django_db

OURS = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}


@pytest.fixture
def comment(publication):
    return make_published_comment(make_article(), "*Words* of <b>Ana</b>. " + "and so on " * 99)


def page_of(comment):
    return f"/comment/{comment.pk}/report/"


def report(comment, reason="hate", client=None, headers=OURS, **more):
    client = client or Client(enforce_csrf_checks=True)
    return client.post(page_of(comment), {"reason": reason}, headers=headers, **more)


def test_the_page_shows_how_the_comment_begins_and_asks_why(comment):
    page = Client().get(page_of(comment))
    assert page.status_code == 200
    assert "<p>Words of &lt;b&gt;Ana&lt;/b&gt;. and so on" in page.text
    assert page.text.count("and so on") < 20
    for _value, label in Report.Reason.choices:
        assert str(label) in page.text
    assert page["Cache-Control"] == "no-store"
    assert page["X-Robots-Tag"] == "noindex"
    assert page["Referrer-Policy"] == "same-origin"
    assert not page.cookies


def test_a_report_is_noted_and_thanked_for(comment):
    answer = report(comment, "private", REMOTE_ADDR="198.51.100.77")
    assert (answer.status_code, answer["Location"][:8]) == (303, "/report/")
    assert Report.objects.get().reason == "private"
    page = Client().get(answer["Location"]).text
    assert "A moderator looks at every comment that is reported." in page
    assert 'method="post"' not in page


def test_a_report_takes_an_explanation_that_moderators_read(comment, desk):
    client = Client(enforce_csrf_checks=True)
    typed = {"reason": "other", "words": "That is <b>my</b> address.\r\n\r\nPlease hurry."}
    client.post(page_of(comment), typed, headers=OURS)
    assert Report.objects.get().words == "That is <b>my</b> address.\n\nPlease hurry."
    for address in (f"{QUEUE}?status=reported", f"{QUEUE}{comment.pk}/change/"):
        assert "That is &lt;b&gt;my&lt;/b&gt; address." in desk.get(address).text
    long = client.post(page_of(comment), typed | {"words": "x" * 1_001}, headers=OURS)
    assert long.status_code == 422
    assert "x" * 1_001 in long.text


def test_who_reported_finds_the_answer_on_a_private_page(comment, moderator):
    address = report(comment)["Location"]

    def answer():
        return Client().get(address)

    assert "Nobody has decided about this one yet." in answer().text
    assert answer()["Cache-Control"] == "no-store"
    assert answer()["X-Robots-Tag"] == "noindex"
    comment.decide("dismiss_reports", by=moderator)
    assert "decided to leave it as it is" in answer().text
    comment.take_down(by=moderator, reason="hate", note="For colleagues.")
    assert "decided to leave it as it is" in answer().text
    comment.decide("reverse", by=moderator)
    comment.decide("reverse", by=moderator)
    page = answer().text
    for secret in ("moderator@", "For colleagues.", "Words of"):
        assert secret not in page
    comment.erase()
    assert "The comment is no longer shown." in answer().text


def test_a_report_that_was_right_is_told_so(comment, moderator):
    address = report(comment)["Location"]
    comment.take_down(by=moderator, reason="hate")
    assert "A moderator agreed with you" in Client().get(address).text


def test_a_wrong_link_to_an_answer_is_the_404_of_any_page(comment):
    other = signing.sign(Purpose.READER, [comment.pk, 0])
    for seal in ("x", other, signing.sign(Purpose.REPORT, [comment.pk + 1, 0])):
        assert Client().get(f"/report/{seal}/").status_code == 404


def test_a_second_report_of_a_household_looks_like_the_first(comment):
    answers = [
        report(comment, reason, REMOTE_ADDR=address)
        for reason, address in (("hate", "2001:db8::1"), ("other", "2001:db8::2"))
    ]
    first, again = (
        (answer.status_code, [*answer.headers], Client().get(answer["Location"]).content)
        for answer in answers
    )
    assert first == again
    assert Report.objects.get().reason == "hate"


def test_a_report_hides_nothing(comment):
    for number in range(20):
        report(comment, REMOTE_ADDR=f"198.51.100.{number}")
    assert Report.objects.count() == 20
    comment.refresh_from_db()
    assert comment.is_published
    assert Thread.objects.for_article(comment.article).published_count == 1


def test_too_many_reports_of_one_household_are_refused_and_the_choice_is_kept(comment, settings):
    settings.COMMENTS_PER_NETWORK, settings.COMMENTS_PER_NETWORK_MINUTES = 1, 20
    other = make_published_comment(comment.article, "Another.")
    report(other)
    refused = report(comment, "private")
    assert (refused.status_code, refused["Retry-After"]) == (429, "1200")
    assert "Please try again in 20 minutes" in refused.text
    assert 'value="private" required id="id_reason_2" checked' in refused.text
    assert Report.objects.get().comment == other


@pytest.mark.parametrize("reason", ["", "nonsense", "attack\x00", "x" * 5000])
def test_a_report_without_a_reason_is_asked_for_one(comment, reason):
    answer = report(comment, reason)
    assert answer.status_code == 422
    assert "Choose what is wrong with it." in answer.text
    assert not Report.objects.exists()


@pytest.mark.parametrize("headers", [{"origin": "https://evil.example"}, {"origin": "null"}])
def test_another_site_reports_nothing_for_its_visitors(comment, headers):
    answer = report(comment, headers=headers)
    assert answer.status_code == 403
    assert 'value="hate" required id="id_reason_1" checked' in answer.text
    assert not Report.objects.exists()


def test_a_browser_that_says_nothing_is_asked_to_press_again(comment):
    client = Client(enforce_csrf_checks=True)
    asked = report(comment, client=client, headers={})
    assert asked.status_code == 403
    assert not Report.objects.exists()
    form = fields_of(asked, "report")
    answer = client.post(page_of(comment), form)
    assert answer.status_code == 303
    assert Report.objects.get().reason == "hate"


def test_what_is_not_shown_cannot_be_reported_and_looks_as_if_it_never_was(comment, moderator):
    hidden = [make_comment(comment.article, "It waits.")]
    for end in ("refuse", "take_down"):
        one = make_published_comment(comment.article, end) if end == "take_down" else None
        one = one or make_comment(comment.article, end)
        getattr(one, end)(by=moderator, reason="attack")
        hidden.append(one)
    withdrawn = make_published_comment(comment.article, "Away.")
    make_published_comment(comment.article, "A reply.", parent=withdrawn)
    withdrawn.withdraw()
    in_a_closed_thread = make_published_comment(make_article("Closed"), "Hidden.")
    Thread.objects.get(article=in_a_closed_thread.article).set_policy("closed", by=moderator)
    numbers = [*(one.pk for one in hidden), withdrawn.pk, in_a_closed_thread.pk, 987_654, 10**30]
    for ask in (Client().get, Client().post):
        answers = {
            (a.status_code, a.content) for a in (ask(f"/comment/{n}/report/") for n in numbers)
        }
        assert len(answers) == 1
        assert {status for status, _page in answers} == {404}
    client = Client()
    client.force_login(moderator)
    assert client.get(page_of(withdrawn)).status_code == 404


def test_asking_changes_nothing(comment):
    for ask in (Client().get, Client().head):
        ask(page_of(comment), {"reason": "hate"}, headers=OURS)
    assert Client().put(page_of(comment), headers=OURS).status_code == 405
    assert not Report.objects.exists()


def test_an_erased_comment_takes_its_reports_along(comment):
    report(comment)
    comment.erase(at=timezone.now())
    assert not Report.objects.exists()
    assert Comment.objects.get().is_erased
