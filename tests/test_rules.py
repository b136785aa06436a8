"""When each kind of rule speaks up, what it then says, and when it stays silent."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments.models import Reader, Rule, RuleVersion
from comments.screening import checks, history
from comments.screening.checks import Submission
from comments.security import form_time
from tests.newsroom import make_article, make_comment, make_published_comment, make_user

pytestmark = pytest.mark.django_db

ANA, HER_ADDRESS = "ana@readers.example.org", "198.51.100.7"
LONG_AGO = timezone.now() - timedelta(days=400)


def seen(kind, sent, **terms):
    return checks.CHECKS[kind](RuleVersion(kind=kind, **terms), sent)


def seen_in(text, kind, name="", **terms):
    return seen(kind, Submission(article=None, text=text, name=name), **terms)


def marked(text, sighting):
    return [text[start:end] for start, end in sighting.marks]


def test_each_kind_has_a_check_and_each_text_kind_needs_no_database():
    assert {*checks.CHECKS} == {*Rule.Kind}
    assert not {*checks.ABOUT_TEXT} & {*checks.LOOKED_UP}


# --- What was written

WORDS = {"entries": "# pills\ncialis\nfree money\nviagr*"}
SPEAKS_UP = [
    ("words", WORDS, "Buy Cialis now", "cialis", ["Cialis"]),
    (
        "words",
        WORDS,
        "FREE  money and viagrante",
        "free money, viagr*",
        ["FREE  money", "viagrante"],
    ),
    ("words", WORDS, "c<b>ia</b>lis", "cialis", ["c<b>ia</b>lis"]),
    ("domains", {"entries": "pills.example"}, "At www.Pills.example!", "pills.example", None),
    ("links", {"limit": 2}, "https://a.example and https://b.example", "2 links", None),
    ("length", {"limit": 3}, "One two three four", "4 words", []),
    ("shouting", {"limit": 60}, "THE TRAIN NEVER CAME today", "", ["THE TRAIN NEVER CAME"]),
    ("repetition", {"limit": 5}, "Nooooo, never", "", ["ooooo"]),
    ("repetition", {"limit": 3}, "late late late again", "", ["late late late"]),
    ("repetition", {"limit": 3}, "Buy\nBuy\nBuy", "", None),
]
SILENT = [
    ("words", WORDS, "A specialist wrote this for free and got money later"),
    ("words", WORDS, "pills"),
    ("words", {"entries": ""}, "Buy cialis"),
    ("domains", {"entries": "pills.example"}, "At https://sleepingpills.example/ and pills"),
    ("links", {"limit": 2}, "https://a.example and report.pdf"),
    ("length", {"limit": 4}, "One two three four"),
    ("shouting", {"limit": 60}, "NATO, EU"),
    ("shouting", {"limit": 60}, "The Train Never Came To Us At All"),
    ("repetition", {"limit": 5}, "Noooo, no no no no"),
]


@pytest.mark.parametrize(("kind", "terms", "text", "detail", "places"), SPEAKS_UP)
def test_a_rule_about_the_text_speaks_up_and_says_where(kind, terms, text, detail, places):
    sighting = seen_in(text, kind, **terms)
    assert sighting.detail == detail
    if places is not None:
        assert marked(text, sighting) == places
    else:
        assert sighting.marks


@pytest.mark.parametrize(("kind", "terms", "text"), SILENT)
def test_a_rule_about_the_text_is_silent_about_the_rest(kind, terms, text):
    assert seen_in(text, kind, **terms) is None


@pytest.mark.parametrize(
    ("kind", "entries", "name"),
    [("words", "cialis", "Cheap Cialis"), ("domains", "pills.example", "www.pills.example")],
)
def test_a_listed_word_in_the_name_counts_and_marks_nothing_in_the_text(kind, entries, name):
    sighting = seen_in("Good article.", kind, name=name, entries=entries)
    assert (sighting.detail, sighting.marks) == (entries, ())


def test_many_listed_words_are_counted_and_not_all_named():
    listed = [f"word{letter}" for letter in "abcdefg"]
    sighting = seen_in(" ".join(listed), "words", entries="\n".join(listed))
    assert sighting.detail == "worda, wordb, wordc, wordd, worde and 2 more"
    assert len(sighting.marks) == 7


def test_a_list_that_cannot_be_read_is_no_empty_list():
    with pytest.raises(ValueError, match="star_inside"):
        seen_in("Anything", "words", entries="vi*gra")


# --- How it was sent


def test_what_is_typed_where_people_see_no_field_is_noticed(article):
    assert seen("honeypot", Submission(article, "x", trap="https://pills.example"))
    assert seen("honeypot", Submission(article, "x")) is None


@pytest.mark.parametrize(
    ("seconds", "too_fast", "untimed"), [(1, True, False), (60, False, False), (90_000, True, True)]
)
def test_the_time_spent_on_a_form(article, time_machine, seconds, too_fast, untimed):
    began = timezone.now()
    time_machine.move_to(began, tick=False)
    sent = Submission(article, "x", opened=form_time.stamp(article.pk))
    time_machine.move_to(began + timedelta(seconds=seconds), tick=False)
    assert bool(seen("too_fast", sent)) is too_fast
    assert bool(seen("untimed", sent)) is untimed


# Failure 11: what was left out looks no better than what was sent.
def test_without_a_time_nobody_can_tell_that_it_was_not_too_fast(article):
    assert seen("too_fast", Submission(article, "x")).detail == "unknown: the form had no timestamp"
    assert seen("untimed", Submission(article, "x"))


def test_a_name_of_the_house_is_noticed(article):
    make_user("edith", first_name="Edith", last_name="Orr")
    for name, claim in {"edith orr": "Edith Orr", "Ana (Staff)": "Staff"}.items():
        assert seen("staff_name", Submission(article, "x", name=name)).detail == claim
    assert seen("staff_name", Submission(article, "x", name="Ana Reader", email=ANA)) is None


# --- Who sent it, and where to


def test_a_newcomer_is_whoever_is_not_proved_to_be_known(article):
    reader = Reader.objects.confirm(ANA)
    first = make_published_comment(article, "First.", email=ANA)
    typed_only = Submission(article, "x", email=ANA)
    assert seen("newcomer", typed_only, limit=1).detail.startswith("email seen before")
    assert (
        seen("newcomer", Submission(article, "x", email="bo@readers.example.org"), limit=1).detail
        == ""
    )
    proved = Submission(article, "x", email=ANA, reader=reader)
    assert seen("newcomer", proved, limit=1)
    first.contact.belongs_to(reader)
    assert seen("newcomer", proved, limit=1) is None
    assert seen("newcomer", proved, limit=2)


def test_what_is_not_published_makes_nobody_known(article, moderator):
    reader = Reader.objects.confirm(ANA)
    comment = make_comment(article, email=ANA)
    comment.contact.belongs_to(reader)
    assert seen("newcomer", Submission(article, "x", email=ANA, reader=reader), limit=1)


@pytest.mark.parametrize(
    ("email", "address", "speaks_up"),
    [
        (ANA, "203.0.113.9", True),
        ("bo@readers.example.org", HER_ADDRESS, True),
        ("bo@readers.example.org", "203.0.113.9", False),
    ],
)
def test_who_was_refused_lately_by_address_or_connection(
    article, moderator, email, address, speaks_up
):
    refused = make_comment(article, "Rude.", email=ANA, address=HER_ADDRESS)
    refused.refuse(by=moderator, reason="attack")
    sent = Submission(article, "x", email=email, address=address)
    assert bool(seen("refused", sent, limit=1, minutes=60)) is speaks_up
    assert seen("refused", sent, limit=2, minutes=60) is None


def test_what_was_refused_long_ago_or_only_withdrawn_counts_no_more(article, moderator):
    refused = make_comment(article, "Rude.", email=ANA, at=LONG_AGO)
    refused.refuse(by=moderator, reason="attack", at=LONG_AGO)
    make_comment(article, "Mine.", email=ANA).withdraw()
    sent = Submission(article, "x", email=ANA, address=HER_ADDRESS)
    assert seen("refused", sent, limit=1, minutes=24 * 60) is None


def test_of_a_long_history_only_the_newest_is_looked_at(article, moderator, monkeypatch):
    monkeypatch.setattr(history, "LOOKED_AT", 2)
    make_comment(article, "Rude.", email=ANA).refuse(by=moderator, reason="attack")
    sent = Submission(article, "x", email=ANA)
    make_comment(article, "1.", email=ANA)
    assert seen("refused", sent, limit=1, minutes=60)
    make_comment(article, "2.", email=ANA)
    assert seen("refused", sent, limit=1, minutes=60) is None


def test_an_article_is_under_heat_while_many_write_under_it(article):
    for number in range(3):
        make_comment(article, f"{number}.", email=f"{number}@readers.example.org")
    elsewhere = make_article("Quiet")
    sent, later = Submission(article, "x"), timezone.now() + timedelta(minutes=11)
    assert seen("heat", sent, limit=3, minutes=10)
    assert seen("heat", sent, limit=4, minutes=10) is None
    assert seen("heat", Submission(elsewhere, "x"), limit=1, minutes=10) is None
    assert seen("heat", Submission(article, "x", at=later), limit=1, minutes=10) is None
