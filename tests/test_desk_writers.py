"""What writers, readers and trust did to a comment, as the desk shows it and lets it be decided."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from comments.models import Comment, Edit, Report, Thread
from comments.models.decision import Decision
from tests.desk import QUEUE, decide, shown
from tests.newsroom import make_comment, make_published_comment

pytestmark = pytest.mark.django_db
EDITED = f"{QUEUE}?status=edited"
REPORTED = f"{QUEUE}?status=reported"


@pytest.fixture
def edited(article):
    """A published comment whose writer proposes another text."""
    comment = make_published_comment(article, "The train left at nine.")
    comment.edit("The train left at ten.")
    return comment


def card(page):
    html = page.text.partition("<article")[2].partition("</article>")[0]
    return " ".join(html.split())


def buttons(page):
    """The kinds of decision that the first card of a page offers."""
    """What the buttons of a card of a list are named, or the fields of a large one."""
    moves = card(page).partition('class="desk-moves"')[2]
    return re.findall(r'(?:<button name="|name="kind" value=")(\w+)"', moves)


def path_of(comment):
    return f"{QUEUE}{comment.pk}/change/"


# --- Edits of what is published


def test_the_edits_that_wait_stand_in_a_list_of_their_own_the_oldest_first(desk, article):
    now = timezone.now()
    comments = [make_published_comment(article, f"Thought {number}", at=now) for number in range(3)]
    for minutes, comment in enumerate(reversed(comments)):
        comment.edit("Another thought", at=now + timedelta(minutes=minutes))
    make_published_comment(article, "Never edited")
    make_comment(article, "Waits").edit("Waits, edited")
    page = desk.get(EDITED)
    assert shown(page) == [comment.pk for comment in reversed(comments)]
    assert re.findall(r'desk-count">(\d+)<', page.text)[3] == "3"


def test_a_long_list_of_edits_or_reports_is_paged_without_gap_or_repetition(desk, article):
    now = timezone.now()
    comments = []
    for number in range(30):
        address = f"2001:db8:0:{number:x}::1"
        comment = make_published_comment(article, f"{number}", address=address, at=now)
        # All of one moment: a number has to tell them apart.
        comment.edit("Edited", at=now)
        Report.objects.receive(comment, "hate", address, at=now)
        comments.append(comment.pk)
    for start in (EDITED, REPORTED):
        address, pages = start, []
        while address and len(pages) < 4:
            page = desk.get(address)
            pages.append(shown(page))
            following = re.search(r'href="(\?[^"]+)" rel="next"', page.text)
            address = following and QUEUE + following[1].replace("&amp;", "&")
        assert sum(pages, []) == comments, start
        assert len(pages) == 2, start


def test_both_texts_stand_side_by_side_with_what_differs_marked(desk, edited):
    for page in (EDITED, path_of(edited)):
        told = card(desk.get(page))
        assert "The train left at <mark>nine.</mark>" in told
        assert "The train left at <mark>ten.</mark>" in told
        assert "edit waiting" in told


def test_markup_in_an_edit_is_shown_as_typed(desk, article):
    hostile = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
    published = make_published_comment(article, hostile)
    published.edit(f"{hostile} again")
    waiting = make_comment(article, f"{hostile} waits", passage=hostile)
    waiting.edit("Better.")
    for page in (EDITED, QUEUE, path_of(published), path_of(waiting)):
        text = desk.get(page).text
        assert "&lt;script&gt;" in text
        assert "<script>alert" not in text
        assert "<img src=x" not in text


def test_an_edit_is_published_and_that_undone(desk, edited, moderator):
    assert buttons(desk.get(EDITED))[:2] == ["accept_edit", "reject_edit"]
    decide(desk, edited, "accept_edit", version=edited.version, next=EDITED)
    edited.refresh_from_db()
    assert (edited.text, edited.status) == ("The train left at ten.", "published")
    assert edited.edited_at is not None
    assert edited.decisions.last().by == moderator
    page = desk.get(EDITED)
    assert "1 edit published." in page.text
    assert shown(page) == []
    form = page.text.partition('id="report"')[2].partition("</form>")[0]
    chosen = re.search(r'name="chosen" value="([^"]+)"', form)[1]
    desk.post(f"{QUEUE}decide/", {"kind": "reverse", "chosen": chosen, "next": EDITED})
    edited.refresh_from_db()
    assert (edited.text, edited.edited_at) == ("The train left at nine.", None)
    assert shown(desk.get(EDITED)) == [edited.pk]
    assert Thread.objects.for_article(edited.article).published_count == 1


def test_an_edit_is_refused_for_a_reason_and_the_published_text_stays(desk, edited):
    asked = decide(desk, edited, "reject_edit", version=edited.version)
    assert "Choose a reason." in asked.text
    assert Edit.objects.waiting().exists()
    decide(desk, edited, "reject_edit", version=edited.version, reason="advertising")
    edited.refresh_from_db()
    assert (edited.text, edited.status) == ("The train left at nine.", "published")
    assert edited.decisions.last().reason == "advertising"
    assert shown(desk.get(EDITED)) == []
    assert "Proposed on" in card(desk.get(path_of(edited)))
    decide(desk, edited, "reverse", version=edited.version)
    assert shown(desk.get(EDITED)) == [edited.pk]


def test_what_was_undone_about_an_edit_is_decided_anew_and_not_reversed_again(
    desk, edited, moderator
):
    edited.decide("accept_edit", by=moderator)
    edited.decide("reverse", by=moderator)
    assert "reverse" not in buttons(desk.get(EDITED))
    decide(desk, edited, "reverse", version=edited.version, next=EDITED)
    assert "apply to it" in desk.get(EDITED).text
    edited.refresh_from_db()
    assert edited.text == "The train left at nine."
    assert edited.decisions.count() == 3


def test_many_edits_are_published_after_a_page_that_counts_and_shows_them(desk, article, edited):
    other = make_published_comment(article, "Never edited")
    chosen = [f"{edited.pk}-{edited.version}", f"{other.pk}-{other.version}"]
    form = {"kind": "accept_edit", "chosen": chosen, "next": EDITED}
    page = desk.post(f"{QUEUE}confirm/", form)
    assert "<h1>Publish 1 edit?</h1>" in page.text
    assert "The train left at ten." in page.text
    assert "1 comment left unchanged" in page.text


def test_an_edit_sent_while_the_one_before_was_read_is_not_published(desk, edited):
    seen = edited.version
    edited.edit("Buy pills.")
    answer = decide(desk, edited, "accept_edit", version=seen, next=EDITED)
    assert answer.url.endswith("#report")
    page = desk.get(EDITED)
    assert "Nothing was changed: the writer edited the comment on" in card(page)
    edited.refresh_from_db()
    assert edited.text == "The train left at nine."


@pytest.mark.parametrize(
    ("leave", "told"),
    [
        ("withdraw", "the writer withdrew the comment after you opened it"),
        ("erase", "the comment was erased after you opened it"),
    ],
)
def test_a_comment_that_left_while_it_was_read_is_not_decided(desk, article, leave, told):
    comment = make_comment(article)
    getattr(comment, leave)()
    decide(desk, comment, "approve")
    assert told in desk.get(QUEUE).text
    assert not comment.decisions.exists()


# --- Edits of what waits


def test_what_was_edited_while_it_waited_shows_its_earlier_texts(desk, article):
    comment = make_comment(article, "Trains are bad.")
    comment.edit("Trains are late.")
    comment.edit("Trains are often late.")
    told = card(desk.get(QUEUE))
    assert "<p>Trains are often late.</p>" in told
    assert "Edited by the writer 2 times" in told
    assert "<p>Trains are bad.</p>" in told
    assert "<p>Trains are late.</p>" in told


def test_a_text_edited_before_its_approval_is_read_again(desk, article):
    # Failure 13 of the field: edited between view and approval.
    comment = make_comment(article)
    comment.edit("Buy pills.")
    decide(desk, comment, "approve", version=1)
    assert "Nothing was changed: the writer edited the comment on" in card(desk.get(QUEUE))
    assert Comment.objects.get().status == "waiting"


# --- Withdrawn and erased


def test_what_was_withdrawn_has_a_list_and_nothing_to_decide(desk, article, moderator):
    comment = make_published_comment(article)
    comment.withdraw()
    page = desk.get(f"{QUEUE}?status=withdrawn")
    assert shown(page) == [comment.pk]
    assert buttons(page) == []
    assert 'id="many"' not in page.text
    assert "The writer has withdrawn this comment." in card(page)
    for kind in ("approve", "spam", "take_down", "reverse", "refuse"):
        decide(desk, comment, kind, version=comment.version, reason="attack")
    comment.refresh_from_db()
    assert (comment.status, comment.decisions.count()) == ("withdrawn", 1)


@pytest.mark.parametrize("was", ["waiting", "refused", "published"])
def test_what_was_erased_says_so_and_offers_nothing(desk, article, moderator, was):
    parent = make_comment(article, name="Canary")
    if was == "refused":
        parent.refuse(by=moderator, reason="attack", note="Canary again")
    if was == "published":
        parent.approve(by=moderator)
        make_comment(article, "A reply", parent=parent)
    parent.erase()
    for address in (f"{QUEUE}?status=all", path_of(parent), QUEUE):
        text = desk.get(address).text
        assert "Canary" not in text
        assert "I was on that train." not in text
    page = desk.get(path_of(parent))
    assert "There is nothing to decide." in card(page)
    assert buttons(page) == []
    assert "Show address" not in page.text
    decide(desk, parent, "approve", version=parent.version)
    assert "apply to it" in desk.get(QUEUE).text
    decisions = desk.get("/admin/comments/decision/")
    assert decisions.status_code == 200
    assert "Canary" not in decisions.text


# --- Staff, trust, passages


def test_an_answer_of_the_staff_has_its_badge_and_no_address_to_show(desk, article, editor):
    answer = Thread.objects.for_article(article).answer(by=editor, text="We stand by it.")
    for address in (f"{QUEUE}?status=published", path_of(answer)):
        page = desk.get(address)
        assert "Staff" in card(page)
        assert "Show address" not in page.text
        assert {"take_down", "spam", "reverse"} == {*buttons(page)}
    for act in ("address/", "hold/"):
        assert desk.post(f"{QUEUE}{answer.pk}/{act}").status_code == 404
    decide(desk, answer, "take_down", version=answer.version, reason="other", note="Wrong thread")
    answer.refresh_from_db()
    assert answer.status == "taken_down"


def test_the_words_of_the_article_that_are_answered_stand_above_the_text(desk, article):
    make_comment(article, "It left at ten.", passage="The last train leaves at nine")
    told = card(desk.get(QUEUE))
    assert "In reply to this passage" in told
    assert told.index("The last train leaves at nine") < told.index("It left at ten.")


@pytest.fixture
def trusted(article):
    comment = make_comment(article, name="Tru Sted")
    comment.decide("trust", None)
    return comment


def test_what_trust_decided_names_no_moderator_wherever_decisions_are_listed(
    desk, article, trusted
):
    name = "Opinion (automatic)"
    for address in (f"{QUEUE}?status=published", path_of(trusted)):
        page = desk.get(address)
        assert name in page.text
        assert "None" not in page.text
    assert name in desk.get("/admin/comments/decision/").text
    decision = trusted.decisions.get()
    story = desk.get(f"/admin/comments/decision/{decision.pk}/change/", follow=True)
    assert name in story.text
    decide(desk, trusted, "refuse", reason="attack")
    assert f"Nothing was changed: {name} decided first, on" in card(desk.get(QUEUE))


def test_decisions_can_be_narrowed_to_those_of_trust(desk, article, trusted):
    make_published_comment(article, "By hand", name="Bo Published")
    page = desk.get("/admin/comments/decision/?by=trust").text
    assert "Tru Sted" in page
    assert "Bo Published" not in page


def test_what_trust_published_goes_back_to_waiting_or_down(desk, article, trusted):
    decide(desk, trusted, "reverse", version=2)
    trusted.refresh_from_db()
    assert (trusted.status, Thread.objects.for_article(article).published_count) == ("waiting", 0)
    decide(desk, trusted, "approve", version=3)
    decide(desk, trusted, "take_down", version=4, reason="attack")
    trusted.refresh_from_db()
    assert trusted.status == "taken_down"


@pytest.mark.parametrize("act", ["decide/", "confirm/"])
def test_trust_is_no_decision_of_a_moderator(desk, article, act):
    comment = make_comment(article)
    form = {"kind": "trust", "chosen": f"{comment.pk}-1", "next": QUEUE}
    assert desk.post(f"{QUEUE}{act}", form).status_code == 400
    assert not Decision.objects.exists()


# --- Reports


def test_what_readers_reported_is_counted_by_its_reasons_and_never_by_whom(desk, article):
    first = make_published_comment(article, "First")
    second = make_published_comment(article, "Second")
    make_published_comment(article, "Third")
    hidden = make_published_comment(article, "Fourth")
    for comment, reason, address in (
        (second, "other", "192.0.2.9"),
        (first, "attack", "203.0.113.1"),
        (first, "advertising", "198.51.100.77"),
        (first, "attack", "2001:db8:77::1"),
        (hidden, "attack", "203.0.113.1"),
    ):
        Report.objects.receive(comment, reason, address)
    hidden.withdraw()
    page = desk.get(REPORTED)
    assert shown(page) == [first.pk, second.pk]
    assert "Reported: 2× attack, 1× advertising" in card(page)
    for trace in ("203.0.113", "198.51.100.77", "2001:db8:77", "household"):
        assert trace not in page.text
    counts = re.findall(r'desk-count">(\d+)<', page.text)
    assert counts[2] == "2"


# --- As many questions for many as for one


@pytest.mark.parametrize("count", [1, 30])
def test_no_list_asks_more_questions_for_many_than_for_one(
    desk, article, django_assert_num_queries, count
):
    parent = make_published_comment(article, "Parent")
    for number in range(count):
        address = f"2001:db8:0:{number:x}::1"
        comment = make_comment(article, f"{number}", parent=parent, address=address)
        comment.edit(f"{number}, better")
        comment.decide("trust", None)
        comment.edit(f"{number}, best")
        Report.objects.receive(comment, "hate", address)
        Report.objects.receive(comment, "attack", "203.0.113.1") if number < 4 else None
    for status in ("edited", "reported", "all"):
        with django_assert_num_queries(9, info=status):
            desk.get(f"{QUEUE}?status={status}")
