"""Who wrote a comment, as the desk tells it: from their address, and without it.

Failures 4, 5 and 9 of the field.
"""

import re
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.desk.person import COUNTED, TALLY, person_of, persons_of
from comments.models import Comment, Contact, Hold, PersonNote, Reader, Report
from tests.crawler import body
from tests.desk import QUEUE
from tests.newsroom import MORNING, make_comment, make_published_comment, make_user
from tests.test_canary import forms_of
from tests.test_plans import plan, read_whole

pytestmark = pytest.mark.django_db

ANA, BO = "ana@readers.example.org", "bo@readers.example.org"


def confirmed(comment, email=ANA):
    comment.contact.belongs_to(Reader.objects.confirm(email))
    return comment


def page_of(comment, query=""):
    return f"{QUEUE}{comment.pk}/person/{query}"


def card_line(comment):
    text = render_to_string("admin/comments/_person.html", {"person": person_of(comment)})
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


# --- What is counted, and for whom


def test_the_record_says_what_became_of_what_they_confirmed(article, moderator):
    for text in ("One.", "Two."):
        confirmed(make_published_comment(article, text, by=moderator, at=MORNING))
    confirmed(make_comment(article, "Three.")).refuse(by=moderator, reason="attack")
    confirmed(make_comment(article, "Four.")).decide("spam", by=moderator)
    taken = confirmed(make_published_comment(article, "Five.", by=moderator))
    Report.objects.receive(taken, "attack", "203.0.113.9")
    taken.take_down(by=moderator, reason="attack")
    confirmed(make_comment(article, "Six.")).withdraw()
    person = person_of(confirmed(make_comment(article, "Seven.")))
    assert person.is_confirmed
    assert person.confirmed.counts == {
        "published": 2,
        "refused": 1,
        "spam": 1,
        "taken_down": 1,
        "withdrawn": 1,
        "waiting": 1,
    }
    assert (person.confirmed.reported, person.confirmed.since) == (1, MORNING)
    assert person.others.counts["waiting"] == 0
    assert person.typed.total == 0


def test_a_typed_address_never_shares_in_the_record_of_its_owner(article, moderator):
    # Failure 9 of the field.
    for text in ("One.", "Two."):
        confirmed(make_published_comment(article, text, by=moderator))
    person = person_of(make_comment(article, "Three.", name="Mallory"))
    assert not person.is_confirmed
    assert person.others.total == 0
    assert person.confirmed.counts == {"published": 2}
    assert "is not confirmed" in person.trust
    line = card_line(person.comment)
    assert line.startswith("Email not confirmed")
    assert "This one may not be theirs." in line
    assert "published" not in line


def test_what_was_typed_by_somebody_else_does_not_stain_the_owner(article, moderator):
    make_comment(article, "Rude.", name="Mallory").decide("spam", by=moderator)
    own = confirmed(make_comment(article, "Mine."))
    person = person_of(own)
    assert person.others.total == 0
    assert person.typed.counts == {"spam": 1}
    assert "Mallory" not in card_line(own)
    assert "without confirming it" in card_line(own)


def test_the_card_of_a_newcomer_says_so(article):
    assert card_line(make_comment(article)).startswith("New writer, email not confirmed")
    own = confirmed(make_comment(article, "Mine.", email=BO), BO)
    assert card_line(own).startswith("New writer, email confirmed")


def test_the_card_of_somebody_known_counts_and_names(article, moderator):
    for number in range(3):
        confirmed(make_published_comment(article, f"{number}", by=moderator, at=MORNING))
    confirmed(make_comment(article, "No.", name="Anna")).refuse(by=moderator, reason="attack")
    line = card_line(confirmed(make_comment(article, "Again.")))
    assert "Email confirmed: 3 published, 1 refused since January 11, 2024 (also as Anna )" in line


@pytest.mark.parametrize("approved", [0, 1, 2])
def test_the_page_says_who_is_trusted_and_why_somebody_is_not(article, moderator, approved):
    for number in range(approved):
        confirmed(make_published_comment(article, f"{number}", by=moderator))
    own = confirmed(make_comment(article, "Mine."))
    expected = "Trusted:" if approved == 2 else f"Not trusted yet: {approved} of 2"
    assert person_of(own).trust.startswith(expected)
    confirmed(make_comment(article, "Rude.")).refuse(by=moderator, reason="attack")
    assert "refused, marked as spam or taken down in the last 90 days" in person_of(own).trust or (
        approved < 2
    )


def test_holds_that_fit_are_told(article, moderator):
    comment = make_comment(article)
    until = timezone.now() + timedelta(days=1)
    hold = Hold.objects.place(comment, "household", until, "Loud", moderator)
    other = make_comment(article, "Elsewhere.", email=BO, address="203.0.113.9")
    assert person_of(comment).holds == [hold]
    assert person_of(other).holds == []
    hold.lift(by=moderator)
    assert person_of(comment).holds == []


@pytest.mark.parametrize("what", ["staff", "erased", "blanked"])
def test_of_staff_of_the_erased_and_of_the_forgotten_nobody_is_known(
    desk, article, moderator, what
):
    from comments.models import Thread

    comment = make_published_comment(article, by=moderator)
    if what == "staff":
        comment = Thread.objects.for_article(article).answer(by=moderator, text="Ours.")
    elif what == "erased":
        comment.erase()
    else:
        Contact.objects.all().blank()
    comment = Comment.objects.get(pk=comment.pk)
    why = {"staff": "by staff", "erased": "Erased", "blanked": "been deleted"}[what]
    assert why in card_line(comment)
    page = desk.get(page_of(comment)).text
    assert why in page
    assert "Add note" not in page


# --- The page


def test_the_page_lists_everything_under_the_address_newest_first_a_page_at_a_time(desk, article):
    comments = [
        make_comment(article, f"Thought {number}.", address=f"2001:db8:0:{number:x}::1")
        for number in range(30)
    ]
    make_comment(article, "Of another.", email=BO)
    first = desk.get(page_of(comments[3]))
    assert listed(first) == [comment.pk for comment in reversed(comments[5:])]
    following = re.search(r'href="(\?[^"]+)" rel="next"', first.text)[1]
    second = desk.get(page_of(comments[3], following))
    assert listed(second) == [comment.pk for comment in reversed(comments[:5])]
    assert 'rel="next"' not in second.text
    assert "Back to the newest" in second.text


def listed(response):
    lines = response.text.partition('aria-labelledby="theirs"')[2]
    return [int(pk) for pk in re.findall(rf'{QUEUE}(\d+)/change/"', lines)]


def test_each_comment_on_the_page_is_told_to_be_confirmed_or_merely_typed(desk, article):
    own = confirmed(make_comment(article, "Mine."))
    make_comment(article, "Typed.")
    lines = desk.get(page_of(own)).text.partition('id="theirs"')[2]
    marks = re.findall(r"· (confirmed|not confirmed)\s", lines)
    assert marks == ["not confirmed", "confirmed"]


@pytest.mark.parametrize("query", ["?after=%01", "?after=-1", "?after=" + "9" * 40, "?after=²"])
def test_a_senseless_place_is_the_beginning(desk, article, query):
    comment = make_comment(article)
    assert listed(desk.get(page_of(comment, query))) == [comment.pk]


def test_who_may_read_comments_may_read_the_page_and_nobody_else(client, article, editor):
    comment = make_comment(article)
    assert client.get(page_of(comment)).status_code == 302
    client.force_login(make_user("writer", group="Authors"))
    assert client.get(page_of(comment)).status_code == 403
    client.force_login(editor)
    page = client.get(page_of(comment))
    assert page.status_code == 200
    assert "Add note" not in page.text
    assert client.post(page_of(comment), {"text": "Hm."}).status_code == 403
    assert not PersonNote.objects.exists()


# Failures 4 and 5 of the field.
def test_nothing_made_of_an_address_is_on_the_page_or_in_its_addresses(desk, article, moderator):
    email, network = "qwperson.canary@mail-of-readers.example", "203.0.113.77"
    for number in range(27):
        address = f"2001:db8:0:{number:x}::1" if number else network
        comment = make_comment(article, f"{number}", email=email, address=address, at=MORNING)
    confirmed(comment, email)
    Hold.objects.place(comment, "email", timezone.now() + timedelta(days=1), "Loud", moderator)
    PersonNote.objects.write(comment, "Twice now.", by=moderator)
    contact, reader = comment.contact, Reader.objects.get()
    secrets = {*forms_of(email), *forms_of(email.partition("@")[0]), *forms_of(network)}
    for digest in (contact.email_digest, contact.household_digest, contact.network_digest):
        secrets |= {bytes(digest).hex(), *forms_of(bytes(digest).hex())}
    secrets |= {reader.device_key, f"reader/{reader.pk}", f"reader={reader.pk}"}
    for address in (page_of(comment), page_of(comment, f"?after={comment.pk}")):
        response = desk.get(address)
        seen = body(response) + str(response.headers)
        assert not [secret for secret in secrets if secret in seen]
        assert "no-store" in response.headers["Cache-Control"]


# --- What it costs


@pytest.mark.parametrize("count", [1, 25])
def test_a_page_of_cards_asks_as_often_for_many_persons_as_for_one(
    article, moderator, django_assert_num_queries, count
):
    for number in range(count):
        email = f"reader{number}@readers.example.org"
        comment = confirmed(make_comment(article, f"Thought {number}.", email=email), email)
        PersonNote.objects.write(comment, "Kind.", by=moderator)
    comments = [*Comment.objects.all()]
    with django_assert_num_queries(3):
        persons = persons_of(comments)
        for person in persons.values():
            render_to_string("admin/comments/_person.html", {"person": person})
    assert [persons[comment.pk].notes[0].text for comment in comments] == ["Kind."] * count


MANY = 10_000
WRITTEN = f"""
INSERT INTO comments_comment (id, article_id, edition_id, path, depth, name, text, html,
    html_policy, status, created_at, waiting_since, version, published_below)
SELECT 1000000 + n, article_id, edition_id, ARRAY[1000000 + n::bigint], 0, 'Ana ' || n % 9, 'x',
    'x', 1, 'waiting', now(), now(), 1, 0
FROM comments_comment, generate_series(1, 2 * {MANY}) n;
INSERT INTO comments_contact (comment_id, key, email_digest, created_at)
SELECT 1000000 + n, key,
       CASE WHEN n <= {MANY} THEN email_digest ELSE decode(md5(n::text), 'hex') END, now()
FROM comments_contact, generate_series(1, 2 * {MANY}) n;
ANALYZE;
"""


@pytest.fixture
def prolific(article):
    """The first of ten thousand comments under one address, among as many others."""
    comment = make_comment(article)
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
    yield comment
    # Or the end of the test would check each row's foreign keys, one by one.
    transaction.set_rollback(True)


def test_who_wrote_ten_thousand_comments_costs_no_more_than_who_wrote_some(prolific, desk):
    digest = bytes(prolific.contact.email_digest).hex()
    steps = plan(TALLY.replace("%s::bytea[]", f"ARRAY['\\x{digest}'::bytea]"), "ANALYZE, ")
    assert "contact_of_address" in {step.get("Index Name") for step in steps}
    for step in steps:
        assert step["Actual Rows"] * step["Actual Loops"] <= COUNTED, step
    person = person_of(prolific)
    assert (person.is_cut, person.typed.total) == (True, COUNTED)
    assert "newest 500 only:" in desk.get(page_of(prolific)).text


def test_deep_in_ten_thousand_comments_a_page_reads_its_own_alone(prolific, desk):
    with CaptureQueriesContext(connection) as asked:
        page = desk.get(page_of(prolific, "?after=1005000"))
    assert listed(page)[0] == 1004999
    (sql,) = [
        query["sql"]
        for query in asked.captured_queries
        if 'FROM "comments_contact"' in query["sql"] and "DESC LIMIT 26" in query["sql"]
    ]
    steps = plan(sql, "ANALYZE, ")
    assert not read_whole(steps)
    for step in steps:
        assert step["Actual Rows"] + step.get("Rows Removed by Filter", 0) <= 100, step
