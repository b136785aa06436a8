"""“Not now, or not you”: a moderator puts comments aside, hands them on or sends them back."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from comments.models import Comment, Decision, Report
from tests.desk import QUEUE, decide, make_waiting, shown
from tests.newsroom import make_comment, make_published_comment, make_user

pytestmark = pytest.mark.django_db

FOCUS = f"{QUEUE}focus/"


@pytest.fixture
def comment(article):
    return make_comment(article)


@pytest.fixture
def colleague(db):
    return make_user("colleague", group="Moderators", first_name="Col", last_name="League")


def ask(desk, kind, *comments, next=QUEUE):
    chosen = [f"{comment.pk}-{comment.version}" for comment in comments]
    return desk.post(f"{QUEUE}confirm/", {"kind": kind, "chosen": chosen, "next": next})


def agree(desk, page, **words):
    """Press the button of the page that asks."""
    form = page.text.partition('action="/admin/comments/comment/decide/"')[2]
    hidden = re.findall(r'type="hidden" name="(kind|next|chosen)" value="([^"]*)"', form)
    sent = {name: [value for word, value in hidden if word == name] for name, _value in hidden}
    return desk.post(f"{QUEUE}decide/", sent | words)


def fields(page):
    form = page.text.partition("desk-confirm")[2].partition("</form>")[0]
    return re.findall(r'<(?:textarea|select)[^>]* ?name="(\w+)"', form)


def choices(page, name):
    listed = re.search(rf'<select name="{name}".*?</select>', page.text, re.DOTALL)[0]
    return re.findall(r'<option value="([^"]+)"', listed)


def told(page):
    """What the page says came of the last decisions."""
    return page.text.partition('id="report"')[2].partition("<article")[0]


# --- From the list


def test_a_card_of_the_list_offers_what_puts_it_aside_behind_one_word(desk, comment):
    card = desk.get(QUEUE).text.partition("<article")[2].partition("</article>")[0]
    assert f'name="later" value="{comment.pk}-1">Later or pass on …</button>' in card
    more = desk.post(f"{QUEUE}decide/", {"later": f"{comment.pk}-1", "next": QUEUE})
    offered = re.findall(r'name="kind" value="(\w+)"', more.text)
    assert offered == ["ask_edit", "hand_over", "escalate", "snooze"]
    assert fields(desk.post(f"{QUEUE}decide/", {"snooze": f"{comment.pk}-1"})) == ["hours", "note"]
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("kind", "question", "asked"),
    [
        ("ask_edit", "Request an edit of 1 comment?", ["reason", "told", "note"]),
        ("hand_over", "Assign 1 comment?", ["to", "note"]),
        ("escalate", "Escalate 1 comment?", ["note"]),
        ("snooze", "Snooze 1 comment?", ["hours", "note"]),
    ],
)
def test_a_page_asks_for_what_the_assignment_wants_to_know(
    desk, comment, colleague, kind, question, asked
):
    page = ask(desk, kind, comment)
    assert f"<h1>{question}</h1>" in page.text
    assert fields(page) == asked
    assert Decision.objects.count() == 0


@pytest.mark.parametrize(
    ("kind", "words", "aside", "outcome"),
    [
        ("ask_edit", {"told": "No names."}, "asked", "Edit of 1 comment requested."),
        ("hand_over", {"to": "colleague"}, "handed", "1 comment assigned."),
        ("escalate", {}, "escalated", "1 comment escalated."),
        ("snooze", {"hours": "4"}, "snoozed", "1 comment snoozed."),
    ],
)
def test_it_leaves_the_list_and_undo_brings_it_back(
    desk, comment, moderator, colleague, kind, words, aside, outcome
):
    words = {name: colleague.pk if name == "to" else word for name, word in words.items()}
    agree(desk, ask(desk, kind, comment), note="See Tuesday.", **words)
    comment.refresh_from_db()
    assert comment.desk_state == aside
    decision = comment.decisions.get()
    assert (decision.by, decision.kind, decision.note.text) == (moderator, kind, "See Tuesday.")
    page = desk.get(QUEUE)
    assert outcome in page.text
    assert shown(page) == []
    put_aside = desk.get(f"{QUEUE}?status=aside")
    assert shown(put_aside) == [comment.pk]
    assert "See Tuesday." in put_aside.text
    decide(desk, comment, "reverse", version=2)
    assert shown(desk.get(QUEUE)) == [comment.pk]


def test_a_snooze_ends_after_the_hours_chosen_and_an_asking_after_two_weeks(desk, article):
    snoozed, asked = make_waiting(article, 2)
    now = timezone.now()
    decide(desk, snoozed, "snooze", hours="72")
    decide(desk, asked, "ask_edit", told="No names.")
    ends = {one.pk: one.desk_until - now for one in Comment.objects.all()}
    minute = timedelta(minutes=1)
    assert timedelta(hours=72) <= ends[snoozed.pk] < timedelta(hours=72) + minute
    assert timedelta(days=14) <= ends[asked.pk] < timedelta(days=14) + minute


@pytest.mark.parametrize(
    ("kind", "words", "complaint"),
    [
        ("ask_edit", {}, "Tell the writer what to change."),
        ("ask_edit", {"told": " \n "}, "Tell the writer what to change."),
        ("ask_edit", {"reason": "attack"}, "Tell the writer what to change."),
        ("ask_edit", {"told": "x" * 1001}, "at most 1000 characters"),
        ("ask_edit", {"told": "No\x00names."}, "Null characters"),
        ("hand_over", {}, "Choose a colleague."),
        ("hand_over", {"to": "0"}, "Select a valid choice"),
        ("hand_over", {"to": "you"}, "Select a valid choice"),
        ("snooze", {}, "Choose how long."),
        ("snooze", {"hours": "5"}, "Select a valid choice"),
        ("snooze", {"hours": "-1"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_what_was_typed_is_kept(
    desk, comment, kind, words, complaint
):
    answer = decide(desk, comment, kind, **{"note": "My <note>"} | words)
    assert complaint in answer.text
    assert "My &lt;note&gt;</textarea>" in answer.text
    assert f'value="{comment.pk}-1"' in answer.text
    if "told" in words:
        assert words["told"].strip().replace("\x00", "")[:2] in answer.text
    comment.refresh_from_db()
    assert (comment.desk_state, comment.version) == ("", 1)


def test_the_page_says_what_becomes_of_the_words_for_the_writer(desk, comment):
    for page in (ask(desk, "ask_edit", comment), decide(desk, comment, "ask_edit", note="Hm.")):
        assert "What should the writer change?" in page.text
        assert "it returns to the queue after two weeks." in page.text
        assert "If left blank, the writer sees the reason" not in page.text
    assert "If left blank, the writer sees the reason" in ask(desk, "refuse", comment).text


# --- Many at once


def test_many_are_put_aside_together_and_that_undone_together(desk, article, colleague):
    comments = make_waiting(article, 3)
    page = ask(desk, "hand_over", *comments)
    assert "<h1>Assign 3 comments?</h1>" in page.text
    agree(desk, page, to=colleague.pk, note="All the same shop.")
    assert [*Comment.objects.values_list("handed_to", flat=True)] == [colleague.pk] * 3
    assert {one.note.text for one in Decision.objects.all()} == {"All the same shop."}
    report = desk.get(QUEUE).text.partition('id="report"')[2].partition("</form>")[0]
    chosen = re.findall(r'name="chosen" value="([^"]+)"', report)
    desk.post(f"{QUEUE}decide/", {"kind": "reverse", "chosen": chosen, "next": QUEUE})
    assert Comment.objects.waiting().count() == 3


@pytest.mark.parametrize("back", [QUEUE, FOCUS])
def test_undo_is_not_offered_for_what_was_taken_back_for_good(desk, article, back):
    snoozed, refused, _other = make_waiting(article, 3)
    decide(desk, snoozed, "snooze", hours="4")
    decide(desk, refused, "refuse", reason="attack")
    chosen = [f"{snoozed.pk}-2", f"{refused.pk}-2"]
    sent = {"kind": "reverse", "chosen": chosen, "next": back}
    report = told(desk.post(f"{QUEUE}decide/", sent, follow=True))
    assert "The last decisions on 2 comments were reversed." in report
    # The refusal may be put back in force; the snooze is asked for anew.
    assert re.findall(r'name="chosen" value="([^"]+)"', report) == [f"{refused.pk}-3"]
    decide(desk, snoozed, "escalate", version=3)
    sent["chosen"] = f"{snoozed.pk}-4"
    report = told(desk.post(f"{QUEUE}decide/", sent, follow=True))
    assert "The last decision on 1 comment was reversed." in report
    assert "Undo" not in report


def test_those_that_it_does_not_fit_are_left_out_and_listed(desk, article, colleague):
    waiting, decided = make_waiting(article, 2)
    decided.approve(by=colleague)
    page = ask(desk, "snooze", waiting, decided)
    assert "<h1>Snooze 1 comment?</h1>" in page.text
    assert "1 comment left unchanged" in page.text


@pytest.mark.parametrize(
    ("kind", "standing"),
    [
        ("ask_edit", "published"),
        ("ask_edit", "reported"),
        ("dismiss_reports", "published"),
        ("dismiss_reports", "waiting"),
        ("snooze", "refused"),
        ("requeue", "waiting"),
        ("escalate", "withdrawn"),
    ],
)
def test_a_press_that_the_card_does_not_offer_does_nothing_and_says_so(
    desk, article, colleague, kind, standing
):
    comment = make_comment(article)
    if standing in ("published", "reported"):
        comment.approve(by=colleague)
    if standing == "reported":
        Report.objects.receive(comment, "hate", "198.51.100.200")
    if standing == "refused":
        comment.refuse(by=colleague, reason="attack")
    if standing == "withdrawn":
        comment.withdraw()
    comment.refresh_from_db()
    before = comment.decisions.count()
    decide(desk, comment, kind, version=comment.version, told="Hm.", hours="1")
    assert "apply to it" in desk.get(QUEUE).text
    assert comment.decisions.count() == before


def test_trust_is_nobodys_to_press(desk, comment):
    assert decide(desk, comment, "trust").status_code == 400
    assert not comment.decisions.exists()


def test_who_was_slower_learns_who_put_it_aside(desk, comment, colleague):
    comment.decide("snooze", by=colleague, until=timezone.now() + timedelta(hours=1))
    decide(desk, comment, "escalate")
    page = desk.get(QUEUE).text
    assert "Someone got there first." in page
    assert "Col League decided first, on" in page
    assert comment.decisions.count() == 1


# --- Whose they are


def test_what_is_handed_to_me_stands_among_mine_and_nobody_elses(
    desk, client, comment, moderator, colleague
):
    comment.decide("hand_over", by=moderator, to=colleague, note="You know the shop.")
    assert shown(desk.get(f"{QUEUE}?status=mine")) == []
    client.force_login(colleague)
    page = client.get(f"{QUEUE}?status=mine")
    assert shown(page) == [comment.pk]
    assert "assigned it to Col League" in page.text
    assert "You know the shop." in page.text


def test_what_is_escalated_stands_among_the_leads(desk, client, comment, moderator):
    comment.decide("escalate", by=moderator)
    assert shown(desk.get(f"{QUEUE}?status=mine")) == []
    lead = make_user("lead", group="Moderators")
    lead.groups.add(make_user("other", group="Lead moderators").groups.get())
    client.force_login(lead)
    assert shown(client.get(f"{QUEUE}?status=mine")) == [comment.pk]


def test_a_comment_is_handed_to_who_may_decide_and_is_here_and_is_not_oneself(
    desk, comment, moderator, colleague, editor
):
    gone = make_user("gone", group="Moderators", is_active=False)
    chief = make_user("chief", is_superuser=True)
    page = ask(desk, "hand_over", comment)
    assert choices(page, "to") == [str(chief.pk), str(colleague.pk)]
    for nobody in (gone, editor, moderator):
        assert "Select a valid choice" in decide(desk, comment, "hand_over", to=nobody.pk).text
    for page in (f"{FOCUS}?at={comment.pk}", f"{QUEUE}{comment.pk}/change/"):
        assert choices(desk.get(page), "to") == [str(chief.pk), str(colleague.pk)]


def test_anybody_takes_back_what_was_handed_to_somebody_else(desk, comment, colleague, editor):
    comment.decide("hand_over", by=colleague, to=colleague)
    page = desk.get(f"{QUEUE}?status=aside")
    assert 'value="requeue"' in page.text
    agree(desk, ask(desk, "requeue", comment))
    assert shown(desk.get(QUEUE)) == [comment.pk]


def test_a_reported_comment_put_aside_says_that_readers_see_it(desk, article, colleague):
    comment = make_published_comment(article)
    Report.objects.receive(comment, "hate", "198.51.100.200")
    comment.refresh_from_db()
    comment.decide("escalate", by=colleague)
    standing = desk.get(f"{QUEUE}?status=aside").text.partition("<article")[2]
    standing = standing.partition("</header>")[0]
    assert "Escalated" in standing
    assert "Published" in standing
    page = ask(desk, "dismiss_reports", comment)
    agree(desk, page)
    comment.refresh_from_db()
    assert (comment.desk_state, comment.is_reported) == ("", False)


def test_what_was_put_aside_is_decided_about_together_whether_it_waits_or_is_reported(
    desk, article, moderator
):
    waiting = make_comment(article, "It waits.")
    reported = make_published_comment(article, "It is reported.")
    Report.objects.receive(reported, "hate", "198.51.100.200")
    reported.refresh_from_db()
    for comment in (waiting, reported):
        comment.decide("hand_over", by=moderator, to=moderator)
    for tab in ("mine", "aside"):
        bar = desk.get(f"{QUEUE}?status={tab}").text.partition('id="many"')[2]
        offered = re.findall(r'name="kind" value="(\w+)"', bar.partition("</form>")[0])
        assert {"approve", "refuse", "dismiss_reports", "take_down", "requeue", "reverse"} <= {
            *offered
        }
        assert "accept_edit" not in offered
    assert (
        "<h1>Dismiss reports on 1 comment?</h1>"
        in ask(desk, "dismiss_reports", waiting, reported).text
    )


# --- Rights


@pytest.mark.parametrize("kind", ["ask_edit", "hand_over", "escalate", "snooze", "requeue"])
@pytest.mark.parametrize("door", ["confirm/", "decide/"])
def test_who_may_only_read_puts_nothing_aside(client, comment, editor, kind, door):
    client.force_login(editor)
    sent = {"kind": kind, "chosen": f"{comment.pk}-1", "hours": "1", "told": "Hm."}
    assert client.post(QUEUE + door, sent).status_code == 403
    assert 'name="later"' not in client.get(QUEUE).text
    assert not comment.decisions.exists()


def test_the_large_card_asks_in_its_place_for_all_it_wants_to_know(desk, comment, colleague):
    page = desk.get(f"{FOCUS}?at={comment.pk}").text
    assignments = page.partition("desk-assignments")[2].partition("desk-skip")[0]
    assert "What should the writer change?" in assignments
    assert re.findall(r'name="hours" value="(\d+)"', assignments) == ["1", "4", "24", "72", "168"]
    assert "Col League</option>" in assignments
