"""Rules and reasons in the admin: versions, clear mistakes, trying, and no deletion."""

import threading

import pytest
from django.contrib.admin.models import LogEntry
from django.db import Error, connection, transaction
from django.test import Client

from comments.models import Comment, Reason, Rule, RuleVersion, Signal
from tests.newsroom import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db
RULES, REASONS = "/admin/comments/rule/", "/admin/comments/reason/"


@pytest.fixture
def lead(client, publication):
    user = make_user("lead", group="Lead moderators")
    client.force_login(user)
    return user


@pytest.fixture
def words(lead):
    return Rule.objects.get(name="Flagged words")


def typed(rule, **changes):
    terms = {name: value for name, value in rule.terms.items() if value is not None}
    terms |= {"is_active": "on", "position": rule.position, "seen": rule.current.number}
    return terms | {"sample": ""} | changes


def save(client, rule, **changes):
    return client.post(f"{RULES}{rule.pk}/change/", typed(rule, **changes))


# --- Changing


def test_a_change_is_a_new_version_in_the_name_of_who_made_it(client, words, lead):
    assert save(client, words, entries="viagra\ncialis").status_code == 302
    first, second = words.versions.order_by("number")
    assert (first.number, first.by, first.entries) == (1, None, "")
    assert (second.number, second.by, second.entries.split()) == (2, lead, ["viagra", "cialis"])
    words.refresh_from_db()
    assert words.current == second


def test_saving_what_it_is_makes_no_version(client, words):
    save(client, words)
    assert words.versions.count() == 1


def test_the_form_tells_what_each_version_changed(client, words):
    save(client, words, entries="viagra")
    words.refresh_from_db()
    save(client, words, entries="cialis", effect="spam")
    page = client.get(f"{RULES}{words.pk}/change/").text
    assert "+ cialis" in page and "- viagra" in page
    assert "effect: Send to the queue → Mark as spam" in page


def test_of_a_long_list_the_first_changes_are_named_and_the_rest_counted(client, words):
    save(client, words, entries="\n".join(f"word{number}" for number in range(40)))
    page = client.get(f"{RULES}{words.pk}/change/").text
    assert "+ word0, " in page and "+ word9, and 30 more" in page
    words.refresh_from_db()
    save(client, words, entries="\n".join(f"word{number}" for number in reversed(range(40))))
    assert "lines reordered" in client.get(f"{RULES}{words.pk}/change/").text


def test_the_database_refuses_to_change_a_version(words):
    for statement in (
        "UPDATE comments_ruleversion SET name = 'x'",
        "DELETE FROM comments_ruleversion",
    ):
        with pytest.raises(Error, match="never changed"), transaction.atomic():
            connection.cursor().execute(statement)
    assert RuleVersion.objects.filter(name="x").count() == 0


def test_the_newsrooms_own_log_tells_of_a_change_too(client, words, lead):
    save(client, words, entries="viagra")
    entry = LogEntry.objects.get(object_id=str(words.pk))
    assert (entry.user, entry.content_type.model) == (lead, "rule")


def test_a_finding_explains_itself_by_the_rule_as_it_stood(client, words):
    save(client, words, entries="cialis")
    comment = make_comment(make_article(), "Buy it.")
    version = Rule.objects.get(pk=words.pk).current
    Signal.objects.create(comment=comment, kind="words", rule=version, detail="cialis")
    words.refresh_from_db()
    save(client, words, name="Other words", entries="viagra")
    signal = comment.signals.get(rule=version)
    assert (str(signal), signal.rule.entries) == ("Flagged words", "cialis")


@pytest.mark.parametrize(
    ("kind", "changes", "told"),
    [
        (
            "words",
            {"entries": "good\nvi*gra"},
            "Line 2, “vi*gra”: an asterisk can only come at the end.",
        ),
        ("words", {"entries": "…"}, "there is nothing to search for"),
        ("domains", {"entries": "not an address"}, "this is not a domain such as example.com"),
        ("shouting", {"limit": "101"}, "Enter a number from 1 to 100."),
        ("links", {"limit": "0"}, "Enter a number from 1 to 100."),
        ("repetition", {"limit": "2"}, "Enter a number from 3 to 100."),
        ("heat", {"limit": "99999"}, "Enter a number from 1 to 10000."),
        ("refused", {"minutes": "0"}, "Enter a number from 1 to 525600."),
        ("words", {"entries": "x\n" * 25_001}, "The list is too long"),
        ("links", {"limit": ""}, "The rule needs this to work."),
        ("heat", {"minutes": ""}, "The rule needs this to work."),
    ],
)
def test_a_mistake_is_told_beside_the_field_and_the_text_kept(client, lead, kind, changes, told):
    rule = Rule.objects.filter(kind=kind).last()
    page = save(client, rule, **changes, name="Typed anew")
    assert page.status_code == 200
    assert told in page.text
    assert "Typed anew" in page.text
    assert rule.versions.count() == 1


def test_what_a_colleague_changed_meanwhile_is_not_overwritten(client, words):
    opened = typed(words, entries="mine")
    words.entries = "theirs"
    words.revise(by=make_user("other", first_name="Otto", last_name="Ther"))
    page = client.post(f"{RULES}{words.pk}/change/", opened)
    assert "Otto Ther changed this rule on" in page.text
    assert ">\nmine</textarea>" in page.text
    assert Rule.objects.get(pk=words.pk).entries == "theirs"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_the_second_is_told(publication):
    rule, together, answers = Rule.objects.get(name="Flagged words"), threading.Barrier(2), []
    people = [make_user(name, group="Lead moderators") for name in ("one", "two")]

    def press(user):
        client = Client()
        client.force_login(user)
        together.wait()
        try:
            answers.append(save(client, rule, entries=user.username).status_code)
        finally:
            connection.close()

    presses = [threading.Thread(target=press, args=[user]) for user in people]
    for each in presses:
        each.start()
    for each in presses:
        each.join()
    assert sorted(answers) == [200, 302]
    assert rule.versions.count() == 2


def test_a_new_rule_begins_once_it_was_made_active(client, lead):
    answer = client.post(f"{RULES}add/", {"kind": "links", "name": "Two links"})
    rule = Rule.objects.get(name="Two links")
    assert answer.url == f"{RULES}{rule.pk}/change/"
    assert rule not in [one.rule for one in RuleVersion.objects.in_force()]
    save(client, rule, limit="2")
    assert rule in [one.rule for one in RuleVersion.objects.in_force()]


def test_a_rule_is_switched_off_and_never_deleted(client, words):
    assert client.get(f"{RULES}{words.pk}/delete/").status_code == 403
    client.post(f"{RULES}{words.pk}/change/", typed(words) | {"is_active": ""})
    assert not RuleVersion.objects.in_force().filter(name="Flagged words").exists()


# --- Trying


def test_trying_tells_what_it_would_find_and_stores_nothing(client, words):
    article = make_article()
    for text in ("Cheap cialis here", "A specialist wrote this", "CIАLIS again"):
        make_comment(article, text)
    before = Signal.objects.count()
    terms = typed(words, entries="cialis", sample="<b>ci</b>alis!")
    page = client.post(f"{RULES}{words.pk}/try/", terms)
    assert "Your text triggers the rule: cialis" in " ".join(page.text.split())
    assert "triggered by 2 of the last 3 comments." in page.text
    assert "Cheap cialis here" in page.text and "specialist" not in page.text
    assert ">\ncialis</textarea>" in page.text, "what was typed stays"
    assert words.versions.count() == 1 and Signal.objects.count() == before


def test_a_rule_about_sending_has_nothing_to_try(client, lead):
    rule = Rule.objects.get(kind="honeypot")
    page = client.post(f"{RULES}{rule.pk}/try/", typed(rule, sample="Text"))
    assert "be tried here" in page.text


def test_trying_with_a_mistake_tells_the_mistake(client, words):
    page = client.post(f"{RULES}{words.pk}/try/", typed(words, entries="a*b"))
    assert "an asterisk can only come at the end" in page.text


def test_trying_is_asked_by_a_post(client, words):
    assert client.get(f"{RULES}{words.pk}/try/").status_code == 302


def test_what_lacks_its_number_cannot_be_tried(client, lead):
    client.post(f"{RULES}add/", {"kind": "links", "name": "Some links"})
    rule = Rule.objects.get(name="Some links")
    page = client.post(f"{RULES}{rule.pk}/try/", typed(rule) | {"is_active": ""})
    assert page.status_code == 200
    assert "The rule needs this to work." in page.text


# --- Who may


def test_rules_and_reasons_are_in_the_menu(client, moderator):
    client.force_login(moderator)
    menu = client.get("/admin/").text
    assert f'href="{RULES}"' in menu and f'href="{REASONS}"' in menu


def test_a_moderator_reads_rules_and_reasons_and_changes_none(client, moderator):
    client.force_login(moderator)
    rule, reason = Rule.objects.get(name="Flagged words"), Reason.objects.get(code="attack")
    for address in (RULES, f"{RULES}{rule.pk}/change/", REASONS, f"{REASONS}{reason.pk}/change/"):
        assert client.get(address).status_code == 200
    assert save(client, rule, entries="x").status_code == 403
    assert client.post(f"{RULES}{rule.pk}/try/", typed(rule)).status_code == 403
    assert client.post(f"{REASONS}{reason.pk}/change/", {"label": "x"}).status_code == 403


# --- Reasons


def test_a_reason_keeps_its_code_and_gets_other_words(client, lead):
    reason = Reason.objects.get(code="attack")
    answer = client.post(
        f"{REASONS}{reason.pk}/change/",
        {
            "code": "other_code",
            "label": "Insults somebody",
            "wording": "It insults a person.",
            "guideline": "",
            "is_offered": "on",
            "position": "0",
        },
    )
    assert answer.status_code == 302
    reason.refresh_from_db()
    assert (reason.code, reason.label, reason.wording) == (
        "attack",
        "Insults somebody",
        "It insults a person.",
    )
    assert client.get(f"{REASONS}{reason.pk}/delete/").status_code == 403


def test_a_reason_that_is_offered_no_longer_still_tells_why(client, lead, moderator):
    comment = make_comment(make_article(), "Rude.")
    comment.refuse(by=moderator, reason="attack")
    Reason.objects.filter(code="attack").update(is_offered=False)
    assert not Reason.objects.offered().filter(code="attack").exists()
    assert (
        Comment.objects.get().decisions.with_display_data().get().reason_label == "Personal attack"
    )


@pytest.mark.parametrize("code", ["Attack", "two words", "1st", "a-b", "attack"])
def test_a_code_is_small_letters_and_new(client, lead, code):
    words = {"code": code, "label": "New", "wording": "New.", "position": "9"}
    assert client.post(f"{REASONS}add/", words).status_code == 200
    assert not Reason.objects.filter(label="New").exists()
