"""One conversation on pages of its own, placeholders in it, and the way to each comment."""

from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comments.models import Comment, Thread
from comments.threads import pagination
from tests.newsroom import (
    MORNING,
    make_article,
    make_comment,
    make_published_comment,
    make_user,
    publish_again,
)
from tests.thread_page import (
    ARTICLE,
    chain,
    classed,
    conversation,
    fill,
    headings,
    link,
    links,
    numbers,
    page,
    shown,
    thread,
    walk,
    words,
)

pytestmark = pytest.mark.django_db
PASSAGE = "The last train leaves at nine, and the town goes to bed with it."


def status(address):
    return Client().get(address).status_code


def first(made):
    return made[0] if made else None


def where(comment) -> str:
    response = Client().get(f"/comment/{comment.pk}/")
    assert response.status_code == 302
    return response["Location"]


# --- The page


def test_a_conversation_has_all_its_comments_and_only_those(article):
    make_published_comment(article, "Before.")
    root = make_published_comment(article, "Root.")
    replies = [make_published_comment(article, f"{n}.", parent=root) for n in range(7)]
    make_published_comment(article, "After.")
    tree = thread(conversation(root))
    assert numbers(tree) == [root.pk, *(reply.pk for reply in replies)]
    assert headings(tree) == ["8 thoughts"]
    assert link(tree, "Reply to Ana Reader") == f"{ARTICLE}reply/?to={root.pk}"
    assert link(tree, "Back to all comments") == f"{ARTICLE}#comments"


def test_a_conversation_names_its_article_and_its_own_address(article):
    root = make_published_comment(article)
    tree = page(f"{conversation(root)}?from={root.pk}")
    assert words(tree.find(".//h1")) == "A conversation on “The Last Train – OpEd”"
    assert tree.find(".//h1/a").get("href") == ARTICLE
    canonical = tree.find(".//link[@rel='canonical']").get("href")
    assert canonical == f"http://127.0.0.1:8000{conversation(root)}"


def test_a_long_conversation_is_read_page_by_page_both_ways(article, monkeypatch):
    monkeypatch.setattr(pagination, "PAGE", 10)
    made = fill(article, 25, parents=lambda n, made: made[n - n % 3 - 1] if n % 3 else first(made))
    order = [*Comment.objects.in_thread_order().values_list("pk", flat=True)]
    pages = [*walk(conversation(made[0]), "next")]
    assert [len(each) for each in pages] == [10, 10, 5]
    assert sum(pages, []) == order
    last = f"{conversation(made[0])}?from={order[20]}"
    assert [*walk(last, "prev")] == pages[::-1]
    assert "in the middle of this conversation" in words(thread(last))
    assert link(thread(last), "Start from the beginning") == f"{conversation(made[0])}#comments"


def test_a_page_in_the_middle_names_whom_its_first_comment_answers(article):
    root = make_published_comment(article, "Root.", name="Rita")
    reply = make_published_comment(article, "Reply.", parent=root)
    tree = thread(f"{conversation(root)}?from={reply.pk}")
    assert "in reply to Rita" in words(shown(tree, reply))
    assert link(tree, "Rita") == f"/comment/{root.pk}/"


@pytest.mark.parametrize("start", ["", "x", "0", "-1", "987654", "9" * 30, "١", "%00"])
def test_an_unknown_beginning_is_the_first_page(article, start):
    root = make_published_comment(article)
    assert numbers(thread(f"{conversation(root)}?from={start}")) == [root.pk]


def test_a_beginning_in_another_conversation_is_the_first_page(article):
    root, other = make_published_comment(article, "One."), make_published_comment(article, "Two.")
    assert numbers(thread(f"{conversation(root)}?from={other.pk}")) == [root.pk]


def test_a_reply_is_no_conversation_and_leads_to_its_place(article):
    root = make_published_comment(article)
    reply = make_published_comment(article, "Reply.", parent=root)
    response = Client().get(conversation(reply))
    assert (response.status_code, response["Location"]) == (302, f"/comment/{reply.pk}/")


# Failures 7 and 26: what is hidden and what stands elsewhere is the same as what never was.
def test_there_is_no_conversation_where_nothing_stands(article, moderator):
    root = make_published_comment(article)
    waiting = make_comment(article, "Waiting.")
    waiting_reply = make_comment(article, "Waiting too.", parent=root)
    gone = make_published_comment(article, "Gone.")
    gone.take_down(by=moderator, reason="attack")
    above = make_published_comment(article, "Above.", parent=root)
    make_published_comment(article, "Below.", parent=above)
    above.take_down(by=moderator, reason="attack")
    foreign = make_published_comment(make_article("Another Train"))
    seen = set()
    for number in (waiting.pk, waiting_reply.pk, gone.pk, above.pk, foreign.pk, 987_654, 10**30):
        response = Client().get(f"{ARTICLE}conversation/{number}/")
        seen.add((response.status_code, response.content.replace(f"/{number}/".encode(), b"/N/")))
    assert len(seen) == 1
    assert seen.pop()[0] == 404


def test_a_conversation_goes_with_its_article(article, editor):
    root = make_published_comment(article)
    assert status(f"/2023/01/the-last-train/conversation/{root.pk}/") == 404
    article.withdraw(by=editor, reason="It was wrong.")
    assert status(conversation(root)) == 410


# --- Placeholders


@pytest.fixture
def hidden_above(article, moderator):
    """A root that was taken down, and a reply that its writer withdrew, with one reply below."""
    long_ago = MORNING - timedelta(days=4_000)
    publish_again(article, at=MORNING)
    root = make_published_comment(
        article, "Secret root.", name="Gonzo", at=long_ago, passage="Secret passage."
    )
    below = make_published_comment(article, "Secret reply.", name="Wanda", parent=root, at=long_ago)
    last = make_published_comment(article, "Still here.", name="Cleo", parent=below)
    Comment.objects.filter(pk=below.pk).update(badge="staff", staff=moderator, edited_at=long_ago)
    root.take_down(by=moderator, reason="attack")
    below.withdraw()
    return root, below, last


def test_a_hidden_comment_with_replies_leaves_a_place_without_its_words(article, hidden_above):
    root, below, last = hidden_above
    for address in (ARTICLE, conversation(root)):
        response = Client().get(address)
        tree = thread(address)
        assert [words(each) for each in classed(tree, "comment-gone")] == [
            "This comment is no longer available.",
            "This comment was withdrawn by the commenter.",
        ]
        assert numbers(tree) == [last.pk]
        text = response.content.decode()
        for secret in ("Secret", "Gonzo", "Wanda", "2013", "Staff", f"/comment/{root.pk}/"):
            assert secret not in text, (secret, address)
        assert sum("Permalink" in words for words in links(tree)) == 1
        assert "in reply to" not in words(tree)
        assert [words(each) for each in tree.find(".//ol").iter("summary")] == ["1 reply"] * 2
    assert headings(thread())[0].startswith("One thought on")
    assert headings(thread(conversation(root))) == ["One thought"]


def test_a_placeholder_has_no_permalink_and_cannot_be_answered(hidden_above):
    for hidden in hidden_above[:2]:
        assert status(f"/comment/{hidden.pk}/") == 404
        assert status(f"{ARTICLE}reply/?to={hidden.pk}") == 404


def test_who_answers_somebody_hidden_elsewhere_names_nobody(article, hidden_above):
    root, _below, last = hidden_above
    tree = thread(f"{conversation(root)}?from={last.pk}")
    assert "in reply to a comment that is no longer available" in words(shown(tree, last))
    assert "Wanda" not in words(tree)


def test_a_hidden_comment_without_shown_replies_leaves_nothing(article, moderator, hidden_above):
    last = hidden_above[2]
    make_comment(article, "Waits.", parent=last)
    last.take_down(by=moderator, reason="attack")
    tree = thread()
    assert not [*tree.iter("ol")]
    assert headings(tree) == ["Leave a Reply"]
    assert status(conversation(hidden_above[0])) == 404


# --- The way to a comment


@pytest.fixture
def long_thread(article, monkeypatch):
    """Conversations on pages of 3; in the second, 30 replies on pages of 10."""
    monkeypatch.setattr(pagination, "ROOTS", 3)
    monkeypatch.setattr(pagination, "PAGE", 10)
    return fill(article, 35, parents=lambda n, made: made[1] if 1 < n < 32 else None)


def test_every_permalink_leads_to_a_page_that_shows_the_comment(long_thread):
    read = {}
    for comment in long_thread:
        address, _mark, fragment = where(comment).partition("#")
        assert fragment == f"comment-{comment.pk}"
        if address not in read:
            read[address] = numbers(thread(address))
        assert comment.pk in read[address], address


def test_a_permalink_names_no_beginning_that_it_does_not_need(long_thread):
    made = long_thread
    places = [where(made[n]).partition("#")[0] for n in (0, 1, 6, 7, 10, 11, 32, 33)]
    talk = conversation(made[1])
    assert places == [
        ARTICLE,
        ARTICLE,
        ARTICLE,  # the fifth reply
        talk,
        talk,
        f"{talk}?from={made[11].pk}",
        ARTICLE,
        f"{ARTICLE}?thread={made[33].pk}",
    ]


def test_a_permalink_begins_with_its_branch_where_that_fits(article, monkeypatch):
    monkeypatch.setattr(pagination, "PAGE", 10)
    made = fill(article, 20, parents=lambda n, made: made[15] if n > 15 else first(made))
    assert where(made[18]) == f"{conversation(made[0])}?from={made[15].pk}#comment-{made[18].pk}"


def test_a_permalink_costs_the_same_in_any_thread(article):
    def cost(comment):
        with CaptureQueriesContext(connection) as captured:
            where(comment)
        return len(captured)

    root = make_published_comment(article)
    reply = make_published_comment(article, "Reply.", parent=root)
    where(root)
    assert [cost(root), cost(reply)] == [3, 4]
    made = fill(article, 300, parents=lambda n, made: made[0] if n % 3 else None)
    assert [cost(comment) for comment in (root, reply, made[297], made[2])] == [3, 4, 3, 4]
    # Beyond the first replies it may have to ask where its branch begins.
    assert [cost(made[20]), cost(made[299])] == [4, 5]


def test_a_comment_keeps_its_address_when_others_come_and_go(article, moderator):
    gone = make_published_comment(article, "Gone.")
    comment = make_published_comment(article, "Stays.")
    gone.take_down(by=moderator, reason="attack")
    make_published_comment(article, "Later.")
    assert where(comment) == f"{ARTICLE}#comment-{comment.pk}"


# --- What else a comment shows


def test_staff_and_author_have_a_badge_and_nobody_else(article, moderator):
    ana = make_published_comment(article, "I am staff.", name="Ana Staff", at=MORNING)
    answer = Thread.objects.get().answer(by=moderator, text="So am I.", parent=ana)
    writer = make_user("writer", group="Authors")
    author = article.live_edition.bylines.get().author
    author.user = writer
    author.save()
    own = Thread.objects.get().answer(by=writer, text="I wrote it.")
    tree = thread()
    badges = [
        [words(each) for each in classed(shown(tree, comment), "comment-badge")]
        for comment in (ana, answer, own)
    ]
    assert badges == [[], ["Staff"], ["Author"]]


@pytest.mark.parametrize("typed", ['<span class="comment-badge">Staff</span>', "**x**"])
def test_no_text_makes_a_badge(article, typed):
    make_published_comment(article, typed, name=typed)
    assert not classed(thread(), "comment-badge")


def test_a_comment_shows_the_passage_that_it_answers(article):
    comment = make_published_comment(article, "No, at ten.", passage=PASSAGE)
    tree = shown(thread(), comment)
    assert words(tree.find(".//blockquote")) == PASSAGE
    address = link(tree, "From the article:")
    assert address == f"{ARTICLE}#:~:text=The%20last%20train%20leaves,to%20bed%20with%20it."


def test_the_address_of_a_passage_holds_nothing_that_it_does_not_mean(article):
    passage = 'so-called, R&D <b> #1 "x"'
    comment = make_published_comment(article, "What?", passage=passage)
    address = link(shown(thread(), comment), "From the article:")
    told = address.partition("#:~:text=")[2]
    assert not {*'-,&<>#" '} & {*told}
    assert unquote(told) == passage


def test_an_edited_comment_says_so_and_when(article):
    comment = make_published_comment(article, at=MORNING)
    assert not classed(thread(), "comment-edited")
    Comment.objects.update(edited_at=MORNING + timedelta(minutes=9))
    said = words(classed(shown(thread(), comment), "comment-edited")[0])
    assert said == "edited January 11, 2024 at 5:34 am"


def test_each_comment_can_be_reported(article):
    comment = make_published_comment(article)
    assert link(thread(), "Report Ana Reader's comment") == f"/comment/{comment.pk}/report/"


def test_a_deep_conversation_is_one_list_within_another(article):
    made = fill(article, 8, parents=chain)
    items = thread(conversation(made[0])).find(".//ol").findall("li")
    for depth in range(8):
        assert [numbers(item)[0] for item in items] == [made[depth].pk]
        items = items[0].findall("details/ol/li")


def test_the_thread_of_an_article_that_search_engines_do_not_list_is_not_listed_either(client):
    article = make_article()
    root = make_published_comment(article)
    pages = [ARTICLE, f"{ARTICLE}?sort=newest", conversation(root), f"{ARTICLE}feed/"]
    assert {client.get(path).headers.get("X-Robots-Tag") for path in pages} == {None}
    publish_again(article, noindex=True)
    assert {client.get(path).headers.get("X-Robots-Tag") for path in pages} == {"noindex"}
